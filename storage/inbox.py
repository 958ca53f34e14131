"""What came in: each message's key once and for ever, and what could not be parsed, for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from storage import tables as t
from storage.either import insert_new

ANSWERED = "answered"
_CLAIM = insert_new(t.inbox)
_ASIDE = insert_new(t.aside)
_OUTCOME = (
    update(t.inbox)
    .where(t.inbox.c.channel == bindparam("of"), t.inbox.c.key == bindparam("which"))
    .values(outcome=bindparam("what"))
)


def claim(conn: Connection, channel: str, key: str, at: datetime) -> bool:
    """True if this message is new; it is taken when the transaction commits. False: seen before."""
    return _CLAIM(conn, {"channel": channel, "key": key, "at": at, "outcome": ANSWERED}).rowcount == 1


def outcome(conn: Connection, channel: str, key: str, outcome: str) -> None:
    """Note what became of it, in a word of ours, where it was more than an answer."""
    conn.execute(_OUTCOME, {"of": channel, "which": key, "what": outcome})


def put_aside(conn: Connection, channel: str, key: str, raw: bytes | str, at: datetime, why: str) -> None:
    """Keep whole what could not be parsed; the same key is kept once."""
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    _ASIDE(conn, {"channel": channel, "key": key, "at": at, "why": why, "raw": raw})


def purge(conn: Connection, before: datetime) -> int:
    """Forget what was put aside before then; how many there were."""
    return conn.execute(delete(t.aside).where(t.aside.c.at < before)).rowcount
