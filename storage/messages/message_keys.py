"""What came in: a digest of each message's key, so that it counts once, and what could not be parsed, for a while."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, update

from storage.database.dialects import insert_new
from storage.database.prepared import Prepared
from storage.schema import tables as t

ANSWERED = "answered"
_CLAIM = insert_new(t.inbox)
_ASIDE = insert_new(t.aside)
_OUTCOME = Prepared(
    update(t.inbox)
    .where(t.inbox.c.channel == bindparam("of"), t.inbox.c.key == bindparam("which"))
    .values(outcome=bindparam("what"))
)


def digest(key: str) -> str:
    """What stands for a message's key: gateways put a person's address into it, and it is kept long."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def claim(conn: Connection, channel: str, key: str, at: datetime) -> bool:
    """True if this message is new; it is taken when the transaction commits. False: seen before."""
    return _CLAIM(conn, {"channel": channel, "key": digest(key), "at": at, "outcome": ANSWERED}).rowcount == 1


def outcome(conn: Connection, channel: str, key: str, outcome: str) -> None:
    """Note what became of it, in a word of ours, where it was more than an answer."""
    _OUTCOME(conn, {"of": channel, "which": digest(key), "what": outcome})


def put_aside(conn: Connection, channel: str, key: str, raw: bytes | str, at: datetime, why: str) -> None:
    """Keep whole what could not be parsed; the same key is kept once."""
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    _ASIDE(conn, {"channel": channel, "key": key, "at": at, "why": why, "raw": raw})
