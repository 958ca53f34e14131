"""What a question in words is answered with, by what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.context import Context, Turn
from handlers.free_words.questions import deadlines_asked, figures_asked, people_asked, reports_asked
from handlers.understand.reader.reading import Reading

Answer = Callable[[Context, str, Reading], Turn]
ANSWERS: Mapping[str, Answer] = {
    "figures": figures_asked.figures,
    "source": figures_asked.origin,
    "targets": figures_asked.targets,
    "paper": figures_asked.paper,
    "close": figures_asked.close,
    "deadline": deadlines_asked.deadline,
    "move": deadlines_asked.move,
    "plans": deadlines_asked.plans,
    "sessions": deadlines_asked.sessions,
    "silent": reports_asked.silent,
    "nudge": reports_asked.nudge,
    "behalf": reports_asked.behalf,
    "inbox": reports_asked.inbox,
    "sent": reports_asked.sent,
    "account": people_asked.account,
    "people": people_asked.people,
    "system": people_asked.system,
    "cost": people_asked.cost,
    "other": people_asked.other,
}
"""What is asked about (ABOUT of the reader) → its answer."""


def question(s: Context, text: str, reading: Reading) -> Turn:
    """The answer to what is asked about."""
    return ANSWERS[reading.about](s, text, reading)


def help_wanted(s: Context, text: str, reading: Reading) -> Turn | None:
    """Whom to turn to, where that is asked; None for how to report."""
    return people_asked.whom(s, text, reading) if reading.about == "whom" else None
