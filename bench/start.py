"""How long the command line takes to say what it can do."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import Bench, at_most, seconds


def run(folder: Path) -> dict[str, float]:
    help_, nothing = seconds(sys.executable, "-m", "bot", "--help"), seconds(sys.executable, "-c", "pass")
    return {"of `python -c pass`": help_ / nothing, "`baocao --help`, ms": help_ * 1000}


BENCH = Bench("start", "`baocao --help`", run, {"of `python -c pass`": at_most(8)})
