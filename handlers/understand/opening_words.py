"""The words that a regular expression can begin with. Of a long list of patterns few can begin in a text at all: only
those are tried there, and only those are ever made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from programme.language.vietnamese import fold

NUMBER = "#"
"""Stands for whatever begins with a digit."""
_ITEM = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\((?:\?:)?)|(?P<word>[^\W\d_]+)|(?P<number>\\d|\d+|#)"
    r"|(?P<nothing>\\[bB]|[ ^$])|(?P<anything>\[\^?\]?[^\]]*\]|\\\w|[.…‥_\n])|\\?(?P<sign>.)"
)
_TIMES = re.compile(r"(?:(?P<perhaps>[*?]|\{0?,\d*\})|\+|\{[\d,]+\})\??")
_EDGE = re.compile(r"\\.|\[\^?\]?[^\]]*\]|[()|]")


def openings(pattern: str) -> frozenset[str]:
    """The folded words and signs that a pattern can begin with; `#` in it is a number, `…` and `‥` are any words.
    Raises ValueError where it can begin with anything."""
    words, perhaps, _ = _choice(pattern, 0)
    if perhaps or words is None:
        raise ValueError(f"a pattern has to begin with a word, a sign or a number: {pattern}")
    return frozenset(words)


def alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in no parentheses."""
    depth = last = 0
    for sign in _EDGE.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == "|" and not depth:
            yield pattern[last : sign.start()]
            last = sign.end()
    yield pattern[last:]


class Line:
    """A text to be searched, and of what patterns can begin with (folded words, signs, `NUMBER`) all places in it."""

    def __init__(self, text: str, words: Iterable[tuple[str, int]]) -> None:
        self.text = text
        self.words: dict[str, list[int]] = {}
        for word, start in words:
            self.words.setdefault(word, []).append(start)


class Openers:
    """Patterns in their order, by what they begin with; `made` gives one ready to use, when it is first tried."""

    def __init__(self, patterns: Sequence[str], made: Callable[[str], re.Pattern[str]]) -> None:
        self._patterns, self._make = patterns, made
        self._made: list[re.Pattern[str] | None] = [None] * len(patterns)

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The places of the patterns by the words they can begin with. One that can begin with anything is a fault."""
        found: dict[str, list[int]] = {}
        for place, pattern in enumerate(self._patterns):
            for word in openings(pattern):
                found.setdefault(word, []).append(place)
        return found

    def find(self, line: Line) -> Iterator[tuple[int, int]]:
        """Where patterns stand, from left to right and none inside another; of several the first."""
        by_word, end = self._by_word, 0
        common = by_word.keys() & line.words.keys()
        for start, word in sorted([(start, each) for each in common for start in line.words[each]]):
            if start < end:
                continue
            for place in by_word[word]:
                match = (self._made[place] or self[place]).match(line.text, start)
                if match and match.end() > start:
                    yield match.span()
                    end = match.end()
                    break

    def stand_in(self, line: Line) -> bool:
        """Whether any pattern stands in a line."""
        return next(self.find(line), None) is not None

    def __getitem__(self, place: int) -> re.Pattern[str]:
        made = self._made[place] = self._make(self._patterns[place])
        return made


_Begun = tuple[set[str] | None, bool, int]
"""What a part of a pattern can begin with (None: anything), whether it can be nothing at all, and where it ends."""


def _choice(pattern: str, at: int) -> _Begun:
    """Of alternatives, up to the parenthesis that ends them."""
    found: set[str] | None = set()
    perhaps = False
    while True:
        words, empty, at = _row(pattern, at)
        found = None if found is None or words is None else found | words
        perhaps |= empty
        if pattern[at : at + 1] != "|":
            return found, perhaps, at
        at += 1


def _row(pattern: str, at: int) -> _Begun:
    """Of parts one after another."""
    found: set[str] | None = set()
    perhaps = True
    while at < len(pattern) and pattern[at] not in "|)":
        words, empty, at = _part(pattern, at)
        if perhaps:
            found = None if found is None or words is None else found | words
            perhaps = empty
    return found, perhaps, at


def _part(pattern: str, at: int) -> _Begun:
    item = _ITEM.match(pattern, at)
    assert item is not None
    kind, at = item.lastgroup, item.end()
    words: set[str] | None = None
    perhaps = kind in ("around", "nothing")
    if kind in ("around", "group"):
        words, empty, at = _choice(pattern, at)
        at += 1
        words, perhaps = (set(), True) if kind == "around" else (words, empty)
    elif kind != "anything":
        words = {"word": {fold(item[0])}, "number": {NUMBER}, "sign": {item["sign"]}}.get(kind or "", set())
    if times := _TIMES.match(pattern, at):
        at = times.end()
        words = None if kind == "word" else words  # only its last letter comes so many times
        perhaps |= bool(times["perhaps"])
    return words, perhaps, at
