"""Days and periods on the calendar: which year a day without a year means, months, quarters, half-years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

FIRST_YEAR = 2000


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
