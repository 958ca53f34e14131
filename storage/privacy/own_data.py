"""Everything that the store holds about one person, by each table's place in `storage/schema/placement.py`: rows that
are theirs or name their id, rows of their addresses, what belongs to their reports, and in how many other rows their
name or number stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, Text, and_, false, or_, select

from programme.domain.query_rows import Held
from storage.database.keyring import Keyring, keys_of
from storage.messages.message_keys import opened
from storage.people import accounts
from storage.privacy.erasure import Signs
from storage.schema import tables as t
from storage.schema.columns import Json, Words
from storage.schema.placement import PLACES, Place

SECRET = {("pins", "hash"), ("feeds", "token"), ("links", "code")}
"""What opens something: that it is there is said, not what it is."""
HIDDEN = "***"


def collect(conn: Connection, id: str) -> list[Held]:
    """Table by table, those that hold nothing left out; nothing for who is not there or was erased."""
    who = accounts.member(conn, id)
    if who is None or who.state == "erased":
        return []
    r = t.reports.c
    theirs = set(conn.scalars(select(r.code).where(or_(r.member == id, r.entered_by == id))))
    photos = set(conn.scalars(select(t.pictures.c.sha256).where(t.pictures.c.report.in_(theirs)))) - {""}
    signs, keys = Signs(who, who.name), keys_of(conn)
    owners = [f"m:{id}", *(f"a:{channel}:{address}" for channel, address in who.addresses)]
    found = []
    for place in PLACES:
        mine = _mine(place, id, who.addresses, owners, theirs, photos)
        if place.table is t.deliveries:
            mine = place.table.c.row.in_(_messages(conn, who.addresses))
        rows = [_shown(place.table, row._mapping, keys) for row in conn.execute(_ordered(place.table).where(mine))]
        other = 0 if place.nobody or place.blanked else _named(conn, place.table, signs, mine)
        if rows or other:
            found.append(Held(place.table.name, tuple(rows), other, tuple(place.forgotten.split())))
    return found


def _mine(
    place: Place,
    id: str,
    addresses: tuple[tuple[str, str], ...],
    owners: list[str],
    reports: set[str],
    photos: set[str],
) -> ColumnElement[bool]:
    c = place.table.c
    found: list[ColumnElement[bool]] = [c[name] == id for name in place.ids.split()]
    if "address" in place.addresses.split():
        found += [and_(c.channel == channel, c.address == address) for channel, address in addresses]
    if "owner" in place.addresses.split():
        found.append(c.owner.in_(owners))
    if "report" in c:
        found.append(c.report.in_(reports))
    if place.table is t.media:
        found.append(c.sha256.in_(photos))
    if place.table is t.aside:
        found += [c.key == f"state:{owner}" for owner in owners]
    return or_(false(), *found)


def _messages(conn: Connection, addresses: tuple[tuple[str, str], ...]) -> list[str]:
    o = t.outbox.c
    theirs = [and_(o.channel == channel, o.address == address) for channel, address in addresses]
    return list(conn.scalars(select(o.key).where(or_(false(), *theirs))))


def _ordered(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _shown(table: Table, row: Any, keys: Keyring) -> dict[str, Any]:
    return {
        name: HIDDEN if (table.name, name) in SECRET and value else _text(value, keys)
        for name, value in row.items()
        if value not in (None, "", [], {})
    }


def _text(value: Any, keys: Keyring) -> Any:
    if isinstance(value, bytes):
        return opened(keys, value).decode("utf-8", "replace")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _named(conn: Connection, table: Table, signs: Signs, mine: ColumnElement[bool]) -> int:
    """Rows of others where the name or a number stands. What such a row holds besides is not theirs to read."""
    texts = [c for c in table.columns if isinstance(c.type, Words | Json)]
    whole = [c for c in table.columns if isinstance(c.type, LargeBinary)]
    query = select(*texts, *whole).where(~mine)
    if texts and not whole:
        like = [
            (c.cast(Text) if isinstance(c.type, Json) else c).contains(word, autoescape=True)
            for c in texts
            for word in signs.words
        ]
        query = query.where(or_(false(), *like))
    elif not whole:
        return 0
    count = 0
    for row in conn.execute(query):
        texts_of, bytes_of = row[: len(texts)], row[len(texts) :]
        changed = any(signs.taken(value) != value for value in texts_of)
        count += changed or any(signs.named(opened(keys_of(conn), value)) for value in bytes_of)
    return count
