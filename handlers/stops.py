"""Where a draft stands and waits: at a question, at a check, or at the review."""

from __future__ import annotations

from handlers import checks, review
from handlers.case import Case
from handlers.prompt import prompt
from handlers.situation import Turn
from programme.messages import Choice


def wait(case: Case, *said: str, trouble: str = "", offers: tuple[Choice, ...] = ()) -> Turn:
    """The draft's present stop, whichever it is."""
    if case.draft.at:
        return case.turn(prompt(case, *said, trouble=trouble, offers=offers))
    if case.draft.check and checks.stands(case, case.draft.check):
        return case.turn(checks.ask(case, case.draft.check, *said))
    return case.turn(review.show(case, *said, trouble=trouble))
