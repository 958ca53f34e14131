"""The audit trail: who did what, when and why; never the words of a message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage import tables as t


@dataclass(frozen=True, slots=True)
class Entry:
    """`who` is a member's id, or "" where none is known; `subject` the code or id it was done to."""

    at: datetime
    who: str
    what: str
    subject: str
    why: str


def note(conn: Connection, at: datetime, who: str, what: str, subject: str, why: str = "") -> None:
    conn.execute(insert(t.trail), {"at": at, "who": who, "what": what, "subject": subject, "why": why})


def entries(conn: Connection, subject: str | None = None) -> Iterator[Entry]:
    """All of it, or what was done to one subject, oldest first."""
    c = t.trail.c
    query = select(c.at, c.who, c.what, c.subject, c.why).order_by(c.id)
    for row in conn.execute(query if subject is None else query.where(c.subject == subject)):
        yield Entry(*row)
