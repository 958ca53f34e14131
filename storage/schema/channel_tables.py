"""The tables of the channels: what became of messages where gateways tell, the tokens that some rotate, and phone
numbers that were invited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index

from storage.schema.declared import COMPACT, Kept, instant, key, words


class DeliveryRow(Kept, table=True):
    """A message that a gateway took under `ref`: what it told of it, and what it cost. `unit` is whose month bears it,
    "" for strangers; a row without a `row` is told of before we know that it was sent."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_month", "month", "unit"), Index("ix_deliveries_row", "row"), COMPACT)
    channel: str = key()
    ref: str = key()
    row: str = words(default="")
    state: str = words()
    unit: str = words(default="")
    month: str = words(default="")
    segments: int = 0
    at: datetime = instant()


class TokenRow(Kept, table=True):
    """A pair of tokens in use. `seed` tells from which setting of the operator's it came (a digest of it)."""

    __tablename__ = "tokens"
    __table_args__ = (COMPACT,)
    name: str = key()
    access: str = words()
    refresh: str = words()
    seed: str = words()
    lost: str = words(default="")
    until: datetime = instant()
    at: datetime = instant()


class InvitationRow(Kept, table=True):
    """An invite's code that was sent by SMS to a phone number, by which member and into which unit."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ix_invitations_address", "address", "at"),
        Index("ix_invitations_by", "by", "at"),
        COMPACT,
    )
    code: str = key()
    channel: str = words()
    address: str = words()
    unit: str = words()
    by: str = words()
    at: datetime = instant()


deliveries = DeliveryRow.__table__
tokens = TokenRow.__table__
invitations = InvitationRow.__table__
