"""indicators.csv and targets.csv of a pack: what is measured, and how much of it was set for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from programme.nouns import KINDS, Unit
from programme.periods import parse
from programme.tables import Fault, Row, read_rows

INDICATORS, TARGETS = "indicators.csv", "targets.csv"
FIGURES = {f"{kind}.{figure}" for kind, figures in KINDS.items() for figure in figures}


@dataclass(frozen=True, slots=True)
class Indicator:
    """`figure` is the total it is read from ("job_placement.persons"), "" where reports do not tell it apart;
    `sum_of` names the indicators it is made of."""

    name: str
    vi: str
    en: str
    figure: str = ""
    sum_of: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """How much of an indicator a unit was set for a period. A unit's row holds what was declared for it, whether or
    not the rows of the units below it make the same sum."""

    period: str
    unit: str
    indicator: str
    value: int
    source: str = ""


@dataclass(frozen=True)
class TargetFile:
    """`values` by (period, unit, indicator), `rows` by (period, unit)."""

    indicators: Mapping[str, Indicator]
    values: Mapping[tuple[str, str, str], Target]
    rows: Mapping[tuple[str, str], Row]


def read_targets(folder: Path, units: Mapping[str, Unit], faults: list[Fault]) -> TargetFile:
    """targets.csv has a row a unit and a column an indicator; an empty cell sets nothing. Both files may be absent."""
    indicators: dict[str, Indicator] = {}
    values: dict[tuple[str, str, str], Target] = {}
    rows: dict[tuple[str, str], Row] = {}
    if not (folder / INDICATORS).exists() and not (folder / TARGETS).exists():
        return TargetFile(indicators, values, rows)
    read = read_rows(folder, INDICATORS, ("name", "vi", "en", "figure", "sum_of", "source"), faults)
    for row in read:
        if row["figure"] and row["figure"] not in FIGURES:
            row.fault(f"unknown figure {row['figure']!r}")
        if row.needed("name") in indicators:
            row.fault(f"duplicate indicator {row['name']!r}")
        indicators[row["name"]] = Indicator(
            row["name"], row.needed("vi"), row.needed("en"), row["figure"], row.several("sum_of"), row["source"]
        )
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
