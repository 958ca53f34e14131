"""A change said in words, put into a draft: "54 mới đúng", "đổi ngày thành 16/6", "quên, phát thêm 30 tờ rơi"."""

from __future__ import annotations

import re

from handlers.context import Context, Turn
from handlers.draft import conversation
from handlers.draft.moves import enter, proceed
from handlers.draft.session import DraftSession
from handlers.free_words.message_reading import as_read
from handlers.one_line.count import Count
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import choose_options, dated
from handlers.one_line.line_words import DATE, KIND, TOPICS, words_of
from handlers.one_line.report_line import FORM
from handlers.state import AtReview
from handlers.understand.calendar_days import Day
from handlers.understand.expected_answer import Answer
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Activity, Change, Talk
from programme.domain.activities import TIMES, activities, figure_of
from programme.domain.model import KINDS
from programme.language.vietnamese import fold
from programme.language.words import words_for

PLACE = "/data/place"
CHANGES = words_for("free.changes")
"""What a message that changes something says: without one of them a number may be anything."""
CODE = re.compile(r"\b(?=[A-Z]*\d)[A-Z][A-Z0-9]{3}\b")
"""What may be meant as a report's code: none of its digits is a figure."""


def into(session: DraftSession, text: str) -> str:
    """Puts what the words change into the draft; numbers alone are its figures. Why it can't be taken, "" where it
    was."""
    changes = changes_of(session, text) or _figures_of(session, text)
    if not changes:
        return session.s.texts("several.unread")
    troubles = [_enter(session, change) for change in changes]
    return next(filter(None, troubles), "")


def at_stop(s: Context, text: str) -> Turn | None:
    """The draft's review with what the words change, where the draft waits at its review or at a check; None where they
    change nothing."""
    draft = s.state.draft
    if draft is None or draft.at or draft.form != FORM or CODE.search(text):
        return None
    session = DraftSession(s, draft)
    if not by_words(session, text):
        return None
    return conversation.turn_of(proceed(session.save(stop=AtReview(), todo=()), None))


def by_words(session: DraftSession, text: str) -> bool:
    """Whether the words change something that the form takes; then it is changed."""
    changes = changes_of(session, text)
    return bool(changes) and not any(_enter(session, change) for change in changes)


def _figures_of(session: DraftSession, text: str) -> tuple[Change, ...]:
    """What the words say as the answer to how many there were ("45", "hơn 2 trăm", "20 nữ")."""
    s, kind = session.s, session.instance.value(KIND)
    main = figure_of(_path(session, kind, ""))
    if main is None:
        return ()
    talk = Talk(open_draft=Activity(kind=kind), open_question=main[1])
    reading = read(text, words=lexicon(), units=s.programme.units, unit=session.draft.unit, today=s.today, talk=talk)
    told = [one for one in reading.activities if one.kind == kind]
    if len(told) != 1 or reading.refused or set(reading.asks) & set(KINDS[kind]):
        return ()
    return tuple(Change(figure=name, value=value) for name, value in told[0].figures.items())


def changes_of(session: DraftSession, text: str) -> tuple[Change, ...]:
    """What the words change of the draft's activity."""
    s = session.s
    if not re.search(r"[^\W\d_]", text):
        return ()
    done = activities(session.instance.record())
    talk = Talk(last_report=as_read(done[0]) if done else Activity(kind=session.instance.value(KIND)))
    reading = read(
        text, words=lexicon(), units=s.programme.units, unit=session.draft.unit, today=s.today, talk=talk, told=s.told
    )
    said = f" {fold(text)} "
    marked = any(f" {word} " in said for word in CHANGES)
    return reading.change if reading.intent == "correction" and marked else ()


def _enter(session: DraftSession, change: Change) -> str:
    kind = session.instance.value(KIND)
    if change.value is not None:
        ref = _path(session, kind, change.figure)
        if ref and not session.instance.relevant(ref):  # the form asks for it once its choice is made
            line = Line(kind, counts=(Count(change.value.value, path=ref),))
            choose_options(session, line, words_of(session.form, session.s.texts.language))
        if not ref or not session.instance.relevant(ref):
            return session.s.texts("several.unread")
        bounded = "bound" in session.companions(ref)
        return enter(session, ref, Answer(str(change.value.value), {"bound": change.value.bound} if bounded else {}))
    if change.date is not None:
        return enter(session, DATE, dated(session, Day(change.date)))
    if change.place:
        return enter(session, PLACE, Answer(change.place))
    if change.topics:
        return enter(session, TOPICS, Answer(list(change.topics)))
    return session.s.texts("several.unread")


def _path(session: DraftSession, kind: str, figure: str) -> str:
    """The question of a figure; without a name, the only one that is answered, or the kind's own."""
    if figure == "sessions":
        return TIMES
    if figure:
        ways = (f"/data/{kind}/{figure}", f"/data/visual/{figure}")
        there = [way for way in ways if way in session.form.parts and not session.kept_for_review(way)]
        return next((way for way in there if session.instance.relevant(way)), there[-1] if there else "")
    said = [node.ref for node in session.asks() if figure_of(node.ref) and session.instance.value(node.ref) != ""]
    words = words_of(session.form, session.s.texts.language)
    return said[0] if len(said) == 1 else words.mains.get(kind, "") if words else ""
