"""What must not be kept about the people who are helped: the one door."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from handlers.understand.personal.fates import fates, of_one_person, sentence, stories_in
from handlers.understand.personal.found import Found, Kind
from handlers.understand.personal.homes import homes
from handlers.understand.personal.numbers import personal_numbers
from handlers.understand.personal.person_names import find_names, nicknames
from handlers.understand.personal.traces import traces
from programme.language.vietnamese import fold, fold_places, nfc

_OF_ONE = ("name", "phone", "identity", "birth", "address", "plate", "link")
"""What tells of one person: something that befell somebody may not stand beside it."""


def find_personal(text: str, known: Iterable[str] = ()) -> list[Found]:
    """What in `text` is or seems personal, in the order it stands, without overlaps. `known` are names of units and
    places, never taken for a person's."""
    flat, places = fold_places(text)
    found: list[Found] = []
    taken = bytearray(len(text))

    def add(kind: Kind, start: int, end: int) -> None:
        if start < end and not any(taken[start:end]):
            found.append(Found(kind, start, end))
            taken[start:end] = b"x" * (end - start)

    told, typed = fates(flat), "".join(text[place] for place in places)
    for kind, start, end in (*traces(flat, typed), *personal_numbers(flat, typed)):
        add(kind, places[start], places[end - 1] + 1)
    for start, end in homes(flat, told):
        add("address", places[start], places[end - 1] + 1)
    stories = stories_in(flat)
    for start, end in _names(text, frozenset(map(fold, known)), told, places):
        if not any(places[first] <= start < places[last - 1] + 1 for first, last in stories):
            add("name", start, end)
    for start, end in nicknames(flat):
        add("name", places[start], places[end - 1] + 1)
    people = sorted(f.start for f in found if f.kind in _OF_ONE)
    for start, end in told:
        first, last = sentence(flat, start, end)
        where = bisect_left(people, places[first])
        near = where < len(people) and people[where] <= places[last - 1]
        if near or of_one_person(flat, start, end):
            add("condition", places[start], places[end - 1] + 1)
    return sorted(found, key=lambda f: f.start)


def _names(
    text: str, known: frozenset[str], told: list[tuple[int, int]], places: list[int]
) -> Iterator[tuple[int, int]]:
    """The names of a text that need not be in NFC."""
    whole = nfc(text)
    if whole == text:
        yield from find_names(text, known, [(places[start], places[end - 1] + 1) for start, end in told])
        return
    _, inside = fold_places(whole)
    back = dict(zip(inside, places, strict=False)) if len(inside) == len(places) else {}
    for start, end in find_names(whole, known, [(inside[start], inside[end - 1] + 1) for start, end in told]):
        if start in back and end - 1 in back:
            yield back[start], back[end - 1] + 1
