"""Where a draft stands and waits: at a question, at a check, or at the review."""

from __future__ import annotations

from handlers.context import Turn
from handlers.reporting import check_rules, review_text
from handlers.reporting.draft_session import Case
from handlers.reporting.question_text import prompt
from programme.domain.messages import Choice


def wait(case: Case, *said: str, trouble: str = "", offers: tuple[Choice, ...] = ()) -> Turn:
    """The draft's present stop, whichever it is."""
    if case.draft.at:
        return case.turn(prompt(case, *said, trouble=trouble, offers=offers))
    if case.draft.check and check_rules.stands(case, case.draft.check):
        return case.turn(check_rules.ask(case, case.draft.check, *said))
    return case.turn(review_text.show(case, *said, trouble=trouble))
