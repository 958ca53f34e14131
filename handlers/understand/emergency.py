"""Danger is looked for before all else, for the answer to it is a number to call. There is one rule for the gate and
for the reader of free words: handlers/understand/reader/purpose/danger.py. Most messages hint at none, and are not read
for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from handlers.understand.danger_words import cries, has_a_word_of_it, pleads, sentences, tells
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.purpose.danger import in_danger
from handlers.understand.reader.told import Told, told_of
from programme.domain.model import Unit
from programme.language.vietnamese import nfc

LONGEST = 10_000
ANY_DAY = date(2000, 1, 3)
"""Danger does not depend on the day."""


def is_danger(text: str, units: Iterable[Unit] = (), told: Told | None = None) -> bool:
    """Whether a text tells of someone in danger, of a victim, or of a crime, rather than reporting work about them;
    names of `units` are no words. `told` is what it tells, where that was read already."""
    kept = nfc(text[:LONGEST])
    if not hints(kept):
        return False
    read = told is not None and told.page.text == kept
    return in_danger(told if read else told_of(kept, lexicon(), units, ANY_DAY))


def hints(text: str) -> bool:
    """Whether some words may be of danger, whatever they stand beside."""
    return has_a_word_of_it(text) and any(cries(said) or pleads(said) or tells(said) for said in sentences(text))
