"""Leases: which process does a thing that only one at a time may do."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_, select

from storage.database.dialects import Upsert
from storage.schema import tables as t

SKEW = timedelta(minutes=5)
"""How far the clocks of two machines may be apart."""
_HOLD = Upsert(
    t.leases,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[t.leases.c.name],
        set_={name: insert.excluded[name] for name in ("owner", "at", "until")},
        where=or_(
            t.leases.c.owner == insert.excluded.owner,
            t.leases.c.until <= insert.excluded.at,
            t.leases.c.at > bindparam("ahead"),
        ),
    ),
)


def hold(conn: Connection, name: str, owner: str, now: datetime, seconds: float) -> bool:
    """Take the lease, or keep one's own for longer: True if it is `owner`'s until `now` + `seconds`. One that was taken
    later than now, by a clock that has been put back since, is free."""
    until, ahead = now + timedelta(seconds=seconds), now + SKEW
    return _HOLD(conn, {"name": name, "owner": owner, "at": now, "until": until, "ahead": ahead}).rowcount == 1


def release(conn: Connection, name: str, owner: str) -> None:
    """Let go of it, if it is one's own."""
    conn.execute(delete(t.leases).where(t.leases.c.name == name, t.leases.c.owner == owner))


def held(conn: Connection, now: datetime) -> list[str]:
    """The names of what some process holds now."""
    return list(conn.scalars(select(t.leases.c.name).where(t.leases.c.until > now).order_by(t.leases.c.name)))


def owners(conn: Connection) -> list[tuple[str, str]]:
    """(name, owner) of every lease, those that ran out too."""
    return [(row.name, row.owner) for row in conn.execute(select(t.leases.c.name, t.leases.c.owner))]
