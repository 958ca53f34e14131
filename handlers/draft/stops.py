"""Where a draft stands and waits: at a question, at a check, or at the review."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Turn
from handlers.draft import check_rules, review_text
from handlers.draft.question_choices import prompt
from handlers.draft.session import Case
from programme.domain.messages import Choice


def wait(case: Case, *said: str, trouble: str = "", offers: tuple[Choice, ...] = ()) -> Turn:
    """The draft's present stop, whichever it is; with `trouble`, because it did not take what was said."""
    if case.draft.at:
        turn = case.turn(prompt(case, *said, trouble=trouble, offers=offers))
    elif case.draft.check and check_rules.stands(case, case.draft.check):
        turn = case.turn(check_rules.ask(case, case.draft.check, *filter(None, (*said, trouble))))
    else:
        turn = case.turn(review_text.show(case, *said, trouble=trouble))
    return replace(turn, refused=True) if trouble else turn
