"""Reporting periods: `2026-W25`, `2026-06`, `2026-Q2`, `2026-H1`, `2026`, and the days that each of them holds.

Two regimes cut the year: `calendar`, and `decree-09-2019` (Nghị định 09/2019/NĐ-CP, art. 12), where a month runs from
the 15th of the month before to the 14th, and a quarter, half-year and year are made of such months. Weeks are ISO
weeks, Monday to Sunday, in both. Spans are inclusive. A name that is no period raises ValueError.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

CADENCES = ("weekly", "monthly", "quarterly", "half-yearly", "yearly")
REGIMES = ("calendar", "decree-09-2019")

DAY = timedelta(days=1)
CUT = 15  # the decree's month begins on this day of the month before
MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
NAME = re.compile(r"((?:19|20|21)\d\d)(?:-(?:W(?P<w>\d\d)|(?P<m>\d\d)|Q(?P<q>[1-4])|H(?P<h>[12])))?", re.ASCII)


def parse(period: str) -> tuple[int, str, int]:
    """(year, cadence, number within the year); `2026-Q2` is (2026, "quarterly", 2)."""
    match = NAME.fullmatch(period)
    if not match:
        raise ValueError(f"{period!r} is no period; write 2026-W25, 2026-06, 2026-Q2, 2026-H1 or 2026")
    year = int(match[1])
    for group, cadence in (("w", "weekly"), ("m", "monthly"), ("q", "quarterly"), ("h", "half-yearly")):
        if match[group]:
            number = int(match[group])
            last = {"weekly": weeks_in(year), "monthly": 12}.get(cadence, number)
            if not 1 <= number <= last:
                raise ValueError(f"{period!r} is no period: {year} has {last} of its kind")
            return year, cadence, number
    return year, "yearly", 1


def is_period(text: str) -> bool:
    """Whether a text names a period."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def name(year: int, cadence: str, number: int) -> str:
    """The inverse of `parse`."""
    tail = {"weekly": f"-W{number:02}", "monthly": f"-{number:02}", "quarterly": f"-Q{number}"}
    return f"{year:04}" + tail.get(cadence, "" if cadence == "yearly" else f"-H{number}")


def weeks_in(year: int) -> int:
    """How many ISO weeks the year has: 52 or 53 (28 December is always in the last)."""
    return date(year, 12, 28).isocalendar().week


def cadence_of(period: str) -> str:
    return parse(period)[1]


@dataclass(frozen=True, slots=True)
class Regime:
    """How a programme cuts the year: `name` is one of REGIMES."""

    name: str = "calendar"

    def __post_init__(self) -> None:
        if self.name not in REGIMES:
            raise ValueError(f"{self.name!r} is no regime; there are {', '.join(REGIMES)}")

    def period_of(self, day: date, cadence: str) -> str:
        """The name of the period of that cadence that holds the day."""
        if cadence == "weekly":
            week = day.isocalendar()
            return name(week.year, cadence, week.week)
        if cadence not in MONTHS:
            raise ValueError(f"{cadence!r} is no cadence; there are {', '.join(CADENCES)}")
        month = day.year * 12 + day.month - 1 + (self.name != "calendar" and day.day >= CUT)
        return name(month // 12, cadence, month % 12 // MONTHS[cadence] + 1)

    def span(self, period: str) -> tuple[date, date]:
        """Its first and last day, inclusive."""
        year, cadence, number = parse(period)
        if cadence == "weekly":
            monday = date.fromisocalendar(year, number, 1)
            return monday, monday + 6 * DAY
        end = year * 12 + number * MONTHS[cadence] - 1  # the last month, counted from year 0
        start = end - MONTHS[cadence] + 1
        if self.name == "calendar":
            return date(start // 12, start % 12 + 1, 1), date(
                end // 12, end % 12 + 1, monthrange(year, end % 12 + 1)[1]
            )
        start -= 1
        return date(start // 12, start % 12 + 1, CUT), date(end // 12, end % 12 + 1, CUT - 1)

    def before(self, period: str) -> str:
        return self.period_of(self.span(period)[0] - DAY, cadence_of(period))

    def after(self, period: str) -> str:
        return self.period_of(self.span(period)[1] + DAY, cadence_of(period))

    def same_last_year(self, period: str) -> str:
        """The period of the same number a year before; week 53 of a year gives the last week of the year before."""
        year, cadence, number = parse(period)
        return name(year - 1, cadence, min(number, weeks_in(year - 1)) if cadence == "weekly" else number)

    def due(self, period: str, due_days: int) -> date:
        """The last day on which its report is on time: `due_days` after its last day (before it, where negative:
        results of a year can be due before the year is over)."""
        return self.span(period)[1] + timedelta(days=due_days)
