"""The tables of reminders: what members wish, who is still to be told, moved campaigns, urgent questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.schema.declared import COMPACT, Kept, as_json, instant, key, only, words


class WishRow(Kept, table=True):
    """Only of members who want it otherwise than most: minutes of the day, `stopped` since NGUNG."""

    __tablename__ = "wishes"
    __table_args__ = (COMPACT,)
    member: str = key()
    quiet_since: int
    quiet_until: int
    stopped: bool = False
    at: datetime = instant()


class DeferredRow(Kept, table=True):
    """A member who has not been told of the days from `since` on, and when they may be."""

    __tablename__ = "deferred"
    __table_args__ = (Index("ix_deferred_due", "due"), COMPACT)
    member: str = key()
    since: date
    due: datetime = instant()


class MissedRow(Kept, table=True):
    """What became of a reminder that did not go out on its day: `fate` is late, skipped, superseded or unreachable."""

    __tablename__ = "missed"
    __table_args__ = (Index("ix_missed_noticed", "noticed"), COMPACT)
    item: str = key()
    fate: str = key()
    unit: str = words()
    kind: str = words()
    name: str = words()
    phase: str = words()
    day: date
    noticed: date


class EditionRow(Kept, table=True):
    """A campaign's days in a year, each revision: `origin` is "pack" or the member who moved it. `added` holds the
    names, topic and unit of a campaign that is not the pack's."""

    __tablename__ = "editions"
    __table_args__ = (COMPACT,)
    campaign: str = key()
    year: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    start: date
    peak: date
    end: date
    results: date
    vi: str = words(default="")
    en: str = words(default="")
    source: str = words(default="")
    origin: str = words()
    added: Any = as_json()
    at: datetime = instant()


class SettledRow(Kept, table=True):
    """A unit said of a campaign's year, or of a deadline, that it is complete (`enough`) or that there is none."""

    __tablename__ = "settled"
    __table_args__ = (COMPACT,)
    unit: str = key()
    name: str = key()
    answer: str = words()
    member: str = words()
    at: datetime = instant()


class AgainRow(Kept, table=True):
    """A member asked to hear of a campaign again on a day."""

    __tablename__ = "again"
    __table_args__ = (Index("ix_again_day", "day"), COMPACT)
    member: str = key()
    season: str = key()
    unit: str = key()
    day: date


class NudgeRow(Kept, table=True):
    """Somebody reminded a unit on a day; once a day at most."""

    __tablename__ = "nudges"
    __table_args__ = (COMPACT,)
    unit: str = key()
    day: date = Field(primary_key=True)
    post: str = words()
    member: str = words()
    at: datetime = instant()


class AskRow(Kept, table=True):
    """An urgent question: `units` are asked for a season's or a span's figure before `until`."""

    __tablename__ = "asks"
    __table_args__ = (
        Index("ix_asks_open", "at", **only("NOT told")),
        Index("ix_asks_member", "member", "at"),
    )
    id: str = key()
    member: str = words()
    post: str = words()
    topic: str = words()
    since: date
    units: Any = as_json()
    until: datetime = instant()
    at: datetime = instant()
    told: bool = False


class AskedRow(Kept, table=True):
    """What a unit answered to an urgent question: `yes`, `unsure`, or numbers in `said`."""

    __tablename__ = "asked"
    __table_args__ = (COMPACT,)
    ask: str = key()
    unit: str = key()
    answer: str = words()
    said: str = words(default="")
    member: str = words()
    at: datetime = instant()


class MarkRow(Kept, table=True):
    """How far something has come that goes on by days."""

    __tablename__ = "marks"
    __table_args__ = (COMPACT,)
    name: str = key()
    day: date
    at: datetime = instant()


class FeedRow(Kept, table=True):
    """A calendar that a phone subscribes to: only a digest of its token is kept."""

    __tablename__ = "feeds"
    __table_args__ = (Index("ix_feeds_member", "member"), COMPACT)
    token: str = key()
    member: str = words()
    at: datetime = instant()


wishes = WishRow.__table__
deferred = DeferredRow.__table__
missed = MissedRow.__table__
editions = EditionRow.__table__
settled = SettledRow.__table__
again = AgainRow.__table__
nudges = NudgeRow.__table__
asks = AskRow.__table__
asked = AskedRow.__table__
marks = MarkRow.__table__
feeds = FeedRow.__table__
