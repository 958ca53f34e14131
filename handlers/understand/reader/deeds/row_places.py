"""Places that only a row of activities shows: names that no list has, each before its own number."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understand.reader.deeds.rows import SIGNS, by_sentence, counts_people, sentences_of
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

_BEHIND = 3  # tokens from a place to its number
_NAME = 4  # words


def unknown_places(page: Page, spots: Sequence[Spot], amounts: Sequence[Amount]) -> list[Spot]:
    """Names that only their row shows to be places: "ba bản: Pắc Cáp 22 người, Khe Và 31 người". In small letters they
    are, where so many places are counted before."""
    found: list[Spot] = []
    ends = {spot.end + n for spot in spots for n in range(_BEHIND)}
    for inside in by_sentence(sentences_of(page), amounts):
        counted = [a.value for a in inside if a.head in ("commune", "place", "")]
        people = [a for a in inside if counts_people(page, a)]
        names = [n for a in people if (n := _name_before(page, a.start))]
        known = [a for a in people if a.start in ends]
        written = all(page.text[page.tokens[i].start].isupper() for n in names for i in range(*n)) and not page.loud
        count = len(names) + len(known)
        if names and count > 1 and (written or count in counted):
            found += [Spot(*n) for n in names]
    return found


def _name_before(page: Page, at: int) -> tuple[int, int] | None:
    """The words between a break and a number that nothing else has claimed."""
    end = at
    while page.key(end - 1) in ("(", ":", "-", "co", "duoc", "dc") and not page.taken[end - 1]:
        end -= 1
    start = end
    while start > 0 and end - start <= _NAME and page.tokens[start - 1].word and not page.taken[start - 1]:
        start -= 1
    broken = page.key(start - 1) in SIGNS | {"•"} and start > 0 and not page.taken[start - 1]
    said = any(h.group in ("topic", "kind:strong", "head", "day", "intent", "number") and h.end - h.start > 1
               for i in range(start, end) for h in page.hits[i])  # fmt: skip
    return (start, end) if broken and 0 < end - start <= _NAME and not said else None
