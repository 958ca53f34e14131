"""The names of the pack's units, old and new, by their first word."""

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
    """Names of units by their first folded word."""

    by_word: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Unit]]] = field(default_factory=dict)

    def add(self, name: str, unit: Unit) -> None:
        words, marks = folded(name), with_marks(nfc(name))
        if words and len(words) == len(marks):
            self.by_word.setdefault(words[0], []).append((words, marks, unit))


@lru_cache(maxsize=4)
def names_of(units: Iterable[Unit]) -> Names:
    found = Names()
    for unit in units:
        for name in dict.fromkeys((unit.name, *unit.aliases)):
            found.add(name, unit)
            rank = RANK.match(fold(name))
            if rank:
                found.add(nfc(name)[rank.end() :].strip(), unit)
    for entries in found.by_word.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found
