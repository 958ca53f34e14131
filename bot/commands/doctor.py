"""`baocao doctor`: checks every setting and says what to do about what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands import doctor_channels as channels
from bot.commands import doctor_secrets as secrets
from bot.commands.doctor_channels import Finding
from bot.settings import LOOPBACK, Settings

OPENS = "the store opens"
GRACE = timedelta(days=4)
"""A night or two may be missed."""


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("doctor", help="check every setting and say what to do")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """A line for each thing looked at; 2 where one of them keeps the bot from working."""
    worst = 0
    marks = {"ok": "✓", "warning": "!", "fault": "✗"}
    for finding in findings(args.settings):
        worst = max(worst, 2 if finding.state == "fault" else 0)
        if args.json:
            print(json.dumps(asdict(finding), ensure_ascii=False))
        else:
            print(f"{marks[finding.state]} {finding.name}: {finding.text}")
    return worst


def findings(settings: Settings) -> Iterator[Finding]:
    from bot.opened_store import opened

    yield Finding("Python", "ok", ".".join(map(str, sys.version_info[:3])))
    yield _mode(settings)
    yield from _programme(settings)
    yield (store := _store(settings))
    if store.state == "ok" and store.text == OPENS:
        yield _overdue(settings)
        with closing(opened(settings, migrate=False)) as there:
            yield from secrets.of_store(settings, there)
        yield from _demo_traces(settings)
        yield from _breaches(settings)
    yield _media(settings)
    yield from _backups(settings)
    yield from secrets.of_machine(settings)
    yield from _disk(settings)
    yield from _secrets()
    yield _door(settings)
    yield from _telegram(settings)
    yield from channels.findings(settings)


def _mode(settings: Settings) -> Finding:
    if settings.demo:
        return Finding("BAOCAO_DEMO", "ok", "demo: invented people, the phone simulator, no real channel")
    if not (names := channels.set_up(settings)):
        text = "none is set up: set TELEGRAM_TOKEN or another in .env (docs/channels.md), or BAOCAO_DEMO=1"
        return Finding("channels", "fault", text)
    return Finding("channels", "ok", ", ".join(names))


def _programme(settings: Settings) -> Iterator[Finding]:
    from programme.packs.pack import check

    faults, warnings = check(settings.programme)
    for fault in faults:
        yield Finding("BAOCAO_PROGRAMME", "fault", f"{settings.programme}: {fault}")
    if not faults:
        more = f"; {len(warnings)} warnings, see `baocao programme check {settings.programme}`" if warnings else ""
        yield Finding("BAOCAO_PROGRAMME", "ok", f"{settings.programme}{more}")


def _store(settings: Settings) -> Finding:
    """Opens the store as the bot would; one that is not there yet is not made."""
    from bot.opened_store import opened
    from storage.database.store_faults import OlderSchema, StoreFault

    name, url = "BAOCAO_DATABASE_URL", settings.database_url
    if url.startswith("sqlite:///") and not (path := Path(url.removeprefix("sqlite:///"))).exists():
        return _writable(name, path.parent, f"{path} will be made at the first start")
    try:
        store = opened(settings, migrate=False)
    except OlderSchema as fault:
        return Finding(name, "warning", f"{fault}: the next start backs it up and upgrades it")
    except StoreFault as fault:
        return Finding(name, "fault", str(fault))
    store.close()
    return Finding(name, "ok", OPENS)


def _overdue(settings: Settings) -> Finding:
    """What should have been forgotten by now: the running bot does it every night."""
    from bot.opened_store import opened
    from storage.privacy import retention

    late = datetime.now(UTC) - GRACE
    with closing(opened(settings, migrate=False)) as store:
        found = store.read(lambda conn: retention.overdue(conn, settings.keep, late))
    if not found:
        return Finding("BAOCAO_KEEP_…", "ok", "nothing is kept longer than the settings say")
    rows = ", ".join(f"{name} {count}" for name, count in found.items())
    text = f"kept too long: {rows}; the running bot forgets them at night (from 03:30), see its log for why not"
    return Finding("BAOCAO_KEEP_…", "warning", text)


def _breaches(settings: Settings) -> Iterator[Finding]:
    """A breach that the authority has not been told of, near its 72 hours or past them."""
    from bot.opened_store import opened
    from storage.privacy import breaches

    now = datetime.now(UTC)
    with closing(opened(settings, migrate=False)) as store:
        found = [one for one in store.read(breaches.listed) if one.state(now) in ("open", "near", "late")]
    for one in found:
        hours = int((one.deadline - now).total_seconds() // 3600)
        left = f"{hours} hours left" if hours >= 0 else f"{-hours} hours late"
        text = (
            f"entry {one.id} is not reported to the authority: {left}; then `baocao privacy breach reported {one.id}`"
        )
        yield Finding("breach", "ok" if one.state(now) == "open" else "warning", text)


def _demo_traces(settings: Settings) -> Iterator[Finding]:
    """A demo's people or codes in a store that is to be real."""
    from bot.demo import is_demo
    from bot.opened_store import opened
    from programme.packs.pack import load_programme

    if settings.demo:
        return
    programme = load_programme(settings.programme)
    with closing(opened(settings, migrate=False)) as store:
        if store.read(lambda conn: is_demo(conn, programme)):
            text = "holds a demo's invented people and codes: name another store; what is real in it, `baocao export`"
            yield Finding("BAOCAO_DATABASE_URL", "fault", text)


