"""`baocao remind`: what will be sent, what was missed, and a campaign that gets other days."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime, timedelta

from bot.commands.days import day, today

LONGEST = 3 * 366


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("remind", help="what will be sent, what was missed; move a campaign")
    verbs = parser.add_subparsers(dest="verb", required=True)
    plan = verbs.add_parser("plan", help="what will be sent in a span of days, as things stand")
    plan.add_argument("--from", dest="since", type=day, required=True, metavar="D")
    plan.add_argument("--to", dest="until", type=day, required=True, metavar="D")
    plan.add_argument("--json", action="store_true", help="one JSON object a line")
    missed = verbs.add_parser("missed", help="what did not go out on its day: late, skipped, superseded, unreachable")
    missed.add_argument("--from", dest="since", type=day, metavar="D", help="noticed from that day on; 30 days")
    missed.add_argument("--unit", metavar="CODE", help="only this unit and those below it")
    missed.add_argument("--json", action="store_true", help="one JSON object a line")
    move = verbs.add_parser("move", help="other days for a campaign in one year, or a new campaign")
    move.add_argument("--campaign", required=True, metavar="NAME")
    move.add_argument("--start", type=day, required=True, metavar="D")
    move.add_argument("--peak", type=day, metavar="D", help="the start where left out")
    move.add_argument("--end", type=day, required=True, metavar="D")
    move.add_argument("--results", type=day, metavar="D", help="five days after the end where left out")
    move.add_argument("--decision", required=True, metavar="TEXT", help="the document that says so")
    move.add_argument("--name", metavar="TEXT", help="of a new campaign, for people")
    move.add_argument("--topic", help="of a new campaign: drug, prostitution, trafficking or hiv")
    move.add_argument("--unit", default="", metavar="CODE", help="of a new campaign: only for its subtree")
    calendar = verbs.add_parser("calendar", help="a calendar of a member's campaigns and due days, for their phone")
    calendar.add_argument("--member", required=True, metavar="ID", help="`baocao members` lists them")
    calendar.add_argument("--revoke", action="store_true", help="the address given before works no more")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; 2 for days in the wrong order, an unknown unit or campaign."""
    from bot.commands.chat import opened
    from programme.packs.pack import load_programme

    programme = load_programme(args.settings.programme)
    wrong = faults(args, programme)
    if wrong:
        print(f"baocao: {wrong}", file=sys.stderr)
        return 2
    store = opened(args.settings, programme)
    try:
        verbs = {"plan": show_plan, "missed": show_missed, "move": move, "calendar": calendar}
        return verbs[args.verb](args, store, programme) or 0
    finally:
        store.close()


def faults(args: argparse.Namespace, programme) -> str:
    """What keeps it from being done, "" for nothing."""
    from programme.domain.model import TOPICS

    if getattr(args, "unit", "") and args.unit not in programme.units:
        return f"{args.unit}: no unit of the programme; `baocao units` lists them"
    if args.verb == "plan":
        if args.until < args.since:
            return f"{args.until} is before {args.since}"
        if (args.until - args.since).days > LONGEST:
            return "three years at most"
    if args.verb == "move":
        args.peak = args.peak or args.start
        args.results = args.results or args.end + timedelta(days=5)
        if not args.start <= args.peak <= args.end:
            return "the peak is not between start and end"
        if args.results < args.peak:
            return "the results are due before the peak"
        known = any(campaign.name == args.campaign for campaign in programme.campaigns)
        if not known and (args.name is None or args.topic not in TOPICS):
            return f"{args.campaign}: a new campaign needs --name and --topic ({', '.join(TOPICS)})"
    return ""


def show_plan(args: argparse.Namespace, store, programme) -> None:
    from bot.commands.tick import show
    from bot.jobs.reminder_planning import ahead

    for entry in ahead(store, programme, args.since, args.until):
        show(entry, args.json)


def show_missed(args: argparse.Namespace, store, programme) -> None:
    from storage.schedule import reminders

    now = today(programme.zone)
    since = args.since or now - timedelta(days=30)
    units = set(programme.units.subtree(args.unit, now)) if args.unit else None
    for missed in store.read(lambda conn: reminders.missed(conn, units, since)):
        plain = {name: getattr(missed, name) for name in missed.__slots__}
        entry = {k: v.isoformat() if isinstance(v, date) else v for k, v in plain.items()}
        print(json.dumps(entry, ensure_ascii=False) if args.json else "  ".join(entry.values()))


def move(args: argparse.Namespace, store, programme) -> None:
    from programme.domain.agenda import Year
    from programme.domain.programme import Campaign
    from programme.domain.query_rows import CampaignRevision
    from storage.privacy import audit
    from storage.schedule import campaign_days

    now = datetime.now(UTC)
    own = {campaign.name for campaign in programme.campaigns}
    md = [(d.month, d.day) for d in (args.start, args.peak, args.end)]
    new = None
    if args.campaign not in own:
        new = Campaign(args.campaign, args.name, "", *md, args.topic, args.decision, args.start.year, args.unit)

    def keep(conn) -> int:
        year = args.start.year
        before = [e for e in campaign_days.editions(conn, year, year) if e.year.campaign == args.campaign]
        if not before and new is None:
            from bot.jobs.reminder_planning import read_diary

            diary = read_diary(conn, programme, args.start)
            before = [e for e in diary.unkept(now) if (e.year.campaign, e.year.year) == (args.campaign, year)]
            campaign_days.put(conn, before)
        number = len(before) + 1
        days = (args.start, args.peak, args.end, args.results)
        campaign_days.put(
            conn, [CampaignRevision(Year(args.campaign, year, number, *days, source=args.decision), "", now, new)]
        )
        audit.note(conn, now, "", "campaign", f"{args.campaign}.{year}.{number}", args.decision)
        return number

    number = store.transact(keep).result()
    print(json.dumps({"campaign": args.campaign, "year": args.start.year, "revision": number}))


def calendar(args: argparse.Namespace, store, programme) -> int:
    """A fresh address of the member's calendar; the one before works no more. 2 for an unknown member."""
    from pages.calendar import fresh_token, mark
    from storage.people import accounts
    from storage.privacy import audit
    from storage.schedule import calendar_feeds

    now, token = datetime.now(UTC), "" if args.revoke else fresh_token()
    if store.read(lambda conn: accounts.member(conn, args.member)) is None:
        print(f"baocao: {args.member}: no such member; `baocao members` lists them", file=sys.stderr)
        return 2

    def renew(conn) -> None:
        calendar_feeds.renew(conn, args.member, token and mark(token), now)
        audit.note(conn, now, "", "calendar" if token else "calendar revoked", args.member)

    store.transact(renew).result()
    if token:
        print(f"{args.settings.public_url}/calendar.ics?token={token}")
    return 0
