"""Regular expressions that somebody else wrote: whatever they are, matching ends soon.

Python's own engine serves those with one repeat at most. The others might take it for ever ("(a+)+b"), so they
are run here as sets of states, in time linear in the text; what that can't do (references, looking around) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST_STATES = 500
LONGEST = 1_000
"""Letters of a pattern; no form needs more."""
UNBOUNDED = 64
"""A repeat of more than this counts as one without an end."""
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Pattern:
    """A compiled pattern: `search` says whether it is found in a text."""

    def __init__(self, source: str):
        if len(source) > LONGEST:
            raise re.error(f"it has more than {LONGEST} letters")
        self._plain = re.compile(source, re.ASCII)
        tree = parser.parse(source, re.ASCII)
        self._slow = States(tree) if nested(tree, 0) else None

    def search(self, text: str) -> bool:
        if self._slow is None:
            return self._plain.search(text) is not None
        return self._slow.search(text)


@lru_cache(maxsize=2000)
def pattern(source: str) -> Pattern:
    """A regular expression as forms write them. Raises re.error."""
    return Pattern(source)


def nested(tree: Any, depth: int) -> bool:
    """Whether a text can be parted in many ways: by a repeat inside a repeat, or by two in a row."""
    wide = 0
    for name, value in tree:
        if name in REPEATS and value[1] > UNBOUNDED:
            wide += 1
            if depth or wide > 1:
                return True
        inner = depth + (name in REPEATS and value[1] > 1)
        if any(nested(part, inner) for part in _inside(name, value)):
            return True
    return False


def _inside(name: Any, value: Any) -> Iterable[Any]:
    if name in REPEATS:
        return (value[2],)
    if name is op.SUBPATTERN:
        return (value[3],)
    if name is op.BRANCH:
        return value[1]
    return (value[1],) if name in (op.ASSERT, op.ASSERT_NOT) else ()


Test = Callable[[str], bool]
Where = Callable[[str, int], bool]


class States:
    """A pattern as states: each waits for a letter that passes its test, or goes on by itself, perhaps only at some
    place of the text. The last one is the end."""

    def __init__(self, tree: Any):
        self.tests: list[tuple[Test, int] | None] = []
        self.free: list[list[tuple[int, Where | None]]] = []
        self.first = self._state()
        self.last = self._all(tree, self.first)

    def search(self, text: str) -> bool:
        now: set[int] = set()
        for at in range(len(text) + 1):
            now = self._spread({*now, self.first}, text, at)
            if self.last in now:
                return True
            if at < len(text):
                letter = text[at]
                waiting = (self.tests[state] for state in now)
                now = {found[1] for found in waiting if found is not None and found[0](letter)}
        return False

    def _spread(self, states: set[int], text: str, at: int) -> set[int]:
        stack, seen = list(states), set(states)
        while stack:
            for other, where in self.free[stack.pop()]:
                if other not in seen and (where is None or where(text, at)):
                    seen.add(other)
                    stack.append(other)
        return seen

    # --- making -------------------------------------------------------------------------------------------------------

    def _state(self) -> int:
        if len(self.tests) >= MOST_STATES:
            raise re.error("it repeats too much")
        self.tests.append(None)
        self.free.append([])
        return len(self.tests) - 1

    def _all(self, tree: Any, at: int) -> int:
        for name, value in tree:
            at = self._one(name, value, at)
        return at

    def _one(self, name: Any, value: Any, at: int) -> int:
        if name is op.SUBPATTERN:
            if value[1] or value[2]:
                raise re.error("flags inside a repeat of repeats")
            return self._all(value[3], at)
        if name is op.BRANCH:
            end = self._state()
            for part in value[1]:
                self.free[self._all(part, at := self._apart(at))].append((end, None))
            return end
        if name in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeat(*value, at)
        if name is op.AT:
            end = self._state()
            self.free[at].append((end, _place(value)))
            return end
        end, at = self._state(), self._apart(at)
        self.tests[at] = (_letter(name, value), end)
        return end

    def _apart(self, at: int) -> int:
        """A state of its own for what waits for a letter, so that others may leave from `at` too."""
        own = self._state()
        self.free[at].append((own, None))
        return own

    def _repeat(self, least: int, most: Any, tree: Any, at: int) -> int:
        for _ in range(least):
            at = self._all(tree, at)
        end = self._state()
        self.free[at].append((end, None))
        if most is op.MAXREPEAT:
            again = self._apart(at)
            self.free[self._all(tree, again)].extend([(again, None), (end, None)])
            return end
        for _ in range(most - least):
            at = self._all(tree, at)
            self.free[at].append((end, None))
        return end


def _letter(name: Any, value: Any) -> Test:
    if name is op.LITERAL:
        return chr(value).__eq__
    if name is op.NOT_LITERAL:
        return chr(value).__ne__
    if name is op.ANY:
        return "\n".__ne__
    if name is op.IN:
        return _any_of(value)
    raise re.error("a repeat inside a repeat together with a reference or a look around")


def _any_of(items: Any) -> Test:
    tests: list[Test] = []
    against = False
    for name, value in items:
        if name is op.NEGATE:
            against = True
        elif name is op.RANGE:
            tests.append(lambda letter, low=value[0], high=value[1]: low <= ord(letter) <= high)
        elif name is op.CATEGORY:
            tests.append(CATEGORIES[value])
        else:
            tests.append(_letter(name, value))
    return lambda letter: any(test(letter) for test in tests) is not against


def _category(source: str) -> Test:
    found = re.compile(source, re.ASCII)
    return lambda letter: found.match(letter) is not None


CATEGORIES = {
    op.CATEGORY_DIGIT: _category(r"\d"),
    op.CATEGORY_NOT_DIGIT: _category(r"\D"),
    op.CATEGORY_SPACE: _category(r"\s"),
    op.CATEGORY_NOT_SPACE: _category(r"\S"),
    op.CATEGORY_WORD: _category(r"\w"),
    op.CATEGORY_NOT_WORD: _category(r"\W"),
}


def _place(name: Any) -> Where:
    source = {
        op.AT_BEGINNING: "^",
        op.AT_BEGINNING_STRING: r"\A",
        op.AT_END: "$",
        op.AT_END_STRING: r"\Z",
        op.AT_BOUNDARY: r"\b",
        op.AT_NON_BOUNDARY: r"\B",
    }[name]
    found = re.compile(source, re.ASCII)
    return lambda text, at: found.match(text, at) is not None
