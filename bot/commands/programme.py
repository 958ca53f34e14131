"""`baocao programme`: what is wrong in a pack and what its documents leave open; and the store brought up to it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime

from bot.opened_store import opened
from bot.settings import SettingsFault
from programme.packs.pack import PackFaults, check, load_programme
from programme.packs.pack_tables import Fault
from storage.database.session import StoreFault
from storage.people.units import bring_up


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("programme", help="check a programme pack, load its units")
    verbs = parser.add_subparsers(dest="verb", required=True)
    checker = verbs.add_parser("check", help="every fault and mismatch of a pack, by file and row")
    checker.add_argument("pack", metavar="DIR", help="the pack's folder, or the name of one of ours")
    checker.add_argument("--json", action="store_true", help="one JSON object a line")
    loader = verbs.add_parser("load", help="check a pack and bring the store up to its units")
    loader.add_argument("pack", metavar="DIR", help="the pack's folder, or the name of one of ours")
    loader.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return {"check": run_check, "load": run_load}[args.verb](args)


def run_check(args: argparse.Namespace) -> int:
    """Warnings and faults to stdout, what came of it to stderr; 2 where the pack has a fault."""
    faults, warnings = check(args.pack)
    for level, found in (("warning", warnings), ("fault", faults)):
        for fault in found:
            print(line(level, fault, args.json))
    if faults or sys.stderr.isatty():
        print(f"{args.pack}: faults {len(faults)}, warnings {len(warnings)}", file=sys.stderr)
    return 2 if faults else 0


def run_load(args: argparse.Namespace) -> int:
    """How many units were new or different to stdout; 2 with the faults where the pack has any, 1 where the store
    cannot take it."""
    try:
        programme = load_programme(args.pack)
    except PackFaults as wrong:
        print(f"The pack cannot be used.\n{wrong}", file=sys.stderr)
        return 2
    try:
        store = opened(args.settings)
        try:
            changed = store.transact(lambda conn: bring_up(conn, programme.units, datetime.now(UTC))).result()
        finally:
            store.close()
    except (StoreFault, SettingsFault) as fault:
        print(f"The store cannot take the pack: {fault}", file=sys.stderr)
        return 1
    told = {"programme": programme.name, "units": len(programme.units), "changed": changed}
    print(json.dumps(told) if args.json else f"{told['programme']}: {told['units']} units, {changed} new or changed")
    return 0


def line(level: str, fault: Fault, as_json: bool) -> str:
    if not as_json:
        return f"{level}: {fault}"
    fields = {"level": level, "file": fault.file, "row": fault.row, "reason": fault.reason, "source": fault.source}
    return json.dumps(fields, ensure_ascii=False)
