"""How far a person wants to put the bot's clock forward."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

MOST_HOURS = 366 * 24
LAST_YEAR = 2100
DAY = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s*", re.A)


def ahead(now: datetime, hours: object, to: object) -> timedelta | None:
    """From `now` (local) on by `hours`, or to the same time on the day `to`; None for what does not go forward."""
    then = now
    if type(hours) is int and 0 < hours <= MOST_HOURS:
        then = now + timedelta(hours=hours)
    elif isinstance(to, str) and (day := day_meant(to, now.date())):
        then = datetime.combine(day, now.timetz())
    return then - now if then > now and then.year <= LAST_YEAR else None


def day_meant(words: str, today: date) -> date | None:
    """`5/7` (the next one), `5/7/2026`; None for what is no day."""
    found = DAY.fullmatch(words)
    if not found:
        return None
    number, month, year = (int(group or 0) for group in found.groups())
    try:
        if year:
            return date(year, month, number)
        this = date(today.year, month, number)
        return this if this > today else date(today.year + 1, month, number)
    except ValueError:
        return None
