"""A person forgotten, by each table's place in `storage/schema/placement.py`. Rows that lead to them are deleted; then
the texts of all tables are looked through for their name and their addresses, whoever's row it is. Their reports keep
figures, days and the opaque id.

Of reports, which may be a million, those of the member's units are looked through: nobody else writes of them there. A
name that is a place's too (Trần Phú is a ward), or a single word, stays in them: it would take words from others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, and_, delete, false, func, or_, select, update

from programme.domain.model import Member
from programme.language.vietnamese import nfc, plain
from storage.database.keyring import keys_of
from storage.messages.message_keys import opened
from storage.people import accounts
from storage.privacy import erasure_journal as journal
from storage.privacy.erasure_journal import Erasure
from storage.schema import tables as t
from storage.schema.columns import Json, Words
from storage.schema.placement import PLACES

GONE = "(...)"
"""What stands for the name where a text stays: letters that an SMS has."""


def erase(conn: Connection, id: str, at: datetime, photos: bool = False) -> bool:
    """Forget the member, and with `photos` those of their reports; a row with the id and the state `erased` stays.
    False where there is none to forget. The files' turn comes after the commit (`erasure_completion`)."""
    who = accounts.member(conn, id)
    if who is None or who.state == "erased":
        return False
    _forget(conn, who, photos)
    journal.note(conn, who, photos, at)
    return True


def _forget(conn: Connection, who: Member, photos: bool) -> None:
    id, units = who.id, {post.unit for post in who.posts}
    _media(conn, who, photos)
    _costs(conn, who)
    for where in who.addresses:
        _address(conn, *where)
    _state(conn, f"m:{id}")
    for place in PLACES:
        if place.owned:
            conn.execute(delete(place.table).where(place.table.c[place.owned] == id))
    conn.execute(update(t.invites).where(t.invites.c.by == id).values(revoked=True))
    blank = {"name": "", "state": "erased", "consent": "", "consented_at": None, "preferred": ""}
    conn.execute(update(t.members).where(t.members.c.id == id).values(blank))
    _everywhere(conn, who, units)


def _address(conn: Connection, channel: str, address: str) -> None:
    for table in (place.table for place in PLACES if place.by_address):
        conn.execute(delete(table).where(table.c.channel == channel, table.c.address == address))
    _state(conn, f"a:{channel}:{address}")


def _state(conn: Connection, owner: str) -> None:
    conn.execute(delete(t.conversations).where(t.conversations.c.owner == owner))


def _costs(conn: Connection, who: Member) -> None:
    """What messages to them cost stays, without the message it was for."""
    o, d = t.outbox.c, t.deliveries.c
    for channel, address in who.addresses:
        theirs = select(o.key).where(o.channel == channel, o.address == address)
        conn.execute(update(t.deliveries).where(d.row.in_(theirs)).values(row=""))


# --- what an archive from before brings back --------------------------------------------------------------------------


def obey(conn: Connection, some: Iterable[Erasure]) -> int:
    """Erase again whom these name and the store still knows, since it is older than they are; of how many something was
    found. Each is then known to the store, and never looked for again."""
    known = {one.who for one in journal.entries(conn)}
    new = [one for one in some if one.who not in known]
    if not new:
        return 0
    ids = {journal.digest(id): id for id in conn.scalars(select(t.members.c.id))}
    found = 0
    for one in new:
        who = accounts.member(conn, ids[one.who]) if one.who in ids else None
        there = who is not None and who.state != "erased"
        if there:
            _forget(conn, who, one.photos)
        found += _strangers(conn, one) or there
        journal.keep(conn, one, journal.LATE if there else journal.OVER)
    return found


_ADDRESSED = [place.table for place in PLACES if {"channel", "address"} <= set(place.table.columns.keys())]


def _strangers(conn: Connection, one: Erasure) -> bool:
    """Whether there were traces of an address of theirs, which no member has: they are gone now."""
    key = journal.key_of(conn, one)
    found = tuple(where for where in sorted(_without_member(conn)) if key and journal.sign(key, *where) in one.signs)
    for channel, address in found:
        for table in _ADDRESSED:
            conn.execute(delete(table).where(table.c.channel == channel, table.c.address == address))
        _address(conn, channel, address)
    if found:
        _everywhere(conn, Member("", "", (), found), set())
    return bool(found)


def _without_member(conn: Connection) -> set[tuple[str, str]]:
    """The addresses of strangers that something is kept of."""
    every = {
        tuple(row) for table in _ADDRESSED for row in conn.execute(select(table.c.channel, table.c.address).distinct())
    }
    owners = conn.scalars(select(t.conversations.c.owner).where(t.conversations.c.owner.like("a:%")))
    every |= {tuple(owner.split(":", 2)[1:]) for owner in owners}
    return every - {tuple(row) for row in conn.execute(select(t.addresses.c.channel, t.addresses.c.address))}


# --- photos ---------------------------------------------------------------------------------------------------------


