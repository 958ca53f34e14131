"""What a turn costs when much is stored."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_most, told

MANY = "1,000,000 stored reports of 1,000"


def run(folder: Path) -> dict[str, float]:
    few, many = (
        told(HERE / "crowd.py", folder / str(count), "--people", 200, "--reports", count)["turns_per_second"]
        for count in (1000, 1_000_000)
    )
    return {MANY: few / many}


BENCH = Bench("stored", "a turn's time with many reports in the store", run, {MANY: at_most(1.2)}, rounds=3, slow=True)
