"""Buttons of figures, of silent units and of urgent questions."""

from __future__ import annotations

from typing import ClassVar

from programme.domain.buttons.button import Button


class QuickFigures(Button):
    """`view` says how the figures are cut (handlers/figures/figures_wanted.py); "then" for the units of each day."""

    wire: ClassVar[str] = "m:figures"
    period: str = ""
    unit: str = ""
    topic: str = ""
    view: str = ""


class FigureAreas(Button):
    """The areas below, from `first`."""

    wire: ClassVar[str] = "m:areas"
    period: str = ""
    unit: str = ""
    topic: str = ""
    first: str = ""


class SilentUnits(Button):
    """`period` is one that is named, else each unit's that is due; `unit` the area."""

    wire: ClassVar[str] = "m:silent"
    first: str = ""
    period: str = ""
    unit: str = ""


class NudgeUnits(Button):
    """All that are silent, or one unit."""

    wire: ClassVar[str] = "m:nudge"
    unit: str = ""


class AskUrgentQuestion(Button):
    """What is not said yet is asked; `question` names the question that the last tap asks, so that it is asked once."""

    wire: ClassVar[str] = "m:urgent"
    topic: str = ""
    whom: str = ""
    minutes: str = ""
    question: str = ""


class UrgentAnswer(Button):
    """`answer` is yes, unsure, mend or show; `about` the unit that answers or, for show, the first line of the page."""

    wire: ClassVar[str] = "u"
    question: str
    answer: str
    about: str = ""
