"""Activities and their figures, as the digests, the receipts and the checks of a new report want them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Select, bindparam, func, literal_column, select, union

from programme.domain.model import Figure, Report
from programme.domain.query_rows import ActivityRow
from storage.database.prepared import Prepared
from storage.reports.assembled import whole
from storage.reports.reports import nil
from storage.schema import tables as t

__all__ = ["ActivityRow", "activities", "highest", "nil", "recent_places", "similar"]

RECENT = 60  # activities looked through for the places last used


a, f, r, j = t.activities.c, t.figures.c, t.reports.c, t.joints.c
_HIGHEST = Prepared(
    select(func.max(f.value)).where(
        literal_column("figures.alone"),  # word for word as in the index, so that it is used
        f.unit == bindparam("unit"),
        f.kind == bindparam("kind"),
        f.name == bindparam("figure"),
    )
)
_RECENT = Prepared(select(a.place).where(a.unit == bindparam("unit")).order_by(a.day.desc()).limit(RECENT))


def activities(conn: Connection, units: Collection[str] | None, since: date, until: date) -> list[ActivityRow]:
    """What these units (None: all) did in these days, jointly too, each activity once, by day and report."""
    chosen = _chosen(units, since, until).subquery()
    on = (a.report == chosen.c.report) & (a.n == chosen.c.n)
    figures: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
    numbers = select(f.report, f.n, f.name, f.value, f.bound).join(
        chosen, (f.report == chosen.c.report) & (f.n == chosen.c.n)
    )
    for report, n, name, value, bound in conn.execute(numbers):
        figures[report, n][name] = Figure(value, bound)
    query = (
        select(
            *(a.report, a.n, a.unit, r.joint_units, a.kind, a.scope, a.topics, a.date, a.date_to, a.place, a.ward),
            *(r.form, r.filed_at, r.state),
        )
        .select_from(t.activities.join(chosen, on).join(t.reports, r.code == a.report))
        .order_by(a.day, a.report, a.n)
    )
    return [
        ActivityRow(
            row.report,
            row.unit,
            tuple(row.joint_units),
            row.kind,
            row.scope,
            tuple(row.topics),
            row.date,
            row.date_to,
            row.place,
            row.ward,
            figures[row.report, row.n],
            row.form,
            row.filed_at,
            row.state,
        )
        for row in conn.execute(query)
    ]


def _chosen(units: Collection[str] | None, since: date, until: date) -> Select[tuple[str, int]]:
    query = select(a.report, a.n).where(a.day.between(since, until), a.counts)
    if units is None:
        return query
    joint = select(j.report).where(j.unit.in_(units))
    return union(query.where(a.unit.in_(units)), query.where(a.report.in_(joint)))


def highest(conn: Connection, unit: str, kind: str, figure: str) -> int | None:
    """The unit's highest so far among single events with one session; None if there is none."""
    return _HIGHEST.value(conn, {"unit": unit, "kind": kind, "figure": figure})


def recent_places(conn: Connection, unit: str, limit: int = 3) -> list[str]:
    """The places of the unit's latest activities, the latest first, each once."""
    places: dict[str, None] = {}
    for (place,) in _RECENT(conn, {"unit": unit}):  # read no further than needed: each is a page of its own
        if place:
            places[place] = None
        if len(places) == limit:
            break
    return list(places)


def similar(conn: Connection, units: Collection[str], kind: str, day: date, exclude_member: str = "") -> list[Report]:
    """Reports that count and tell of an activity of that kind on that day by these units, filed by others."""
    covering = (a.date <= day) & (a.day >= day) & (a.kind == kind) & a.counts & (a.scope == "event")
    query = select(a.report).where(covering)
    joint = select(j.report).where(j.unit.in_(units))
    found = union(query.where(a.unit.in_(units)), query.where(a.report.in_(joint)))
    rows = conn.execute(select(t.reports).where(r.code.in_(found), r.member != exclude_member)).all()
    return whole(conn, sorted(rows, key=lambda row: (row.filed_at, row.code)))
