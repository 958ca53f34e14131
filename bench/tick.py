"""A campaign begins: a tick queues a message for every member."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_most, told


def run(folder: Path) -> dict[str, float]:
    for name, members in (("few", 10_000), ("all", 100_000)):
        told(HERE / "bulk.py", "fill", folder / name, "--members", members)
    few, all_ = (told(HERE / "bulk.py", "tick", folder / name) for name in ("few", "all"))
    return {
        "of plain inserts of its rows": all_["tick"] / all_["core"],
        "of a bare sqlite3 loop of them": all_["tick"] / all_["bare"],
        "memory for 100,000 of that for 10,000": all_["peak_mb"] / few["peak_mb"],
        "median answer meanwhile, of without": all_["beside_p50_ms"] / all_["alone_p50_ms"],
        "p99 of answers meanwhile, ms": all_["beside_p99_ms"],
        "seconds": all_["tick"],
    }


GOALS = {"of plain inserts of its rows": at_most(2.5), "memory for 100,000 of that for 10,000": at_most(1.5)}
BENCH = Bench("tick", "a message queued for 100,000 members of 10,000 teams", run, GOALS, rounds=3, slow=True)
