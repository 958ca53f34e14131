"""Forms that coordinators gave: their files for ever, by version; which unit is offered which version now."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from programme.domain.effects.reports import TakeForm
from programme.domain.query_rows import FormOffer
from storage.database.dialects import insert_new, insert_or_set
from storage.schema import tables as t

if TYPE_CHECKING:
    from programme.xlsform import Form

_FILE = insert_new(t.form_files)
_OFFER = insert_or_set(t.form_offers, "sha256", "by", "at")
_ASKED = insert_new(t.form_asks)
KEPT = 64
"""Forms that a process keeps ready; each takes about a megabyte."""

f, o, a = t.form_files.c, t.form_offers.c, t.form_asks.c
_ready: dict[str, Form] = {}
_one_at_a_time = threading.Lock()


def keep(
    conn: Connection,
    form: Form,
    file: str,
    content: bytes,
    beside: Mapping[str, bytes],
    *,
    unit: str,
    by: str,
    at: datetime,
) -> FormOffer:
    """Keep a checked form with the lists that came beside it, and offer it to the unit instead of its last version.
    A version that was given before with another content gets a mark of its own."""
    digest = digest_of(file, content, beside)
    known = conn.execute(select(f.form, f.version, f.title).where(f.sha256 == digest)).first()
    if known is None:
        version = form.version or digest[:8]
        if conn.scalar(select(f.sha256).where(f.form == form.id, f.version == version)) is not None:
            version = f"{version}+{digest[:8]}"
        row = {"sha256": digest, "form": form.id, "version": version, "title": form.title, "file": file, "at": at}
        _FILE(conn, row | {"content": content, "media": dict(form.media)})
        for name, data in beside.items():
            conn.execute(t.form_lists.insert().values(form=digest, name=name, content=data))
        known = form.id, version, form.title
    _OFFER(conn, {"unit": unit, "form": known[0], "sha256": digest, "by": by, "at": at})
    return FormOffer(known[0], known[1], known[2], unit, digest)


def digest_of(file: str, content: bytes, beside: Mapping[str, bytes]) -> str:
    """The sha256 of a form's file; of it and what came beside it, where anything did."""
    if not beside:
        return sha256(content).hexdigest()
    parts = [content, *(piece for name in sorted(beside) for piece in (name.encode(), beside[name]))]
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


def offered(conn: Connection, units: Collection[str]) -> list[FormOffer]:
    """What these units are offered; of a form that several of them have, each."""
    query = select(f.form, f.version, f.title, o.unit, f.sha256).join(t.form_files, f.sha256 == o.sha256)
    return [FormOffer(*row) for row in conn.execute(query.where(o.unit.in_(list(units))).order_by(f.title, f.form))]


def withdraw(conn: Connection, key: str, unit: str) -> None:
    """The unit is offered it no more."""
    for offer in offered(conn, [unit]):
        if offer.key == key:
            conn.execute(delete(t.form_offers).where(o.unit == unit, o.form == offer.name))


def form(conn: Connection, name: str, version: str) -> Form | None:
    """That version of a form, however long ago it was given; loaded once in a process."""
    query = select(f.sha256).where(f.form == name)
    found = conn.scalar(query.where(f.version == version) if version else query.order_by(f.at.desc()).limit(1))
    if found is None:
        return None
    return _ready.get(found) or _load(conn, found)


def _load(conn: Connection, digest: str) -> Form:
    from programme.xlsform import load_form_bytes  # pyxform takes a while to import: only who fills a form waits

    with _one_at_a_time:
        if digest in _ready:
            return _ready[digest]
        row = conn.execute(select(f.file, f.content, f.version, f.media).where(f.sha256 == digest)).one()
        lists = select(t.form_lists.c.name, t.form_lists.c.content).where(t.form_lists.c.form == digest)
        form = load_form_bytes(row.file, row.content, dict(conn.execute(lists).all()))
        form.version, form.media = row.version, row.media
        if len(_ready) >= KEPT:
            _ready.pop(next(iter(_ready)))
        _ready[digest] = form
        return form


# --- sent in a chat ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A form's file that was sent: for which unit, by whom, where the answer goes."""

    name: str
    file: str
    unit: str
    by: str
    language: str
    channel: str
    address: str


def asked(conn: Connection, effect: TakeForm, channel: str, address: str) -> None:
    """Remember whom a file came from, until it has been fetched and checked."""
    row = {
        "name": effect.medium.name,
        "file": effect.file,
        "unit": effect.unit,
        "by": effect.by,
        "language": effect.language,
    }
    _ASKED(conn, row | {"channel": channel, "address": address})


def ask(conn: Connection, name: str) -> Asked | None:
    row = conn.execute(select(t.form_asks).where(a.name == name)).first()
    return Asked(**row._mapping) if row else None


def answered(conn: Connection, name: str) -> None:
    conn.execute(delete(t.form_asks).where(a.name == name))
