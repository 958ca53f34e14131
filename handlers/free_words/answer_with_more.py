"""An answer that says more than was asked: "truyền thông ma túy hôm qua, 45 người" where only the activity was asked.
All of it is taken, and only the rest is asked."""

from __future__ import annotations

from handlers.context import Context, Turn
from handlers.draft import conversation
from handlers.draft.moves import proceed
from handlers.draft.session import DraftSession
from handlers.free_words import free_report
from handlers.free_words.activity_line import lines_of
from handlers.free_words.message_reading import reading_of
from handlers.one_line.line_to_form import fill
from handlers.one_line.line_words import KIND
from handlers.one_line.report_line import FORM, vocabulary
from handlers.state import AtQuestion
from programme.language.vietnamese import nfc

FEWEST = 4
"""Words of an answer that may say more."""


def taken(s: Context, text: str) -> Turn | None:
    """The draft with all that the words say of its one activity; None where they only answer, or say less."""
    draft = s.state.draft
    first = draft is not None and draft.form == FORM and draft.at == KIND and not draft.changing and not draft.walked
    if not first or len(text.split()) < FEWEST:
        return None
    reading, words = reading_of(s, text), vocabulary(s)
    if reading.intent != "report" or words is None or reading.refused:
        return None
    lines = lines_of(
        s, reading, nfc(text), words, lambda line: not fill(_fresh(s), line, words, guessing=False).troubles
    )
    if len(lines) > 1:  # nothing is answered yet: the draft gives way to the list of them
        return free_report.report(s.with_state(s.state.but(draft=None)), text, reading)
    if not lines or not lines[0].kind or not (lines[0].counts or lines[0].day):
        return None
    session = _fresh(s)
    if fill(session, lines[0], words, guessing=False).wrong:
        return None
    told = tuple(n.ref for n in session.asks() if session.instance.value(n.ref) not in ("", []) and n.ref != KIND)
    session.draft = session.draft.but(done=told)
    return conversation.turn_of(proceed(session, KIND))


def _fresh(s: Context) -> DraftSession:
    """The draft at its first question, with nothing answered."""
    return DraftSession(s, s.state.draft.but(saved={}, shown="", stop=AtQuestion(KIND)))
