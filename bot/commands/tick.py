"""`baocao tick`: one tick, as the running bot does every minute."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("tick", help="queue what is due at an instant")
    parser.add_argument("--now", metavar="T", help="RFC 3339; without an offset in the pack's zone; now where left out")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """What was queued to stdout, nothing where all of it was queued before; 2 for what is no time."""
    from bot.commands.chat import instant, opened
    from bot.jobs.tick import Ticker
    from programme.packs.pack import load_programme

    programme = load_programme(args.settings.programme)
    try:
        now = instant(args.now, programme.zone) if args.now else datetime.now(UTC)
    except ValueError:
        print(f"baocao: {args.now!r} is no time; write it as 2027-06-01T07:30", file=sys.stderr)
        return 2
    store = opened(args.settings, programme)
    try:
        Ticker(store, programme).tick(now, lambda entry: show(entry, args.json))
    finally:
        store.close()
    return 0


def show(entry: dict[str, object], as_json: bool) -> None:
    if as_json:
        print(json.dumps(entry, ensure_ascii=False), flush=True)
    else:
        print("  ".join(str(entry[name]) for name in ("at", "kind", "campaign", "phase", "member", "unit", "channel")))
