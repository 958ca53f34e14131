"""`baocao sms`: how many SMS each unit's month has cost."""

from __future__ import annotations

import argparse
import json
import re
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("sms", help="how many SMS each unit's month has cost")
    parser.add_argument("--month", type=month, metavar="YYYY-MM", help="this month where left out")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def month(text: str) -> str:
    if MONTH.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r}: write it as 2026-06")


def run(args: argparse.Namespace) -> int:
    """A line for each unit, "" standing for strangers: messages, segments, what they cost, and the ceiling."""
    from zoneinfo import ZoneInfo

    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.messages import deliveries

    settings = args.settings
    zone = ZoneInfo(load_programme(settings.programme).zone)
    wanted = args.month or f"{datetime.now(UTC).astimezone(zone):%Y-%m}"
    with closing(opened(settings)) as store:
        uses = store.read(lambda conn: deliveries.used(conn, wanted))
    for use in uses:
        told = asdict(use) | {"cost_vnd": use.segments * settings.sms_price, "ceiling": settings.sms_ceiling or None}
        if args.json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            full = settings.sms_ceiling and use.segments >= settings.sms_ceiling
            print(f"{use.unit or '(strangers)'}: {use.messages} messages, {use.segments} SMS, {told['cost_vnd']} VND"
                  + ("; the ceiling is reached" if full else ""))  # fmt: skip
    return 0
