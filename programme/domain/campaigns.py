"""When a yearly campaign is: its days in a year, the one that runs or comes next, and the days of its phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from programme.domain.agenda import PHASES, Phase, Year
from programme.domain.programme import Campaign

RESULTS_AFTER = timedelta(days=5)
WEEKLY_ENDS = timedelta(days=10)
"""Before a campaign's end: then the last week is announced."""


class Run(NamedTuple):
    """One year's campaign, days inclusive."""

    start: date
    peak: date
    end: date


@dataclass(frozen=True, slots=True)
class Season:
    """A campaign in one year as it is to be: `results` is the day its results are due, `edition` what was said for
    this year alone, with its revision."""

    campaign: Campaign
    run: Run
    results: date
    edition: Year

    @property
    def key(self) -> str:
        """Other days make another revision, and that another key."""
        return f"{self.campaign.name}.{self.edition.year}.{self.edition.revision}"

    @property
    def name(self) -> str:
        """The same in every revision."""
        return f"{self.campaign.name}.{self.edition.year}"


def in_year(campaign: Campaign, year: int) -> Run:
    """The campaign that starts in `year`; its peak and end may lie in the next."""
    start = _day(year, campaign.start)
    peak, end = (_day(year, d) if d >= campaign.start else _day(year + 1, d) for d in (campaign.peak, campaign.end))
    return Run(start, peak, end)


def at_or_after(campaign: Campaign, day: date) -> Run:
    """The campaign that runs on `day`, else the next one."""
    return next(run for year in (day.year - 1, day.year, day.year + 1) if (run := in_year(campaign, year)).end >= day)


def season(
    campaign: Campaign, year: int, edition: Year | None = None, results: tuple[int, int] | None = None
) -> Season:
    """The campaign of that year: the edition's days where it says some, else the usual ones. Days that are out of
    order are brought into it: the peak between start and end, results not before the peak."""
    usual, edition = in_year(campaign, year), edition or Year(campaign.name, year)
    start = edition.start or usual.start
    shift = start - usual.start if edition.start else timedelta()
    end = max(start, edition.end or usual.end + (shift if shift > timedelta() and usual.end < start else timedelta()))
    peak = min(max(edition.peak or usual.peak, start), end)
    due = edition.results
    if due is None and results:
        due = next(day for day in (_day(y, results) for y in (peak.year, peak.year + 1)) if day >= peak)
        due = due if due <= end + timedelta(days=180) else None
    return Season(campaign, Run(start, peak, end), max(peak, due or end + RESULTS_AFTER), edition)


def seasons(
    campaigns: Iterable[Campaign],
    editions: Mapping[tuple[str, int], Year],
    results: Mapping[str, tuple[int, int] | None],
    years: Iterable[int],
) -> list[Season]:
    """Every campaign in each of the years; `editions` by name and year."""
    years = list(years)
    return [
        season(campaign, year, editions.get((campaign.name, year)), results.get(campaign.name))
        for campaign in campaigns
        for year in years
        if campaign.only is None or campaign.only == year
    ]


def phase_days(season: Season, phases: Iterable[Phase] = PHASES) -> list[tuple[date, Phase]]:
    """The days of its phases in order. What is said before the start falls before it; what is said inside, from the
    start to the end; what is said of the results may come later. A phase that would fall elsewhere is left out."""
    run, found = season.run, []
    anchors = {"start": run.start, "peak": run.peak, "end": run.end, "results": season.results}
    for place, phase in enumerate(phases):
        day = anchors[phase.anchor] + timedelta(days=phase.days)
        if phase.every:
            until = run.end - WEEKLY_ENDS
            step = timedelta(days=phase.every)
            found += [(day + n * step, place, phase) for n in range(max(0, (until - day) // step + 1))]
        else:
            found.append((day, place, phase))
    kept = [(day, place, phase) for day, place, phase in found if _in_place(season, phase, day)]
    return [(day, phase) for day, _, phase in sorted(kept, key=lambda it: it[:2])]


def _in_place(season: Season, phase: Phase, day: date) -> bool:
    run = season.run
    if phase.name.startswith("before"):
        return day < run.start
    if phase.name.startswith("results"):
        return run.start < day <= season.results
    if phase.name.startswith(("start", "peak")):
        return run.start <= day <= run.end
    return run.start < day <= run.end


def _day(year: int, month_day: tuple[int, int]) -> date:
    """29 February is the 28th in a year without it."""
    month, day = month_day
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 28 if (month, day) == (2, 29) and not leap else day)
