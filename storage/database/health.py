"""How the store is: whether it can be written, and what waits in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, literal_column, select

from storage.database import leases
from storage.schema import tables as t

BEAT = "alive:"
_o = t.outbox.c
_waiting = literal_column("outbox.state='waiting'")  # word for word as in the indices


@dataclass(frozen=True, slots=True)
class Depth:
    """What waits in one channel's outbox: `waiting` messages, those of later too; the oldest that is due has been so
    for `age` seconds."""

    channel: str
    waiting: int
    age: float


def beat(conn: Connection, owner: str, now: datetime) -> None:
    """A sign of life of a process: a write like any other. Those of processes long gone are wiped away."""
    name = t.leases.c.name
    conn.execute(delete(t.leases).where(name.startswith(BEAT), t.leases.c.until < now - timedelta(days=1)))
    leases.hold(conn, BEAT + owner, owner, now, 60)


def ended(conn: Connection, owner: str) -> None:
    """The process ends in order."""
    leases.release(conn, BEAT + owner, owner)


def depths(conn: Connection, now: datetime) -> list[Depth]:
    """Of every channel that something waits for, by name. What a terminal takes is left out."""
    query = select(_o.channel, func.count(), func.min(_o.due)).where(_waiting, _o.via == "").group_by(_o.channel)
    return [
        Depth(channel, waiting, max(0.0, (now - due).total_seconds()))
        for channel, waiting, due in conn.execute(query.order_by(_o.channel))
    ]


def put_aside(conn: Connection) -> int:
    """How many messages that could not be read are kept for a person to look at."""
    return conn.scalar(select(func.count()).select_from(t.aside).where(t.aside.c.why != "flood")) or 0
