"""What a turn costs when much is stored."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_most, told


def run(folder: Path) -> dict[str, float]:
    found = told(HERE / "shelves.py", folder, 1000, 1_000_000)
    return {
        "1,000,000 stored reports of 1,000": found["of_few"],
        "with 1,000, turns/s": found["few_turns_per_second"],
        "with 1,000,000, turns/s": found["many_turns_per_second"],
    }


BENCH = Bench(
    "stored",
    "a turn's time with many reports in the store, by turns, the median of five",
    run,
    {"1,000,000 stored reports of 1,000": at_most(1.2)},
    rounds=1,
    slow=True,
)
