"""Where a draft stands and waits: at a question, at a check, or at the review."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Turn
from handlers.draft import check_rules, review_text
from handlers.draft.question_choices import prompt
from handlers.draft.session import DraftSession
from programme.domain.messages import Choice


def wait(session: DraftSession, *said: str, trouble: str = "", offers: tuple[Choice, ...] = ()) -> Turn:
    """The draft's present stop, whichever it is; with `trouble`, because it did not take what was said."""
    if session.draft.at:
        turn = session.turn(prompt(session, *said, trouble=trouble, offers=offers))
    elif session.draft.check and check_rules.stands(session, session.draft.check):
        turn = session.turn(check_rules.ask(session, session.draft.check, *filter(None, (*said, trouble))))
    else:
        turn = session.turn(review_text.show(session, *said, trouble=trouble))
    return replace(turn, refused=True) if trouble else turn
