"""Tokens that a channel rotates: the pair in use, sealed, and committed before it is used."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from storage.database.dialects import insert_or_set
from storage.database.keyring import keys_of
from storage.database.sealing import SealFault
from storage.schema import tables as t

PURPOSE = "tokens"
UNOPENED = "sealed under another key"
"""Why a pair is lost whose key is."""


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
    if row is None:
        return None
    try:
        access, refresh = (keys_of(conn).opened(text, PURPOSE) for text in (row.access, row.refresh))
    except SealFault:
        return Pair("", "", row.until, row.seed, UNOPENED)
    return Pair(access, refresh, row.until, row.seed, row.lost)


def save(conn: Connection, name: str, pair: Pair, at: datetime) -> None:
    keys = keys_of(conn)
    tokens = {"access": keys.sealed(pair.access, PURPOSE), "refresh": keys.sealed(pair.refresh, PURPOSE)}
    _SET(conn, asdict(pair) | tokens | {"name": name, "at": at})
