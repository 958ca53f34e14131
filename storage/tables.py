"""The tables, declared once. Statements elsewhere use the Core tables at the foot of this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, text
from sqlmodel import Field, SQLModel

from storage.columns import Instant, Json, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(column_0_N_label)s",
    }
)
COMPACT = {"sqlite_with_rowid": False}  # the primary key is the table: one tree to write instead of two
SERIAL = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only an INTEGER PRIMARY KEY


class Kept(SQLModel):
    metadata = metadata


def words(**more: Any) -> Any:
    return Field(sa_type=Words, **more)


def key(**more: Any) -> Any:
    return Field(primary_key=True, sa_type=Words, **more)


def instant(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)


def as_json(**more: Any) -> Any:
    return Field(sa_type=Json, **more)


def serial() -> Any:
    return Field(default=None, sa_column=Column(SERIAL, primary_key=True, autoincrement=True))


# --- what came in ---------------------------------------------------------------------------------------------------


class InboxRow(Kept, table=True):
    """A message that was taken: never its words."""

    __tablename__ = "inbox"
    __table_args__ = (COMPACT,)
    channel: str = key()
    key: str = key()
    at: datetime = instant()
    outcome: str = words(default="")


class AsideRow(Kept, table=True):
    """A message that could not be parsed, whole, for 30 days."""

    __tablename__ = "aside"
    __table_args__ = (Index("ix_aside_at", "at"),)
    channel: str = key()
    key: str = key()
    at: datetime = instant()
    why: str = words()
    raw: bytes = Field(sa_type=LargeBinary)


class ConversationRow(Kept, table=True):
    """`owner` is "m:<member id>" or "a:<channel>:<address>"."""

    __tablename__ = "conversations"
    __table_args__ = (COMPACT,)
    owner: str = key()
    state: Any = as_json()
    at: datetime = instant()


# --- people and units -----------------------------------------------------------------------------------------------


class MemberRow(Kept, table=True):
    __tablename__ = "members"
    id: str = key()
    name: str = words()
    language: str = words()
    state: str = words()
    consented_at: datetime | None = instant(default=None, nullable=True)
    consent: str = words(default="")
    preferred: str = words(default="")
    at: datetime = instant()


class PostRow(Kept, table=True):
    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_unit", "unit"), COMPACT)
    member: str = key()
    n: int = Field(primary_key=True)
    unit: str = words()
    role: str = words()
    since: date | None = None
    until: date | None = None


class AddressRow(Kept, table=True):
    __tablename__ = "addresses"
    __table_args__ = (Index("ix_addresses_member", "member"), COMPACT)
    channel: str = key()
    address: str = key()
    member: str = words()
    at: datetime = instant()


class BlockedRow(Kept, table=True):
    """An address where nothing but an answer is sent."""

    __tablename__ = "blocked"
    __table_args__ = (COMPACT,)
    channel: str = key()
    address: str = key()
    at: datetime = instant()


class InviteRow(Kept, table=True):
    __tablename__ = "invites"
    code: str = key()
    unit: str = words()
    role: str = words()
    uses: int
    expires: date | None = None
    revoked: bool = False
    by: str = words()
    at: datetime = instant()


class UnitRow(Kept, table=True):
    """The store's copy of the pack's tree, so that a code is never used again for another place."""

    __tablename__ = "units"
    code: str = key()
    name: str = words()
    kind: str = words()
    valid_from: date | None = None
    valid_to: date | None = None
    parents: Any = as_json()
    successors: Any = as_json()
    aliases: Any = as_json()
    located: bool = True
    source: str = words(default="")
    at: datetime = instant()


# --- reports --------------------------------------------------------------------------------------------------------


class CodeRow(Kept, table=True):
    """The counter behind the codes of reports: on PostgreSQL a sequence, so that nobody waits for it."""

    __tablename__ = "codes"
    id: int | None = serial()


class ReportRow(Kept, table=True):
    """`first` and `last` are the days its activities span, for a nil report those of its period; `origin` marks an
    imported line that had no code, so that it comes in once."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_member", "member", "filed_at"),
        Index("ix_reports_unit", "unit", "last"),
        Index("ix_reports_period", "period", "unit"),
        Index(
            "ix_reports_late",
            "filed_at",
            "code",
            sqlite_where=text("state='late'"),
            postgresql_where=text("state='late'"),
        ),
        Index("ix_reports_filed", "filed_at", "code"),
        Index("ix_reports_origin", "origin", unique=True),
    )
    code: str = key()
    form: str = words()
    version: str = words()
    unit: str = words()
    member: str = words()
    entered_by: str = words()
    channel: str = words()
    period: str = words()
    filed_at: datetime = instant()
    answers: Any = as_json()
    joint_units: Any = as_json()
    state: str = words()
    merged_into: str | None = words(default=None, nullable=True)
    revision: int
    nil: bool
    first: date
    last: date
    origin: str | None = words(default=None, nullable=True)


