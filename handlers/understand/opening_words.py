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


def openings(pattern: str) -> frozenset[str] | None:
    """The folded words and signs that a pattern can begin with; None where it can begin with anything. In it `#` is a
    number, `…` and `‥` are any words."""
    words, perhaps, _ = _choice(pattern, 0)
    return None if perhaps or words is None else frozenset(words)


def alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in no parentheses."""
    depth = last = 0
    for sign in _EDGE.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == "|" and not depth:
            yield pattern[last : sign.start()]
            last = sign.end()
    yield pattern[last:]


class Openers:
    """Patterns in their order, by what they begin with; `made` gives a pattern ready to use, when it is first tried."""

    def __init__(self, patterns: Sequence[str], made: Callable[[str], re.Pattern[str]]) -> None:
        self._patterns, self._make = patterns, made
        self._made: dict[int, re.Pattern[str]] = {}

    @cached_property
    def _places(self) -> tuple[dict[str, list[int]], list[int]]:
        """The places of the patterns by word, and of those that can begin with anything."""
        began = [openings(pattern) for pattern in self._patterns]
        every = {word for words in began for word in words or ()}
        by_word = {word: [i for i, words in enumerate(began) if words is None or word in words] for word in every}
        return by_word, [i for i, words in enumerate(began) if words is None]

    def beginnings(self, words: Sequence[str]) -> Iterable[int]:
        """Where among these a pattern can begin."""
        by_word, anyhow = self._places
        if anyhow:
            return range(len(words))
        return () if by_word.keys().isdisjoint(words) else [i for i, word in enumerate(words) if word in by_word]

    def beginning(self, word: str) -> Iterator[re.Pattern[str]]:
        """The patterns that can begin with a word, a sign or a `NUMBER`."""
        by_word, anyhow = self._places
        return map(self._pattern, by_word.get(word, anyhow))

    def stand_in(self, text: str, words: Iterable[str]) -> bool:
        """Whether any pattern stands in a text; `words` are its words, signs and `NUMBER`."""
        by_word, anyhow = self._places
        places = {place for word in words for place in by_word.get(word, ())}
        return any(self._pattern(place).search(text) for place in places.union(anyhow))

    def _pattern(self, place: int) -> re.Pattern[str]:
        if place not in self._made:
            self._made[place] = self._make(self._patterns[place])
        return self._made[place]


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
