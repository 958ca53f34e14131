"""The question that was answered last: what goes on with it ("theo xã", "riêng ma túy") need not say it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.context import Context, Turn
from programme.domain.buttons.button import Button

LASTS = timedelta(minutes=30)


def remembered(s: Context, turn: Turn, button: Button) -> Turn:
    """The turn, which answers what the button asks."""
    return replace(turn, state=turn.state.but(asked=(s.now.isoformat(), button.pack())))


def last_of(s: Context, kind: type[Button]) -> Button | None:
    """What was asked last, where it was this kind of button and not long ago."""
    if not s.state.asked or s.now - datetime.fromisoformat(s.state.asked[0]) > LASTS:
        return None
    payload = s.state.asked[1]
    return kind() if payload == kind.wire else kind.of(payload)
