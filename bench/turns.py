"""Durable turns beside the bare loop."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_least, told


def run(folder: Path) -> dict[str, float]:
    found = told(HERE / "crowd.py", folder)
    return {
        "ours of the bare loop": found["of_bare"],
        "ours, turns/s": found["turns_per_second"],
        "bare sqlite3 loop, turns/s": found["bare_turns_per_second"],
    }


BENCH = Bench(
    "turns",
    "500 people answer a form of 12 questions at once, beside the same statements with one commit a turn (FULL)",
    run,
    {"ours of the bare loop": at_least(1.0)},
)
