"""`run.py --against REV`: the turns of this tree beside those of a commit, in one run.

Each side is a process that runs its own bench code (side.py). They take turns after every hundred answers, a fraction
of a second, each first by turns; what else the machine does hits both, and the median of the pairs leaves out the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from measure import HERE, PROJECT, at_least

GOAL = at_least(0.97)
"""Turns of this tree, of those of the commit before: the rule of the house."""
TOGETHER = 100
"""Answers between two changes of side; as many as share a commit at most."""


class Side:
    """The crowd of one tree, in a process and a folder of its own."""

    def __init__(self, tree: Path, folder: Path, people: int):
        folder.mkdir(parents=True)
        environ = os.environ | {"PYTHONPATH": str(tree)}
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "side.py"), str(tree), str(folder), str(people)],
            cwd=tree, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ready(self) -> int:
        """How many questions it answers, once it can."""
        return int(self._answer()["ready"])

    def answers(self, question: int, first: int, count: int) -> dict[str, float]:
        """What so many people, from the `first` on, took for a question: `seconds` and `processor`."""
        self._process.stdin.write(f"{question} {first} {count}\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """Lets it check that all have filed."""
        self._process.stdin.close()
        if self._process.wait():
            raise SystemExit("a side failed; its words are above")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> dict[str, float]:
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a side failed; its words are above")
        return json.loads(line)


def compare(rev: str, rounds: int, people: int, progress: Callable[[str], None]) -> dict[str, list[float]]:
    """Figures by name, a value a round. Raises SystemExit for an unknown commit."""
    found: dict[str, list[float]] = {}
    with checked_out(rev) as other:
        for place in range(rounds):
            progress(f"round {place + 1} of {rounds}: turns, beside {rev}")
            for name, value in one_round(other, people, place).items():
                found.setdefault(name, []).append(value)
    return found


def one_round(other: Path, people: int, place: int) -> dict[str, float]:
    """Both sides answer all questions; the ratios are medians of the pairs, the turns a second those of the whole."""
    folder = Path(tempfile.mkdtemp(prefix="baocao-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        sides = Side(PROJECT, folder / "this", people), Side(other, folder / "other", people)
        for side in sides:
            stack.callback(side.kill)
        questions = min([side.ready() for side in sides])
        pairs: list[tuple[dict[str, float], dict[str, float]]] = []
        for question in range(questions):
            for first in range(0, people, TOGETHER):
                part, swap = (question, first, min(TOGETHER, people - first)), (len(pairs) + place) % 2
                took = [side.answers(*part) for side in (reversed(sides) if swap else sides)]
                pairs.append((took[swap], took[1 - swap]))
        for side in sides:
            side.end()
    turns = people * questions
    return {
        "turns/s, of the commit's": median(commit["seconds"] / this["seconds"] for this, commit in pairs),
        "the same by the processor's time": median(commit["processor"] / this["processor"] for this, commit in pairs),
        "this tree, turns/s": turns / sum(this["seconds"] for this, _ in pairs),
        "the commit, turns/s": turns / sum(commit["seconds"] for _, commit in pairs),
    }


@contextmanager
def checked_out(rev: str) -> Iterator[Path]:
    """The files of a commit in a temporary folder. The repository itself is not touched."""
    folder = Path(tempfile.mkdtemp(prefix="baocao-against-"))
    try:
        packed = subprocess.run(
            ["git", "archive", "--format=tar", f"{rev}^{{commit}}"], cwd=PROJECT, capture_output=True
        )
        if packed.returncode:
            raise SystemExit(f"--against {rev}: {packed.stderr.decode().strip() or 'no such commit'}")
        subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
        for tree in (folder, PROJECT):
            precompile(tree)
        yield folder
    finally:
        shutil.rmtree(folder)


def precompile(tree: Path) -> None:
    """Writes the bytecode: modules that a process compiles itself lie otherwise in its memory, and its turns take some
    5 % longer."""
    rooms = [str(place) for place in tree.iterdir() if place.is_dir() and not place.name.startswith(".")]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *rooms], check=True)


def lines(found: dict[str, list[float]]) -> Iterator[str]:
    """Each figure's median, from low to high; the first is judged."""
    for place, (name, values) in enumerate(found.items()):
        middle, digits = median(values), 3 if place < 2 else 0
        judged = f"{GOAL}, {'reached' if GOAL.reached(middle) else 'MISSED'}" if place == 0 else ""
        span = f"({min(values):.{digits}f} to {max(values):.{digits}f})"
        yield f"  {name:<50} {middle:>8.{digits}f}  {span:<18} {judged}".rstrip()
