"""The table of what waits for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from storage.schema.declared import Kept, as_json, instant, key, only, words


class MatterRow(Kept, table=True):
    """A matter of programme/domain/approvals.py; once decided it stays, for what a report's history says of it."""

    __tablename__ = "matters"
    __table_args__ = (
        Index("ix_matters_open", "place", "at", "id", "kind", **only("state='open'")),
        Index("ix_matters_report", "report"),
        Index("ix_matters_other", "other", **only("other<>''")),
    )
    id: str = key()
    kind: str = words()
    report: str = words()
    unit: str = words()
    place: str = words()
    at: datetime = instant()
    by: str = words(default="")
    other: str = words(default="")
    about: str = words(default="")
    old: str = words(default="")
    new: str = words(default="")
    why: str = words(default="")
    changes: Any = as_json()
    state: str = words(default="open")
    decided_by: str = words(default="")
    decided_at: datetime | None = instant(default=None, nullable=True)
    reason: str = words(default="")


matters = MatterRow.__table__
