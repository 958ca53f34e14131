"""`baocao import`: reports in, from jsonl. Everything is checked before anything is taken."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from storage.transfer.exchange import BadField

CHUNK = 200  # lines in one transaction: short, for the bot may be running beside
SHOWN = 100


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("import", help="reports in, from jsonl as `export` writes it")
    parser.add_argument("file", metavar="FILE", help="a jsonl file; - for stdin")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """How many reports were new, updated and unchanged; 2 with every bad line and field, and then none was taken.
    Broken off half-way, it goes on where it stopped when run again."""
    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from storage.transfer import exchange

    try:
        file = rewindable(args.file)
    except OSError as error:
        return refused(f"{args.file}: {error.strerror}")
    programme = load_programme(args.settings.programme)
    known = {"zone": ZoneInfo(programme.zone), "units": {unit.code for unit in programme.units}}
    with file, closing(opened(args.settings)) as store:
        faults = store.read(lambda conn: exchange.check(conn, file, **known))
        file.seek(0)
        faults += private(file) if not faults else []
        if faults:
            more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
            return refused("\n".join([*map(str, faults[:SHOWN]), *more]))
        file.seek(0)
        counts = exchange.Counts()
        for first, lines in chunks(file):
            now = datetime.now(UTC)
            work = store.transact(lambda conn, a=first, b=lines, c=now: exchange.import_(conn, b, c, **known, first=a))
            try:
                counts = counts.plus(work.result())
            except exchange.BadLines as wrong:  # against what this file, or another hand, has put there since
                return refused(f"{wrong}\nthe lines before {first} were taken")
    shown = asdict(counts)
    print(json.dumps(shown) if args.json else ", ".join(f"{name} {n}" for name, n in shown.items()))
    return 0


def private(lines: Iterable[bytes]) -> list[BadField]:
    """The fields that hold what may not be kept about a person; a word that is only suspected passes."""
    from handlers.understand.personal.personal import find_personal
    from storage.transfer.exchange import BadField

    return [
        BadField(number, field, f"tells something of one person ({found.kind}): take it out")
        for number, line in enumerate(lines, 1)
        for field, text in words_of(json.loads(line))
        for found in find_personal(text)
        if not found.suspected
    ]


def words_of(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The words of a report, each with the name of its field: places, notes and answers, of older revisions too."""
    told = [("", report), *((f"revisions[{n}].", old) for n, old in enumerate(report.get("revisions") or ()))]
    for where, version in told:
        for n, activity in enumerate(version.get("activities") or ()):
            yield from ((f"{where}activities[{n}].{name}", activity.get(name) or "") for name in ("place", "note"))
        yield from _strings(f"{where}answers", version.get("answers") or {})


def _strings(field: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from _strings(f"{field}.{name}", held)
    elif isinstance(value, list):
        for n, held in enumerate(value):
            yield from _strings(f"{field}[{n}]", held)


def rewindable(name: str) -> IO[bytes]:
    """The file, or a copy of stdin, to be read twice."""
    if name != "-":
        return Path(name).open("rb")
    copy = TemporaryFile()  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(sys.stdin.buffer, copy)
    copy.seek(0)
    return copy


def chunks(lines: Iterable[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """The lines in chunks, each with the number of its first."""
    rest, first = iter(lines), 1
    while chunk := list(islice(rest, CHUNK)):
        yield first, chunk
        first += len(chunk)


def refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
