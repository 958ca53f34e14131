"""A change said in words, put into a draft: "54 mới đúng", "đổi ngày thành 16/6", "quên, phát thêm 30 tờ rơi"."""

from __future__ import annotations

from handlers.draft.moves import enter
from handlers.draft.session import DraftSession
from handlers.free_words.message_reading import as_read
from handlers.one_line.line_to_form import dated
from handlers.one_line.line_words import DATE, KIND, TOPICS
from handlers.understand.calendar_days import Day
from handlers.understand.expected_answer import Answer
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Activity, Change, Talk, Value
from programme.domain.activities import TIMES, activities

PLACE = "/data/place"


def into(session: DraftSession, text: str) -> str:
    """Puts what the words change into the draft; why it can't be taken, "" where it was."""
    s = session.s
    changes = changes_of(session, text)
    if not changes:
        return s.texts("several.unread")
    troubles = [_enter(session, change) for change in changes]
    return next(filter(None, troubles), "")


def changes_of(session: DraftSession, text: str) -> tuple[Change, ...]:
    """What the words change of the draft's activity."""
    s = session.s
    if text.strip().isdigit():
        return (Change(value=Value(int(text))),)
    done = activities(session.instance.record())
    talk = Talk(last_report=as_read(done[0]) if done else Activity(kind=session.instance.value(KIND)))
    reading = read(text, words=lexicon(), units=s.programme.units, unit=session.draft.unit, today=s.today, talk=talk)
    if reading.intent == "correction":
        return reading.change
    return ()


def _enter(session: DraftSession, change: Change) -> str:
    kind = session.instance.value(KIND)
    if change.value is not None:
        ref = _path(session, kind, change.figure)
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
    """The question of a figure; without a name, that of the kind's own."""
    if figure == "sessions":
        return TIMES
    if figure:
        ways = (f"/data/{kind}/{figure}", f"/data/visual/{figure}")
        return next((way for way in ways if way in session.form.parts), "")
    from handlers.one_line.report_line import vocabulary

    words = vocabulary(session.s)
    return words.mains.get(kind, "") if words else ""
