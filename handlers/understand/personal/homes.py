"""Where somebody lives: a house by its number, a rented room, a house as one would find it. Offices, schools and halls
at a number are places of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.understand.personal.fates import sentence
from handlers.understand.personal.marks import marked_words, words_fit
from programme.language.words import at_words, compiled

_NUMBERED, _DWELLING = at_words("pattern.guard.home"), at_words("pattern.guard.dwelling")
_LIVES, _LIVES_THERE = at_words("pattern.guard.lives"), at_words("pattern.guard.lives_there")
_OFFICE, _POINT = compiled("pattern.guard.office"), compiled("pattern.guard.point")
_WORDS = marked_words("marked.guard.home_words")


def homes(flat: str, typed: str, fates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a folded text says where somebody lives, as (start, end). A house without a number, and a point on the map,
    count only where something befell somebody in that sentence. `typed` is the text letter by letter as it stands."""
    for m in _LIVES.finditer(flat):
        if words_fit(typed, m.start(), m.start() + 12, _WORDS):
            yield m.span()
    for m in _LIVES_THERE.finditer(flat):
        yield sentence(flat, *m.span())[0], m.end()
    for m in _NUMBERED.finditer(flat):
        if words_fit(typed, m.start(), m.start() + 6, _WORDS) and not _OFFICE.search(flat, *sentence(flat, *m.span())):
            yield m.span()
    if fates:
        for pattern in (_DWELLING, _POINT):
            for m in pattern.finditer(flat):
                first, last = sentence(flat, *m.span())
                near = any(first <= start < last for start, _ in fates)
                if near and words_fit(typed, m.start(), m.start() + 10, _WORDS):
                    yield m.span()
