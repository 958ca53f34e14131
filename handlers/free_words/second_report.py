"""A whole report that comes while something else is open: one tap says which is meant."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from handlers.attachments import loose_photos
from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import question
from handlers.draft.session import DraftSession
from handlers.free_words import several_reports
from handlers.free_words.activity_line import lines_of
from handlers.free_words.message_reading import reading_of
from handlers.free_words.several_reports import SeveralReports
from handlers.one_line import report_line
from handlers.one_line.line import Line, heads
from handlers.pipeline.route import Route
from handlers.understand.personal.personal import find_personal
from programme.domain.buttons.reporting import IsAnswer, IsSecondReport
from programme.domain.messages import Choice
from programme.language.vietnamese import nfc

LONGEST = 500  # letters


def ask(s: Context, text: str) -> Turn | None:
    """Asks which is meant, for words that tell a kind of activity and a figure; None for all others. What may not be
    kept is refused at once."""
    if not is_whole(s, text):
        return None
    if any(not found.suspected for found in find_personal(text)):
        return report_line.by_keyword(s, text)
    return _which(s, text)


def _which(s: Context, text: str) -> Turn:
    t, text, before, line = s.texts, text[:LONGEST], s.state.doubtful, _line(s, text)
    mark = mark_of(text)
    is_answer = IsAnswer(mark).labelled(t("second.answer"))
    if refusal := report_line.refused_beside(s, text, line):
        return _refused(s, text, refusal, is_answer)
    choices = (IsSecondReport(mark).labelled(t("second.report")), is_answer)
    state = s.state.but(doubtful=text, options=pairs(choices), more=())
    said = t("second.which", what=report_line.understood(s, text, line) or text[:60])
    if before and before != text:
        dropped = report_line.understood(s, before, _line(s, before)) or before[:60]
        said = f"{t('second.dropped', what=dropped)}\n{said}"
    return Turn(state, (Reply(said, choices, prompt=True),))


def _refused(s: Context, text: str, refusal: Turn, is_answer: Choice) -> Turn:
    """Why the words can't be a report; they are offered as the answer, where any words may be one. By SMS the line to
    send back needs all the room."""
    state, prompt = s.state.but(refused=refusal.state.refused), s.state.prompt
    any_words = question.kind(s) == "text" if prompt is None else not isinstance(prompt, SeveralReports)
    if s.traits.plain or not any_words:
        return replace(refusal, state=state)
    reply = replace(refusal.replies[0], choices=(is_answer,), prompt=True)
    return Turn(state.but(doubtful=text, options=pairs(reply.choices), more=()), (reply,))


def again(s: Context) -> Turn | None:
    """The question once more, while its choices are the last that were offered: a yes says neither."""
    first = s.state.options[0][0] if s.state.options else ""
    return _which(s, s.state.doubtful) if first.startswith(IsSecondReport.wire) else None


def mark_of(text: str) -> str:
    """What tells the words of a button from those that came after them."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def is_whole(s: Context, text: str) -> bool:
    """Whether the words begin as a report's line does and tell a kind and a figure, or that there was nothing."""
    words = report_line.vocabulary(s)
    if words is None or not heads(text, words):
        return False
    line = report_line.read(s, text, words)
    return bool(line.nil or (line.kind and (line.counts or line.pair)))


def of_its_own(s: Context, text: str) -> Turn | None:
    """The same question for free words that a draft's review or check could not take and that tell of an activity."""
    draft = s.state.draft
    if draft is None or draft.at or not _line(s, text).counts:
        return None
    return _which(s, text)


def _line(s: Context, text: str) -> Line:
    """The words as a line; of free words that tell of one activity, what the reader made of it."""
    words = report_line.vocabulary(s)
    if words is None or heads(text, words):
        return report_line.read(s, text, words) if words else Line()
    reading = reading_of(s, text)
    if reading.intent != "report" or reading.refused:
        return Line()
    lines = lines_of(s, reading, nfc(text), words, lambda line: False)
    return lines[0] if len(lines) == 1 and lines[0].kind else Line()


def file(s: Context, button: IsSecondReport) -> Turn:
    """A line that would be filed at once if nothing were open is filed, and what waited goes on. All else is shown for
    a yes: guesses, what is late, free words; what lacks is asked afterwards."""
    if not _is_of(s, button.mark):
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    text, s = s.state.doubtful, s.with_state(s.state.but(doubtful=""))
    waiting, line = s.state, _line(s, text)
    turn = report_line.take_beside(s, text, line)
    if turn is None:
        return several_reports.beside(s, text, line)
    after = {name: getattr(turn.state, name) for name in ("options", "more", "filed", "drafts", "photos", "albums")}
    state = waiting.but(**after)
    said = turn.replies
    if waiting.draft is not None:
        said = (*said, Reply(s.texts("line.draft_waits"))) if not s.traits.plain else said
    return Turn(state, said, turn.effects)


def answer(s: Context, button: IsAnswer) -> Turn:
    """The words are the answer to the open question, which takes them now."""
    if not _is_of(s, button.mark):
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    state = s.state
    if state.draft is not None and state.prompt is None:  # a photo that came with them goes with them
        session = DraftSession(s, state.draft)
        loose_photos.put_into(session)
        state = session.s.state.but(draft=session.save().draft)
    return Turn(state.but(doubtful="", options=(), more=()), answered=s.state.doubtful)


def _is_of(s: Context, mark: str) -> bool:
    """Whether a button is that of the words that wait."""
    return bool(s.state.doubtful) and mark == mark_of(s.state.doubtful)


ROUTE = Route("a second report", buttons={IsSecondReport: file, IsAnswer: answer})
