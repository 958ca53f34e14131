"""`baocao member`: one member disabled, moved, erased, with a new phone, or with somebody who stands in for them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.commands.days import day
from bot.commands.invite import CLI, fresh
from programme.domain.model import ROLES

DAYS = 3
LENGTH = 8
"""A code for a new phone is longer than an invite's: it opens what somebody has already."""


class Refused(Exception):
    """It can't be done; says why in one line."""


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("member", help="one member: disable, enable, move, phone, handover, erase")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    disable = _verb(verbs, "disable", "no rights and no messages from now on; the reports stay", _disable)
    enable = _verb(verbs, "enable", "take a disabling back", _enable)
    move = _verb(verbs, "move", "from a unit to another, on a day", _move)
    move.add_argument("--to", metavar="CODE", required=True, help="the unit")
    move.add_argument(
        "--from", dest="unit", metavar="CODE", help="the unit that is left; needed where there are several"
    )
    move.add_argument("--role", choices=ROLES, help="as now if left out")
    move.add_argument("--on", type=day, metavar="DATE", help="the first day there; today where left out")
    phone = _verb(verbs, "phone", "a code that brings them in on a new phone and cuts off the old one", _phone)
    phone.add_argument("--days", type=int, default=DAYS, metavar="N", help=f"how long it works ({DAYS})")
    phone.add_argument("--cut-now", action="store_true", help="cut the old addresses off already now")
    hand = _verb(verbs, "handover", "their role in a unit goes to another member, for good or for some days", _hand)
    hand.add_argument("--unit", metavar="CODE", required=True)
    hand.add_argument("--to", metavar="MEMBER", required=True, help="who takes over")
    hand.add_argument("--on", type=day, metavar="DATE", help="from this day; today where left out")
    hand.add_argument("--until", type=day, metavar="DATE", help="only up to this day")
    gone = _verb(verbs, "erase", "name, addresses and all that leads to them; the reports keep their figures", _erase)
    gone.add_argument("--photos", action="store_true", help="the photos of their reports too")
    gone.add_argument("--yes", action="store_true", help="needed: it can't be undone")
    for each in (disable, enable, move, phone, hand, gone):
        each.add_argument("--why", default="", metavar="TEXT", help="for the trail")


def _verb(verbs: argparse._SubParsersAction, name: str, what: str, doing: Callable) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=what, description=what)
    parser.add_argument("member", metavar="MEMBER", help="the id that `baocao members` shows")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run, doing=doing)
    return parser


def run(args: argparse.Namespace) -> int:
    """What the verb prints; 2 for a member, unit or day that it can't be done with."""
    from zoneinfo import ZoneInfo

    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.privacy.erasure_completion import Completion

    programme = load_programme(args.settings.programme)
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo(programme.zone)).date()
    with closing(opened(args.settings)) as store:
        try:
            said, shown = store.transact(lambda conn: args.doing(conn, args, programme, now, today)).result()
        except Refused as why:
            print(why, file=sys.stderr)
            return 2
        Completion(store, args.settings.media, args.settings.journals)()
    print(json.dumps(shown, ensure_ascii=False) if args.json else said)
    return 0


def _known(conn, id: str) -> Any:
    from storage.people import accounts

    found = accounts.member(conn, id)
    if found is None or found.state == "erased":
        raise Refused(f"{id}: no member of that id; `baocao members` lists them")
    return found


def _apply(conn, now: datetime, *effects: Any) -> None:
    from storage.effects import apply

    apply(conn, effects, "", "", now)


