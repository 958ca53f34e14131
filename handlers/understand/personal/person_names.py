"""Where a text seems to name a person. Places and bodies named after people are left alone. Only good enough to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.understand.personal.called_names import given_name, several_names, titled_name
from handlers.understand.personal.full_names import full_name
from handlers.understand.personal.known_names import known_at
from handlers.understand.personal.name_words import end_of_capitals, read_words
from handlers.understand.personal.short_names import initials


def find_names(text: str, known: frozenset[str], fates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where suspected names stand in a text in NFC, as (start, end). `known` holds folded names that are never a
    person's (units, places), `fates` where it says what befell somebody."""
    page = read_words(text, known, fates)
    i = 0
    while i < len(page.words):
        look = page.words[i].look
        if not (look.title or look.capital or look.firm or look.rare or (fates and look.given)):
            i += 1
        elif length := known_at(page, i):
            i += length
        elif i and look.capital and page.words[i - 1].place:
            i = max(i + 1, end_of_capitals(page, i, 8))
        else:
            end = titled_name(page, i) or full_name(page, i) or several_names(page, i) or given_name(page, i)
            if end:
                yield page.words[i].start, page.words[end - 1].end
            i = end or i + 1
    yield from initials(text)
