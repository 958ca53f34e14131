"""What a bench is, and how one is run: `BENCH` in a module of this folder, named in `run.py`.

A new bench is a module with `BENCH = Bench(name, what, run, goals)` and its name in BENCHES of `run.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to be: `at_least` or `at_most` says it."""

    sign: str
    value: float

    def reached(self, value: float) -> bool:
        return value >= self.value if self.sign == "≥" else value <= self.value

    def __str__(self) -> str:
        return f"{self.sign} {self.value:g}"


def at_least(value: float) -> Goal:
    return Goal("≥", value)


def at_most(value: float) -> Goal:
    return Goal("≤", value)


@dataclass(frozen=True, slots=True)
class Bench:
    """`run` does one round in a folder of its own and returns its figures by name: ratios of two things that were done
    by turns, and what else is worth reading. `goals` are those of some figures. At most `rounds` are done; what is
    `slow` (a minute a round, or more) is left out by --quick."""

    name: str
    what: str
    run: Callable[[Path], Mapping[str, float]]
    goals: Mapping[str, Goal] = field(default_factory=dict)
    rounds: int = 5
    slow: bool = False

    def round(self) -> Mapping[str, float]:
        folder = Path(tempfile.mkdtemp(prefix="baocao-bench-"))
        try:
            return self.run(folder)
        finally:
            shutil.rmtree(folder)


def told(*command: object, python: object = sys.executable) -> dict[str, float]:
    """What a Python program of this folder prints in its last line: a JSON object. It has a process of its own."""
    environ = os.environ | {"PYTHONPATH": str(PROJECT)} if python == sys.executable else os.environ
    run = subprocess.run([str(word) for word in (python, *command)], capture_output=True, text=True, env=environ)
    if run.returncode:
        raise SystemExit(f"{command[0]}: {run.stderr.strip()}")
    return json.loads(run.stdout.splitlines()[-1])


def seconds(*command: str) -> float:
    """How long a program takes from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began
