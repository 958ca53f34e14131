"""The tables, declared once; those of reports in report_tables. Statements use the Core tables at the foot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, false
from sqlmodel import Field

from storage.schema.channel_tables import deliveries, invitations, tokens
from storage.schema.declared import COMPACT, Kept, as_json, instant, key, metadata, only, serial, words
from storage.schema.erasure_tables import erasures
from storage.schema.form_tables import form_asks, form_files, form_lists, form_offers
from storage.schema.matter_tables import matters
from storage.schema.privacy_tables import breaches, silences
from storage.schema.proposal_tables import proposals
from storage.schema.reminder_tables import (
    again,
    asked,
    asks,
    deferred,
    editions,
    feeds,
    marks,
    missed,
    nudges,
    settled,
    wishes,
)
from storage.schema.report_tables import (
    activities,
    codes,
    figures,
    joints,
    media,
    pictures,
    reports,
    revisions,
    standings,
)

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
    """A message that could not be parsed or was not answered, sealed, for 7 days."""

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
    state: str = words()
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
    accents: bool = False
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


class PinRow(Kept, table=True):
    """What a member reports by on a borrowed phone."""

    __tablename__ = "pins"
    __table_args__ = (Index("ix_pins_code", "code", unique=True), COMPACT)
    member: str = key()
    code: str = words()
    hash: str = words()
    wrong: int = 0
    until: datetime | None = instant(default=None, nullable=True)


class LinkRow(Kept, table=True):
    """A code that joins another address to its member; `cut` is who made it so that the old addresses are cut off."""

    __tablename__ = "links"
    __table_args__ = (COMPACT,)
    code: str = key()
    member: str = words()
    until: datetime = instant()
    cut: str = words(default="")


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


# --- what goes out --------------------------------------------------------------------------------------------------

WAITING = only("state='waiting'")


class OutboxRow(Kept, table=True):
    """`state`: waiting, sent, dead or replaced. A claimed row is a waiting one with an `owner`, whose `due` is the end
    of the claim; `via` names who sends it ("" the channel itself, "terminal" the chat command). The text of a
    `fleeting` one is blanked once it has gone out."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_key", "key", unique=True),
        Index("ix_outbox_due", "channel", "via", "priority", "due", "id", **WAITING),
        Index("ix_outbox_address", "channel", "address", "id", **WAITING),
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
    fleeting: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
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
pins = PinRow.__table__
links = LinkRow.__table__
invites = InviteRow.__table__
units = UnitRow.__table__
outbox = OutboxRow.__table__
leases = LeaseRow.__table__
trail = TrailRow.__table__

__all__ = [
    "activities",
    "addresses",
    "again",
    "aside",
    "asked",
    "asks",
    "blocked",
    "breaches",
    "codes",
    "conversations",
    "deferred",
    "deliveries",
    "editions",
    "erasures",
    "feeds",
    "figures",
    "form_asks",
    "form_files",
    "form_lists",
    "form_offers",
    "inbox",
    "invitations",
    "invites",
    "joints",
    "leases",
    "links",
    "marks",
    "matters",
    "media",
    "members",
    "metadata",
    "missed",
    "nudges",
    "outbox",
    "pictures",
    "pins",
    "posts",
    "proposals",
    "reports",
    "revisions",
    "settled",
    "silences",
    "standings",
    "tokens",
    "trail",
    "units",
    "wishes",
]
