"""What queries answer with: rows of the store as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from programme.domain.agenda import Year
from programme.domain.model import Figure
from programme.domain.programme import Campaign


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity that counts, with what a digest needs of its report."""

    report: str
    unit: str
    joint_units: tuple[str, ...]
    kind: str
    scope: str
    topics: tuple[str, ...]
    date: date
    date_to: date | None
    place: str
    ward: str
    figures: Mapping[str, Figure]
    form: str
    filed_at: datetime
    state: str

    @property
    def day(self) -> date:
        """The day that decides the period it counts in."""
        return self.date_to or self.date


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form that a unit and those below it may fill. `key` is the short of it for a button."""

    name: str
    version: str
    title: str
    unit: str
    sha256: str

    @property
    def key(self) -> str:
        return sha256(self.name.encode()).hexdigest()[:12]


class AlikeActivity(NamedTuple):
    """An activity that may be the same as one that is about to be stored."""

    report: str
    unit: str
    place: str


class FigureGroup(NamedTuple):
    """A sum over the activities of one span (its place in the list asked for) that are alike in all the rest; `parts`
    is how many figures it is made of. `unit` is "" unless asked for. A figure that tells how things stand is no sum:
    it has its unit, its `place`, and when it was `said`: the activity's day, its report's time and code, its number."""

    span: int
    unit: str
    kind: str
    name: str
    topics: tuple[str, ...]
    bound: str | None
    value: int
    parts: int
    place: str = ""
    said: tuple[date, datetime, str, int] | None = None


class FilingRow(NamedTuple):
    """What came first from a unit for a period; for a joint organiser, the last day of the joint activity in the place
    of the period, which only the unit's own cadence tells."""

    unit: str
    period: str
    at: datetime
    nil: bool
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignRevision:
    """`origin` is PACK or the member who said so; `added` the campaign where it is not the pack's, `gone` where it is
    not held that year."""

    year: Year
    origin: str
    at: datetime
    added: Campaign | None = None
    gone: bool = False

    @property
    def days(self) -> tuple[date | None, ...]:
        return self.year.start, self.year.peak, self.year.end, self.year.results


@dataclass(frozen=True, slots=True)
class MissedReminder:
    """A reminder that did not go out on its day, and what became of it when it was noticed."""

    item: str
    fate: str
    unit: str
    kind: str
    name: str
    phase: str
    day: date
    noticed: date


@dataclass(frozen=True, slots=True)
class UrgentQuestion:
    """`post` is the unit in whose name `member` asks; the figure is that of a topic ("" for all) since a day."""

    id: str
    member: str
    post: str
    topic: str
    since: date
    units: tuple[str, ...]
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class SmsUse:
    """What one unit's SMS of a month came to."""

    unit: str
    month: str
    messages: int
    segments: int


@dataclass(frozen=True, slots=True)
class SilentMember:
    """A member of whom nothing was heard since `heard`; `told` when they had notice of it and `until` when they are
    forgotten, None for who had none. A restricted one has no name here and needs no notice."""

    id: str
    name: str
    state: str
    heard: datetime
    told: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A table's rows about one person, each its columns by name, those that say nothing left out; in how many `other`
    rows they are named; and the rules of retention that take such rows."""

    table: str
    rows: tuple[Mapping[str, Any], ...] = ()
    other: int = 0
    forgotten: tuple[str, ...] = ()
