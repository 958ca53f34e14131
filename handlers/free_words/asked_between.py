"""A question, a call for help or a wish to stop, said where any words would be an answer: at a note, a place, a reason,
a name. Words that say nothing else are answered as such, and the question that waits goes on waiting; words that only
hold them ("đội nào chưa nộp sẽ bị nhắc") are the answer."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Reply, Turn
from handlers.free_words.message_reading import reading_of
from handlers.free_words.questions.answers import help_wanted, question
from handlers.understand import english
from handlers.understand.choices import yes_no
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.page import Page
from handlers.understand.reader.reading import Reading
from handlers.understand.reader.told import Told, as_read, told_of
from handlers.wording import sms_fit
from programme.domain.buttons.menu import Help, StopMessages
from programme.language.words import words_for

LONGEST = 120
"""Letters of a message that may be nothing but a question."""
LIGHT = frozenset(words_for("free.light"))
BESIDE = ("who", "please", "so_far", "and_then")
"""Turns of phrase of the lexicon that a question may have beside what it asks."""


def answered(s: Context, text: str) -> Turn | None:
    """The answer to words that only ask something; None for all others."""
    if s.member is None or len(text) > LONGEST or not any(letter.isalpha() for letter in text):
        return None
    if yes_no(text) is not None:  # "dung" is đúng as well as dừng
        return None
    told = _told(s, text)
    here = replace(s, told=told)
    reading = reading_of(here, text)
    in_english = s.texts.language == english.LANGUAGE and english.asked(text, s.today) is not None
    if reading.intent not in ("question", "help", "stop") or not (in_english or _says_only_that(told.page, reading)):
        return None
    if reading.intent == "question":
        return question(here, text, reading)
    if reading.intent == "help":
        return help_wanted(here, text, reading) or Turn(s.state, then=Help())
    return s.turn(Reply(s.texts("free.stop_here"), (StopMessages().labelled(s.texts("doubt.stop")),), prompt=True))


def still_waiting(s: Context, turn: Turn, named: str) -> Turn:
    """The turn with the open question of `s` as it was, and `named` below what is said: it waits for words all the
    same. A prompt that the turn asks itself takes its place."""
    before, after = s.state, turn.state
    if not turn.replies or after.draft != before.draft or after.prompt not in (None, before.prompt):
        return turn
    *others, last = turn.replies
    state = after.but(prompt=before.prompt)
    if s.traits.plain or not after.options:
        state = state.but(options=before.options, more=before.more)
    return replace(turn, state=state, replies=(*others, _with(s, last, named)))


def _with(s: Context, reply: Reply, named: str) -> Reply:
    """The reply with the line below it. By SMS, where a number is the answer to what waits, without choices of its own,
    and without the line where there is no room for it."""
    if not s.traits.plain:
        return replace(reply, text=f"{reply.text}\n\n{named}")
    listed = reply.whole or "\n" in reply.text
    text = reply.text if listed else sms_fit.joined(s, (reply.text, 0), (named, 1))
    return replace(reply, text=text, choices=())


def _told(s: Context, text: str) -> Told:
    """What the words tell: as it was read ahead, where that was done."""
    if s.told is not None and s.told.today == s.today and s.told.page.text == as_read(text):
        return s.told.afresh()
    return told_of(text, lexicon(), s.programme.units, s.today)


def _says_only_that(page: Page, reading: Reading) -> bool:
    """Whether nothing but a question, a call for help or a wish to stop is said, with days, topics, units that are
    named and words of politeness."""
    asks = reading.intent == "question" and reading.about != "other" and not reading.asked.goes_on
    if reading.refused or not (asks or reading.intent in ("help", "stop")):
        return False
    asking = _turns(page, *(name for name in page.words.patterns if name.startswith("asking")))
    core = asking | _turns(page, reading.intent, reading.about) | _phrases(page, "intent", reading.intent)
    beside = _turns(page, *BESIDE, *(name for name in page.words.patterns if name.startswith("by_")))
    beside |= _phrases(page, "topic")
    if asking or "?" in page.text:  # what is asked about
        beside |= _turns(page, "team", "report") | _phrases(page, "head") | _phrases(page, "kind:strong")
    claimed = ("date", "place") if reading.asked.at else ("date",)
    beside |= {i for i, taken in enumerate(page.taken) if taken in claimed}
    said = {i for i, token in enumerate(page.tokens) if (token.word or token.digits) and token.key not in LIGHT}
    return bool(said & core) and not said - core - beside


def _turns(page: Page, *names: str) -> set[int]:
    """The tokens of turns of phrase."""
    return {i for name in names for start, end in page.tells(name) for i in range(start, end)}


def _phrases(page: Page, group: str, *names: str) -> set[int]:
    """The tokens of phrases of a group."""
    return {i for hit in page.find(group, names or None) for i in range(hit.start, hit.end)}
