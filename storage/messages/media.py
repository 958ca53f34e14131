"""Media: the durable work of fetching them, and the folder they are kept in under their sha256."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, case, literal_column, select, update

from programme.domain.effects.messages import FetchMedium
from storage.database.dialects import insert_new
from storage.schema import tables as t

_WANTED = insert_new(t.media)
c = t.media.c
_is_wanted = literal_column("media.state='wanted'")


@dataclass(frozen=True, slots=True)
class Due:
    """A medium to fetch now. `attempts` are those that failed before."""

    name: str
    channel: str
    ref: str
    mime: str
    attempts: int


def wanted(conn: Connection, effect: FetchMedium, at: datetime) -> None:
    """Have it fetched; a name is fetched once."""
    row = {"name": effect.name, "channel": effect.channel, "ref": effect.ref, "mime": effect.mime, "at": at, "due": at}
    blank = {"state": "wanted", "attempts": 0, "error": "", "sha256": "", "type": "", "size": None}
    _WANTED(conn, row | blank)


def due(conn: Connection, now: datetime, limit: int) -> list[Due]:
    """What is to be fetched now, the longest waiting first. (One process at a time fetches: hold a lease.)"""
    query = select(c.name, c.channel, c.ref, c.mime, c.attempts).where(_is_wanted, c.due <= now)
    return [Due(*row) for row in conn.execute(query.order_by(c.due, c.name).limit(limit))]


def came(conn: Connection, name: str) -> datetime | None:
    """When it was sent."""
    return conn.scalar(select(c.at).where(c.name == name))


def fetched(conn: Connection, name: str, sha256: str, type: str, size: int) -> None:
    """It is kept; every report that names it has it from now on. One that is forgotten meanwhile stays so."""
    state = case((c.state == "gone", "gone"), else_="fetched")
    done = {"state": state, "sha256": sha256, "type": type, "size": size, "error": ""}
    conn.execute(update(t.media).where(c.name == name).values(done))


def forget(conn: Connection, name: str) -> None:
    """It is fetched no more; what was kept of it goes with the next night, unless something else shows it."""
    conn.execute(update(t.media).where(c.name == name).values(state="gone", ref=""))


def failed(conn: Connection, name: str, at_next: datetime | None, error: str) -> None:
    """It could not be fetched; it is tried again at `at_next`, or given up on None."""
    values = {"attempts": c.attempts + 1, "error": error}
    values |= {"state": "dead"} if at_next is None else {"due": at_next}
    conn.execute(update(t.media).where(c.name == name, _is_wanted).values(values))


def place(folder: Path, digest: str) -> Path:
    """Where the medium of that sha256 lies: `ab/cdef…`."""
    return folder / digest[:2] / digest[2:]


def keep(folder: Path, data: bytes) -> str:
    """Keep the bytes under their sha256, which it returns; they are whole or not there, whatever happens."""
    digest = sha256(data).hexdigest()
    target = place(folder, digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".{uuid4().hex}"
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    for shelf in (target.parent, folder):  # the names too must survive a power cut
        handle = os.open(shelf, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return digest
