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
from programme.domain.codes import SIGNS
from programme.domain.model import ROLES

LENGTH = 6
MOST_USES = 10_000
CLI = "cli"
"""Who the trail names for what is done on the command line."""


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("invite", help="make a code that enrols a member of a unit; list or revoke codes")
    parser.add_argument("--unit", metavar="CODE", help="the unit; with --list only its invites")
    parser.add_argument("--role", choices=ROLES)
    parser.add_argument("--list", action="store_true", help="the invites that work now")
    parser.add_argument("--revoke", metavar="INVITE", help="this code works no more; who came in by it stays")
    parser.add_argument("--why", default="", metavar="TEXT", help="for the trail")
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

    from bot.opened_store import opened
    from programme.domain.model import Invite
    from programme.packs.pack import load_programme
    from storage.people import accounts
    from storage.privacy import audit

    programme = load_programme(args.settings.programme)
    now = datetime.now(UTC)
    today: date = now.astimezone(ZoneInfo(programme.zone)).date()
    if args.revoke:
        return revoke(args, now)
    if args.list:
        return listed(args, today)
    if not args.unit or not args.role:
        return refused("name the unit and the role: --unit CODE --role ROLE; or use --list or --revoke")
    unit = programme.units.get(args.unit)
    if unit is None or not unit.exists_on(today):
        return refused(f"{args.unit}: no unit of today; `baocao units` lists them")
    if args.expires and args.expires < today:
        return refused(f"{args.expires}: is over already")

    def make(conn) -> str:
        while True:
            invite = Invite(fresh(), args.unit, args.role, args.uses, args.expires)
            if accounts.make_invite(conn, invite, CLI, now):
                audit.note(conn, now, CLI, "invite", invite.code, " ".join((args.role, args.unit, args.why)).strip())
                return invite.code

    with closing(opened(args.settings)) as store:
        code = store.transact(make).result()
    shown = links(code, args.settings)
    print(json.dumps(shown) if args.json else "\n".join(f"{name}: {it}" for name, it in shown.items() if it))
    return 0


def revoke(args: argparse.Namespace, now: datetime) -> int:
    """0; 2 for a code that there is not, or that was revoked before."""
    from bot.opened_store import opened
    from programme.domain.effects.people import RevokeInvite
    from storage import effects
    from storage.people import accounts

    code = args.revoke.strip().upper()

    def revoked(conn) -> bool:
        there = accounts.invite(conn, code)
        if there is None or there.revoked:
            return False
        effects.apply(conn, [RevokeInvite(code, CLI, args.why)], "", "", now)
        return True

    with closing(opened(args.settings)) as store:
        if not store.transact(revoked).result():
            return refused(f"{code}: no invite that could be revoked; `baocao invite --list` shows them")
    print(json.dumps({"code": code, "revoked": True}) if args.json else f"{code} works no more")
    return 0


def listed(args: argparse.Namespace, today: date) -> int:
    """A line for each invite that works today, the newest first."""
    from bot.opened_store import opened
    from storage.people import post_changes

    units = [args.unit] if args.unit else None
    with closing(opened(args.settings)) as store:
        found = store.read(lambda conn: post_changes.invites_for(conn, units, today))
    for invite, by in found:
        shown = {"code": invite.code, "unit": invite.unit, "role": invite.role, "uses": invite.uses}
        shown |= {"expires": invite.expires and invite.expires.isoformat(), "by": by}
        print(json.dumps(shown) if args.json else "  ".join(str(each) for each in shown.values() if each is not None))
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
    from bot.channels.telegram.channel import PUBLIC_API, Telegram

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
