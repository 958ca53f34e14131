"""When a yearly campaign is: its days in a year, and the one that runs or comes next."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from programme.charter import Campaign


class Run(NamedTuple):
    """One year's campaign, days inclusive."""

    start: date
    peak: date
    end: date


def in_year(campaign: Campaign, year: int) -> Run:
    """The campaign that starts in `year`; its peak and end may lie in the next."""
    start = _day(year, campaign.start)
    peak, end = (_day(year, d) if d >= campaign.start else _day(year + 1, d) for d in (campaign.peak, campaign.end))
    return Run(start, peak, end)


def at_or_after(campaign: Campaign, day: date) -> Run:
    """The campaign that runs on `day`, else the next one."""
    return next(run for year in (day.year - 1, day.year, day.year + 1) if (run := in_year(campaign, year)).end >= day)


def _day(year: int, month_day: tuple[int, int]) -> date:
    """29 February is the 28th in a year without it."""
    month, day = month_day
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 28 if (month, day) == (2, 29) and not leap else day)
