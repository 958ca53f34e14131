"""A province's programme as values: its types of unit, campaigns, indicators and targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from programme.domain.agenda import Agenda
from programme.domain.model import KINDS, SENSITIVE, Invite, Member
from programme.domain.org_units import UnitTree
from programme.domain.periods import Regime

if TYPE_CHECKING:
    from programme.xlsform import Form

NOTICE = "2026-1"
"""The version of the notice in the texts; whoever agreed to another is asked again."""


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A type of unit: `kinds` are the five kinds of activity it reports most, `topic` its usual one ("" for none).
    Its report is due `due_days` after the last day of each period of its `cadence`; none is expected where
    `reports` is False."""

    name: str
    vi: str
    en: str
    kinds: tuple[str, ...]
    topic: str
    cadence: str
    due_days: int
    reports: bool

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """Every kind of activity, its own first."""
        return (*self.kinds, *(k for k in KINDS if k not in self.kinds))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A yearly campaign; `start`, `peak` and `end` are (month, day), inclusive, and may run over New Year. `only` is
    the year of one that a coordinator added for that year, `within` the unit whose subtree it is for ("" for all),
    `unit_kinds` the types of unit and `goal` how many activities each needs, where the pack's wording does not say."""

    name: str
    vi: str
    en: str
    start: tuple[int, int]
    peak: tuple[int, int]
    end: tuple[int, int]
    topic: str
    source: str = ""
    only: int | None = None
    within: str = ""
    unit_kinds: tuple[str, ...] = ()
    goal: int = 0


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A number to call in danger, and what for."""

    number: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, and how, by `measure`:

    `sum` the totals named by `figures` ("job_placement.persons"), or the indicators in `sum_of` · `ratio` the figures
    in percent of the totals in `of` · `units` how many in a hundred of the units whose kind is in `of` have any of the
    figures above 0, theirs or of units below them, `own-units` theirs alone · `months` the share of months that do ·
    `none` no report can tell.
    `over` restricts the figures to reports of units of these kinds, `topics` to activities under one of these topics;
    `goal` says how the value should stand to its target."""

    name: str
    vi: str
    en: str
    measure: str = "sum"
    figures: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    goal: str = ">="
    sum_of: tuple[str, ...] = ()
    source: str = ""

    @property
    def in_percent(self) -> bool:
        return self.measure in ("ratio", "units", "own-units", "months")


@dataclass(frozen=True, slots=True)
class Target:
    """How much of an indicator a unit was set for a period. A unit's row holds what was declared for it, whether or
    not the rows of the units below it make the same sum."""

    period: str
    unit: str
    indicator: str
    value: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Members with an address on the channel `phone` for each of its looks, and invites."""

    members: tuple[Member, ...] = ()
    invites: tuple[Invite, ...] = ()


@dataclass(frozen=True)
class Programme:
    """A loaded pack. `issuer` is who keeps the data, `zone` a ZoneInfo name; `texts` holds the pack's own wordings
    by language and dotted key; `forms` are by name (the file's, without its ending)."""

    name: str
    title: str
    issuer: str
    zone: str
    regime: Regime
    unit_kinds: Mapping[str, UnitKind]
    units: UnitTree
    forms: Mapping[str, Form] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    help_numbers: tuple[HelpNumber, ...] = ()
    agenda: Agenda = field(default_factory=Agenda)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    demo: Cast = field(default_factory=Cast)
    folder: Path = Path()
    notice: str = NOTICE
    """The version of the notice that members agree to."""
    sensitive: frozenset[str] = frozenset(SENSITIVE)
    """Figures of which 1 to 4 persons are shown to a unit's own people alone."""

    def kind_of(self, code: str) -> UnitKind:
        """The type of a unit of the tree; KeyError for an unknown code."""
        return self.unit_kinds[self.units[code].kind]
