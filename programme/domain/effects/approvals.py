"""Effects on what waits for a decision (`programme/domain/approvals.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from programme.domain.approvals import Matter
from programme.domain.effects import Effect


@dataclass(frozen=True, slots=True)
class RaiseMatter(Effect):
    matter: Matter

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class DecideMatter(Effect):
    """It gets this state (agreed, refused, returned; or open again, with what the member said) by somebody."""

    id: str
    state: str
    by: str
    reason: str = ""

    answered_in_pause = True


@dataclass(frozen=True, slots=True)
class GiveReason(Effect):
    """Why the correction that `by` asked for is wanted."""

    id: str
    by: str
    why: str
