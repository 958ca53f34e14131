"""The days on which offices work: Monday to Friday, without Vietnam's holidays, with the days exchanged for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays

DAY = timedelta(days=1)
LONGEST = 60
"""Days looked through for a working one: no holiday is longer."""


@dataclass(frozen=True)
class WorkingDays:
    """`works` are a pack's own: True for a day that is worked, False for one off; they go before everything."""

    works: Mapping[date, bool] = field(default_factory=dict)
    _years: dict[int, holidays.HolidayBase] = field(default_factory=dict, compare=False)

    def holds(self, day: date) -> bool:
        """Whether offices work that day."""
        if day in self.works:
            return self.works[day]
        known = self._years.get(day.year)
        if known is None:
            known = self._years[day.year] = holidays.country_holidays("VN", years=day.year)
        if day in known.weekend_workdays:
            return True
        return day.weekday() < 5 and day not in known

    def at_or_before(self, day: date) -> date:
        """That day, or the last working day before it."""
        return next((d for n in range(LONGEST) if self.holds(d := day - n * DAY)), day)

    def at_or_after(self, day: date) -> date:
        """That day, or the first working day after it."""
        return next((d for n in range(LONGEST) if self.holds(d := day + n * DAY)), day)
