"""Reports whole: filed, mended, withdrawn, read back; every revision is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union,
    update,
)

from programme.domain import codes
from programme.domain.model import COUNTED, Report, Revision
from storage.database.prepared import Prepared
from storage.database.store_faults import Stale
from storage.reports import matters
from storage.reports.assembled import whole
from storage.reports.layout import activity_rows, figure_rows, joint_rows, picture_rows, report_row, standing_rows
from storage.schema import tables as t
from storage.transfer.report_json import activity_to

r = t.reports.c
_PARTS = (t.activities, t.figures, t.standings, t.joints, t.pictures)
_COUNT = Prepared(insert(t.codes).returning(t.codes.c.id))
_EXISTS = Prepared(select(r.code).where(r.code == bindparam("code")))
_FILE = Prepared(insert(t.reports))
_LAY = {part: Prepared(insert(part)) for part in _PARTS}
_DROP = [delete(part).where(part.c.report == bindparam("of")) for part in _PARTS]
TELLS = literal_column("reports.tells")  # word for word as in the index, so that it is used
PAGE = 500


def fresh_code(conn: Connection) -> str:
    """A code no report has ever had, the next of the counter's."""
    while True:
        (number,) = _COUNT(conn, {}).fetchone()
        code = codes.code(number - 1)
        if _EXISTS.value(conn, {"code": code}) is None:  # an imported report may have it
            return code


def file(conn: Connection, report: Report, origin: str | None = None) -> None:
    """Keep a new report. `origin` marks an imported line that came without a code."""
    _FILE(conn, report_row(report) | {"origin": origin})
    _lay_out(conn, report)
    for revision in report.revisions:
        _keep_revision(conn, report.code, revision)
    matters.follow(conn, report, before=False)


def revise(conn: Connection, report: Report, by: str, why: str, at: datetime) -> None:
    """Put this in the place of the report of its code, whose answers and activities become a revision. Stale if
    `report.revision` is not the next number."""
    old = get(conn, report.code, lock=True)
    if old is None or report.revision != old.revision + 1:
        raise Stale(f"report {report.code} has been mended meanwhile")
    _keep_revision(conn, report.code, Revision(old.revision, at, by, why, old.answers, old.activities))
    _replace(conn, report)


def withdraw(conn: Connection, code: str) -> None:
    """It counts no more. Stale if there is none of that code that could be withdrawn."""
    standing(conn, code, "withdrawn")


def standing(conn: Connection, code: str, state: str, merged_into: str | None = None) -> None:
    """Give the report another state; its figures count from now on, or no more."""
    old = get(conn, code, lock=True)
    if old is None or old.state == state or old.state in ("withdrawn", "merged"):
        raise Stale(f"report {code} has changed meanwhile")
    _replace(conn, replace(old, state=state, merged_into=merged_into))


def supersede(conn: Connection, report: Report) -> None:
    """Put an imported report, with its revisions, in the place of an older one of the same code."""
    conn.execute(delete(t.revisions).where(t.revisions.c.report == report.code))
    for revision in report.revisions:
        _keep_revision(conn, report.code, revision)
    _replace(conn, report)


def _replace(conn: Connection, report: Report) -> None:
    row = report_row(report)
    conn.execute(update(t.reports).where(r.code == report.code).values(row))
    for drop in _DROP:
        conn.execute(drop, {"of": report.code})
    _lay_out(conn, report)
    matters.follow(conn, report)


def _lay_out(conn: Connection, report: Report) -> None:
    for table, rows in (
        (t.activities, activity_rows(report)),
        (t.figures, figure_rows(report)),
        (t.standings, standing_rows(report)),
        (t.joints, joint_rows(report)),
        (t.pictures, picture_rows(report)),
    ):
        if rows:
            _LAY[table](conn, rows)


def _keep_revision(conn: Connection, code: str, revision: Revision) -> None:
    row = {name: getattr(revision, name) for name in ("number", "at", "by", "why", "answers")}
    row |= {"report": code, "activities": [activity_to(a) for a in revision.activities]}
    conn.execute(insert(t.revisions), row)


# --- reading ----------------------------------------------------------------------------------------------------------


def get(conn: Connection, code: str, lock: bool = False) -> Report | None:
    """The report of that code; with `lock`, held on PostgreSQL until the transaction ends."""
    query = select(t.reports).where(r.code == code)
    found = whole(conn, conn.execute(query.with_for_update() if lock else query).all())
    return found[0] if found else None


def naming(conn: Connection, medium: str) -> list[str]:
    """The codes of the reports that name the medium."""
    pictures = t.pictures.c
    return list(conn.scalars(select(pictures.report).where(pictures.name == medium).order_by(pictures.report)))


def of_member(conn: Connection, member: str, limit: int = 10, before: datetime | None = None) -> list[Report]:
    """What the member has filed (before then), the newest first, withdrawn ones too."""
    query = select(t.reports).where(r.member == member).order_by(r.filed_at.desc(), r.code.desc()).limit(limit)
    if before is not None:
        query = query.where(r.filed_at < before)
    return whole(conn, conn.execute(query).all())


def count_of(conn: Connection, member: str) -> int:
    """How many the member has filed, withdrawn ones too."""
    return conn.scalar(select(func.count()).select_from(t.reports).where(r.member == member)) or 0


def of_unit(conn: Connection, unit: str, since: date, until: date) -> list[Report]:
    """The unit's own and joint reports with activities in these days (a nil report: with days of its period)."""
    return list(between(conn, [unit], since, until))


def between(
    conn: Connection, units: Collection[str] | None, since: date | None = None, until: date | None = None
) -> Iterator[Report]:
    """All reports of these units (None: of all), in the order they were filed, read page by page."""
    days = [*([r.last >= since] if since else []), *([r.first <= until] if until else [])]
    query = select(r.filed_at, r.code).where(*days)
    if units is not None:
        joint = select(t.joints.c.report).where(t.joints.c.unit.in_(units))
        query = union(query.where(r.unit.in_(units)), query.where(r.code.in_(joint)))
    found = [code for _, code in conn.execute(query.order_by("filed_at", "code"))]
    for start in range(0, len(found), PAGE):
        page = found[start : start + PAGE]
        rows = {row.code: row for row in conn.execute(select(t.reports).where(r.code.in_(page)))}
        yield from whole(conn, [rows[code] for code in page if code in rows])


def nil(conn: Connection, unit: str, period: str) -> str | None:
    """The code of the unit's nil report for the period, if one counts."""
    query = select(r.code).where(r.unit == unit, r.period == period, TELLS, r.nil, r.state.in_(COUNTED))
    return conn.scalar(query.order_by(r.filed_at).limit(1))


def reported(conn: Connection, period: str) -> set[str]:
    """The units with a report or a nil report for the period that counts, joint organisers among them."""
    counted = (r.period == period) & r.state.in_(COUNTED) & TELLS
    joint = select(t.joints.c.unit).join(t.reports, r.code == t.joints.c.report).where(counted)
    return set(conn.scalars(union(select(r.unit).where(counted), joint)))


def waiting(conn: Connection, units: Collection[str] | None) -> list[Report]:
    """Supplementary reports of these units (None: of all) that wait for a coordinator, the oldest first."""
    late = literal_column("reports.state='late'")  # word for word as in the index, so that it is used
    rows = conn.execute(select(t.reports).where(late).order_by(r.filed_at, r.code)).all()
    return whole(conn, [row for row in rows if units is None or not {row.unit, *row.joint_units}.isdisjoint(units)])
