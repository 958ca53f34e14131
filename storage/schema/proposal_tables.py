"""What waits for somebody's yes about people and units, and what was agreed; in `tables` with all others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index

from storage.schema.declared import Kept, as_json, instant, key, words


class ProposalRow(Kept, table=True):
    """programme/domain/proposals.py says what the fields hold."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_state", "state", "unit"),)
    id: str = key()
    kind: str = words()
    unit: str = words()
    by: str = words()
    first: date | None = None
    last: date | None = None
    role: str = words(default="")
    member: str = words(default="")
    to: str = words(default="")
    successors: Any = as_json()
    decision: str = words(default="")
    state: str = words()
    decided_by: str = words(default="")
    at: datetime = instant()
    decided_at: datetime | None = instant(default=None, nullable=True)


proposals = ProposalRow.__table__
