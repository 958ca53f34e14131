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


def agree(conn: Connection, effect: Agree, at: datetime) -> None:
    agreed = {"consent": effect.notice, "consented_at": at}
    conn.execute(update(t.members).where(t.members.c.id == effect.member).values(agreed))
    audit.note(conn, at, effect.member, "agree", effect.member, effect.notice)


def rename(conn: Connection, effect: Rename, at: datetime) -> None:
    """The trail says that it was done, and no name."""
    conn.execute(update(t.members).where(t.members.c.id == effect.member).values(name=effect.name))
    audit.note(conn, at, effect.member, "rename", effect.member)


def erase(conn: Connection, effect: Erase, at: datetime) -> bool:
    """False where there is nobody to erase."""
    done = erasure.erase(conn, effect.member)
    if done:
        audit.note(conn, at, effect.by, "erase", effect.member, effect.why)
    return done


def keep_words(conn: Connection, effect: KeepWords, at: datetime) -> None:
    inbox.put_aside(conn, effect.channel, inbox.digest(effect.key), effect.words, at, effect.why)
    audit.note(conn, at, effect.member, "kept", effect.member, effect.why)


DOERS: dict[type, Callable[[Connection, Any, datetime], Any]] = {
    Agree: agree,
    Rename: rename,
    Erase: erase,
    KeepWords: keep_words,
}
