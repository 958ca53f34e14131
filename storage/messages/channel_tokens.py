"""Tokens that a channel rotates: the pair in use, committed before it is used."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from storage.database.dialects import insert_or_set
from storage.schema import tables as t


@dataclass(frozen=True, slots=True)
class Pair:
    """`access` is good until `until`; `refresh` is for one use. `seed` is a digest of the setting that it all began
    with; `lost` says why no new pair can be had, "" while all is well."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    until: datetime
    seed: str = ""
    lost: str = ""


_SET = insert_or_set(t.tokens, "access", "refresh", "until", "seed", "lost", "at")


def load(conn: Connection, name: str) -> Pair | None:
    c = t.tokens.c
    row = conn.execute(select(c.access, c.refresh, c.until, c.seed, c.lost).where(c.name == name)).first()
    return Pair(*row) if row else None


def save(conn: Connection, name: str, pair: Pair, at: datetime) -> None:
    _SET(conn, asdict(pair) | {"name": name, "at": at})
