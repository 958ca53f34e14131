"""What a digest says of a unit and a period, as figures: read through a narrow view of the store, put together here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from programme.domain.approvals import Matter
from programme.domain.campaigns import Run
from programme.domain.programme import Campaign, Programme
from programme.domain.seasons import is_for, seasons_of
from reports.completeness import (
    Completeness,
    Filing,
    Silence,
    completeness,
    last_periods,
    own_within,
    silence,
)
from reports.indicators import Reached, targets
from reports.matters import scope as places_of
from reports.queries import Queries
from reports.scope import Slice, as_now, as_then, day_of_now, given_way, whole
from reports.totals import Total, as_json, topics_of, totals_of

DAY = timedelta(days=1)
SHOWN = 12  # matters named in a digest; the rest are counted
LONG = 100  # days: the digest of a longer period tells of no single campaign
Sums = Mapping[str, Total]
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """A campaign that runs: which of the units below did something under its topic since it began, and which of those
    that report did not."""

    campaign: Campaign
    run: Run
    did: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A unit's period. `silent` says of each missing unit for how long; `mixed` counts what stands under several
    topics; `to_decide` counts what waits for a decision now, `matters` are the first of it; `then` says that the
    past was read off the tree of its own days."""

    unit: str
    period: str
    first: date
    last: date
    as_of: datetime
    completeness: Completeness
    totals: Sums
    by_topic: Mapping[str, Sums]
    before: Sums
    year_to_date: Sums
    same_period_last_year: Sums
    targets: tuple[Reached, ...] = ()
    silent: Mapping[str, Silence] = field(default_factory=dict)
    mixed: Sums = field(default_factory=dict)
    campaigns: tuple[CampaignStanding, ...] = ()
    matters: tuple[Matter, ...] = ()
    to_decide: int = 0
    then: bool = False

    def to_json(self) -> dict[str, Any]:
        c = self.completeness
        return {
            "unit": self.unit,
            "period": self.period,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "as_of": self.as_of.isoformat(),
            "expected": len(c.expected),
            "reported": len(c.reported),
            "on_time": len(c.on_time),
            "late": len(c.late),
            "nil": list(c.nil),
            "missing": list(c.missing),
            "totals": plain(self.totals),
            "by_topic": {topic: plain(sums) for topic, sums in self.by_topic.items()},
            "before": plain(self.before),
            "year_to_date": plain(self.year_to_date),
            "same_period_last_year": plain(self.same_period_last_year),
            "targets": [
                {
                    "indicator": r.indicator,
                    "value": r.value,
                    "target": r.target,
                    "percent": r.percent,
                    "denominator": r.denominator,
                    "met": r.met,
                }
                | ({"shown": r.hidden} if r.hidden else {})
                for r in self.targets
            ],
            "as": "then" if self.then else "now",
        }


def plain(sums: Sums) -> dict[str, dict[str, Any]]:
    return {name: as_json(total) for name, total in sums.items()}


def summarise(
    programme: Programme, queries: Queries, unit: str, period: str, as_of: datetime, *, then: bool = False
) -> Summary:
    """The summary of a unit of the tree. KeyError for an unknown unit, ValueError for what is no period."""
    regime, tree = programme.regime, programme.units
    tree[unit]
    first, last = regime.span(period)
    today = as_of.astimezone(ZoneInfo(programme.zone)).date()
    spans = {
        "now": (first, last),
        "before": regime.span(regime.before(period)),
        "year": (regime.span(regime.period_of(last, "yearly"))[0], last),
        "last_year": regime.span(regime.same_last_year(period)),
    }
    groups = grouped(programme, queries, unit, list(spans.values()), day_of_now(tree, unit, today), then=then)
    sums = dict(zip(spans, groups, strict=True))
    below = tree.subtree(unit, last)
    came = complete(programme, queries, below, period, as_of)
    everywhere = as_now(tree, unit, last)
    scope = whole(programme, everywhere)
    places = places_of(programme, [unit], today)
    return Summary(
        unit=unit,
        period=period,
        first=first,
        last=last,
        as_of=as_of.astimezone(ZoneInfo(programme.zone)),
        completeness=came,
        totals=totals_of(sums["now"]),
        by_topic=topics_of(sums["now"]),
        before=totals_of(sums["before"]),
        year_to_date=totals_of(sums["year"]),
        same_period_last_year=totals_of(sums["last_year"]),
        targets=targets(programme, queries.figures, unit, period, today),
        silent=silences(programme, queries, came, as_of),
        mixed=totals_of(g for g in sums["now"] if len(g.topics) > 1),
        campaigns=running(programme, queries, below, scope, first, last),
        matters=tuple(queries.approvals.page(places, SHOWN)),
        to_decide=queries.approvals.count(places),
        then=then,
    )


