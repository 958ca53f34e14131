"""A province's digest of a year and of a week over a million reports."""

from __future__ import annotations

from pathlib import Path

from measure import HERE, Bench, at_most, told


def run(folder: Path) -> dict[str, float]:
    for name, reports in (("few", 100_000), ("all", 1_000_000)):
        told(HERE / "bulk.py", "fill", folder / name, "--reports", reports)
    few, all_ = (told(HERE / "bulk.py", "digest", folder / name) for name in ("few", "all"))
    return {
        "a year's, of one plain SQL grouping": all_["year_of_plain"],
        "a week's, of one plain SQL grouping": all_["week_of_plain"],
        "memory for 1,000,000 of that for 100,000": all_["peak_mb"] / few["peak_mb"],
        "median answer meanwhile, of without": all_["beside_p50_ms"] / all_["alone_p50_ms"],
        "p99 of answers meanwhile, ms": all_["beside_p99_ms"],
        "a year's, seconds": all_["year"],
    }


GOALS = {
    "a year's, of one plain SQL grouping": at_most(1.5),
    "a week's, of one plain SQL grouping": at_most(1.5),
    "memory for 1,000,000 of that for 100,000": at_most(1.5),
}
BENCH = Bench("digest", "a province's year and week, 10,000 teams, 1,000,000 reports", run, GOALS, rounds=1, slow=True)
