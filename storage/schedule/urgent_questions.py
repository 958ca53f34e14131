"""Urgent questions and what units answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal_column, select, update

from programme.domain.effects.schedule import AskUrgently
from programme.domain.query_rows import UrgentQuestion
from storage.database.dialects import insert_or_set
from storage.schema import tables as t

c = t.asks.c
_ANSWER = insert_or_set(t.asked, "answer", "said", "member", "at")
_NOT_TOLD = literal_column("NOT told")  # word for word as in the index


def put(conn: Connection, ask: AskUrgently, at: datetime) -> None:
    names = ("id", "member", "post", "topic", "since", "until")
    row = {name: getattr(ask, name) for name in names}
    conn.execute(insert(t.asks), row | {"units": list(ask.units), "at": at, "told": False})


def get(conn: Connection, id: str) -> UrgentQuestion | None:
    row = conn.execute(select(t.asks).where(c.id == id)).first()
    return _ask(row) if row else None


def untold(conn: Connection) -> list[UrgentQuestion]:
    """Those that the units have not been sent."""
    return [_ask(row) for row in conn.execute(select(t.asks).where(_NOT_TOLD).order_by(c.at, c.id))]


def told(conn: Connection, id: str) -> None:
    conn.execute(update(t.asks).where(c.id == id).values(told=True))


def open_for(conn: Connection, units: Collection[str], now: datetime) -> list[tuple[UrgentQuestion, str]]:
    """The questions whose time was not over then, with one of these units that was asked; those that it has not
    answered first, of these the latest."""
    a, left, done = t.asked.c, [], []
    for row in conn.execute(select(t.asks).where(c.until > now).order_by(c.at.desc(), c.id)):
        came = set(conn.scalars(select(a.unit).where(a.ask == row.id)))
        mine = sorted((unit for unit in row.units if unit in units), key=lambda unit: unit in came)
        for unit in mine[:1]:
            (done if unit in came else left).append((_ask(row), unit))
    return left + done


def since(conn: Connection, member: str, at: datetime) -> list[UrgentQuestion]:
    """What the member has asked since then, the latest first."""
    rows = conn.execute(select(t.asks).where(c.member == member, c.at >= at).order_by(c.at.desc(), c.id))
    return [_ask(row) for row in rows]


def answer(conn: Connection, ask: str, unit: str, answer: str, said: str, member: str, at: datetime) -> None:
    _ANSWER(conn, {"ask": ask, "unit": unit, "answer": answer, "said": said, "member": member, "at": at})


def answers(conn: Connection, ask: str) -> Sequence[tuple[str, str, str, str]]:
    """(unit, answer, said, member) of those that answered, the earliest first."""
    a = t.asked.c
    query = select(a.unit, a.answer, a.said, a.member).where(a.ask == ask).order_by(a.at, a.unit)
    return [tuple(row) for row in conn.execute(query)]


def count_for(conn: Connection, unit: str, at: datetime) -> int:
    """How many questions were asked in the name of a post since then."""
    return conn.scalar(select(func.count()).select_from(t.asks).where(c.post == unit, c.at >= at)) or 0


def _ask(row: Any) -> UrgentQuestion:
    return UrgentQuestion(row.id, row.member, row.post, row.topic, row.since, tuple(row.units), row.until, row.at)
