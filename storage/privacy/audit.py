"""The audit trail: who did what, when and why; never the words of a message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select

from storage.database.prepared import Prepared
from storage.schema import tables as t

_NOTE = Prepared(insert(t.trail))


@dataclass(frozen=True, slots=True)
class Entry:
    """`who` is a member's id, "cli" for the command line, "" where none is known or the bot did it of itself; `subject`
    the code or id it was done to."""

    at: datetime
    who: str
    what: str
    subject: str
    why: str


def note(conn: Connection, at: datetime, who: str, what: str, subject: str, why: str = "") -> None:
    _NOTE(conn, {"at": at, "who": who, "what": what, "subject": subject, "why": why})


def entries(conn: Connection, subject: str | None = None) -> Iterator[Entry]:
    """All of it, or what was done to one subject, oldest first."""
    c = t.trail.c
    query = select(c.at, c.who, c.what, c.subject, c.why).order_by(c.id)
    for row in conn.execute(query if subject is None else query.where(c.subject == subject)):
        yield Entry(*row)


def last(conn: Connection, subject: str, what: str) -> datetime | None:
    """When that was last done to a subject."""
    c = t.trail.c
    query = select(c.at).where(c.subject == subject, c.what == what).order_by(c.id.desc()).limit(1)
    return conn.scalar(query)


def read(
    conn: Connection,
    unit: str | None = None,
    member: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Entry]:
    """What was done to a unit, its reports and its members, or by these; by a member or to them; from `since` to before
    `until`. Oldest first."""
    c, p, r = t.trail.c, t.posts.c, t.reports.c
    query = select(c.at, c.who, c.what, c.subject, c.why).order_by(c.id)
    if unit is not None:
        people = select(p.member).where(p.unit == unit)
        filed = select(r.code).where(r.unit == unit)
        query = query.where(
            or_(c.subject == unit, c.why == unit, c.subject.in_(filed), c.subject.in_(people), c.who.in_(people))
        )
    if member is not None:
        query = query.where(or_(c.who == member, c.subject == member))
    if since is not None:
        query = query.where(c.at >= since)
    if until is not None:
        query = query.where(c.at < until)
    for row in conn.execution_options(yield_per=1000).execute(query):
        yield Entry(*row)
