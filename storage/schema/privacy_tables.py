"""What the law on personal data asks to be kept: who was told that they are about to be forgotten, and the register of
breaches; in `tables` with all others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.schema.declared import COMPACT, Kept, as_json, instant, key, serial, words


class SilenceRow(Kept, table=True):
    """A member who has been silent for long was told so at `told`, and is forgotten at `until` unless they answer."""

    __tablename__ = "silences"
    __table_args__ = (COMPACT,)
    member: str = key()
    told: datetime = instant()
    until: datetime = instant()


class BreachRow(Kept, table=True):
    """A breach of personal data: when it was noticed, what happened and what was done, without names; `told` are the
    (time, whom) of who was told, `reported` when the authority was, `closed` when all was done."""

    __tablename__ = "breaches"
    id: int | None = serial()
    noticed: datetime = instant()
    what: str = words()
    done: str = words(default="")
    told: Any = as_json()
    reported: datetime | None = instant(default=None, nullable=True)
    closed: datetime | None = instant(default=None, nullable=True)
    at: datetime = instant()


silences = SilenceRow.__table__
breaches = BreachRow.__table__
