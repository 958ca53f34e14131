"""`baocao units`: the tree of units on a day."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from bot.commands.days import today
from programme.domain.model import Unit
from programme.domain.programme import Programme
from programme.packs.pack import PackFaults, load_programme
from programme.packs.pack_tables import DATE


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("units", help="the tree of units on a day")
    parser.add_argument("--on", type=day, metavar="DATE", help="YYYY-MM-DD; today where left out")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def day(text: str) -> date:
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2025-07-01")


def run(args: argparse.Namespace) -> int:
    """The units of that day to stdout, each followed by those below it; 2 where the pack has a fault."""
    try:
        programme = load_programme(args.settings.programme)
    except PackFaults as wrong:
        print(f"The pack cannot be used: {wrong.faults[0]}", file=sys.stderr)
        return 2
    on = args.on or today(programme.zone)
    for depth, unit in tree(programme, on):
        if args.json:
            print(json.dumps(fields(unit, on), ensure_ascii=False))
        else:
            print(f"{'  ' * depth}{unit.code}  {unit.name}")
    return 0


def tree(programme: Programme, on: date) -> list[tuple[int, Unit]]:
    """Each unit of that day and how deep it is, roots first."""
    units = programme.units
    depth: dict[str, int] = {}
    for root in units.roots(on):
        for code in units.subtree(root, on):
            depth[code] = 0 if code == root else depth[units[code].parent_on(on) or root] + 1
    return [(n, units[code]) for code, n in depth.items()]


def fields(unit: Unit, on: date) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent": unit.parent_on(on),
        "valid_from": unit.valid_from and unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
        "successors": list(unit.successors),
        "aliases": list(unit.aliases),
        "located": unit.located,
    }
