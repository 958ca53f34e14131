"""What became of messages after they were sent, and how many SMS each unit's month has cost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from programme.domain.query_rows import SmsUse
from storage.database.dialects import Upsert
from storage.schema import tables as t

d = t.deliveries.c
_TELL = Upsert(
    t.deliveries,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[d.channel, d.ref],
        set_={"state": insert.excluded.state, "at": insert.excluded.at},
        where=or_(
            d.state == "sent", d.state == "accepted"
        ),  # what was delivered or failed stays so: reports come in any order
    ),
)
_SENT = Upsert(
    t.deliveries,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[d.channel, d.ref],
        set_={name: insert.excluded[name] for name in ("row", "unit", "month", "segments")},
    ),
)


def sent(conn: Connection, channel: str, ref: str, row: str, unit: str, month: str, segments: int, at: datetime) -> str:
    """It was sent: its outbox key `row`, and what it costs whom in which month (YYYY-MM). The state that is known."""
    what = {"row": row, "unit": unit, "month": month, "segments": segments, "state": "sent", "at": at}
    _SENT(conn, {"channel": channel, "ref": ref, **what})
    return conn.scalar(select(d.state).where(d.channel == channel, d.ref == ref)) or ""


def told(conn: Connection, channel: str, ref: str, state: str, at: datetime) -> str:
    """The gateway tells what became of it: accepted, delivered, failed. The outbox key where this is news, else ""."""
    blank = {"row": "", "unit": "", "month": "", "segments": 0}
    if not _TELL(conn, {"channel": channel, "ref": ref, "state": state, "at": at, **blank}).rowcount:
        return ""
    return conn.scalar(select(d.row).where(d.channel == channel, d.ref == ref)) or ""


def used(conn: Connection, month: str, unit: str | None = None) -> list[SmsUse]:
    """The use of a month, by unit."""
    query = select(d.unit, d.month, func.count(), func.sum(d.segments)).where(d.month == month, d.segments > 0)
    if unit is not None:
        query = query.where(d.unit == unit)
    return [SmsUse(*row[:3], int(row[3])) for row in conn.execute(query.group_by(d.unit, d.month).order_by(d.unit))]
