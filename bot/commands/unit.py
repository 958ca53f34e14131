"""`baocao unit`: a unit that was dissolved or merged, ended by a decision; what is proposed and what was ended so."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.commands.days import day
from bot.commands.invite import CLI


def add(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("unit", help="end a unit that was dissolved or merged")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    end = verbs.add_parser("end", help="its last day, what takes over, by which decision")
    end.add_argument("unit", metavar="CODE")
    end.add_argument("--last", type=day, metavar="DATE", required=True, help="the last day it is there")
    end.add_argument(
        "--successor", metavar="CODE", action="append", default=[], help="what takes over; may be repeated"
    )
    end.add_argument("--decision", metavar="TEXT", required=True, help="the number of the decision")
    ended = verbs.add_parser("ended", help="what was ended so, and what is proposed")
    for each in (end, ended):
        each.add_argument("--json", action="store_true", help="one JSON object a line")
        each.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0; 2 for a unit that can't be ended then."""
    from bot.opened_store import opened
    from programme.domain.effects.people import Propose
    from programme.domain.proposals import Proposal
    from programme.packs.pack import load_programme
    from storage import effects
    from storage.people import post_changes

    programme = load_programme(args.settings.programme)
    with closing(opened(args.settings)) as store:
        if args.verb == "ended":
            found = store.read(lambda conn: [*post_changes.ends(conn), *post_changes.proposals(conn)])
            for each in (p for p in found if p.kind == "end"):
                print(shown(each, args.json))
            return 0
        known = [p.unit for p in store.read(post_changes.ends)]
        if why := fault(args, programme, known):
            print(why, file=sys.stderr)
            return 2
        about = {"last": args.last, "successors": tuple(args.successor), "decision": args.decision.strip()}
        new = Proposal(uuid4().hex[:16], "end", args.unit, CLI, **about, state="agreed", decided_by=CLI)
        store.transact(lambda conn: effects.apply(conn, [Propose(new)], "", "", datetime.now(UTC))).result()
    print(shown(new, args.json))
    return 0


def fault(args: argparse.Namespace, programme, known: list[str]) -> str:
    """Why it can't be ended so, "" where it can."""
    tree, after = programme.units, args.last + timedelta(days=1)
    unit = tree.get(args.unit)
    if unit is None or not unit.exists_on(args.last):
        return f"{args.unit}: no unit of {args.last}; `baocao units` lists them"
    if unit.valid_to is not None or args.unit in known:
        return f"{args.unit}: has its last day already"
    if below := tree.children(args.unit, after):
        return f"{args.unit}: has {', '.join(below[:3])} below it; end it in the pack (units.csv, parents.csv)"
    wrong = [c for c in args.successor if c == args.unit or c not in tree or not tree[c].exists_on(after)]
    return f"{', '.join(wrong)}: no unit of {after}" if wrong else ""


def shown(p, as_json: bool) -> str:
    if as_json:
        fields = {"unit": p.unit, "last": p.last.isoformat(), "successors": list(p.successors)}
        return json.dumps(fields | {"decision": p.decision, "state": p.state, "by": p.by}, ensure_ascii=False)
    return "  ".join((p.unit, p.last.isoformat(), ",".join(p.successors) or "-", p.decision, p.state))
