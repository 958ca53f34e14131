"""What waits for a decision: raised, decided, counted by one index, and gone when its report no longer gives reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, or_, select, union, update

from programme.domain.approvals import ALIKE, CORRECTION, LATE, UNUSUAL, Matter, late_id, likeness
from programme.domain.model import COUNTED, Report
from programme.domain.query_rows import AlikeActivity
from storage.database.dialects import among, insert_new
from storage.database.store_faults import Stale
from storage.schema import tables as t

m, a = t.matters.c, t.activities.c
_RAISE = insert_new(t.matters)
_OPEN = literal_column("matters.state='open'")  # word for word as in the index, so that it is used
_FIELDS = [field.name for field in fields(Matter)]
WAITING = ("open", "returned")
MOST = 5  # reports shown as alike to one: the earliest

_EVENTS = select(a.report, a.unit, a.place).where(a.counts, a.report != bindparam("code"))
# Said as a range, the day is looked for within each unit; as one day SQLite would take the index of days, and on the
# peak day of a campaign those are the events of a whole province.
_NEAR = _EVENTS.where(
    a.unit.in_(bindparam("units", expanding=True)),
    a.day.between(bindparam("day"), bindparam("day")),
    a.likeness == bindparam("like"),
)
_NEAR_OR_THERE = union(_NEAR, _EVENTS.where(a.spot == bindparam("spot"))).order_by("report").limit(MOST)
_NEAR = _NEAR.order_by(a.report).limit(MOST)


# --- asked ------------------------------------------------------------------------------------------------------------


def count(conn: Connection, places: Collection[str] | None, kinds: Collection[str] = ()) -> int:
    """How many are open in these places (None: anywhere), of these kinds (none named: of all)."""
    return conn.scalar(select(func.count()).select_from(t.matters).where(*_open(conn, places, kinds))) or 0


def listed(
    conn: Connection,
    places: Collection[str] | None,
    limit: int,
    offset: int = 0,
    kinds: Collection[str] = (),
) -> list[Matter]:
    """Those that are open, the oldest first."""
    query = select(t.matters).where(*_open(conn, places, kinds)).order_by(m.at, m.id).limit(limit).offset(offset)
    return [_matter(row) for row in conn.execute(query)]


def _open(conn: Connection, places: Collection[str] | None, kinds: Collection[str]) -> list[Any]:
    where = [] if places is None else [among(conn, m.place, places)]
    return [_OPEN, *where, *([m.kind.in_(sorted(kinds))] if kinds else [])]


def get(conn: Connection, id: str) -> Matter | None:
    row = conn.execute(select(t.matters).where(m.id == id)).first()
    return _matter(row) if row else None


def of_report(conn: Connection, code: str) -> list[Matter]:
    """All that there ever was to decide about a report, in the order it was raised."""
    query = select(t.matters).where(or_(m.report == code, (m.other == code) & (m.other != "")))
    return [_matter(row) for row in conn.execute(query.order_by(m.at, m.id))]


def alike(
    conn: Connection, code: str, units: Iterable[str], day: date, like: int, spot: int | None
) -> list[AlikeActivity]:
    """Activities that count, of other reports, with the same day, kind and number: of these units, or of the place."""
    values = {"code": code, "units": sorted(units), "day": day, "like": like, "spot": spot}
    return [AlikeActivity(*row) for row in conn.execute(_NEAR if spot is None else _NEAR_OR_THERE, values)]


def _matter(row: Any) -> Matter:
    return Matter(**{name: getattr(row, name) for name in _FIELDS})


# --- done -------------------------------------------------------------------------------------------------------------


def raised(conn: Connection, matter: Matter) -> bool:
    """Keep it; False where it was raised before, however it was decided. A correction takes the place of those that
    wait for the same answers of the same report."""
    if matter.kind == CORRECTION:
        for older in of_report(conn, matter.report):
            same = set(older.about.split()) & set(matter.about.split())
            if older.kind == CORRECTION and older.state == "open" and same:
                _close(conn, older.id, "replaced", matter.by, matter.at)
    row = {name: getattr(matter, name) for name in _FIELDS} | {"changes": dict(matter.changes)}
    return bool(_RAISE(conn, row).rowcount)


def decided(conn: Connection, id: str, state: str, by: str, reason: str, at: datetime) -> Matter:
    """Stale if it waits no more, or is given the state that it has."""
    matter = get(conn, id)
    if matter is None or matter.state == state or not _close(conn, id, state, by, at, reason):
        raise Stale(f"matter {id} was decided meanwhile")
    return matter


def reasoned(conn: Connection, id: str, by: str, why: str) -> None:
    """Why a correction is asked for, told after it was asked."""
    conn.execute(update(t.matters).where(m.id == id, m.by == by, _OPEN).values(why=why))


def _close(conn: Connection, id: str, state: str, by: str, at: datetime | None, reason: str = "") -> bool:
    new = {"state": state, "decided_by": by, "decided_at": at, "reason": reason}
    return bool(conn.execute(update(t.matters).where(m.id == id, m.state.in_(WAITING)).values(new)).rowcount)


def moved(conn: Connection, code: str, into: str) -> None:
    """What was alike to a report that was merged is alike to the one it was merged into."""
    for matter in of_report(conn, code):
        pair = {matter.report, matter.other} - {code} | {into}
        if matter.kind == ALIKE and matter.state == "open" and len(pair) == 2:
            new = {"report": into} if matter.report == code else {"other": into}
            conn.execute(update(t.matters).where(m.id == matter.id).values(new))


def follow(conn: Connection, report: Report, before: bool = True) -> None:
    """After a report was stored: a supplementary one waits; what it no longer gives reason for is gone. `before`:
    whether there was such a report already."""
    for matter in of_report(conn, report.code) if before else ():
        if matter.state in WAITING and not _holds(conn, matter, report):
            _close(conn, matter.id, "gone", "", None)
    if report.state == "late":
        raised(conn, Matter(late_id(report.code), LATE, report.code, report.unit, report.unit, report.filed_at))


def _holds(conn: Connection, matter: Matter, report: Report) -> bool:
    if matter.kind == LATE:
        return report.state == "late"
    if matter.kind == UNUSUAL:
        kind, _, name = matter.about.partition(".")
        told = [x.figures[name].value for x in report.activities if x.kind == kind and name in x.figures]
        return report.state in (*COUNTED, "late") and matter.new in map(str, told)
    if matter.kind == ALIKE and report.state in COUNTED:
        other = matter.other if matter.report == report.code else matter.report
        mine = {likeness(activity) for activity in report.activities}
        return bool(mine & _likenesses(conn, other))
    return report.state in COUNTED


def _likenesses(conn: Connection, code: str) -> set[int]:
    return set(conn.scalars(select(a.likeness).where(a.report == code, a.counts, a.likeness.is_not(None))))
