"""Which figures are asked for: of which days, units and topic, and how they are cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from handlers.campaigns.seasons import seasons
from handlers.context import Acting
from programme.domain.buttons.figures import QuickFigures
from programme.domain.model import TOPICS
from programme.domain.periods import is_period
from programme.language.words import alternatives

PERIODS = ("today", "week", "month", "campaign", "year", "last_year")
"""What can be asked for: `last_year` is this month a year ago."""
CUTS = ("unit", "topic", "month", "before", "past")
"""By the units below, by topic, by month, beside the period before, beside the same days a year before."""
DAY = r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?"
RANGE = re.compile(rf"{DAY}(?:\s*(?:-|–|{alternatives('date.until', 'marked.date.until')})\s*{DAY})?")
CADENCES = {"week": "weekly", "month": "monthly", "year": "yearly"}
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`unit` "" is all that the member may see, `topic` "" all of them; `view` is one of CUTS, or "then" for the units
    of each day, where else what is gone belongs to what it has become."""

    period: str = "month"
    unit: str = ""
    topic: str = ""
    view: str = ""

    @property
    def then(self) -> bool:
        return self.view == "then"

    def button(self) -> QuickFigures:
        return QuickFigures(self.period, self.unit, self.topic, self.view)

    def but(self, **changes: str) -> Wanted:
        return replace(self, **changes)


def read(button: QuickFigures) -> Wanted:
    """What a button asks for; its period may be days as they are typed: `1/6-15/6`."""
    view = button.view if button.view in (*CUTS, "then") else ""
    topic = button.topic if button.topic in TOPICS and view != "topic" else ""
    return Wanted(button.period.strip() or "month", button.unit, topic, view)


def between(first: date, last: date) -> str:
    """The days as a button carries them: 1/6/26-15/6/26."""
    days = [f"{day.day}/{day.month}/{day:%y}" for day in (first, last)]
    return "-".join(days if first != last else days[:1])


def days_of(s: Acting, wanted: Wanted) -> Span | None:
    """The days meant, as of today; None for what is no period."""
    regime, today, period = s.programme.regime, s.today, wanted.period
    if period == "today":
        return today, today
    if period in CADENCES:
        return regime.span(regime.period_of(today, CADENCES[period]))
    if period == "last_year":
        return regime.span(regime.same_last_year(regime.period_of(today, "monthly")))
    if period == "campaign":
        return _campaign(s, wanted.topic)
    if found := RANGE.fullmatch(period):
        return typed(found, today)
    return regime.span(period) if is_period(period) else None


def _campaign(s: Acting, topic: str) -> Span | None:
    """The campaign that began last, of that topic where there is one."""
    begun = [season for season in seasons(s) if season.run.start <= s.today]
    own = [season for season in begun if topic and season.campaign.topic == topic]
    return max(((each.run.start, each.run.end) for each in own or begun), default=None)


def typed(found: re.Match[str], today: date) -> Span | None:
    """Days without a year are of this one."""
    d1, m1, y1, d2, m2, y2 = found.groups()
    try:
        first = date(_year(y1 or y2 or f"{today.year}"), int(m1), int(d1))
        last = date(_year(y2 or f"{first.year}"), int(m2), int(d2)) if d2 else first
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _year(typed: str) -> int:
    return int(typed) + 2000 * (len(typed) == 2)


def year_before(span: Span) -> Span:
    """29 February is the 28th in a year without it."""
    first, last = (
        day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day) for day in span
    )
    return first, last
