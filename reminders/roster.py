"""Who hears about which unit, and which units are silent: the same for all members of a tick."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from programme.domain.seasons import goal_of
from reminders.facts import Facts
from reminders.occasions import Occasion

if TYPE_CHECKING:
    from programme.domain.programme import Programme

REPORTERS = ("member", "leader")


class Roster:
    """The units of a day under the facts of that day."""

    def __init__(self, programme: Programme, facts: Facts, today: date):
        self.programme, self.facts, self.today = programme, facts, today
        self._lists: dict[str, dict[str, tuple[str, ...]]] = {}

    @cached_property
    def _reporting(self) -> dict[str, list[str]]:
        """The units of today by their type."""
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.programme.units.on(self.today):
            found[unit.kind].append(unit.code)
        return found

    def reporters(self, unit: str) -> tuple[str, ...]:
        """The roles that are reminded for a unit: its members and leaders; its coordinators where it has none."""
        staffed = self.facts.staffed.get(unit, ())
        found = tuple(role for role in REPORTERS if role in staffed)
        return found or tuple(role for role in ("coordinator",) if role in staffed)

    def hears(self, occasion: Occasion, unit: str, role: str) -> bool:
        """Whether it is this role's turn in its own unit."""
        reporters = self.reporters(unit)
        if occasion.step == "leader":
            return role == "leader"
        if occasion.name == "report":  # the first step: members, and who stands in for them
            return role == (reporters[0] if reporters else "")
        return role in reporters and (not occasion.roles or role in occasion.roles)

    def concerns(self, occasion: Occasion, unit: str) -> bool:
        """Whether the occasion is for that unit at all."""
        programme = self.programme
        known = programme.units.get(unit)
        if known is None or not known.exists_on(self.today):
            return False
        kind = programme.unit_kinds[known.kind]
        if not (kind.name in occasion.kinds if occasion.kinds else kind.reports):
            return False
        if occasion.within in ("", unit):
            return True
        return occasion.within in programme.units.ancestors(unit, self.today)

    def open(self, occasion: Occasion, unit: str) -> bool:
        """Whether the unit has still to hear of it: what it asks for has not come."""
        facts = self.facts
        if occasion.to == "all":
            return True
        if occasion.season is not None:
            name = occasion.season.name
            if (unit, name) in facts.settled:
                return False
            goal = goal_of(self.programme, occasion.season.campaign)
            return occasion.to == "open" or facts.of(name, unit).count < goal
        if occasion.name == "report":
            last = self.programme.regime.span(occasion.period)[1]
            owed = self.programme.units[unit].exists_on(last)
            return owed and unit not in facts.reported.get(occasion.period, ())
        name = f"{occasion.name}.{occasion.period}"
        return unit not in facts.done.get(name, ()) and (unit, name) not in facts.settled

    def silent_below(self, occasion: Occasion, post: str) -> tuple[str, ...]:
        """The silent units that whoever coordinates `post` hears of at this step."""
        if occasion.key not in self._lists:
            found: dict[str, list[str]] = defaultdict(list)
            for kind in occasion.kinds:
                for unit in self._reporting[kind]:
                    if (above := self._overseer(occasion, unit)) and self.open(occasion, unit):
                        found[above].append(unit)
            self._lists[occasion.key] = {code: tuple(units) for code, units in found.items()}
        return self._lists[occasion.key].get(post, ())

    def _overseer(self, occasion: Occasion, unit: str) -> str:
        """Which post's coordinators hear of it: at the first step above the unit the nearest that has any, below the
        root; at the last the root's."""
        above = self.programme.units.ancestors(unit, self.today)
        if occasion.step == "province":
            return above[-1] if above else ""
        return next((code for code in above[:-1] if "coordinator" in self.facts.staffed.get(code, ())), "")

    def open_period(self, unit: str) -> tuple[str, date]:
        """The period that a unit is asked for when somebody reminds it by hand, and the day it is due."""
        kind, regime = self.programme.kind_of(unit), self.programme.regime
        now = regime.period_of(self.today, kind.cadence)
        last = regime.before(now)
        due = regime.due(last, kind.due_days)
        late = unit not in self.facts.reported.get(last, ()) and (self.today - due).days <= 10
        period = last if late else now
        return period, regime.due(period, kind.due_days)
