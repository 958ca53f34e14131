"""The words of a text as parts of names: what each can be by itself, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand.personal.marks import marked_words
from handlers.understand.reader.tokens import marked
from programme.language.vietnamese import fold
from programme.language.words import words_for

FIRM, RARE = marked_words("marked.name.families"), marked_words("marked.name.rare_families")
TITLES, FIRM_TITLES = marked_words("marked.name.titles"), frozenset(words_for("name.firm_titles"))
_PLACES, SHORT_PLACES = marked_words("marked.name.places"), frozenset(words_for("name.short_places"))
FLAT_PLACES = frozenset(words_for("name.flat_places"))
USUAL = marked_words("marked.name.given")
"""Given names that are hardly a usual word behind a title."""
GIVEN = USUAL.keys() | frozenset(words_for("name.more_given"))
MIDDLE = frozenset(words_for("name.middle"))
MIDDLES = MIDDLE | frozenset(words_for("name.middles"))
SURE_FAMILIES = frozenset(words_for("name.sure_families"))
"""Families that are no usual word without their marks either."""
NOT_NAMES = frozenset(words_for("name.not_names"))
CONTACT = frozenset(words_for("name.contact"))
"""Words that stand before or behind a person's name."""
_WEAK = frozenset(words_for("name.weak_given"))
_BARE = frozenset(word for word in words_for("marked.name.given") if word.isascii())
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+|[^\w\s]|_|\n")


@dataclass(frozen=True, slots=True)
class Look:
    """A word by itself, whoever wrote it: `mark` is "" where it bears no diacritics."""

    typed: str
    key: str
    mark: str
    capital: bool
    title: bool
    firm: bool
    rare: bool
    given: bool
    marked_place: bool
    flat_place: bool


@lru_cache(maxsize=20_000)
def look_of(typed: str) -> Look:
    if not typed[0].isalpha():
        return Look("", "", "", *[False] * 7)
    key = fold(typed)
    mark = marked(typed) if key != typed.lower() else ""

    def among(words: dict[str, frozenset[str]]) -> bool:
        return key in words and (not mark or mark in words[key])

    capital = typed[0].isupper() and not (len(typed) > 1 and typed.isupper())
    short = key in SHORT_PLACES
    marked_place = short or (key in _PLACES and (mark or marked(typed)) in _PLACES[key])
    kinds = (among(TITLES), among(FIRM), among(RARE), key in GIVEN)
    return Look(typed, key, mark, capital, *kinds, marked_place, short or key in FLAT_PLACES)


@dataclass(slots=True)
class NameWord:
    start: int
    end: int
    look: Look
    place: bool
    first: bool  # of a sentence

    @property
    def typed(self) -> str:
        return self.look.typed

    @property
    def key(self) -> str:
        return self.look.key

    @property
    def mark(self) -> str:
        return self.look.mark

    @property
    def capital(self) -> bool:
        return self.look.capital


@dataclass(frozen=True, slots=True)
class NameText:
    """A text in NFC: whether it has capitals and marks, the folded names in `known` that are never a person's, and the
    `fates`, where it says what befell somebody."""

    text: str
    words: list[NameWord]
    cased: bool
    marked: bool
    known: frozenset[str]
    fates: Sequence[tuple[int, int]]

    def key(self, i: int) -> str:
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def sign(self, i: int) -> str:
        """The sign at a place, "" for a word."""
        return "" if self.key(i) or i >= len(self.words) else self.text[self.words[i].start]

    def digit(self, i: int) -> bool:
        return self.sign(i).isdigit()

    def joins(self, i: int) -> bool:
        """Whether what stands at a place joins two of a list."""
        return self.key(i) in ("va", "voi") or self.sign(i) == ","

    def apart(self, one: int, other: int) -> bool:
        """Whether a sentence ends between two places of the text."""
        return re.search(r"[.;\n]", self.text[min(one, other) : max(one, other)]) is not None


def read_words(text: str, known: frozenset[str], fates: Sequence[tuple[int, int]]) -> NameText:
    cased = text != text.upper() and text != text.lower()
    is_marked = any(c.isalpha() and c not in "đĐ" for c in text if not c.isascii())
    words: list[NameWord] = []
    first = True
    for token in _TOKEN.finditer(text):
        look = look_of(token[0])
        place = look.marked_place if is_marked else look.flat_place
        if place and ((words[-1].key if words else ""), look.key) in (("gia", "dinh"), ("ban", "hoc")):
            place = False  # gia đình is no đình
        if token[0] == "." and words and words[-1].place and len(words[-1].key) <= 2:
            place = True  # "P. Yết Kiêu"
        words.append(NameWord(token.start(), token.end(), look, place, first))
        first = token[0] in ".;\n:!?"
    return NameText(text, words, cased, is_marked, known, fates)


def fits(word: NameWord, words: dict[str, frozenset[str]]) -> bool:
    return word.key in words and (not word.mark or word.mark in words[word.key])


def is_usual(page: NameText, word: NameWord) -> bool:
    """Whether a word in small letters is a usual given name: "hùng", and no "đừng" where marks are set."""
    return word.key not in _WEAK and fits(word, USUAL) and (bool(word.mark) or not page.marked or word.typed in _BARE)


def end_of_capitals(page: NameText, i: int, most: int) -> int:
    end = i
    while end < min(len(page.words), i + most - 2) and page.words[end].capital:
        if page.words[end].place and not (page.key(end) in MIDDLE and end + 1 < len(page.words)):
            break
        end += 1
    return end
