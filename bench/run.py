"""`make bench`: rounds of every bench in turn, and the medians. What a busy machine does to one it does to all.

`run.py [--only NAME]… [--rounds N] [--quick]`; progress goes to stderr, the figures to stdout. With `--against REV` the
turns of this tree beside those of a commit, and nothing else.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from collections import defaultdict
from statistics import median

import against
from measure import Bench

BENCHES = ("turns", "pace", "stored", "peers", "start", "memory", "day", "forms", "reading", "tick", "digest")
"""The modules of this folder that have a `BENCH`, in the order in which they are run."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=BENCHES, metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--rounds", type=int, default=5, help="at most so many of each (5)")
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--against", metavar="REV", help="a commit: its turns beside this tree's, in one run")
    parser.add_argument("--people", type=int, default=500, help="how many write at once, with --against (500)")
    args = parser.parse_args()
    if args.against:
        return beside(args)
    benches: list[Bench] = [importlib.import_module(name).BENCH for name in args.only or BENCHES]
    benches = [bench for bench in benches if args.only or not (args.quick and bench.slow)]
    found: dict[str, dict[str, list[float]]] = {bench.name: defaultdict(list) for bench in benches}
    loads = [os.getloadavg()[0]]
    for place in range(args.rounds):
        for bench in benches:
            if place < bench.rounds:
                progress(f"round {place + 1} of {min(args.rounds, bench.rounds)}: {bench.name}")
                for figure, value in bench.round().items():
                    found[bench.name][figure].append(value)
                loads.append(os.getloadavg()[0])
    progress("")
    machine(loads)
    for bench in benches:
        print(f"\n{bench.name}: {bench.what}")
        for figure, values in found[bench.name].items():
            print(line(bench, figure, values))


def beside(args: argparse.Namespace) -> None:
    loads = [os.getloadavg()[0]]
    found = against.compare(args.against, args.rounds, args.people, progress)
    progress("")
    machine([*loads, os.getloadavg()[0]])
    print(f"\nthis tree beside {args.against}: {args.people} people answer 12 questions, by turns after every question")
    print(*against.lines(found), sep="\n")


def machine(loads: list[float]) -> None:
    """Where and when it was measured."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"load {min(loads):.1f} to {max(loads):.1f}, {time.strftime('%Y-%m-%d')}")  # fmt: skip


def line(bench: Bench, figure: str, values: list[float]) -> str:
    """A figure's median and, where it has one, its goal; then every round's."""
    middle, goal = median(values), bench.goals.get(figure)
    judged = f"{goal}, {'reached' if goal.reached(middle) else 'MISSED'}" if goal else ""
    return f"  {figure:<44} {middle:>9.2f}  {judged:<16} ({', '.join(f'{value:.2f}' for value in values)})"


def progress(words: str) -> None:
    """Where it is; on a terminal in one line that is written over, in a pipe a line each."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
    elif words:
        print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
