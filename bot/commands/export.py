"""`baocao export`: reports out, as jsonl, csv or xlsx."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bot.commands.days import day, today
from bot.commands.seen import seen
from programme.domain.model import Post

if TYPE_CHECKING:
    from programme.domain.programme import Programme

FORMATS = ("jsonl", "csv", "xlsx")


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("export", help="reports out, as jsonl, csv or xlsx")
    parser.add_argument("--format", choices=FORMATS, default="jsonl")
    parser.add_argument("--unit", metavar="CODE", help="only this unit and those below it")
    parser.add_argument("--from", dest="since", type=day, metavar="DATE", help="activities from that day on")
    parser.add_argument("--to", dest="until", type=day, metavar="DATE", help="activities up to that day")
    parser.add_argument("--for", dest="readers", metavar="CODE", help="csv and xlsx as this unit's officers see them")
    parser.add_argument("--out", type=Path, metavar="FILE", help="written whole or not at all; else to stdout")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """The reports, in the order they were filed; 2 for an unknown unit or a folder that is not there. jsonl is whole,
    to be read by `import`; csv and xlsx are as who they are `--for` may see them."""
    from bot.opened_store import opened
    from programme.packs.pack import load_programme
    from reports import table
    from storage.reports.reports import between
    from storage.transfer import exchange

    tabular = args.format in ("csv", "xlsx")
    programme = load_programme(args.settings.programme) if tabular or args.unit or args.readers else None
    for unit in (args.unit, args.readers):
        if unit is not None and unit not in programme.units:
            return refused(f"{unit}: no unit of the programme; `baocao units` lists them")
    if args.format == "xlsx" and args.out is None:
        return refused("a workbook needs a file: --out FILE")
    if args.out is not None and not args.out.parent.is_dir():
        return refused(f"{args.out.parent}: no such folder")
    units = below(programme, args.unit, args.since, args.until) if args.unit else None
    near = own(programme, args.readers or args.unit) if tabular else frozenset()

    def write(conn) -> None:
        found = between(conn, units, args.since, args.until)
        with output(args.out) as (out, path):
            if args.format == "csv":
                table.write_csv(found, out, sensitive=programme.sensitive, near=near)
            elif args.format == "xlsx":
                table.write_xlsx(found, path, sensitive=programme.sensitive, near=near)
            else:
                out.writelines(exchange.line(report) + "\n" for report in found)

    with closing(opened(args.settings)) as store:
        store.read(write)
        days = f"{args.since or ''}..{args.until or ''}"
        seen(store, "export", args.unit or "", f"{args.format} {days}" if days != ".." else args.format)
    return 0


def refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


def below(programme: Programme, unit: str, since: date | None, until: date | None) -> set[str]:
    """The unit and all that was below it at either end of these days, or is today."""
    now = today(programme.zone)
    return {code for day in (since or now, until or now, now) for code in programme.units.subtree(unit, day)}


def own(programme: Programme, unit: str | None) -> frozenset[str]:
    """The units that the officers of this one see exactly; of a file that is for none of them, those of the roots."""
    from reports.readers import own_people

    now = today(programme.zone)
    offices = [unit] if unit else programme.units.roots(now)
    return own_people(programme.units, [Post(office, "coordinator") for office in offices], now)


@contextmanager
def output(path: Path | None) -> Iterator[tuple[IO[str], Path]]:
    """A stream to write to, and the file behind it, which takes its name when it is whole."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout, Path()
        sys.stdout.flush()
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Excel takes a csv for UTF-8 only with its mark.
        with draft.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as out:
            yield out, draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
