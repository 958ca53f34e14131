"""The counts of persons in one year, of a unit and all below it: by unit, by topic and by period, and what of that is
hidden from a reader who sees some of the units exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from programme.domain.model import PART_OF
from programme.domain.org_units import UnitTree
from programme.domain.periods import Regime
from programme.domain.programme import Programme
from reports.queries import FigureQueries
from reports.scope import as_now, whole
from reports.small_counts import Hidden, Sum, hidden_cells

Span = tuple[date, date]
Cell = tuple[str, str, str, str]
"""Unit (with OWN before it, without those below it), period, topic ("" for all), figure."""
OWN, UNTOLD, REST = "own:", "-", "rest:"

TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "T2": (("01", "02"),),
    "Q1": (("01", "02", "03"), ("T2", "03")),
    "Q2": (("04", "05", "06"),),
    "Q3": (("07", "08", "09"),),
    "Q4": (("10", "11", "12"),),
    "T4": (("Q1", "04"),),
    "T5": (("T4", "05"),),
    "H1": (("Q1", "Q2"), ("T5", "06")),
    "T7": (("H1", "07"),),
    "T8": (("T7", "08"),),
    "T9": (("H1", "Q3"), ("T8", "09")),
    "T10": (("T9", "10"),),
    "T11": (("T10", "11"),),
    "H2": (("Q3", "Q4"),),
    "Y": (("H1", "H2"), ("T9", "Q4"), ("T11", "12")),
}
"""Periods of a year that are sums of others, after those; T is the year until the end of that month."""


@dataclass(frozen=True)
class PersonsTable:
    """The numbers by cell, and those that are hidden."""

    values: Mapping[Cell, int]
    hidden: Mapping[Cell, Hidden]


def periods(regime: Regime, year: int) -> dict[Span, str]:
    """The months of a year and the periods made of them, by their days."""
    spans = {f"{n:02}": regime.span(f"{year:04}-{n:02}") for n in range(1, 13)}
    for period, ((first, *_, last), *_) in TOGETHER.items():
        spans[period] = spans[first][0], spans[last][1]
    return {span: period for period, span in spans.items()}


def table_of(
    programme: Programme, figures: FigureQueries, root: str, year: int, near: Collection[str], on: date
) -> PersonsTable:
    """The table of a root by the tree of that day, for who sees the units `near` exactly."""
    tree = programme.units
    months = [span for span, period in periods(programme.regime, year).items() if period.isdigit()]
    kinds = sorted({name.partition(".")[0] for name in programme.sensitive})
    groups = figures.groups(whole(programme, as_now(tree, root, on)), months, by_unit=True, kinds=kinds)
    values: dict[Cell, int] = defaultdict(int)
    mixed: set[tuple[str, str, str]] = set()
    for group in groups:
        name, month = f"{group.kind}.{group.name}", f"{group.span + 1:02}"
        if group.value and name in programme.sensitive:
            for unit in lines_of(tree, group.unit, root, on):
                if len(group.topics) > 1:
                    mixed.add((unit, month, name))
                for topic in ("", *(group.topics or (UNTOLD,))):
                    values[unit, month, topic, name] += group.value
    hidden: dict[Cell, Hidden] = {}
    for base in sorted({PART_OF.get(cell[3], cell[3]) for cell in values}):
        mine = {cell: n for cell, n in values.items() if PART_OF.get(cell[3], cell[3]) == base}
        _add_periods(mine)
        values |= mine
        hidden |= _hidden(tree, near, on, mine, mixed)
    return PersonsTable(dict(values), hidden)


def lines_of(tree: UnitTree, unit: str, root: str, on: date) -> list[str]:
    """The lines of a table that a unit's figure counts in: its own, and all above it. What is gone counts for what it
    has become, or for what it was under."""
    seen: set[str] = set()
    here = set(tree.subtree(root, on))
    while unit not in here and unit in tree and unit not in seen:
        seen.add(unit)
        gone = tree[unit]
        after = gone.successors or tuple(filter(None, (gone.valid_to and gone.parent_on(gone.valid_to),)))
        lines = [(one, *tree.ancestors(one, on)) for one in after]
        shared = (code for code in (lines[0] if lines else ()) if all(code in line for line in lines))
        unit = next(shared, root)
    unit = unit if unit in here else root
    own = [f"{OWN}{unit}"] if tree.children(unit, on) else []
    above = (unit, *tree.ancestors(unit, on))
    return [*own, *above[: above.index(root) + 1]]


def _add_periods(values: dict[Cell, int]) -> None:
    for period, (parts, *_) in TOGETHER.items():
        found: dict[Cell, int] = defaultdict(int)
        for (unit, part, topic, name), n in values.items():
            if part in parts:
                found[unit, period, topic, name] += n
        values.update(found)


def _hidden(
    tree: UnitTree,
    near: Collection[str],
    on: date,
    values: dict[Cell, int],
    mixed: Collection[tuple[str, str, str]],
) -> dict[Cell, Hidden]:
    values = dict(values)
    sums = [
        *_sums_of_units(tree, on, values),
        *_sums_of_periods(values),
        *_sums_of_topics(values, {(unit, name) for unit, _, name in mixed}),
    ]
    unseen = {cell for cell in values if cell[2] == UNTOLD and cell[0].removeprefix(OWN) not in near}
    for whole_cell, part in _shares(values):
        rest = (part[0], part[1], part[2], f"{REST}{part[3]}")
        values[rest] = values[whole_cell] - values[part]
        sums.append(Sum(whole_cell, (part, rest)))
        if part[0].removeprefix(OWN) not in near:
            unseen.add(rest)
    secret = {cell for cell in values if cell not in unseen and cell[0].removeprefix(OWN) not in near}
    return hidden_cells(values, sums, secret, unseen)


def _sums_of_units(tree: UnitTree, on: date, values: Mapping[Cell, int]) -> Iterator[Sum]:
    for cell in values:
        unit = cell[0]
        if not unit.startswith(OWN) and (children := tree.children(unit, on)):
            below = ((code, *cell[1:]) for code in (f"{OWN}{unit}", *children))
            yield Sum(cell, tuple(part for part in below if part in values))


def _sums_of_periods(values: Mapping[Cell, int]) -> Iterator[Sum]:
    for cell in values:
        for parts in TOGETHER.get(cell[1], ()):
            below = ((cell[0], part, *cell[2:]) for part in parts)
            yield Sum(cell, tuple(part for part in below if part in values))


def _sums_of_topics(values: Mapping[Cell, int], mixed: Collection[tuple[str, str]]) -> Iterator[Sum]:
    """All topics together, where nothing counts under two of them."""
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in values:
        if cell[2]:
            parts[cell[0], cell[1], "", cell[3]].append(cell)
    for cell, topics in parts.items():
        if (cell[0], cell[3]) not in mixed:
            yield Sum(cell, tuple(topics))


def _shares(values: Mapping[Cell, int]) -> Iterator[tuple[Cell, Cell]]:
    """A figure and the part of it that another is."""
    for cell in [*values]:
        if cell[3] in PART_OF and values.get(all_of := (*cell[:3], PART_OF[cell[3]]), 0) >= values[cell]:
            yield all_of, cell