def _disable(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    return _standing(conn, args, now, "disabled")


def _enable(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    return _standing(conn, args, now, "active")


def _standing(conn, args, now: datetime, state: str) -> tuple[str, dict]:
    from programme.domain.effects.people import SetStanding

    member = _known(conn, args.member)
    if member.state != state:
        _apply(conn, now, SetStanding(member.id, state, CLI, args.why))
    return f"{member.id}  {member.name}  {state}", {"member": member.id, "state": state}


def _move(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    from bot.commands.members import fields
    from programme.domain.effects.people import SetPosts
    from programme.domain.posts import moved
    from storage.people import accounts

    member, first = _known(conn, args.member), args.on or today
    held = {post.unit: post.role for post in member.posts_on(first - timedelta(days=1)) or member.posts_on(first)}
    unit = args.unit or (next(iter(held)) if len(held) == 1 else "")
    if unit not in held:
        raise Refused(f"{member.id}: name the unit that is left with --from: {', '.join(held) or 'there is none'}")
    if (to := programme.units.get(args.to)) is None or not to.exists_on(first):
        raise Refused(f"{args.to}: no unit of {first}; `baocao units` lists them")
    after = moved(member.posts, unit, args.to, args.role or held[unit], first)
    _apply(conn, now, SetPosts(member.id, member.posts, after, CLI, "move", args.why))
    return f"{member.id}  {member.name}  {unit} → {args.to} from {first}", fields(accounts.member(conn, member.id))


def _phone(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    from bot.commands.invite import links
    from programme.domain.effects.addresses import CutOff, MakeLink
    from programme.domain.model import Link
    from storage.people import link_codes
    from storage.privacy import audit

    member = _known(conn, args.member)
    if member.state != "active":
        raise Refused(f"{member.id}: is disabled; `baocao member enable {member.id}` first")
    if not 1 <= args.days <= 30:
        raise Refused(f"{args.days}: a code for a new phone works 1 to 30 days")
    if args.cut_now:
        _apply(conn, now, CutOff(member.id, CLI, args.why))
    code, until = fresh(LENGTH), now + timedelta(days=args.days)
    link_codes.make_link(conn, MakeLink(Link(code, member.id, until, CLI)), now)
    audit.note(conn, now, CLI, "new phone", member.id, args.why)
    shown = links(code, args.settings) | {"member": member.id, "until": until.isoformat(timespec="seconds")}
    return "\n".join(f"{name}: {it}" for name, it in shown.items() if it), shown


def _hand(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    from programme.domain.effects.people import SetPosts
    from programme.domain.posts import handed_over, stood_in

    one, other, first = _known(conn, args.member), _known(conn, args.to), args.on or today
    roles = [p.role for p in one.posts_on(first) if p.unit == args.unit and p.role in ("leader", "coordinator")]
    if not roles:
        raise Refused(f"{one.id}: leads and coordinates nothing in {args.unit} on {first}")
    if one.id == other.id or other.state != "active":
        raise Refused(f"{other.id}: can't take over; name another active member")
    if args.until and args.until < first:
        raise Refused(f"{args.until}: is before {first}")
    if args.until:
        mine, theirs = stood_in(one.posts, other.posts, args.unit, roles[0], first, args.until)
    else:
        mine, theirs = handed_over(one.posts, other.posts, args.unit, roles[0], first)
    what = "stand in" if args.until else "hand over"
    _apply(conn, now, SetPosts(one.id, one.posts, mine, CLI, what, args.why))
    _apply(conn, now, SetPosts(other.id, other.posts, theirs, CLI, what, args.why))
    days = f"{first} to {args.until}" if args.until else f"{first} on"
    shown = {"unit": args.unit, "role": roles[0], "from": one.id, "to": other.id, "first": str(first)}
    shown["last"] = args.until and str(args.until)
    return f"{args.unit}: {roles[0]} is {other.name} from {days}", shown


def _erase(conn, args, programme, now: datetime, today: date) -> tuple[str, dict]:
    from uuid import uuid4

    from handlers.context import Context
    from handlers.privacy.my_data import leaving, left_alone
    from handlers.state import State
    from programme.domain.messages import traits_of
    from programme.language.texts import load_texts
    from storage.queries import Queries

    member, queries = _known(conn, args.member), Queries(conn)
    if not args.yes:
        raise Refused(f"{member.id}: erasing can't be undone; add --yes to do it")
    traits, texts = traits_of("phone", ""), load_texts("vi")
    s = Context(
        programme=programme,
        texts=texts,
        now=now,
        today=today,
        member=member,
        queries=queries,
        fresh=uuid4().hex,
        state=State(),
        traits=traits,
    )
    count, alone = queries.reports.count_by(member.id), left_alone(s)
    _apply(conn, now, *leaving(s, CLI, args.why, args.photos))
    shown = {"member": member.id, "state": "erased", "reports": count, "without_leader": alone}
    more = f"; without a leader now: {', '.join(alone)}" if alone else ""
    return f"{member.id}  erased; {count} reports keep their figures{more}", shown
