"""How far the targets of a plan are reached, computed from sums of reports and the tree of units."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from programme.domain.periods import cadence_of
from programme.domain.programme import Indicator, Programme, Target
from reports.queries import FigureQueries
from reports.scope import as_now, whole
from reports.totals import Summed, last_words


class Measured(Summed, Protocol):
    """A sum, with the unit it is of and the span of days it falls in."""

    unit: str
    span: int


@dataclass(frozen=True, slots=True)
class Reached:
    """`value` is a sum, or the numerator where there is a `denominator`; None where no report can tell. `percent` is
    of the denominator, else of the target; `met` None where it cannot be said. `hidden` is said in the place of
    all that where its reader may not know it."""

    indicator: str
    target: int
    value: int | None = None
    denominator: int | None = None
    percent: float | None = None
    met: bool | None = None
    hidden: str = ""


def percent(part: int, whole: int) -> float | None:
    """With one decimal, half up: 7 of 13 is 53.8. None of nothing."""
    if not whole:
        return None
    return float((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def reached(
    programme: Programme, target: Target, groups: Sequence[Measured], scope: Collection[str], on: date, months: int
) -> Reached:
    """What the sums, one span a month, make of a target; `scope` are the units that they were read from, `on` the day
    of the tree that says what is below what, `months` how many have begun."""
    indicator = programme.indicators[target.indicator]
    kinds = {code: programme.units[code].kind for code in scope if code in programme.units}
    if indicator.measure == "none" or (indicator.over and not set(kinds.values()) & set(indicator.over)):
        return Reached(indicator.name, target.value)
    mine = (g for g in groups if counts(indicator, g) and (not indicator.over or kinds.get(g.unit) in indicator.over))
    if indicator.measure == "months":
        return _of(target, indicator, len({g.span for g in mine if figure(g) in indicator.figures and g.value}), months)
    rows = list(last_words(mine))
    if indicator.measure in ("units", "own-units"):
        return _of(target, indicator, *units_that_did(programme, indicator, rows, scope, on))
    value = sum(g.value for g in rows if figure(g) in indicator.figures)
    if indicator.measure == "ratio":
        return _of(target, indicator, value, sum(g.value for g in rows if figure(g) in indicator.of))
    met = stands(value, indicator.goal, target.value)
    return Reached(indicator.name, target.value, value, None, percent(value, target.value), met)


def counts(indicator: Indicator, group: Measured) -> bool:
    return not indicator.topics or not set(indicator.topics).isdisjoint(group.topics)


def figure(group: Measured) -> str:
    return f"{group.kind}.{group.name}"


def units_that_did(
    programme: Programme, indicator: Indicator, groups: Iterable[Measured], scope: Collection[str], on: date
) -> tuple[int, int]:
    """How many units of the indicator's kinds have any of its figures above 0, their own or of a unit below them, and
    how many there are."""
    tree = programme.units
    did = {g.unit for g in groups if figure(g) in indicator.figures and g.value}
    all_of = {c for c in scope if c in tree and tree[c].kind in indicator.of and tree[c].exists_on(on)}
    # A unit that is gone did it for what it has become; one that was split, for nobody.
    now = {heirs[0] for unit in did if len(heirs := tree.heirs(unit, on)) == 1}
    own = indicator.measure == "own-units"
    covered = now if own else {above for unit in now for above in (unit, *tree.ancestors(unit, on))}
    return len(all_of & covered), len(all_of)


def stands(value: float, goal: str, target: float) -> bool:
    return {">=": value >= target, ">": value > target, "<=": value <= target, "=": value == target}[goal]


def _of(target: Target, indicator: Indicator, part: int, whole: int) -> Reached:
    share = percent(part, whole)
    # Against the target stand the numbers themselves: 64.96 % is not 65 %.
    met = None if share is None else stands(part * 100, indicator.goal, target.value * whole)
    return Reached(indicator.name, target.value, part, whole, share, met)


def targets(programme: Programme, queries: FigureQueries, unit: str, period: str, today: date) -> tuple[Reached, ...]:
    """How far the targets that the unit was set for the year of the period are reached by the period's end."""
    regime = programme.regime
    last = regime.span(period)[1]
    year = regime.period_of(last, "yearly")
    set_ = [t for t in programme.targets if t.unit == unit and t.period in (period, year)]
    if not set_:
        return ()
    begin = regime.span(year if cadence_of(set_[0].period) == "yearly" else period)[0]
    scope = as_now(programme.units, unit, last)
    asked = [programme.indicators[t.indicator] for t in set_]
    yearly = sorted({f.partition(".")[0] for i in asked if i.measure != "months" for f in (*i.figures, *i.of)} - {""})
    monthly = sorted({f.partition(".")[0] for i in asked if i.measure == "months" for f in i.figures})
    rows = queries.groups(whole(programme, scope), [(begin, last)], by_unit=True, kinds=yearly) if yearly else []
    months = months_of(programme, begin, min(last, max(today, begin)))
    by_month = queries.groups(whole(programme, scope), months, kinds=monthly) if monthly else []
    return tuple(
        reached(
            programme,
            target,
            by_month if indicator.measure == "months" else rows,
            scope,
            last,
            len(months),
        )
        for target, indicator in zip(set_, asked, strict=True)
    )


def months_of(programme: Programme, first: date, last: date) -> list[tuple[date, date]]:
    found, month = [], programme.regime.period_of(first, "monthly")
    while (span := programme.regime.span(month))[0] <= last:
        found.append(span)
        month = programme.regime.after(month)
    return found
