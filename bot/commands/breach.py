"""`baocao privacy breach`: the register of breaches of personal data, with the 72 hours; no names in it."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.chat import instant
from bot.commands.seen import CLI


class Refused(Exception):
    """It can't be done; says why in one line."""


def add(verbs: argparse._SubParsersAction) -> None:
    parser = verbs.add_parser("breach", help="the register of breaches: add, told, reported, done, close, list")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    new = _act(acts, "add", "a breach that was noticed; what happened, without names", _add)
    new.add_argument(
        "--noticed", metavar="TIME", help="RFC 3339, in the pack's zone without an offset; now if left out"
    )
    new.add_argument(
        "--what", required=True, metavar="TEXT", help="what happened, which kinds of data, how many people"
    )
    new.add_argument("--done", default="", metavar="TEXT", help="what was done at once")
    for name, what, doing in (
        ("told", "that somebody was told: --whom", _told),
        ("reported", "that the authority was told", _reported),
        ("done", "what else was done: --what", _done),
        ("close", "all is done", _close),
    ):
        each = _act(acts, name, what, doing)
        each.add_argument("id", metavar="NUMBER", type=int, help="as the list shows it")
        each.add_argument("--at", metavar="TIME", help="now if left out")
        if name == "told":
            each.add_argument("--whom", required=True, metavar="TEXT", help="an office or a group, no names")
        if name == "done":
            each.add_argument("--what", required=True, metavar="TEXT")
    _act(acts, "list", "all entries with their deadlines", lambda conn, args, at: None)


def _act(acts: argparse._SubParsersAction, name: str, what: str, doing: Any) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run, doing=doing)
    return parser


def run(args: argparse.Namespace) -> int:
    """The entry, or all of them; 2 for what can't be entered."""
    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.privacy import audit, breaches

    zone, now = load_programme(args.settings.programme).zone, datetime.now(UTC)

    def work(conn) -> list[breaches.Breach]:
        id = args.doing(conn, args, _time(args, zone, now))
        if id is not None:
            audit.note(conn, now, CLI, f"breach {args.act}", str(id))
        return [one for one in breaches.listed(conn) if id is None or one.id == id]

    with closing(opened(args.settings)) as store:
        try:
            found = store.transact(work).result()
        except Refused as why:
            print(why, file=sys.stderr)
            return 2
    for one in found:
        print(json.dumps(_json(one, now), ensure_ascii=False) if args.json else _line(one, now, zone))
    return 0


def _time(args: argparse.Namespace, zone: str, now: datetime) -> datetime:
    said = getattr(args, "noticed", None) or getattr(args, "at", None)
    try:
        at = instant(said, zone) if said else now
    except ValueError:
        raise Refused(f"{said!r} is no time; write it as 2026-06-15T19:30") from None
    if at > now:
        raise Refused(f"{said} is still to come")
    return at


def _clean(text: str) -> str:
    """The text, where nothing in it tells of a person."""
    from handlers.understand.personal.personal import find_personal

    if found := find_personal(text):
        kinds = ", ".join(sorted({one.kind for one in found}))
        raise Refused(f"the register holds no names, numbers or addresses of persons; found: {kinds}. Say it without.")
    return text


def _one(conn, id: int):
    from storage.privacy import breaches

    if (found := breaches.get(conn, id)) is None:
        raise Refused(f"{id}: no such entry; `baocao privacy breach list` shows them")
    return found


def _add(conn, args, at: datetime) -> int:
    from storage.privacy import breaches

    return breaches.add(conn, at, _clean(args.what), _clean(args.done), datetime.now(UTC))


def _told(conn, args, at: datetime) -> int:
    told = [*map(list, _one(conn, args.id).told), [at.isoformat(timespec="seconds"), _clean(args.whom)]]
    return _set(conn, args.id, told=told)


def _reported(conn, args, at: datetime) -> int:
    return _set(conn, args.id, reported=at)


def _done(conn, args, at: datetime) -> int:
    return _set(conn, args.id, done="\n".join(filter(None, (_one(conn, args.id).done, _clean(args.what)))))


def _close(conn, args, at: datetime) -> int:
    return _set(conn, args.id, closed=at)


def _set(conn, id: int, **values: Any) -> int:
    from storage.privacy import breaches

    _one(conn, id)
    breaches.change(conn, id, values)
    return id


def _json(one, now: datetime) -> dict[str, Any]:
    times = {name: getattr(one, name) for name in ("noticed", "deadline", "reported", "closed")}
    said = {name: at and at.isoformat(timespec="seconds") for name, at in times.items()}
    told = [{"at": at, "whom": whom} for at, whom in one.told]
    return {"id": one.id, "state": one.state(now), **said, "what": one.what, "done": one.done, "told": told}


def _line(one, now: datetime, zone: str) -> str:
    local = {
        name: f"{getattr(one, name).astimezone(ZoneInfo(zone)):%d/%m/%Y %H:%M}" for name in ("noticed", "deadline")
    }
    told = ", ".join(whom for _, whom in one.told) or "-"
    head = f"{one.id}  {one.state(now)}  noticed {local['noticed']}, report by {local['deadline']}  told: {told}"
    return "\n".join(filter(None, (head, f"   {one.what}", one.done and f"   done: {one.done}")))
