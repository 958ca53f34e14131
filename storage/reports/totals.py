"""Sums of figures over many reports in one pass, and what came for which period: what digests are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, literal_column, not_, select

from programme.domain.model import COUNTED, stands
from programme.domain.query_rows import FigureGroup, FilingRow
from storage.database.dialects import among
from storage.reports.reports import TELLS
from storage.schema import tables as t

a, f, d, r, j = t.activities.c, t.figures.c, t.standings.c, t.reports.c, t.joints.c
STANDING = (*COUNTED, "late")
"""States of reports that have come and were not taken back."""
COUNTS = literal_column("figures.counts")  # word for word as in the index, so that it is used
Span = tuple[date, date]


MANY = 300
"""Asked for so many units, every activity of the days is read by the index of sums; for fewer, theirs are looked up."""


def groups(
    conn: Connection,
    units: Collection[str] | None,
    spans: Sequence[Span],
    *,
    by_unit: bool = False,
    kinds: Collection[str] = (),
) -> list[FigureGroup]:
    """The sums of these units (None: all) in each span of days, of these kinds of activity (none named: all); spans
    are in order and do not overlap. An activity counts on its last day, once, whoever organised it together."""
    found: list[FigureGroup] = []
    for run in _runs(spans):
        first, last = spans[run[0]][0], spans[run[-1]][1]
        mine = [(spans[n], n) for n in run]
        for of in (f, d):
            of_days = [of.day.between(first, last), *([of.kind.in_(sorted(kinds))] if kinds else [])]
            for theirs in _theirs(conn, of, units, first, last):
                where = [*of_days, *theirs]
                found += _summed(conn, [COUNTS, *where], mine, by_unit) if of is f else _standing(conn, where, mine)
    return found


def _theirs(
    conn: Connection, of: Any, units: Collection[str] | None, first: date, last: date
) -> Iterator[list[ColumnElement[bool]]]:
    """Conditions that pick these units' rows among the figures, those of joint activities too, each once."""
    if units is None:
        yield []
        return
    if len(units) > MANY or of is d:
        yield [among(conn, of.unit, units)]
    else:  # by their own days, else the index of sums would be read for everybody
        yield [of.report.in_(select(a.report).where(among(conn, a.unit, units), a.day.between(first, last)))]
    yield [of.report.in_(select(j.report).where(among(conn, j.unit, units))), not_(among(conn, of.unit, units))]


def _summed(
    conn: Connection, where: Sequence[ColumnElement[bool]], spans: Sequence[tuple[Span, int]], by_unit: bool
) -> Iterator[FigureGroup]:
    """Summed by the day first, which comes in the order of the index and so without sorting; then by the span."""
    alike = [f.kind, f.name, f.topics, f.bound, *([f.unit] if by_unit else [])]
    daily = select(f.day, *alike, func.sum(f.value).label("value"), func.count().label("parts"))
    day = daily.where(*where).group_by(f.day, *alike).subquery().c
    keys = [_place(day.day, spans), *(day[column.name] for column in alike)]
    query = select(*keys, func.sum(day.value).label("total"), func.sum(day.parts).label("count"))
    for row in conn.execute(query.group_by(*(keys if spans[1:] else keys[1:]))):
        if not stands(row.kind, row.name):
            unit = row.unit if by_unit else ""
            sums = (row.kind, row.name, tuple(row.topics), row.bound, int(row.total), int(row.count))
            yield FigureGroup(row.span, unit, *sums)


def _standing(
    conn: Connection, where: Sequence[ColumnElement[bool]], spans: Sequence[tuple[Span, int]]
) -> Iterator[FigureGroup]:
    """Each unit's last word on each place, under each combination of topics."""
    place = _place(d.day, spans)
    same = [*([place] if spans[1:] else []), d.unit, d.kind, d.name, d.topics, d.place]
    order = func.row_number().over(partition_by=same, order_by=[d.day.desc(), d.at.desc(), d.report.desc(), d.n.desc()])
    columns = (place, d.unit, d.kind, d.name, d.topics, d.bound, d.value, d.place, d.day, d.at, d.report, d.n)
    every = select(*columns, order.label("newest")).where(*where).subquery()
    for row in conn.execute(select(every).where(every.c.newest == 1)):
        about = (row.kind, row.name, tuple(row.topics), row.bound, row.value, 1, row.place)
        yield FigureGroup(row.span, row.unit, *about, (row.day, row.at, row.report, row.n))


def _place(day: ColumnElement[date], spans: Sequence[tuple[Span, int]]) -> ColumnElement[int]:
    """Which span a day lies in."""
    *others, (_, final) = spans
    places = case(*((day <= last, n) for (_, last), n in others), else_=final) if others else literal(final)
    return places.label("span")


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
) -> list[FilingRow]:
    """What came by then from these units (None: all) for these periods, a row a unit and period; and a row for each
    joint activity of these days and each of its joint organisers."""
    standing = (r.state.in_(STANDING), r.filed_at <= as_of, TELLS)
    first = func.min(r.filed_at, type_=r.filed_at.type)
    nil = func.min(case((r.nil, 1), else_=0))
    query = select(r.unit, r.period, first, nil).where(r.period.in_(sorted(periods)), *standing)
    if units is not None:
        query = query.where(among(conn, r.unit, units))
    rows = conn.execute(query.group_by(r.period, r.unit))  # in the order of the index: nothing is sorted
    found = [FilingRow(unit, period, at, bool(nil)) for unit, period, at, nil in rows.all()]
    # Few reports are joint: they are looked up by their codes, else the database would look through all there are.
    joint = select(j.unit, j.report) if units is None else select(j.unit, j.report).where(among(conn, j.unit, units))
    organisers = conn.execute(joint).all()
    if organisers:
        codes = select(j.report) if units is None else select(j.report).where(among(conn, j.unit, units))
        known = select(r.code, r.filed_at, r.last).where(r.code.in_(codes), r.last.between(since, until), *standing)
        days = {code: (at, day) for code, at, day in conn.execute(known)}
        found += [FilingRow(unit, "", days[code][0], False, days[code][1]) for unit, code in organisers if code in days]
    return found
