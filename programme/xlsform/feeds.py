"""What feeds what in a form: whose relevance may be another when an answer changes. Read once from its expressions.

An expression's names stand for every part of that name, wherever it is: too many are looked at again, none too few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from programme.xlsform import axes
from programme.xlsform.parts import Itemset, Part
from programme.xlsform.registry import FUNCTIONS
from programme.xlsform.xpath import BadXPath, XPath, parse

Point = tuple[str, bool]
"""A leaf's path, and whether its relevance is meant rather than its value."""


class Feeds:
    """`steady` are the conditional leaves whose relevance changes with an answer or not at all, in the form's order."""

    def __init__(self, parts: Mapping[str, Part]):
        self.parts = parts
        self.onward: dict[Point, set[Point]] = {}
        self._named: dict[str, list[Part]] = {}
        for part in parts.values():
            self._named.setdefault(part.name, []).append(part)
        self._read: dict[str, tuple[frozenset[str], bool]] = {}
        unsteady = [point for part in parts.values() if part.leaf for point in self._draw(part)]
        self._unsteady = self._reached(unsteady, through=lambda point: True)
        self._readers: dict[str, tuple[Part, ...]] = {}

    @cached_property
    def steady(self) -> dict[str, Part]:
        leaves = (part for part in self.parts.values() if part.leaf and part.conditional)
        return {part.path: part for part in leaves if (part.path, True) not in self._unsteady}

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """The steady leaves that are in no repeat."""
        return tuple(path for path, part in self.steady.items() if not any(above.repeat for above in above_of(part)))

    def readers(self, path: str) -> tuple[Part, ...]:
        """The steady leaves whose relevance reads the value of a leaf, or what is calculated from it."""
        found = self._readers.get(path)
        if found is None:
            reached = self._reached([(path, False)], through=lambda point: not point[1])
            found = tuple(self.steady[at] for at, relevance in reached if relevance and at in self.steady)
            self._readers[path] = found
        return found

    def _reached(self, starts: list[Point], through: Callable[[Point], bool]) -> set[Point]:
        found, left = set(starts), list(starts)
        while left:
            for point in self.onward.get(left.pop(), ()):
                if point not in found:
                    found.add(point)
                    if through(point):
                        left.append(point)
        return found

    # --- reading expressions ------------------------------------------------------------------------------------------

    def _draw(self, leaf: Part) -> Iterator[Point]:
        """The lines that lead to a leaf; given back are its points that no answer alone decides."""
        value, relevance = (leaf.path, False), (leaf.path, True)
        if leaf.conditional:
            self.onward.setdefault(relevance, set()).add(value)
            conditions = (part.relevant for part in (leaf, *above_of(leaf)) if part.relevant is not None)
            if any([self._lead(found, leaf, relevance) for found in conditions]):
                yield relevance
        counts = [part.count for part in above_of(leaf) if part.count is not None]
        lists = [leaf.items.rows] if isinstance(leaf.items, Itemset) and leaf.items.filtered else []
        own = [leaf.calculate] if leaf.calculate is not None else []
        if any([self._lead(found, leaf, value) for found in (*counts, *lists, *own)]) and not leaf.kept:
            yield value

    def _lead(self, expression: XPath, here: Part, to: Point) -> bool:
        """Draws lines from all that an expression reads; whether it also reads what can't be told by names."""
        names, untold = self._scanned(expression)
        parts = {part.path: part for name in names for part in self._named.get(name, ())}
        if "." in names:
            parts[here.path] = here
        for part in parts.values():
            for inner in part.all():
                if inner.leaf:
                    self.onward.setdefault((inner.path, False), set()).add(to)
                elif inner.path != here.path:  # a group is as its conditions are
                    conditions = (found for found in (inner.relevant, inner.count) if found is not None)
                    untold |= any([self._lead(found, inner, to) for found in conditions if found is not expression])
        return untold

    def _scanned(self, expression: XPath) -> tuple[frozenset[str], bool]:
        known = self._read.get(expression.source)
        if known is None:
            names: set[str] = set()
            known = self._read[expression.source] = (names, scan(expression.tree, names))
        return known


def above_of(part: Part) -> Iterator[Part]:
    while part.parent is not None:
        part = part.parent
        yield part


def scan(token: Any, names: set[str], onward: bool = False) -> bool:
    """Collects the names that paths end in ('.' for the node itself); whether there is a step that has no name, or a
    function that may give another value by itself. `onward` where a path goes on behind the token."""
    symbol = token.symbol
    if symbol == "(name)":
        if not onward:
            names.add(token.value)
        return False
    if symbol == "/" and len(token):
        left = scan(token[0], names, True) if len(token) == 2 else False
        return scan(token[-1], names, onward) or left
    if symbol == "[":
        return any([scan(token[0], names, onward), scan(token[1], names)])
    if symbol == ".":
        names.add(".")
        return False
    if symbol in ("..", "/"):
        return not onward
    if symbol == "//" or symbol in axes.AXES or symbol in ("node", "text") or (symbol == "*" and not len(token)):
        return True
    if token.label == "function":
        if symbol == "current":
            if not onward:
                names.add(".")
            return False
        if symbol == "choice-name" and token[1].symbol == "(string)":
            try:
                scan(parse(token[1].value).tree, names)
            except BadXPath:
                return True
        known = FUNCTIONS.get(symbol) or FUNCTIONS.get(f"jr:{symbol}")
        if known is None or known.volatile or symbol == "randomize":
            return True
        return any([scan(argument, names, symbol == "position") for argument in token])
    return any([scan(inner, names, onward and symbol == "(") for inner in token])
