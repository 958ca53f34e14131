"""indicators.csv and targets.csv of a pack: what is measured, and how much of it was set for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from programme.domain.model import KINDS, TOPICS, Unit
from programme.domain.periods import parse
from programme.domain.programme import Indicator, Target
from programme.packs.pack_tables import Fault, Row, read_rows

INDICATORS, TARGETS = "indicators.csv", "targets.csv"
FIGURES = {f"{kind}.{figure}" for kind, figures in KINDS.items() for figure in figures}


MEASURES = ("sum", "ratio", "units", "own-units", "months", "none")
GOALS = (">=", ">", "<=", "=")


@dataclass(frozen=True)
class TargetFile:
    """`values` by (period, unit, indicator), `rows` by (period, unit)."""

    indicators: Mapping[str, Indicator]
    values: Mapping[tuple[str, str, str], Target]
    rows: Mapping[tuple[str, str], Row]


COLUMNS = ("name", "vi", "en", "measure", "figure", "of", "over", "topic", "goal", "sum_of", "source")


def read_targets(folder: Path, units: Mapping[str, Unit], kinds: Collection[str], faults: list[Fault]) -> TargetFile:
    """targets.csv has a row a unit and a column an indicator; an empty cell sets nothing. Both files may be absent."""
    indicators: dict[str, Indicator] = {}
    values: dict[tuple[str, str, str], Target] = {}
    rows: dict[tuple[str, str], Row] = {}
    if not (folder / INDICATORS).exists() and not (folder / TARGETS).exists():
        return TargetFile(indicators, values, rows)
    read = read_rows(folder, INDICATORS, COLUMNS, faults)
    for row in read:
        if row.needed("name") in indicators:
            row.fault(f"duplicate indicator {row['name']!r}")
        indicators[row["name"]] = read_indicator(row, kinds)
    for row in read:
        for part in row.several("sum_of"):
            if part not in indicators:
                row.fault(f"unknown indicator {part!r} in sum_of")
    for row in read_rows(folder, TARGETS, ("period", "unit", *indicators, "source"), faults):
        key = (row["period"], row["unit"])
        try:
            parse(row["period"])
        except ValueError as error:
            row.fault(str(error))
        if row["unit"] not in units:
            row.fault(f"unknown unit {row['unit']!r}")
        elif key in rows:
            row.fault(f"{row['unit']} has targets for {row['period']} already in row {rows[key].number}")
        else:
            rows[key] = row
            for name in indicators:
                value = row.whole(name)
                if value is not None:
                    values[(*key, name)] = Target(*key, name, value, row["source"])
    return TargetFile(indicators, values, rows)


def read_indicator(row: Row, kinds: Collection[str]) -> Indicator:
    measure, figures, of = row.one_of("measure", MEASURES), row.several("figure"), row.several("of")
    goal = row["goal"] and row.one_of("goal", GOALS)
    named = {"figure": (figures, FIGURES, "figure"), "over": (row.several("over"), kinds, "kind")}
    named["topic"] = (row.several("topic"), TOPICS, "topic")
    if measure in ("ratio", "units", "own-units"):
        named["of"] = (of, FIGURES if measure == "ratio" else kinds, "figure" if measure == "ratio" else "kind")
        if not of:
            row.fault(f"a {measure} needs in the column of what it is a part of")
    elif of:
        row.fault(f"the column of is for ratio and units, not for {measure}")
    for names, known, what in named.values():
        for name in names:
            if name not in known:
                row.fault(f"unknown {what} {name!r}")
    if bool(figures or row["sum_of"]) == (measure == "none"):
        row.fault(f"a {measure} has {'no figure' if measure == 'none' else 'to name a figure'}")
    texts = (row["name"], row.needed("vi"), row.needed("en"))
    scope = (row.several("over"), row.several("topic"), goal or ">=")
    return Indicator(*texts, measure, figures, of, *scope, row.several("sum_of"), row["source"])
