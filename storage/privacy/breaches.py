"""The register of breaches of personal data: when each was noticed, what, what was done, who was told; no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.schema import tables as t

DEADLINE = timedelta(hours=72)
"""From when it is noticed until the authority is told (Luật 91/2025/QH15, Điều 23)."""
NEAR = timedelta(hours=24)
b = t.breaches.c


@dataclass(frozen=True, slots=True)
class Breach:
    """`told` are (time in RFC 3339, whom); `reported` when the authority was told, `closed` when all was done."""

    id: int
    noticed: datetime
    what: str
    done: str
    told: tuple[tuple[str, str], ...]
    reported: datetime | None
    closed: datetime | None

    @property
    def deadline(self) -> datetime:
        return self.noticed + DEADLINE

    def state(self, now: datetime) -> str:
        """open, near (a day or less is left), late, reported, reported late or closed."""
        if self.closed:
            return "closed"
        if self.reported:
            return "reported late" if self.reported > self.deadline else "reported"
        return "late" if now > self.deadline else "near" if now > self.deadline - NEAR else "open"


def add(conn: Connection, noticed: datetime, what: str, done: str, at: datetime) -> int:
    """The number of the new entry."""
    row = {"noticed": noticed, "what": what, "done": done, "told": [], "at": at}
    return conn.execute(insert(t.breaches).values(row)).inserted_primary_key[0]


def get(conn: Connection, id: int) -> Breach | None:
    return next((one for one in listed(conn) if one.id == id), None)


def listed(conn: Connection) -> list[Breach]:
    """All of them, in the order in which they were noticed."""
    rows = conn.execute(select(t.breaches).order_by(b.noticed, b.id))
    return [
        Breach(r.id, r.noticed, r.what, r.done, tuple(tuple(pair) for pair in r.told), r.reported, r.closed)
        for r in rows
    ]


def change(conn: Connection, id: int, values: Mapping[str, Any]) -> None:
    conn.execute(update(t.breaches).where(b.id == id).values(values))
