"""`baocao outbox`: what was queued, and what became of it."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from datetime import UTC, datetime

from bot.commands.seen import seen

STATES = ("waiting", "sending", "sent", "dead", "replaced")


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("outbox", help="what was queued to be sent, and what became of it")
    parser.add_argument("--channel", help="only this channel's")
    parser.add_argument("--state", choices=STATES, help="only those in this state")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """A line for each message, the oldest first; never its words."""
    from bot.opened_store import opened
    from storage.messages import outbox

    def show(conn) -> None:
        for line in outbox.rows(conn, datetime.now(UTC), args.channel, args.state):
            if args.json:
                print(json.dumps(line.to_json(), ensure_ascii=False))
            else:
                print("  ".join((line.created_at.isoformat(), line.channel, line.address, line.state, line.error)))

    with closing(opened(args.settings)) as store:
        store.read(show)
        seen(store, "see outbox")
    return 0