def count_photos(conn: Connection, id: str) -> int:
    """How many photos stand in the reports that the member sent or entered."""
    return conn.scalar(select(func.count()).select_from(t.pictures).where(t.pictures.c.report.in_(_sent(id)))) or 0


def _sent(id: str) -> Any:
    return select(t.reports.c.code).where(t.reports.c.entered_by == id)


def _media(conn: Connection, who: Member, photos: bool) -> None:
    """What no report has goes in any case: photos of drafts and forms. Of the others at least the channel's own name of
    the file goes, which may tell whose chat it was."""
    p, m = t.pictures.c, t.media.c
    owners = [f"m:{who.id}", *(f"a:{channel}:{address}" for channel, address in who.addresses)]
    states = conn.scalars(select(t.conversations.c.state).where(t.conversations.c.owner.in_(owners)))
    loose = {name for state in states for name in _texts(json.loads(state))}
    loose |= set(conn.scalars(select(t.form_asks.c.name).where(t.form_asks.c.by == who.id)))
    loose -= set(conn.scalars(select(p.name).where(p.name.in_(loose))))
    reported = set(conn.scalars(select(p.name).where(p.report.in_(_sent(who.id)))))
    gone = loose | reported if photos else loose
    conn.execute(update(t.media).where(m.name.in_(reported), m.state != "wanted").values(ref=""))
    conn.execute(update(t.media).where(m.name.in_(gone)).values(state="gone", ref=""))
    if photos:
        conn.execute(delete(t.pictures).where(p.name.in_(reported)))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


# --- wherever else they are named -----------------------------------------------------------------------------------


def _everywhere(conn: Connection, who: Member, units: set[str]) -> None:
    addresses, names = Signs(who, ""), Signs(who, " ".join(nfc(who.name).split()))
    mine = select(t.reports.c.code).where(or_(t.reports.c.unit.in_(units), t.reports.c.member == who.id))
    common = " " not in names.name or _is_place(conn, names.name)
    for place in PLACES:
        if place.of_report:
            _through(conn, place.table, addresses if common else names, place.table.c[place.of_report].in_(mine))
        elif not (place.nobody or place.blanked):
            _through(conn, place.table, names)


def _is_place(conn: Connection, name: str) -> bool:
    u = t.units.c
    called = or_(u.name.contains(name, autoescape=True), _text(u.aliases).contains(name, autoescape=True))
    return conn.execute(select(u.code).where(called).limit(1)).first() is not None


class Signs:
    """What a person is known by: the name, as it is written with and without diacritics and in capitals, and addresses
    that are long enough to be nobody else's."""

    def __init__(self, who: Member, name: str) -> None:
        self.id, self.name = who.id, name
        long = {address for _, address in who.addresses if len(address) >= 6}
        numbers = long | {f"0{address[3:]}" for address in long if address.startswith("+84")}
        names = {written for one in (name, plain(name)) for written in (one, one.upper())} - {""}
        self.words = sorted(names | numbers, key=len, reverse=True)
        self._pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words) or r"(?!)")

    def taken(self, value: Any) -> Any:
        """The value, text or JSON, without them."""
        if isinstance(value, str):
            return self._pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.taken(one) for one in value]
        return {key: self.taken(one) for key, one in value.items()} if isinstance(value, dict) else value

    def named(self, value: bytes) -> bool:
        text = value.decode("utf-8", "replace")
        return (self.id and f'"{self.id}"' in text) or self._pattern.search(text) is not None


def _through(conn: Connection, table: Table, signs: Signs, only: Any = None) -> None:
    """Texts lose the name; a row that has it in its key, or holds it as bytes, goes."""
    keys = list(table.primary_key.columns)
    texts = [c for c in table.columns if isinstance(c.type, Words | Json)]
    whole = [c for c in table.columns if isinstance(c.type, LargeBinary)]
    if whole:
        for row in list(conn.execute(select(*keys, *whole))):
            if any(signs.named(opened(keys_of(conn), value)) for value in row[len(keys) :]):
                conn.execute(delete(table).where(_is(keys, row)))
    named = [_text(c).contains(word, autoescape=True) for c in texts for word in signs.words]
    query = select(*keys, *texts).where(or_(false(), *named))
    for row in list(conn.execute(query if only is None else query.where(only))) if named else ():
        found, old = row[: len(keys)], row[len(keys) :]
        new = {c.name: signs.taken(value) for c, value in zip(texts, old, strict=True)}
        changed = {name: value for (name, value), was in zip(new.items(), old, strict=True) if value != was}
        if changed.keys() & {c.name for c in keys}:
            conn.execute(delete(table).where(_is(keys, found)))
        elif changed:
            conn.execute(update(table).where(_is(keys, found)).values(changed))


def _text(column: Column) -> Any:
    return column.cast(Text) if isinstance(column.type, Json) else column


def _is(keys: Iterable[Column], values: Iterable[Any]) -> Any:
    return and_(*(column == value for column, value in zip(keys, values, strict=False)))
