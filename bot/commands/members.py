"""`baocao members`: who reports, with their posts and addresses."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from datetime import date, datetime
from typing import Any

from bot.commands.seen import seen


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("members", help="who reports, with their posts and addresses")
    parser.add_argument("--unit", metavar="CODE", help="only those with a post in this unit")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """A line for each member, by id."""
    from bot.opened_store import opened
    from storage.people import accounts

    with closing(opened(args.settings)) as store:
        found = store.read(lambda conn: accounts.members(conn, None if args.unit is None else [args.unit]))
        seen(store, "see members", args.unit or "")
    for member in (one for one in found if one.state != "erased"):
        if args.json:
            print(json.dumps(fields(member), ensure_ascii=False))
        else:
            posts = ", ".join(f"{post.role} {post.unit}" for post in member.posts)
            channels = " ".join(channel for channel, _ in member.addresses)
            print("  ".join((member.id, member.name, posts, channels, member.state)))
    return 0


def fields(member: Any) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "posts": [
            {"unit": post.unit, "role": post.role, "since": _iso(post.since), "until": _iso(post.until)}
            for post in member.posts
        ],
        "addresses": [{"channel": channel, "address": address} for channel, address in member.addresses],
        "language": member.language,
        "state": member.state,
        "consented_at": _iso(member.consented_at),
        "preferred": member.preferred,
        "accents": member.accents,
    }


def _iso(at: date | datetime | None) -> str | None:
    return at and at.isoformat()