def grouped(
    programme: Programme, queries: Queries, unit: str, spans: Sequence[Span], on: date, *, then: bool = False
) -> list[list[Any]]:
    """The sums of each span, read in as few passes as there are runs of days; spans may overlap."""
    cuts = sorted({first for first, _ in spans} | {last + DAY for _, last in spans})
    pieces = [(a, b - DAY) for a, b in pairwise(cuts) if any(f <= a <= last for f, last in spans)]
    found: list[list[Any]] = [[] for _ in spans]
    for since, until, codes in slices(programme, unit, pieces, on, then=then):
        mine = [(max(a, since), min(b, until)) for a, b in pieces if a <= until and since <= b]
        for group in queries.figures.groups(whole(programme, codes), mine):
            for n, (first, last) in enumerate(spans):
                if first <= mine[group.span][0] <= last:
                    found[n].append(group)
    return found if then else [given_way(programme.units, groups, on) for groups in found]


def parts_of(programme: Programme, summary: Summary) -> list[Slice]:
    """The days of the summary's period with the units that its totals are of."""
    today = summary.as_of.astimezone(ZoneInfo(programme.zone)).date()
    on = day_of_now(programme.units, summary.unit, today)
    return slices(programme, summary.unit, [(summary.first, summary.last)], on, then=summary.then)


def slices(programme: Programme, unit: str, pieces: Sequence[Span], on: date, *, then: bool) -> list[Slice]:
    since, until = pieces[0][0], pieces[-1][1]
    if then:
        return as_then(programme.units, unit, since, until)
    return [(since, until, as_now(programme.units, unit, on))]


def complete(
    programme: Programme, queries: Queries, units: Sequence[str], period: str, as_of: datetime
) -> Completeness:
    owing = {code for code in units if programme.kind_of(code).reports}
    kinds = {kind.name: kind for kind in map(programme.kind_of, owing)}.values()
    periods = {own.period for k in kinds for own in own_within(programme.regime, k.cadence, k.due_days, period)}
    came = filed(programme, queries, periods, as_of, owing)
    return completeness(programme, units, period, came, as_of)


def filed(
    programme: Programme,
    queries: Queries,
    periods: Collection[str],
    as_of: datetime,
    units: Collection[str] | None = None,
) -> list[Filing]:
    """What came for these periods from these units (None: all); a joint organiser has reported for the period that
    holds the activity."""
    if not periods or units == set():
        return []
    spans = [programme.regime.span(period) for period in periods]
    found = []
    for row in queries.figures.filings(periods, min(s for s, _ in spans), max(e for _, e in spans), as_of, units):
        if row.unit in programme.units:
            if row.period:
                found.append(row)
            else:
                own = programme.regime.period_of(row.day, programme.kind_of(row.unit).cadence)
                found.append(Filing(row.unit, own, row.at, row.nil))
    return found


def silences(programme: Programme, queries: Queries, came: Completeness, as_of: datetime) -> dict[str, Silence]:
    """For how long each missing unit has been silent."""
    back = {unit: last_periods(programme, unit, came.lacking[unit][-1]) for unit in came.missing}
    filings = filed(programme, queries, {period for periods in back.values() for period in periods}, as_of, set(back))
    sent: dict[str, set[str]] = {}
    for filing in filings:
        sent.setdefault(filing.unit, set()).add(filing.period)
    return {unit: silence(programme, unit, came.lacking[unit][-1], sent.get(unit, ())) for unit in came.missing}


def running(
    programme: Programme, queries: Queries, below: Sequence[str], scope: Collection[str] | None, first: date, last: date
) -> tuple[CampaignStanding, ...]:
    """The campaigns of which a day lies in the period, and who did something in them by its last day."""
    tree, found = programme.units, []
    if (last - first).days >= LONG:
        return ()
    years = (last.year - 1, last.year)
    for season in seasons_of(programme, queries.schedule.campaign_days(*years), years):
        campaign, run = season.campaign, season.run
        if not (run.start <= last and first <= run.end):
            continue
        asked = [c for c in below if tree[c].exists_on(last) and is_for(programme, campaign, c, last)]
        if not asked and campaign.within:  # another area's own
            continue
        did = queries.figures.active(scope, run.start, min(last, run.end), campaign.topic)
        missing = tuple(c for c in asked if c not in did)
        found.append(CampaignStanding(campaign, run, tuple(c for c in asked if c in did), missing))
    return tuple(found)
