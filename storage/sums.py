"""Sums of figures over many reports in one pass, and what came for which period: what digests are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, literal_column, or_, select

from programme.nouns import COUNTED
from storage import tables as t
from storage.either import among
from storage.reports import tells

a, f, r, j = t.activities.c, t.figures.c, t.reports.c, t.joints.c
STANDING = (*COUNTED, "late")
"""States of reports that have come and were not taken back."""
Span = tuple[date, date]


class Group(NamedTuple):
    """A sum over the activities of one span (its place in the list asked for) that are alike in all the rest; `parts`
    is how many figures it is made of. `unit` is "" unless asked for."""

    span: int
    unit: str
    kind: str
    name: str
    topics: tuple[str, ...]
    bound: str | None
    value: int
    parts: int


class Filed(NamedTuple):
    """What came first from a unit for a period; for a joint organiser, the last day of the joint activity in the place
    of the period, which only the unit's own cadence tells."""

    unit: str
    period: str
    at: datetime
    nil: bool
    day: date | None = None


def theirs(conn: Connection, units: Collection[str] | None) -> list[ColumnElement[bool]]:
    """Activities of these units, joint ones too (None: of all)."""
    if units is None:
        return []
    joint = select(j.report).where(among(conn, j.unit, units))
    return [or_(among(conn, a.unit, units), a.report.in_(joint))]


def groups(
    conn: Connection,
    units: Collection[str] | None,
    spans: Sequence[Span],
    *,
    by_unit: bool = False,
    kinds: Collection[str] = (),
) -> list[Group]:
    """The sums of these units (None: all) in each span of days, of these kinds of activity (none named: all); spans
    are in order and do not overlap. An activity counts on its last day, once, whoever organised it together."""
    found: list[Group] = []
    some = [a.kind.in_(sorted(kinds))] if kinds else []
    for run in _runs(spans):
        first, last = spans[run[0]][0], spans[run[-1]][1]
        place = case(*((a.day <= spans[n][1], n) for n in run[:-1]), else_=run[-1]) if run[1:] else literal(run[0])
        keys = [place.label("span"), *([a.unit] if by_unit else []), a.kind, f.name, a.topics, f.bound]
        query = (
            select(*keys, func.sum(f.value).label("value"), func.count().label("parts"))
            .select_from(t.activities.join(t.figures, and_(f.report == a.report, f.n == a.n)))
            .where(a.counts, _within(conn, first, last), *theirs(conn, units), *some)
            .group_by(*(keys if run[1:] else keys[1:]))
        )
        for row in conn.execute(query):
            unit = row.unit if by_unit else ""
            sums = (row.kind, row.name, tuple(row.topics), row.bound, int(row.value), row.parts)
            found.append(Group(row.span, unit, *sums))
    return found


def _within(conn: Connection, first: date, last: date) -> ColumnElement[bool]:
    """The activities of these days. SQLite would look up each by the index even where it needs most of the table; read
    from one end to the other that takes half the time."""
    if conn.dialect.name == "sqlite":
        oldest, newest = conn.execute(
            select(select(func.min(a.day)).scalar_subquery(), select(func.max(a.day)).scalar_subquery())
        ).one()
        if oldest and (min(last, newest) - max(first, oldest)).days * 2 > (newest - oldest).days:
            return literal_column("+activities.day", a.day.type).between(first, last)
    return a.day.between(first, last)


def _runs(spans: Sequence[Span]) -> list[list[int]]:
    """Places of spans that follow each other without a gap: one pass over the rows serves them."""
    runs = [[0]] if spans else []
    for n, (before, after) in enumerate(pairwise(spans), 1):
        if after[0] <= before[1]:
            raise ValueError("spans must be in order and apart")
        if (after[0] - before[1]).days == 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def active(conn: Connection, units: Collection[str] | None, since: date, until: date, topic: str = "") -> set[str]:
    """Which units did something in these days (under that topic), joint organisers too."""
    days = [a.counts, a.day.between(since, until)]
    if topic:
        days.append(a.topics.op("LIKE")(literal(f'%"{topic}"%', a.report.type)))
    mine = [] if units is None else [among(conn, a.unit, units)]
    found = set(conn.scalars(select(a.unit).distinct().where(*days, *mine)))
    joint = [] if units is None else [among(conn, j.unit, units)]
    query = select(j.unit).distinct().join(t.activities, a.report == j.report).where(*days, *joint)
    return found | set(conn.scalars(query))


def filings(
    conn: Connection,
    periods: Iterable[str],
    since: date,
    until: date,
    as_of: datetime,
    units: Collection[str] | None = None,
) -> list[Filed]:
    """What came by then from these units (None: all) for these periods, a row a unit and period; and a row for each
    joint activity of these days and each of its joint organisers."""
    standing = (r.state.in_(STANDING), r.filed_at <= as_of, tells())
    first = func.min(r.filed_at, type_=r.filed_at.type)
    nil = func.min(case((r.nil, 1), else_=0))
    query = select(r.unit, r.period, first, nil).where(r.period.in_(sorted(periods)), *standing)
    if units is not None:
        query = query.where(among(conn, r.unit, units))
    found = [Filed(u, p, at, bool(n)) for u, p, at, n in conn.execute(query.group_by(r.unit, r.period))]
    # Few reports are joint: they are looked up by their codes, else the database would look through all there are.
    joint = select(j.unit, j.report) if units is None else select(j.unit, j.report).where(among(conn, j.unit, units))
    organisers = conn.execute(joint).all()
    if organisers:
        codes = select(j.report) if units is None else select(j.report).where(among(conn, j.unit, units))
        known = select(r.code, r.filed_at, r.last).where(r.code.in_(codes), r.last.between(since, until), *standing)
        days = {code: (at, day) for code, at, day in conn.execute(known)}
        found += [Filed(unit, "", days[code][0], False, days[code][1]) for unit, code in organisers if code in days]
    return found


def late_codes(conn: Connection, units: Collection[str] | None) -> list[str]:
    """The codes of the supplementary reports of these units (None: of all) that wait for a coordinator, in order."""
    late = literal_column("reports.state='late'")  # word for word as in the index, so that it is used
    query = select(r.code).where(late).order_by(r.filed_at, r.code)
    if units is not None:
        joint = select(j.report).where(among(conn, j.unit, units))
        query = query.where(or_(among(conn, r.unit, units), r.code.in_(joint)))
    return list(conn.scalars(query))


class Alike(NamedTuple):
    """Two reports that tell of what may be one activity."""

    first: str
    second: str
    unit: str


def alike(conn: Connection, units: Collection[str] | None, since: date, until: date, limit: int = 20) -> list[Alike]:
    """Pairs of reports of one unit that count, with an event of the same kind on the same day and as many people; in
    one pass, so of three that are alike the first and the last."""
    first, last = func.min(a.report), func.max(a.report)
    query = (
        select(first, last, a.unit)
        .select_from(t.activities.join(t.figures, and_(f.report == a.report, f.n == a.n)))
        .where(a.counts, a.scope == "event", a.day.between(since, until), f.name.in_(("participants", "persons")))
        .group_by(a.unit, a.day, a.kind, f.name, f.value)
        .having(first < last)
        .order_by(first, last)
        .limit(limit)
    )
    if units is not None:
        query = query.where(among(conn, a.unit, units))
    return list(dict.fromkeys(Alike(*row) for row in conn.execute(query)))
