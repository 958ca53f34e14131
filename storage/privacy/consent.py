"""What members decide about what is kept of them, done in the turn's transaction, each with its mark in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from programme.domain.consent import Agree, Erase, KeepWords, Rename
from storage.messages import inbox
from storage.privacy import audit, erasure
from storage.schema import tables as t


def agree(conn: Connection, deed: Agree, at: datetime) -> None:
    agreed = {"consent": deed.notice, "consented_at": at}
    conn.execute(update(t.members).where(t.members.c.id == deed.member).values(agreed))
    audit.note(conn, at, deed.member, "agree", deed.member, deed.notice)


def rename(conn: Connection, deed: Rename, at: datetime) -> None:
    """The trail says that it was done, and no name."""
    conn.execute(update(t.members).where(t.members.c.id == deed.member).values(name=deed.name))
    audit.note(conn, at, deed.member, "rename", deed.member)


def erase(conn: Connection, deed: Erase, at: datetime) -> bool:
    """False where there is nobody to erase."""
    done = erasure.erase(conn, deed.member)
    if done:
        audit.note(conn, at, deed.by, "erase", deed.member, deed.why)
    return done


def keep_words(conn: Connection, deed: KeepWords, at: datetime) -> None:
    inbox.put_aside(conn, deed.channel, inbox.digest(deed.key), deed.words, at, deed.why)
    audit.note(conn, at, deed.member, "kept", deed.member, deed.why)


DOERS: dict[type, Callable[[Connection, Any, datetime], Any]] = {
    Agree: agree,
    Rename: rename,
    Erase: erase,
    KeepWords: keep_words,
}
