"""What was proposed about people and units, and waits for a yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for somebody's yes, or was agreed. `kind`: handover (`member` gives the `role` in the unit to `to`
    from `first`), stand_in (to `last` only), end (the unit's last day is `last`, `successors` take over). `decision`
    is the document's number, `state` open, agreed or refused."""

    id: str
    kind: str
    unit: str
    by: str
    first: date | None = None
    last: date | None = None
    role: str = ""
    member: str = ""
    to: str = ""
    successors: tuple[str, ...] = ()
    decision: str = ""
    state: str = "open"
    decided_by: str = ""
