"""Whether there is to be another instance of a repeat: asked, and the answer taken."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.moves import Move, another, back
from handlers.draft.session import DraftSession
from handlers.understand.choices import yes_no
from programme.domain.buttons.draft_actions import Action, Back, Choose
from programme.xlsform import RepeatAsk

YES, NO = Choose("yes"), Choose("no")


def ask(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    """The question, below what there is to say first."""
    t, ref = session.s.texts, session.draft.at
    head = "\n".join(filter(None, (*said, trouble)))
    named = next((stop.label for stop in session.stops() if stop.ref == ref and isinstance(stop, RepeatAsk)), "")
    label = t("ask.repeat", label=named or ref.rsplit("/", 1)[-1])
    if session.counted:
        label = t("ask.repeat_number", ask=label, number=ref.rpartition("[")[2].rstrip("]"))
    choices = (session.button(YES, t("word.yes")), session.button(NO, t("word.no")))
    return Reply("\n\n".join(filter(None, (head, label))), choices, prompt=True)


def take(session: DraftSession, text: str) -> Move:
    answer = yes_no(text)
    if answer is None:
        return Move(session, trouble=session.s.texts("error.yes_no"))
    return another(session, session.draft.at, answer)


def press(session: DraftSession, action: Action) -> Move:
    if isinstance(action, Back):
        return back(session)
    return another(session, session.draft.at, action == YES) if action in (YES, NO) else Move(session)
