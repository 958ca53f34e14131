"""The campaigns as they are to be: a pack's, with what coordinators moved, added or withdrew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.context import Acting
from programme.domain.campaigns import Season
from programme.domain.seasons import is_for
from reports.sums_in_words import span


def seasons(s: Acting) -> Sequence[Season]:
    """Of this year and those around it."""
    return s.schedule.seasons(s.programme, range(s.today.year - 1, s.today.year + 2))


def season_named(s: Acting, name: str) -> Season | None:
    """`drug-month.2027`."""
    return next((season for season in seasons(s) if season.name == name), None)


def days_words(start: date, end: date) -> str:
    """`1–30/6/2027`; over New Year both years are said already."""
    return span(start, end) if start.year != end.year else f"{span(start, end)}/{end.year}"


def running_for(s: Acting, unit: str) -> list[Season]:
    """Those that run today and are for that unit."""
    today = [season for season in seasons(s) if season.run.start <= s.today <= season.run.end]
    return [season for season in today if is_for(s.programme, season.campaign, unit, s.today)]


def coming(s: Acting) -> list[Season]:
    """Of each campaign that concerns the member's units the one that runs or comes next, by its start."""
    mine = {p.unit for p in s.posts if p.unit in s.programme.units}
    near = {above for unit in mine for above in s.programme.units.ancestors(unit, s.today)} | mine
    near |= {code for p in s.posts if p.role != "member" for code in s.programme.units.subtree(p.unit, s.today)}
    first: dict[str, Season] = {}
    for season in sorted(seasons(s), key=lambda season: season.run.start):
        if season.run.end >= s.today and season.campaign.within in ("", *near):
            first.setdefault(season.campaign.name, season)
    return list(first.values())
