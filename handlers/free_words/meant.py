"""What a message in free words is for, done: a report, no activity, a change, a question, thanks, a plan …"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.draft.session import DraftSession
from handlers.free_words import change_in_words, told_for_unit
from handlers.free_words.change_in_words import CODE
from handlers.free_words.message_reading import LONGEST, reading_of
from handlers.free_words.questions.answers import help_wanted, question
from handlers.pipeline.route import Route
from handlers.reporting import sent_reports
from handlers.reporting.report_periods import due_period, period_of
from handlers.state import AtReview
from handlers.understand.reader.reading import Reading
from handlers.wording.activity_words import period_name
from programme.domain.buttons.menu import Help, StopMessages
from programme.domain.buttons.reporting import AskWithdrawal, NewReport, NothingToReport, SentReports
from programme.domain.model import Report
from programme.language.vietnamese import fold, thousands
from programme.language.words import words_for

BEHALF = words_for("free.behalf")
SAYS_SOMETHING = re.compile("[^\\W\\d_]|[\u2600-\u27bf\U0001f300-\U0001faff]")
"""A letter, or a picture: a number alone is none."""


def free(s: Context, text: str) -> Turn | None:
    """The turn that free words of a member lead to; None where they are not understood."""
    if s.member is None or not SAYS_SOMETHING.search(text):
        return None
    reading = reading_of(s, text)
    if fold(text).startswith(BEHALF):
        reading = replace(reading, intent="question", about="behalf")
    done = MEANT.get(reading.intent)
    turn = done(s, text, reading) if done else None
    if len(text) <= LONGEST:
        return turn
    left_out = Reply(s.texts("free.too_long", most=thousands(LONGEST)))
    return replace(turn, replies=(*turn.replies, left_out)) if turn else s.turn(left_out)


def at_draft(s: Context, text: str) -> Turn | None:
    """The answer to a question in words that the draft's own question could not take; the draft stays as it is."""
    if s.member is None or s.state.draft is None:
        return None
    reading = reading_of(s, text)
    asks = reading.intent == "question" and reading.about != "other" and not reading.asked.goes_on
    return question(s, text, reading) if asks else None


def no_activity(s: Context, text: str, reading: Reading) -> Turn | None:
    """That nothing was done, to be confirmed by one tap: a slip would count as an answer of the unit."""
    units = s.posted_units()
    if not units:
        return None
    if len(units) > 1:
        return Turn(s.state, then=NothingToReport())
    day = reading.date_to or reading.date
    if day is None and reading.period:
        day = s.programme.regime.span(reading.period)[0]
    period = period_of(s, units[0], day) if day else due_period(s, units[0])
    choices = (NothingToReport(units[0], period).labelled(s.texts("doubt.nil")), _report(s))
    said = s.texts("doubt.khong", period=period_name(s, period), unit=s.unit_name(units[0]))
    return s.turn(Reply(said, choices, prompt=True))


def correction(s: Context, text: str, reading: Reading) -> Turn | None:
    """The report that is meant over its form with what the words change, shown before it counts."""
    code = CODE.search(text)
    report = _meant(s, text)
    if report is None or not sent_reports.may_see(s, report):
        return None if code else Turn(s.state, then=SentReports())
    opened = sent_reports.mend(s, report)
    draft = opened.state.draft
    if draft is None or draft.mends != report.code:
        return opened
    session = DraftSession(s.with_state(opened.state), draft)
    if change_in_words.by_words(session, CODE.sub("", text)):
        return conversation.resume(s.with_state(opened.state.but(draft=session.save(stop=AtReview()).draft)))
    return None if code else opened


def _meant(s: Context, text: str) -> Report | None:
    """The report whose code is named, else the last one that the member sent."""
    if code := CODE.search(text):
        return s.reports.get(code[0])
    return s.reports.get(list(s.state.filed.values())[-1]) if s.state.filed else None


def withdrawal(s: Context, text: str, reading: Reading) -> Turn | None:
    """The report that is meant, with the question whether it is to be withdrawn."""
    if report := _meant(s, text):
        return Turn(s.state, then=AskWithdrawal(report.code))
    return None if CODE.search(text) else Turn(s.state, then=SentReports())


def plan(s: Context, text: str, reading: Reading) -> Turn:
    return s.turn(Reply(s.texts("free.plan"), (_report(s),)))


def chatter(s: Context, text: str, reading: Reading) -> Turn:
    return s.turn(Reply(s.texts("free.hello"), (_report(s),))) if reading.about == "hello" else courtesy(s)


def courtesy(s: Context) -> Turn:
    """A word back, where nothing is asked or told."""
    return s.turn(Reply(s.texts("free.thanks"), (_report(s),)))


def stop(s: Context, text: str, reading: Reading) -> Turn:
    """Whether nothing more is to be sent, by one tap."""
    choices = (StopMessages().labelled(s.texts("doubt.stop")), _report(s))
    return s.turn(Reply(s.texts("free.stop"), choices, prompt=True))


def danger(s: Context, text: str, reading: Reading) -> Turn:
    return s.turn(Reply(s.texts("danger", numbers=s.numbers("\n"))))


def _report(s: Context):
    return NewReport().labelled(s.texts("menu.report"))


MEANT: Mapping[str, Callable[[Context, str, Reading], Turn | None]] = {
    "report": told_for_unit.report,
    "nil": no_activity,
    "correction": correction,
    "withdraw": withdrawal,
    "plan": plan,
    "chatter": chatter,
    "question": question,
    "help": lambda s, text, reading: help_wanted(s, text, reading) or Turn(s.state, then=Help()),
    "stop": stop,
    "emergency": danger,
}

ROUTE = Route("free words", free=(free,))
