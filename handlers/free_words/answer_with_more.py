"""An answer that says more than was asked: "truyền thông ma túy hôm qua, 45 người" where only the activity was asked.
All of it is taken, and only the rest is asked."""

from __future__ import annotations

from handlers.attachments import loose_photos
from handlers.context import Context, Turn
from handlers.draft import conversation, media_answers
from handlers.draft.moves import echo, enter, proceed
from handlers.draft.session import DraftSession
from handlers.free_words import free_report
from handlers.free_words.activity_line import lines_of, place_of
from handlers.free_words.change_in_words import PLACE
from handlers.free_words.message_reading import reading_of
from handlers.one_line.count import Count, counts_told
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import choose_options, fill
from handlers.one_line.line_words import KIND
from handlers.one_line.report_line import FORM, vocabulary
from handlers.state import AtQuestion
from handlers.understand.expected_answer import Answer
from handlers.understand.personal.personal import find_personal
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Activity, Talk
from programme.domain.activities import figure_of
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
    if len(lines) > 1:  # nothing is answered yet: the draft gives way to the list of them, its photos too
        return free_report.report(s.with_state(loose_photos.taken_out(s, draft).but(draft=None)), text, reading)
    if not lines or not lines[0].kind or not (lines[0].counts or lines[0].day):
        return None
    session = _fresh(s)
    if fill(session, lines[0], words, guessing=False).wrong:
        return None
    told = tuple(n.ref for n in session.asks() if session.instance.value(n.ref) not in ("", []) and n.ref != KIND)
    session.draft = session.draft.but(done=told)
    return conversation.turn_of(proceed(session, KIND))


def _fresh(s: Context) -> DraftSession:
    """The draft at its first question, with nothing answered; its photos stay."""
    session = DraftSession(s, s.state.draft.but(saved={}, shown="", stop=AtQuestion(KIND)))
    media_answers.keep(session, media_answers.names_in(s, s.state.draft))
    return session


def of_question(s: Context, text: str) -> Turn | None:
    """The answer to a figure's question with what is said besides ("45 người, có 20 nữ, ở khu 4"), for words that the
    question itself could not take; None where they do not answer it."""
    draft = s.state.draft
    named = figure_of(draft.at) if draft is not None and draft.form == FORM else None
    words = vocabulary(s)
    if named is None or words is None:
        return None
    talk = Talk(open_draft=Activity(kind=named[0]), open_question=named[1])
    reading = read(
        nfc(text), words=lexicon(), units=s.programme.units, unit=draft.unit, today=s.today, talk=talk, told=s.told
    )
    one = reading.activities[0] if reading.intent == "report" and len(reading.activities) == 1 else Activity()
    if one.kind != named[0] or named[1] not in one.figures or reading.refused or named[1] in reading.asks:
        return None
    session = DraftSession(s, draft)
    counts = sorted(
        counts_told(one.figures, one.kind, words, reading.spans, nfc(text)), key=lambda count: count.path != draft.at
    )
    if counts[0].path != draft.at or _enter(session, counts[0]):
        return None
    choose_options(session, Line(named[0], counts=tuple(counts)), words)
    told = [count.path for count in counts[1:] if session.still(count.path) and not _enter(session, count)]
    said = place_of(s, one)
    place = said if session.still(PLACE) and not find_personal(said) else ""
    if place and not enter(session, PLACE, Answer(place)):
        told.append(PLACE)
    chosen = [
        node.ref for node in session.asks() if node.question.type.startswith("select") and _has(session, node.ref)
    ]
    session.draft = session.draft.but(done=tuple(dict.fromkeys((*session.draft.done, *told, *chosen))))
    return conversation.turn_of(proceed(session, draft.at, *(echo(session, ref) for ref in (draft.at, *told))))


def _has(session: DraftSession, ref: str) -> bool:
    return session.instance.value(ref) not in ("", [])


def _enter(session: DraftSession, count: Count) -> str:
    bounded = "bound" in session.companions(count.path)
    return enter(session, count.path, Answer(str(count.value), {"bound": count.bound or ""} if bounded else {}))
