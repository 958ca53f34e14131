"""Calendars that phones subscribe to, by the digest of a token."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from storage.schema import tables as t

c = t.feeds.c


def mark(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


def member(conn: Connection, token: str) -> str | None:
    """Whose calendar that is; None where there is none (any more)."""
    return conn.scalar(select(c.member).where(c.token == token))


def renew(conn: Connection, member: str, token: str, at: datetime) -> None:
    """The member's calendar has this token from now on; an older one works no more. An empty one revokes it."""
    conn.execute(delete(t.feeds).where(c.member == member))
    if token:
        conn.execute(insert(t.feeds), {"token": token, "member": member, "at": at})
