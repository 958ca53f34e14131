"""Words with their marks: where the writer sets marks, "cạnh" is no "cảnh"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from handlers.understand.reader.tokens import marked
from programme.language.vietnamese import fold
from programme.language.words import words_for

_WORD = re.compile(r"[^\W\d_]+")


def marked_words(*keys: str) -> dict[str, frozenset[str]]:
    """The folded words of lists, with the marks that each may bear."""
    found: dict[str, set[str]] = {}
    for word in (word for key in keys for word in words_for(key)):
        found.setdefault(fold(word), set()).add(marked(word))
    return {key: frozenset(marks) for key, marks in found.items()}


def marked_phrases(key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The folded phrases of a list, with the marks of their words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words_for(key):
        found.setdefault(fold(phrase), []).append(tuple(marked(word) for word in phrase.split()))
    return {key: tuple(marks) for key, marks in found.items()}


def words_fit(typed: str, start: int, end: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether the words typed from `start` to `end` can be those of a list that share their letters. A word without
    marks fits, unless the text is written with marks and the word of the list is never without."""
    strict = writes_marks(typed)
    for m in _WORD.finditer(typed, start, end):
        key = fold(m[0])
        if key in words and (strict or key != m[0].lower()) and marked(m[0]) not in words[key]:
            return False
    return True


@lru_cache(maxsize=64)
def writes_marks(typed: str) -> bool:
    """Whether a text is written with marks: a third of its words bear some."""
    words = _WORD.findall(typed)
    return sum(not word.isascii() for word in words) * 3 >= len(words)
