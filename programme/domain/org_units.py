"""The tree of units on any day, and the search for a unit by an old or new name. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from rapidfuzz import fuzz, process

from programme.domain.model import Parent, Unit
from programme.language.vietnamese import fold

# What may stand before a place's own name, folded: in full, or shortened with or without its dot.
RANK = re.compile(
    r"(?:(?:tinh|thanh pho|thi xa|huyen|phuong|thi tran|dac khu|xa|tp|tx|tt|p) +|(?:tp|tx|tt|h|p|x)\. *)(?=\w)"
)
GOOD = 80.0  # a name less alike than this is another name
NEAR = 8.0  # names this close to the best one are offered with it
EXACT = 100.0


class UnitTree:
    """Units by code and by parent, on any day. A day may be any date; `None` ends of units and parents are open."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {u.code: u for u in units}
        self._first = self._units
        self._roots: dict[date, tuple[str, ...]] = {}
        self._below: dict[str, list[tuple[Unit, Parent]]] = defaultdict(list)
        self._named: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units.values():
            for parent in unit.parents:
                self._below[parent.code].append((unit, parent))
            for text in (unit.name, *unit.aliases):
                for key in {fold(text), own_name(text)}:
                    if unit not in self._named[key]:
                        self._named[key].append(unit)
        self._keys = list(self._named)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __contains__(self, code: object) -> bool:
        return code in self._units

    def __getitem__(self, code: str) -> Unit:
        return self._units[code]

    def get(self, code: str) -> Unit | None:
        return self._units.get(code)

    def on(self, day: date) -> tuple[Unit, ...]:
        """The units that exist that day, in the pack's order."""
        return tuple(u for u in self._units.values() if u.exists_on(day))

    def roots(self, on: date) -> tuple[str, ...]:
        """Codes of the units that exist that day and have no parent then."""
        found = self._roots.get(on)
        if found is None:
            found = tuple(u.code for u in self.on(on) if u.parent_on(on) is None)
            self._roots = {on: found}  # asked for again and again, of one day
        return found

    def parent(self, code: str, on: date) -> str | None:
        unit = self._units.get(code)
        return unit.parent_on(on) if unit and unit.exists_on(on) else None

    def children(self, code: str, on: date) -> tuple[str, ...]:
        """Codes of the units right below it that day."""
        return tuple(
            unit.code for unit, parent in self._below.get(code, ()) if holds(parent, on) and unit.exists_on(on)
        )

    def subtree(self, code: str, on: date) -> tuple[str, ...]:
        """Its own code first, then all below it that day, each followed by what is below it; () for an unknown code."""
        if code not in self._units:
            return ()
        seen: dict[str, None] = {}  # keeps the order; a cycle, which a checked pack has not, ends here
        todo = [code]
        while todo:
            code = todo.pop()
            if code not in seen:
                seen[code] = None
                todo.extend(reversed(self.children(code, on)))
        return tuple(seen)

    def ancestors(self, code: str, on: date) -> tuple[str, ...]:
        """Codes of its parent, the parent's parent and so on up to the root, that day."""
        found: dict[str, None] = {}
        above = self.parent(code, on)
        while above is not None and above not in found:
            found[above] = None
            above = self.parent(above, on)
        return tuple(found)

    def above(self, code: str, on: date) -> tuple[str, ...]:
        """Who looks after it that day, the nearest first: its ancestors; of a unit that is gone those of what it has
        become, and those of its last day or what these have become."""
        unit = self._units.get(code)
        if unit is None or unit.valid_to is None or on <= unit.valid_to:
            return self.ancestors(code, on)
        found: dict[str, int] = {}
        now = [above for heir in self.heirs(code, on) for above in self.ancestors(heir, on)[:1]]
        for was in self.ancestors(code, unit.valid_to):
            now += self.heirs(was, on)
        for near in now:
            higher = self.ancestors(near, on)
            found[near] = len(higher)
            found |= {each: len(higher) - depth for depth, each in enumerate(higher, 1)}
        return tuple(sorted(found, key=lambda each: -found[each]))

    def bring(self, units: Iterable[Unit]) -> None:
        """Put these in the place of those of the same codes it was made of, for all who hold the tree."""
        whole = {**self._first, **{unit.code: unit for unit in units}}
        if whole != self._units:
            self.__dict__.update(UnitTree(whole.values()).__dict__ | {"_first": self._first})

    def first(self, code: str) -> Unit | None:
        """The unit as it was when the tree was made."""
        return self._first.get(code)

    def successors(self, code: str) -> tuple[str, ...]:
        """What became of it, one step: codes, empty where it still exists or nothing follows it."""
        unit = self._units.get(code)
        return unit.successors if unit else ()

    def heirs(self, code: str, on: date) -> tuple[str, ...]:
        """What it is on that day: itself, or the successors (of successors …) that exist then."""
        todo, seen, found = [code], set(), []
        while todo:
            code = todo.pop(0)
            unit = self._units.get(code)
            if unit is None or code in seen:
                continue
            seen.add(code)
            if unit.exists_on(on):
                found.append(code)
            else:
                todo.extend(unit.successors)
        return tuple(found)

    def find(self, text: str, on: date | None = None, kinds: Collection[str] | None = None) -> list[tuple[Unit, float]]:
        """Units whose name, old or new, or alias is or resembles the text, with a score of 0–100, best first.

        An exact name (case and diacritics apart) drops all that only resemble it, whatever `on` and `kinds` then
        leave: "Ka Long" is never Hạ Long. Several near ones are all returned, to be asked about. With `on`, a unit
        that is gone stands for what it has become by then.
        """
        words = fold(text)
        if not words:
            return []
        matches: list[tuple[Unit, float]] = []
        exact = self._named.get(words) or self._named.get(own_name(text))
        if exact:
            matches = [(unit, EXACT) for unit in exact]
        else:
            alike = process.extract(words, self._keys, scorer=fuzz.ratio, score_cutoff=GOOD, limit=20)
            for key, score, _ in alike:
                if score >= alike[0][1] - NEAR:
                    matches.extend((unit, score) for unit in self._named[key])
        best: dict[str, tuple[float, bool]] = {}
        for unit, score in matches:
            for code in (unit.code,) if on is None else self.heirs(unit.code, on):
                if kinds is None or self._units[code].kind in kinds:
                    best[code] = max(best.get(code, (0.0, False)), (score, code == unit.code))
        # Of equal scores the unit that bears the name itself comes before one that took over a bearer.
        return [(self._units[c], best[c][0]) for c in sorted(best, key=best.__getitem__, reverse=True)]


def holds(parent: Parent, day: date) -> bool:
    return (parent.since is None or parent.since <= day) and (parent.until is None or day <= parent.until)


def own_name(text: str) -> str:
    """The folded name without "phường", "xã", "TP." before it."""
    words = fold(text)
    rank = RANK.match(words)
    return words[rank.end() :] if rank else words
