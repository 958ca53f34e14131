"""Who writes faster than anybody can be answered gets one notice, then a pause. Nothing of theirs is lost meanwhile:
what answers the form or does anything is taken and answered as ever, and so are words of danger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.situation import Reply, Situation, Turn
from handlers.state import State
from handlers.understand.emergency import is_danger
from programme.messages import Inbound
from programme.vietnamese import nfc

MANY, SPAN = 20, timedelta(minutes=5)
"""More messages than this within the span that lead nowhere are a flood; the pause is as long."""


def calmed(inbound: Inbound, s: Situation, turn: Turn) -> Turn:
    """The turn as it is to be answered: as it is, with the notice instead, or in silence."""
    if s.member is None or not turn.replies or _led_somewhere(s.state, turn) or is_danger(nfc(inbound.text)):
        return turn
    if s.now < _until(turn.state.calm) <= s.now + SPAN:  # an end farther off was set by a clock that is put back
        return Turn(turn.state)
    since = (s.now - SPAN).isoformat()
    came = (*(at for at in turn.state.idle if since < at <= s.now.isoformat()), s.now.isoformat())
    if len(came) <= MANY:
        return Turn(turn.state.but(idle=came, calm=""), turn.replies)
    notice = Reply(s.texts("flood", minutes=int(SPAN.total_seconds()) // 60))
    return Turn(turn.state.but(idle=(), calm=(s.now + SPAN).isoformat()), (notice,))


def changed(before: State, after: State) -> bool:
    """Whether a turn changed more than what is counted here."""
    return before.but(idle=(), calm="") != after.but(idle=(), calm="")


def _led_somewhere(before: State, turn: Turn) -> bool:
    return bool(turn.deeds) or turn.state.draft != before.draft or turn.state.photos != before.photos


def _until(calm: str) -> datetime:
    return datetime.fromisoformat(calm) if calm else datetime.min.replace(tzinfo=UTC)
