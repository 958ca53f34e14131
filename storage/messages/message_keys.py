"""What came in: a digest of each message's key, so that it counts once, and what could not be parsed, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, select, update

from storage.database.dialects import insert_new
from storage.database.keyring import SEALED, Keyring, keys_of
from storage.database.prepared import Prepared
from storage.database.sealing import SealFault
from storage.schema import tables as t

ANSWERED = "answered"
PURPOSE = "aside"
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
    """Keep sealed what could not be parsed; the same key is kept once. Without a key to seal it, only that it came."""
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    keys = keys_of(conn)
    sealed = keys.sealed(raw.decode("latin-1"), PURPOSE).encode() if keys else b""
    _ASIDE(conn, {"channel": channel, "key": key, "at": at, "why": why, "raw": sealed})


def aside(conn: Connection) -> list[Aside]:
    """What was put aside, oldest first; without its words where no key of ours opens them."""
    rows = conn.execute(select(t.aside).order_by(t.aside.c.at, t.aside.c.key)).all()
    return [Aside(row.channel, row.at, row.why, opened(keys_of(conn), bytes(row.raw))) for row in rows]


def opened(keys: Keyring, raw: bytes) -> bytes:
    """What was put aside: as it is where an older release kept it open, b"" where no key of ours opens it."""
    if not raw.startswith(SEALED.encode()):
        return raw
    try:
        return keys.opened(raw.decode("latin-1"), PURPOSE).encode("latin-1")
    except SealFault:
        return b""


@dataclass(frozen=True, slots=True)
class Aside:
    """A message that could not be parsed, or was not answered: `raw` is b"" where its words are gone."""

    channel: str
    at: datetime
    why: str
    raw: bytes
