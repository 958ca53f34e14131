"""Reports put together again from their tables, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, select

from programme.domain.model import Activity, Figure, Report, Revision, StoredMedium
from storage.schema import tables as t
from storage.transfer.report_json import activity_from

_p, _m = t.pictures.c, t.media.c


def _of(table: Table, *order: str) -> Any:
    codes = bindparam("codes", expanding=True)
    return select(table).where(table.c.report.in_(codes)).order_by(*(table.c[name] for name in order))


_ACTIVITIES = _of(t.activities, "report", "n")
_FIGURES = _of(t.figures, "report", "n", "name")
_REVISIONS = _of(t.revisions, "report", "number")
_PICTURES = (
    select(_p.report, _p.name, _p.type, _p.sha256, _m.sha256.label("fetched"), _m.type.label("fetched_type"))
    .select_from(t.pictures.outerjoin(t.media, _m.name == _p.name))
    .where(_p.report.in_(bindparam("codes", expanding=True)))
    .order_by(_p.report, _p.n)
)


def whole(conn: Connection, rows: Sequence[Row[Any]]) -> list[Report]:
    """The reports of these rows of `reports`, in their order."""
    if not rows:
        return []
    codes = {"codes": [row.code for row in rows]}
    figures: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
    for f in conn.execute(_FIGURES, codes):
        figures[f.report, f.n][f.name] = Figure(f.value, f.bound)
    activities = _by_report(
        (
            a.report,
            Activity(
                a.kind,
                tuple(a.topics),
                a.date,
                figures[a.report, a.n],
                a.scope,
                a.date_to,
                a.place,
                a.note,
                a.ward,
            ),
        )
        for a in conn.execute(_ACTIVITIES, codes)
    )
    revisions = _by_report(
        (v.report, Revision(v.number, v.at, v.by, v.why, v.answers, tuple(map(activity_from, v.activities))))
        for v in conn.execute(_REVISIONS, codes)
    )
    media = _by_report(
        (p.report, StoredMedium(p.name, p.fetched_type or p.type, p.fetched or p.sha256))
        for p in conn.execute(_PICTURES, codes)
    )
    return [
        Report(
            row.code,
            row.form,
            row.version,
            row.unit,
            row.member,
            row.entered_by,
            row.channel,
            row.period,
            row.filed_at,
            tuple(activities[row.code]),
            row.answers,
            tuple(row.joint_units),
            row.state,
            row.merged_into,
            row.revision,
            tuple(revisions[row.code]),
            tuple(media[row.code]),
        )
        for row in rows
    ]


def _by_report(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for code, value in pairs:
        grouped[code].append(value)
    return grouped
