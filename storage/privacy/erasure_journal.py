"""Who was erased, without a name: so that an archive from before is held against it when it is restored or moved.

It stands twice: in the store, with all its rows, and in a small file beside the store and beside every archive, which
outlives both. A member is known by a digest of the opaque id; an address by a digest under a key of the entry's own,
which is sealed: without BAOCAO_SECRET_KEY members are still erased again, strangers' traces of them are not found."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from uuid import uuid4

from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from programme.domain.model import Member
from storage.database.keyring import keys_of
from storage.database.sealing import SealFault
from storage.database.store_faults import StoreFault
from storage.messages.outbox import LAST
from storage.schema import tables as t

PURPOSE = "erasures"
OPEN, LATE, TOLD, OVER = "open", "late", "told", "over"

e = t.erasures.c


@dataclass(frozen=True, slots=True)
class Erasure:
    """One of them, as a line of the file: no name, no number. `photos` says whether what they sent went too."""

    who: str
    at: datetime
    photos: bool
    sealed_key: str
    signs: tuple[str, ...]


def digest(id: str) -> str:
    """What a member's opaque id is known by."""
    return blake2b(id.encode(), digest_size=16, person=b"baocao erased").hexdigest()


def sign(key: str, channel: str, address: str) -> str:
    """What an address is known by, under that key."""
    return blake2b(f"{channel}:{address}".encode(), digest_size=16, key=key.encode()).hexdigest()


def note(conn: Connection, who: Member, photos: bool, at: datetime) -> None:
    """The member is erased in this transaction. Without a secret, no address is noted."""
    keys, key = keys_of(conn), token_hex(32)
    signs = tuple(sorted(sign(key, *where) for where in who.addresses)) if keys else ()
    sealed = keys.sealed(key, PURPOSE) if keys else ""
    keep(conn, Erasure(digest(who.id), at, photos, sealed, signs), OPEN)


def keep(conn: Connection, one: Erasure, state: str) -> None:
    values = {"who": one.who, "at": one.at, "photos": one.photos, "sealed_key": one.sealed_key}
    conn.execute(insert(t.erasures), values | {"signs": list(one.signs), "state": state, "answer": ""})


def answered(conn: Connection, id: str, answer: str) -> None:
    """The last word to the member waits under the keys that begin so."""
    conn.execute(update(t.erasures).where(e.who == digest(id)).values(answer=answer))


def key_of(conn: Connection, one: Erasure) -> str:
    """The key of its signs, "" where no secret of ours opens it."""
    try:
        return keys_of(conn).opened(one.sealed_key, PURPOSE)
    except SealFault:
        return ""


def entries(conn: Connection) -> list[Erasure]:
    """All that are in the store, the oldest first."""
    rows = conn.execute(select(e.who, e.at, e.photos, e.sealed_key, e.signs).order_by(e.at, e.who))
    return [Erasure(row.who, row.at, row.photos, row.sealed_key, tuple(row.signs)) for row in rows]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An erasure whose traces are to be overwritten now."""

    who: str
    state: str
    answer: str


def unfinished(conn: Connection) -> list[Unfinished]:
    """Those that were not overwritten, and those whose last word has gone out since: its address is to go too."""
    o = t.outbox.c
    on_its_way = exists().where(o.state == "waiting", o.key.startswith(LAST), o.key.startswith(LAST + e.answer))
    due = or_(e.state.in_((OPEN, LATE)), and_(e.state == TOLD, ~on_its_way))
    return [Unfinished(*row) for row in conn.execute(select(e.who, e.state, e.answer).where(due).order_by(e.at))]


def became(conn: Connection, who: str, state: str) -> None:
    conn.execute(update(t.erasures).where(e.who == who).values(state=state))


def overwritten(conn: Connection) -> None:
    """What was found in an older archive is in no file any more."""
    conn.execute(update(t.erasures).where(e.state == LATE).values(state=OVER))


# --- the file -------------------------------------------------------------------------------------------------------


def in_files(files: Iterable[Path]) -> list[Erasure]:
    """What stands in these files, those that are there. StoreFault for one that can't be read."""
    found: dict[str, Erasure] = {}
    for file in files:
        with suppress(FileNotFoundError):
            for n, line in enumerate(_read(file), 1):
                one = _line(file, n, line)
                found.setdefault(one.who, one)
    return list(found.values())


def into_file(file: Path, some: Iterable[Erasure]) -> None:
    """These stand in the file too, which is whole or as it was. Nothing is made for none."""
    old = {one.who: one for one in in_files([file])}
    new = old | {one.who: one for one in some}
    if new == old:
        return
    draft = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.writelines(json.dumps(_told(one)) + "\n" for one in sorted(new.values(), key=lambda one: one.at))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError as fault:
        raise StoreFault(f"{file}: {fault.strerror or fault}") from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _read(file: Path) -> list[str]:
    try:
        return file.read_text("ascii").splitlines()
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as fault:
        raise StoreFault(f"{file}: cannot be read ({type(fault).__name__}); it says who was erased") from None


def _told(one: Erasure) -> dict[str, object]:
    return {"who": one.who, "at": one.at.isoformat(), "photos": one.photos, "key": one.sealed_key, "signs": one.signs}


def _line(file: Path, n: int, line: str) -> Erasure:
    try:
        told = json.loads(line)
        at = datetime.fromisoformat(told["at"])
        return Erasure(str(told["who"]), at, bool(told["photos"]), str(told["key"]), tuple(map(str, told["signs"])))
    except (ValueError, KeyError, TypeError):
        raise StoreFault(f"{file}, line {n}: is no erasure: mend it, or take the file from another copy") from None
