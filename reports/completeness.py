"""Who owes a report, who has sent one, on time or late, and who is silent for how long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from programme.domain.periods import CADENCES, Regime, cadence_of
from programme.domain.programme import Programme

LOOK_BACK = 12
"""Periods of a unit's own cadence that are looked through for how long it has been silent."""
DAY = timedelta(days=1)


class Due(NamedTuple):
    """A report that a unit owes: `on` is the last day on which it is on time."""

    unit: str
    period: str
    on: date


class Filing(NamedTuple):
    """What came first from a unit for a period; `nil` while nothing but nil reports came."""

    unit: str
    period: str
    at: datetime
    nil: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """Units by what came of them, each in the pack's order. `expected` is made of `on_time`, `late` and `missing`;
    `nil` are those of the first two that had nothing to tell. `lacking` says of a missing unit which periods are
    open, `asked` of each expected one how many there are; `not_due` are those whose report falls due
    later, with the day."""

    expected: tuple[str, ...] = ()
    on_time: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)
    not_due: Mapping[str, date] = field(default_factory=dict)

    @property
    def reported(self) -> tuple[str, ...]:
        done = {*self.on_time, *self.late}
        return tuple(unit for unit in self.expected if unit in done)


class Silence(NamedTuple):
    """How long a unit has been silent: `periods` of its cadence in a row, or at least so many with `more`; `ever`
    is False where nothing ever came in the periods looked through."""

    periods: int
    more: bool
    ever: bool


class Own(NamedTuple):
    """A period of some cadence: its last day, and the last day on which a report for it is on time."""

    period: str
    end: date
    on: date


@lru_cache(200)
def own_between(regime: Regime, cadence: str, due_days: int, first: date, last: date) -> tuple[Own, ...]:
    """The periods of a cadence that fall due in these days: the same for all units that report as often."""
    found, period = [], regime.period_of(first - timedelta(days=due_days), cadence)
    while (on := regime.due(period, due_days)) <= last:
        if on >= first:
            found.append(Own(period, regime.span(period)[1], on))
        period = regime.after(period)
    return tuple(found)


@lru_cache(200)
def own_within(regime: Regime, cadence: str, due_days: int, period: str) -> tuple[Own, ...]:
    """Those that a digest of the period asks for."""
    first, last = regime.span(period)
    if CADENCES.index(cadence) > CADENCES.index(cadence_of(period)):
        return own_between(regime, cadence, due_days, first, last)
    found, own = [], regime.period_of(first, cadence)
    while (end := regime.span(own)[1]) <= last:
        if end >= first:
            found.append(Own(own, end, regime.due(own, due_days)))
        own = regime.after(own)
    return tuple(found)


@lru_cache(200)
def own_before(regime: Regime, until: str) -> tuple[Own, ...]:
    """The period and those before it, the latest first, as far as anybody looks back."""
    found, period = [], until
    for _ in range(LOOK_BACK):
        end = regime.span(period)[1]
        found.append(Own(period, end, end))
        period = regime.before(period)
    return tuple(found)


def due_between(programme: Programme, unit: str, first: date, last: date) -> list[Due]:
    """The unit's own periods whose due date lies in these days, the earliest first."""
    kind = programme.kind_of(unit)
    return owed(programme, unit, own_between(programme.regime, kind.cadence, kind.due_days, first, last))


def due_within(programme: Programme, unit: str, period: str) -> list[Due]:
    """The unit's own periods that fall due within a digest's period, the earliest first.

    A unit that reports as often as the digest comes, or more often, owes the periods that end in it (June's digest is
    about June's reports, though they are due on 5 July); one that reports more seldom is asked when its day comes."""
    kind = programme.kind_of(unit)
    return owed(programme, unit, own_within(programme.regime, kind.cadence, kind.due_days, period))


def owed(programme: Programme, unit: str, periods: Iterable[Own]) -> list[Due]:
    """A unit owes the report of a period on whose last day it exists, if its kind reports at all."""
    if not programme.kind_of(unit).reports:
        return []
    exists_on = programme.units[unit].exists_on
    return [Due(unit, own.period, own.on) for own in periods if exists_on(own.end)]


def completeness(
    programme: Programme, units: Sequence[str], period: str, filings: Iterable[Filing], as_of: datetime
) -> Completeness:
    """What came by `as_of` from these units for what falls due within the period.

    Where several periods of a unit fall due within it, those that are due by `as_of` have to be there, all of them;
    before any is due, the first."""
    zone, today = ZoneInfo(programme.zone), as_of.astimezone(ZoneInfo(programme.zone)).date()
    came = first_filings(filings, as_of)
    expected, on_time, late, nil, missing = [], [], [], [], []
    lacking: dict[str, tuple[str, ...]] = {}
    not_due: dict[str, date] = {}
    numbers: dict[str, int] = {}
    ends: dict[date, datetime] = {}  # of the days on which something falls due
    for unit in units:
        if not programme.kind_of(unit).reports:
            continue
        dues = due_within(programme, unit, period)
        if not dues:
            if (later := next_due(programme, unit, today)) is not None:
                not_due[unit] = later.on
            continue
        expected.append(unit)
        asked = [due for due in dues if due.on < today] or dues[:1]  # one that is still open is not lacking
        numbers[unit] = len(asked)
        found = [came.get((due.unit, due.period)) for due in asked]
        if None in found:
            missing.append(unit)
            lacking[unit] = tuple(due.period for due, filing in zip(asked, found, strict=True) if filing is None)
            continue
        kept = [filing for filing in found if filing]
        for due in asked:
            if due.on not in ends:
                ends[due.on] = datetime.combine(due.on + DAY, time(), zone).astimezone(UTC)
        in_time = all(f.at < ends[due.on] for f, due in zip(kept, asked, strict=True))
        (on_time if in_time else late).append(unit)
        if all(filing.nil for filing in kept):
            nil.append(unit)
    return Completeness(*map(tuple, (expected, on_time, late, nil, missing)), lacking, numbers, not_due)


def first_filings(filings: Iterable[Filing], as_of: datetime) -> dict[tuple[str, str], Filing]:
    """The filings of a unit and period as one: the first time, nil only where all are."""
    found: dict[tuple[str, str], Filing] = {}
    for filing in filings:
        if filing.at <= as_of:
            key = (filing.unit, filing.period)
            known = found.get(key)
            again = Filing(*key, min(known.at, filing.at), known.nil and filing.nil) if known else filing
            found[key] = again
    return found


def next_due(programme: Programme, unit: str, day: date) -> Due | None:
    """What the unit owes next, on that day or later; None where it owes nothing within two years."""
    found = due_between(programme, unit, day, day + timedelta(days=400))
    return found[0] if found else None


def last_periods(programme: Programme, unit: str, until: str) -> list[str]:
    """The unit's own periods up to `until`, the latest first, as far back as it owed any."""
    found = []
    for own in own_before(programme.regime, until):
        if not owed(programme, unit, [own]):
            break
        found.append(own.period)
    return found


def silence(programme: Programme, unit: str, until: str, reported: Collection[str]) -> Silence:
    """How many periods in a row, up to `until`, are not among those reported."""
    periods = last_periods(programme, unit, until)
    gaps = next((n for n, period in enumerate(periods) if period in reported), len(periods))
    return Silence(gaps, more=gaps == len(periods) == LOOK_BACK, ever=gaps < len(periods))