def _media(settings: Settings) -> Finding:
    return _writable("BAOCAO_MEDIA", settings.media, f"files are kept in {settings.media}")


def _backups(settings: Settings) -> Iterator[Finding]:
    name, folder = "BAOCAO_BACKUP_DIR", settings.backup_dir
    if settings.demo:
        return
    if folder is None:
        yield Finding(name, "warning", "no backups at night: name a folder, best on another disk")
        return
    found = _writable(name, folder, f"every night into {folder}, the newest {settings.backup_keep} are kept")
    newest = max((file.stat().st_mtime for file in folder.glob("baocao-*.tar*")), default=None)
    if found.state == "ok" and newest is not None and (days := int((time.time() - newest) / 86_400)) >= 2:
        found = Finding(name, "warning", f"the newest backup in {folder} is {days} days old: see the log for why")
    yield found


def _disk(settings: Settings) -> Iterator[Finding]:
    """Room where the store, the media and the backups are."""
    sqlite = settings.database_url.removeprefix("sqlite:///")
    places = [settings.media, settings.backup_dir, Path(sqlite) if sqlite != settings.database_url else None]
    seen = set()
    for place in filter(None, places):
        there = next(f for f in (place, *place.absolute().parents) if f.exists())
        if (disk := there.stat().st_dev) in seen:
            continue
        seen.add(disk)
        free = shutil.disk_usage(there).free / 1e9
        state = "fault" if free < 0.1 else "warning" if free < 1 else "ok"
        yield Finding("disk", state, f"{free:.1f} GB free at {there}" + ("" if state == "ok" else ": make room"))


def _secrets() -> Iterator[Finding]:
    env = Path(".env")
    if env.exists() and env.stat().st_mode & 0o077:
        yield Finding(".env", "warning", "others on this machine can read the tokens in it: chmod 600 .env")


def _writable(name: str, folder: Path, text: str) -> Finding:
    """Whether files can be made in a folder, or in the nearest one above it that is there."""
    there = next(f for f in (folder, *folder.absolute().parents) if f.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=there):
            return Finding(name, "ok", text)
    except OSError as fault:
        return Finding(name, "fault", f"{there} can't be written: {fault.strerror}; give the bot's user the right to")


def _door(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((settings.host, settings.port))
        except OSError as fault:
            text = f"{where}: {fault.strerror}; if the bot runs, all is well, else set another BAOCAO_PORT"
            return Finding("BAOCAO_HOST, BAOCAO_PORT", "warning", text)
    note = "" if settings.host in LOOPBACK else "; open to other machines: put a server with https in front"
    return Finding("BAOCAO_HOST, BAOCAO_PORT", "ok", where + note)


def _telegram(settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_token:
        return
    if settings.telegram_mode == "webhook":
        if not settings.public_url.startswith("https://"):
            text = "a webhook needs an address with https://; or set TELEGRAM_MODE=polling"
            yield Finding("BAOCAO_PUBLIC_URL", "fault", text)
        if not settings.telegram_webhook_secret:
            yield Finding("TELEGRAM_WEBHOOK_SECRET", "fault", "a webhook needs a secret: 1 to 256 of A-Z a-z 0-9 _ -")
    yield asyncio.run(_asked(settings))


async def _asked(settings: Settings) -> Finding:
    """Asks Telegram who the token is."""
    from bot.channels.base import ChannelFault
    from bot.channels.telegram.channel import PUBLIC_API, Telegram

    try:
        telegram = Telegram(
            settings.telegram_token,
            open_attachment=lambda file: b"",
            api_url=settings.telegram_api_url or PUBLIC_API,
            proxy=settings.telegram_proxy,
        )
        name = await telegram.ask_name()
    except ChannelFault as fault:
        return Finding("TELEGRAM_TOKEN", "fault", str(fault))
    return Finding("TELEGRAM_TOKEN", "ok", f"the bot is @{name}")
