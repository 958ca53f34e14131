"""Buttons of what waits for a decision."""

from __future__ import annotations

from typing import ClassVar

from programme.domain.buttons.button import Button


class Inbox(Button):
    """What waits for a decision, from `first`."""

    wire: ClassVar[str] = "m:waiting"
    first: str = ""


class AnswerMatter(Button):
    """`verb`: show, yes, no, first, second, both, back, right, why, nowhy, or the name of a reason."""

    wire: ClassVar[str] = "d"
    matter: str
    verb: str = ""
