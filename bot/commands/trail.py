"""`baocao trail`: who did what, when and why; never the words of a message."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from datetime import date, datetime, time, timedelta

from bot.commands.days import day


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("trail", help="who did what, when and why")
    parser.add_argument("--unit", metavar="CODE", help="only this unit's, its reports' and its members'")
    parser.add_argument("--member", metavar="ID", help="only what this member did, or was done to them")
    parser.add_argument("--from", dest="since", type=day, metavar="DATE", help="from that day on")
    parser.add_argument("--to", dest="until", type=day, metavar="DATE", help="up to that day")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """A line for each effect, the oldest first; days are the pack's."""
    from zoneinfo import ZoneInfo

    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.privacy import audit

    zone = ZoneInfo(load_programme(args.settings.programme).zone)

    def midnight(of: date) -> datetime:
        return datetime.combine(of, time(), zone)

    since = args.since and midnight(args.since)
    until = args.until and midnight(args.until + timedelta(days=1))

    def show(conn) -> None:
        for entry in audit.read(conn, args.unit, args.member, since, until):
            at = entry.at.astimezone(zone).isoformat(timespec="seconds")
            said = {"at": at, "who": entry.who, "what": entry.what, "subject": entry.subject, "why": entry.why}
            print(json.dumps(said, ensure_ascii=False) if args.json else "  ".join(v or "-" for v in said.values()))

    with closing(opened(args.settings)) as store:
        store.read(show)
    return 0
