"""Days on the calendar: what was read, which year a day without a year means, and whether there is such a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

FIRST_YEAR = 2000
Kind = Literal["no_such_day", "future", "ambiguous", "not_a_date", "lunar"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the days from `date` to `date_to` inclusive; `scope` is period where a whole period is meant (its
    dates are the calendar's; a pack may cut its periods elsewhere), week where a week is, no period of ours."""

    date: date
    date_to: date | None = None
    scope: Literal["event", "period", "week"] = "event"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why no day could be taken from `text`. `options` are days to offer, `readings` whole readings where those say
    more (a period, several days)."""

    kind: Kind
    options: tuple[date, ...] = ()
    text: str = ""
    readings: tuple[Day, ...] = ()


NO_DAY = Problem("not_a_date")


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(day: int, month: int, today: date) -> int:
    """The year of a day said without one: this year's if it has been, else the nearer of last year's and the one to
    come (28/12 said on 3 January is last year's; 20/6 said on 15 June is still to come)."""
    if (month, day) <= (today.month, today.day):
        return today.year
    # Counted with 31 days a month: near enough, and the same in leap years.
    ahead = (month - today.month) * 31 + day - today.day
    return today.year - 1 if 372 - ahead <= ahead else today.year


def month_of(day: int, today: date) -> tuple[int, int]:
    """Year and month of a day of the month said alone, by the same rule."""
    if day <= today.day or 31 - (day - today.day) > day - today.day:
        return today.year, today.month
    return back(today, 1)


def back(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months before today's."""
    at = today.year * 12 + today.month - 1 - months
    return at // 12, at % 12 + 1


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of a month to the last day of a month of the same year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def year_of_month(month: int, today: date) -> int:
    """The year of a month said without one, the nearer of past and to come; the running month is this year's."""
    ahead = month - today.month
    return today.year - 1 if ahead >= 6 else today.year


def week(today: date, weeks: int) -> tuple[date, date]:
    """Monday and Sunday of the week so many weeks from today's."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def last_weekday(weekday: int, today: date, *, before: bool = False) -> date:
    """The latest day of that weekday (0 is Monday) up to today, or `before` today."""
    back_by = (today.weekday() - weekday) % 7
    return today - timedelta(days=back_by or (7 if before else 0))


def is_late_year(text: str, today: date) -> bool:
    """Whether two digits can be the year of a day that people tell of: "15/6/45" is 15/6 and 45."""
    return 0 <= today.year - 2000 - int(text) <= 10


def year_said(text: str | None, today: date) -> int | None:
    """The year of "2026", "26", "nay", "ngoai"; None of nothing."""
    if text is None:
        return None
    if not text.isdigit():
        return today.year - (text in ("ngoai", "truoc", "vua roi"))
    return int(text) + (2000 if len(text) == 2 else 0)


def on_day(day: int, month: int, year: int | None, today: date) -> Day | Problem:
    """The day of a month; without a year the nearest one, which must not lie ahead."""
    if not 1 <= month <= 12 or not 1 <= day <= 39:
        turned = make(year or today.year, day, month) if 1 <= day <= 12 else None
        return Problem("not_a_date", (turned,) if turned and month <= 31 else ())
    if year is not None and not FIRST_YEAR <= year <= today.year + 50:
        return Problem("not_a_date")
    at = year or year_of(day, month, today)
    found = make(at, month, day)
    if found is None:
        last = months(at, month, month)[1]
        return Problem("no_such_day", (last, last + timedelta(days=1)))
    if found > today:
        before = make(at - 1, month, day) if year is None else None
        return Problem("future", (before,) if before else ())
    return Day(found)


def on_day_of_month(day: int, today: date, at: tuple[int, int] | None = None) -> Day | Problem:
    """The day of the month `at` (year, month), or of the nearest month; it must not lie ahead."""
    if not 1 <= day <= 31:
        return Problem("not_a_date")
    year, month = at or month_of(day, today)
    found = make(year, month, day)
    if found is None:
        return Problem("no_such_day", (months(year, month, month)[1],))
    if found > today:
        before = make(*back(today, 1), day)
        return Problem("future", (before,) if before and at is None else ())
    return Day(found)