class JointRow(Kept, table=True):
    """A report's joint organisers, to find it by them."""

    __tablename__ = "joints"
    __table_args__ = (Index("ix_joints_report", "report"), COMPACT)
    unit: str = key()
    report: str = key()


class ActivityRow(Kept, table=True):
    """`day` decides the period it counts in; `counts` follows the report's state."""

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_unit", "unit", "day"), Index("ix_activities_day", "day"), COMPACT)
    report: str = key()
    n: int = Field(primary_key=True)
    unit: str = words()
    kind: str = words()
    scope: str = words()
    topics: Any = as_json()
    date: date
    date_to: date | None = None
    day: date
    place: str = words(default="")
    note: str = words(default="")
    counts: bool


class FigureRow(Kept, table=True):
    """`alone`: it counts and its activity is one event with one session, so it may be compared with others."""

    __tablename__ = "figures"
    __table_args__ = (
        Index(
            "ix_figures_highest",
            "unit",
            "kind",
            "name",
            "value",
            sqlite_where=text("alone"),
            postgresql_where=text("alone"),
        ),
        COMPACT,
    )
    report: str = key()
    n: int = Field(primary_key=True)
    name: str = key()
    unit: str = words()
    kind: str = words()
    value: int = Field(sa_type=BigInteger)
    bound: str | None = words(default=None, nullable=True)
    alone: bool


class RevisionRow(Kept, table=True):
    __tablename__ = "revisions"
    __table_args__ = (COMPACT,)
    report: str = key()
    number: int = Field(primary_key=True)
    at: datetime = instant()
    by: str = words()
    why: str = words()
    answers: Any = as_json()
    activities: Any = as_json()


class PictureRow(Kept, table=True):
    """A medium a report names; what has been fetched since is in `media`."""

    __tablename__ = "pictures"
    __table_args__ = (COMPACT,)
    report: str = key()
    n: int = Field(primary_key=True)
    name: str = words()
    type: str = words()
    sha256: str = words(default="")


class MediumRow(Kept, table=True):
    """`state`: wanted, fetched or dead."""

    __tablename__ = "media"
    __table_args__ = (
        Index("ix_media_due", "due", sqlite_where=text("state='wanted'"), postgresql_where=text("state='wanted'")),
    )
    name: str = key()
    channel: str = words()
    ref: str = words()
    mime: str = words()
    state: str = words()
    due: datetime = instant()
    attempts: int = 0
    error: str = words(default="")
    sha256: str = words(default="")
    type: str = words(default="")
    size: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    at: datetime = instant()


# --- what goes out --------------------------------------------------------------------------------------------------

WAITING = text("state='waiting'")


class OutboxRow(Kept, table=True):
    """`state`: waiting, sent, dead or replaced. A claimed row is a waiting one with an `owner`, whose `due` is the end
    of the claim; `via` names who sends it ("" the channel itself, "terminal" the chat command)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_key", "key", unique=True),
        Index(
            "ix_outbox_due", "channel", "via", "priority", "due", "id", sqlite_where=WAITING, postgresql_where=WAITING
        ),
        Index("ix_outbox_address", "channel", "address", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    id: int | None = serial()
    key: str = words()
    channel: str = words()
    address: str = words()
    via: str = words(default="")
    priority: int
    prompt: bool
    state: str = words()
    due: datetime = instant()
    owner: str | None = words(default=None, nullable=True)
    attempts: int = 0
    error: str = words(default="")
    text: str = words()
    choices: Any = as_json()
    attachments: Any = as_json()
    edits: str = words(default="")
    not_before: datetime | None = instant(default=None, nullable=True)
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None, nullable=True)
    ref: str = words(default="")


class LeaseRow(Kept, table=True):
    """`at` is when it was last taken or kept."""

    __tablename__ = "leases"
    __table_args__ = (COMPACT,)
    name: str = key()
    owner: str = words()
    at: datetime = instant()
    until: datetime = instant()


class TrailRow(Kept, table=True):
    """Who did what, when and why; never the words of a message."""

    __tablename__ = "trail"
    __table_args__ = (Index("ix_trail_subject", "subject"),)
    id: int | None = serial()
    at: datetime = instant()
    who: str = words()
    what: str = words()
    subject: str = words()
    why: str = words(default="")


inbox = InboxRow.__table__
aside = AsideRow.__table__
conversations = ConversationRow.__table__
members = MemberRow.__table__
posts = PostRow.__table__
addresses = AddressRow.__table__
blocked = BlockedRow.__table__
invites = InviteRow.__table__
units = UnitRow.__table__
codes = CodeRow.__table__
reports = ReportRow.__table__
joints = JointRow.__table__
activities = ActivityRow.__table__
figures = FigureRow.__table__
revisions = RevisionRow.__table__
pictures = PictureRow.__table__
media = MediumRow.__table__
outbox = OutboxRow.__table__
leases = LeaseRow.__table__
trail = TrailRow.__table__
