"""The names of the pack's units, old and new, by their first two words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from handlers.understand.reader.tokens import folded, with_marks
from programme.domain.model import Unit
from programme.domain.org_units import RANK
from programme.language.vietnamese import fold, nfc


@dataclass(slots=True)
class Names:
    """Names of units of two words and more by the first two, folded; the longest first. `whole` are those names."""

    by_words: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[str, ...], Unit]]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    def add(self, name: str, unit: Unit) -> None:
        words, marks = folded(name), with_marks(nfc(name))
        if len(words) > 1 and len(words) == len(marks):
            self.by_words.setdefault((words[0], words[1]), []).append((words, marks, unit))


@lru_cache(maxsize=4)
def names_of(units: Iterable[Unit]) -> Names:
    found = Names()
    for unit in units:
        for name in dict.fromkeys((unit.name, *unit.aliases)):
            found.add(name, unit)
            rank = RANK.match(fold(name))
            if rank:
                found.add(nfc(name)[rank.end() :].strip(), unit)
    for entries in found.by_words.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    found.whole = frozenset(" ".join(words) for entries in found.by_words.values() for words, _, _ in entries)
    return found
