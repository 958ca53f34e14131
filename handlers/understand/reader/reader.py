"""The reader: a message in free words to what it says. Pure; the clock is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from handlers.understand.reader.lexicon import Lexicon
from handlers.understand.reader.purpose.intents import intent_of
from handlers.understand.reader.reading import Reading, Talk
from handlers.understand.reader.talk.answers import answer
from handlers.understand.reader.told import Told, as_read, told_of
from programme.domain.model import Unit


def read(
    text: str,
    *,
    words: Lexicon,
    units: Iterable[Unit],
    unit: str,
    today: date,
    talk: Talk | None = None,
    told: Told | None = None,
) -> Reading:
    """What a message of a member of `unit` says on the day `today`, after what went before (`talk`). Every figure has a
    span; what is not certain is left out and named in `asks`. `told` is what it tells, where that was read ahead."""
    if told is None or told.today != today or told.page.text != as_read(text):
        told = told_of(text, words, units, today)
    else:
        told = told.afresh()
    return answer(told, intent_of(told, talk), talk)
