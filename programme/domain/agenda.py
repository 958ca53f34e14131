"""What a pack says of its campaigns year by year, of deadlines, and of the days on which offices work.

All of it is optional: a pack without these files has the usual phases, the usual ladder and Vietnam's public holidays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

STEPS = ("member", "leader", "coordinator", "province")
"""Who hears of a report that is due, one after the other while the unit is silent."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A message of a campaign: `days` after its `anchor` (start, peak, end or results; negative: before it), then
    every `every` days until ten days before the end. `to` is silent (units that are below the goal), open (units
    that have not said that their results are complete) or all."""

    name: str
    anchor: str
    days: int
    every: int = 0
    to: str = "silent"


ANCHORS = ("start", "peak", "end", "results")
TO = ("silent", "open", "all")
PHASES = (
    Phase("before-30", "start", -30),
    Phase("before-14", "start", -14),
    Phase("before-7", "start", -7),
    Phase("before-1", "start", -1),
    Phase("start", "start", 0),
    Phase("weekly", "start", 7, every=7),
    Phase("peak", "peak", 0, to="all"),
    Phase("last-week", "end", -7),
    Phase("results", "results", -3, to="open"),
)
"""Of phases on one day the later one here is said."""

KINDS_OF_PHASE = ("before", "start", "weekly", "peak", "last-week", "results")
"""What a phase's name begins with: its words are of that kind."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year's edition of a campaign: None for the usual day, `theme` and `materials` in both languages, "" for
    none. `revision` counts the times it was moved, `source` is the document that says so."""

    campaign: str
    year: int
    revision: int = 1
    start: date | None = None
    peak: date | None = None
    end: date | None = None
    results: date | None = None
    vi: str = ""
    en: str = ""
    materials_vi: str = ""
    materials_en: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a campaign says: the name of its peak day, a line that goes with its reminders. `results` is the (month,
    day) its results are due, None for five days after the end; `unit_kinds` and `roles` who hears of it, empty for
    all; `goal` how many activities a unit needs."""

    day_vi: str = ""
    day_en: str = ""
    note_vi: str = ""
    note_en: str = ""
    results: tuple[int, int] | None = None
    unit_kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    goal: int = 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that units owe by a day beside their reports. `day` is the last (month, day) on time; None for the
    last day of each month. A unit has done it with an activity of the kind `done_by` (in that year or month), or by
    saying so. `joined` names the campaign whose results are asked in the same message."""

    name: str
    vi: str
    en: str
    day: tuple[int, int] | None
    before: tuple[int, ...]
    unit_kinds: tuple[str, ...]
    done_by: str = ""
    joined: str = ""
    source: str = ""


LADDER: Mapping[str, Mapping[str, int]] = {
    "weekly": {"member": -1, "leader": 0, "coordinator": 1, "province": 2},
    "monthly": {"member": -3, "leader": -2, "coordinator": 0, "province": 2},
    "quarterly": {"member": -7, "leader": -3, "coordinator": 0, "province": 3},
    "half-yearly": {"member": -14, "leader": -7, "coordinator": -1, "province": 3},
    "yearly": {"member": -14, "leader": -7, "coordinator": -1, "province": 3},
}
"""Cadence → step → days after the day the report is due (negative: before it)."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """`works` are days that differ from the calendar's: True for a working Saturday, False for a day off; `hour` is
    (hour, minute), local, of what nobody asked for."""

    phases: Mapping[str, tuple[Phase, ...]] = field(default_factory=dict)
    years: tuple[Year, ...] = ()
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    ladder: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: LADDER)
    works: Mapping[date, bool] = field(default_factory=dict)
    hour: tuple[int, int] = (7, 30)

    def phases_of(self, campaign: str) -> tuple[Phase, ...]:
        return self.phases.get(campaign) or self.phases.get("") or PHASES

    def wording(self, campaign: str) -> Wording:
        return self.wordings.get(campaign) or Wording()
