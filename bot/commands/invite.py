"""`baocao invite`: a code that enrols whoever sends it, and the links that carry it."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from urllib.parse import quote

from bot.commands.days import day
from programme.codes import SIGNS

LENGTH = 6
MOST_USES = 10_000
ROLES = ("member", "leader", "coordinator", "admin", "viewer")


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("invite", help="make a code that enrols a member of a unit")
    parser.add_argument("--unit", metavar="CODE", required=True)
    parser.add_argument("--role", choices=ROLES, required=True)
    parser.add_argument("--uses", type=uses, default=1, metavar="N", help="how often it works; once where left out")
    parser.add_argument("--expires", type=day, metavar="DATE", help="the last day it works")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def uses(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_USES:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: write a whole number from 1 to {MOST_USES}")


def run(args: argparse.Namespace) -> int:
    """The new invite with its links, "" where a channel has none; 2 for a unit that there is not on that day."""
    from zoneinfo import ZoneInfo

    from programme.nouns import Invite
    from programme.pack import load_programme
    from storage import people, trail
    from storage.session import open_store

    programme = load_programme(args.settings.programme)
    now = datetime.now(UTC)
    today: date = now.astimezone(ZoneInfo(programme.zone)).date()
    unit = programme.units.get(args.unit)
    if unit is None or not unit.exists_on(today):
        return refused(f"{args.unit}: no unit of today; `baocao units` lists them")
    if args.expires and args.expires < today:
        return refused(f"{args.expires}: is over already")

    def make(conn) -> str:
        while True:
            invite = Invite(fresh(), args.unit, args.role, args.uses, args.expires)
            if people.make_invite(conn, invite, "", now):
                trail.note(conn, now, "", "invite", invite.code, f"{args.role} {args.unit}")
                return invite.code

    with closing(open_store(args.settings.database_url)) as store:
        code = store.transact(make).result()
    shown = links(code, args.settings)
    print(json.dumps(shown) if args.json else "\n".join(f"{name}: {it}" for name, it in shown.items() if it))
    return 0


def fresh(length: int = LENGTH) -> str:
    """A code without look-alikes, letters and digits, drawn so that it cannot be guessed."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _ in range(length))
        if any(c.isdigit() for c in code) and any(c.isalpha() for c in code):  # else it might be a word, or a count
            return code


def telegram_name(settings) -> str:
    """The bot's name as Telegram tells it, "" where it has none or can't be asked now."""
    if not settings.telegram_token:
        return ""
    import asyncio

    from bot.channels.base import ChannelFault
    from bot.channels.telegram import PUBLIC_API, Telegram

    try:
        channel = Telegram(
            settings.telegram_token,
            open_attachment=lambda file: b"",
            api_url=settings.telegram_api_url or PUBLIC_API,
            proxy=settings.telegram_proxy,
        )
        return asyncio.run(channel.ask_name())
    except ChannelFault as fault:
        print(f"baocao: no Telegram link: {fault}", file=sys.stderr)
        return ""


def links(code: str, settings) -> dict[str, str]:
    """How to carry the code to each channel; "" where the link is not known. Zalo has none: the code is typed."""
    bot = telegram_name(settings)
    phone = f"{settings.public_url}/phone?invite={quote(code)}" if settings.demo and settings.public_url else ""
    return {
        "code": code,
        "telegram": f"https://t.me/{bot}?start={code}" if bot else "",
        "zalo": "",
        "sms": f"DK {code}",
        "web": phone,
    }


def refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
