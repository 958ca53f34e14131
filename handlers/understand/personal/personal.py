"""What must not be kept about the people who are helped: the one door."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from handlers.understand.personal.disguises import versions
from handlers.understand.personal.fates import fates, of_one_person, sentence, stories_in
from handlers.understand.personal.found import Found, Kind
from handlers.understand.personal.homes import homes
from handlers.understand.personal.numbers import personal_numbers
from handlers.understand.personal.person_names import find_names
from handlers.understand.personal.short_names import nicknames
from handlers.understand.personal.traces import traces
from programme.language.vietnamese import fold_places

_OF_ONE = ("name", "phone", "identity", "birth", "address", "plate", "link")
"""What tells of one person: something that befell somebody may not stand beside it."""

_SHORTEST = 6
"""Digits of the shortest number that may be a person's; fewer are a count, and most answers are one."""


def find_personal(text: str, known: frozenset[str] = frozenset()) -> list[Found]:
    """What in `text` is or seems personal, in the order it stands, without overlaps. `known` are the folded names of
    units and places, never taken for a person's."""
    if text.isdigit() and len(text) < _SHORTEST:
        return []
    return list(_found(text, known))


@lru_cache(maxsize=32)  # one message is asked about by the gate, its reader and its replies
def _found(text: str, known: frozenset[str]) -> tuple[Found, ...]:
    found: list[Found] = []
    taken = bytearray(len(text))
    for version in versions(text):
        hidden = any(version.undone)
        open_finds = bool(found)
        for kind, first, last in _found_in(version.text, known, hidden):
            start, end = version.place(first, last)
            new = not (hidden and open_finds) or any(version.undone[first:last])
            if new and not any(taken[start:end]):
                found.append(Found(kind, start, end))
                taken[start:end] = b"x" * (end - start)
    return tuple(sorted(found, key=lambda f: f.start))


def _found_in(text: str, known: frozenset[str], hidden: bool) -> Iterator[tuple[Kind, int, int]]:
    """What is personal in a text in NFC, as (kind, start, end); what comes first counts where two overlap.
    Marks say little where words were `hidden`."""
    flat, places = fold_places(text)
    typed = flat if hidden else "".join(text[place] for place in places)
    told = fates(flat, typed)
    found: list[tuple[Kind, int, int]] = [*traces(flat, typed, told), *personal_numbers(flat, typed)]
    found += [("address", *span) for span in homes(flat, typed, told)]
    stories = stories_in(flat)
    spans = [(places[start], places[end - 1] + 1) for start, end in told]
    back = {place: i for i, place in reversed(list(enumerate(places)))} if spans or not text.isascii() else None
    for first, last in find_names(text, known, spans):
        start = back[first] if back is not None else first
        if not any(one <= start < other for one, other in stories):
            found.append(("name", start, back[last - 1] + 1 if back is not None else last))
    found += [("name", *span) for span in nicknames(flat)]
    people = sorted(start for kind, start, _ in found if kind in _OF_ONE)
    for start, end in told:
        first, last = sentence(flat, start, end)
        where = bisect_left(people, first)
        if (where < len(people) and people[where] <= last - 1) or of_one_person(flat, start, end):
            found.append(("condition", start, end))
    for kind, start, end in found:
        if start < end:
            yield kind, places[start], places[end - 1] + 1
