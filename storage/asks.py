"""Urgent questions and what units answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal_column, select, update

from programme.deeds import AskUrgently
from storage import tables as t
from storage.either import insert_or_set

c = t.asks.c
_ANSWER = insert_or_set(t.asked, "answer", "said", "member", "at")
_NOT_TOLD = literal_column("NOT told")  # word for word as in the index


@dataclass(frozen=True, slots=True)
class Ask:
    """`post` is the unit in whose name `member` asks; the figure is that of a topic ("" for all) since a day."""

    id: str
    member: str
    post: str
    topic: str
    since: date
    units: tuple[str, ...]
    until: datetime
    at: datetime


def put(conn: Connection, ask: AskUrgently, at: datetime) -> None:
    names = ("id", "member", "post", "topic", "since", "until")
    row = {name: getattr(ask, name) for name in names}
    conn.execute(insert(t.asks), row | {"units": list(ask.units), "at": at, "told": False})


def get(conn: Connection, id: str) -> Ask | None:
    row = conn.execute(select(t.asks).where(c.id == id)).first()
    return _ask(row) if row else None


def untold(conn: Connection) -> list[Ask]:
    """Those that the units have not been sent."""
    return [_ask(row) for row in conn.execute(select(t.asks).where(_NOT_TOLD).order_by(c.at, c.id))]


def told(conn: Connection, id: str) -> None:
    conn.execute(update(t.asks).where(c.id == id).values(told=True))


def open_for(conn: Connection, units: Collection[str], now: datetime) -> list[tuple[Ask, str]]:
    """The questions whose time is not over, with one of these units that was asked and has not answered; the latest
    first."""
    a, found = t.asked.c, []
    for row in conn.execute(select(t.asks).where(c.until > now).order_by(c.at.desc(), c.id)):
        done = set(conn.scalars(select(a.unit).where(a.ask == row.id)))
        found += [(_ask(row), unit) for unit in row.units if unit in units and unit not in done][:1]
    return found


def since(conn: Connection, member: str, at: datetime) -> list[Ask]:
    """What the member has asked since then, the latest first."""
    rows = conn.execute(select(t.asks).where(c.member == member, c.at >= at).order_by(c.at.desc(), c.id))
    return [_ask(row) for row in rows]


def answer(conn: Connection, ask: str, unit: str, answer: str, said: str, member: str, at: datetime) -> None:
    _ANSWER(conn, {"ask": ask, "unit": unit, "answer": answer, "said": said, "member": member, "at": at})


def answers(conn: Connection, ask: str) -> Sequence[tuple[str, str, str]]:
    """(unit, answer, said) of those that answered."""
    a = t.asked.c
    return [tuple(row) for row in conn.execute(select(a.unit, a.answer, a.said).where(a.ask == ask).order_by(a.at))]


def count_for(conn: Connection, unit: str, at: datetime) -> int:
    """How many questions were asked in the name of a post since then."""
    return conn.scalar(select(func.count()).select_from(t.asks).where(c.post == unit, c.at >= at)) or 0


def _ask(row: Any) -> Ask:
    return Ask(row.id, row.member, row.post, row.topic, row.since, tuple(row.units), row.until, row.at)
