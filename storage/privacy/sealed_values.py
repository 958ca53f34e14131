"""The secrets that the store keeps: sealed under the key in use, whatever they were before; and those that no key of
ours opens, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, update

from storage.database.keyring import keys_of
from storage.database.sealing import SealFault
from storage.messages import channel_tokens
from storage.privacy import erasure_journal
from storage.schema import tables as t


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns of a table that are sealed for a purpose; `anew` says how their secrets are entered again."""

    table: Table
    columns: tuple[str, ...]
    purpose: str
    what: str
    anew: str


KEPT = (
    Kept(
        *(t.tokens, ("access", "refresh"), channel_tokens.PURPOSE, "the tokens of the Zalo Official Account"),
        "get a new refresh token at developers.zalo.me (Tools, API Explorer) and put it into ZALO_OA_REFRESH_TOKEN",
    ),
    Kept(
        *(t.erasures, ("sealed_key",), erasure_journal.PURPOSE, "what addresses of erased persons are known by"),
        "nothing to do: in older archives they are still found as members, not as strangers",
    ),
)


def seal_all(conn: Connection) -> int:
    """Whatever is open, or under an older key, is sealed under the key in use; how many values."""
    keys, count = keys_of(conn), 0
    for kept in KEPT if keys else ():
        for row in list(conn.execute(select(*kept.table.primary_key, *(kept.table.c[name] for name in kept.columns)))):
            changed = {}
            for name in kept.columns:
                value = row._mapping[name]
                if not keys.is_current(value, kept.purpose) and (plain := _opened(conn, value, kept)) is not None:
                    changed[name] = keys.sealed(plain, kept.purpose)
            if changed:
                which = [column == row._mapping[column.name] for column in kept.table.primary_key]
                conn.execute(update(kept.table).where(*which).values(changed))
                count += len(changed)
    return count


def unopened(conn: Connection) -> list[Kept]:
    """Those of which something does not open."""
    found = []
    for kept in KEPT:
        values = conn.execute(select(*(kept.table.c[name] for name in kept.columns)))
        if any(_opened(conn, value, kept) is None for row in values for value in row):
            found.append(kept)
    return found


def _opened(conn: Connection, value: str, kept: Kept) -> str | None:
    try:
        return keys_of(conn).opened(value, kept.purpose)
    except SealFault:
        return None
