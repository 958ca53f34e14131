"""A person's open conversation: one JSON state per owner, "m:<member id>" or "a:<channel>:<address>"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, text

from storage.database.dialects import insert_or_set
from storage.database.prepared import Prepared
from storage.schema import tables as t

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))")
_LOAD = Prepared(
    select(t.conversations.c.state, t.conversations.c.at).where(t.conversations.c.owner == bindparam("owner"))
)
_SAVE = insert_or_set(t.conversations, "state", "at")
_DELETE = delete(t.conversations).where(t.conversations.c.owner == bindparam("whose"))


def load(conn: Connection, owner: str) -> str:
    """The state as it was written, "" if there is none."""
    return load_dated(conn, owner)[0]


def load_dated(conn: Connection, owner: str) -> tuple[str, datetime | None]:
    """The state, and when it was saved. On PostgreSQL the owner is held until the transaction ends, so that two
    messages of one person are never decided at the same time."""
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK, {"owner": owner})
    row = next(iter(_LOAD.rows(conn, {"owner": owner})), None)
    return (row.state, row.at) if row else ("", None)


def changed_since(conn: Connection, owner: str, at: datetime) -> bool:
    """Whether the state was saved then or after that."""
    c = t.conversations.c
    return bool(conn.scalar(select(c.at >= at).where(c.owner == owner)))


def save(conn: Connection, owner: str, state: str, at: datetime) -> None:
    """Keep the state; an empty one is forgotten."""
    if state:
        _SAVE(conn, {"owner": owner, "state": state, "at": at})
    else:
        conn.execute(_DELETE, {"whose": owner})
