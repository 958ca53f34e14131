"""How long a person waits at half of the highest rate."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_most, told


def run(folder: Path) -> dict[str, float]:
    highest = told(HERE / "crowd.py", folder / "highest", "--alone")["turns_per_second"]
    half = told(HERE / "crowd.py", folder / "half", "--rate", highest / 2)
    return {"p99 of p50": half["p99_ms"] / half["p50_ms"], "p50, ms": half["p50_ms"], "p99, ms": half["p99_ms"]}


BENCH = Bench("pace", "messages at half of the highest rate", run, {"p99 of p50": at_most(50)})
