"""The counts in one line: each number with its bound and the word that says what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.one_line.line_tokens import Tokens
from handlers.one_line.line_words import Named, Phrase
from handlers.understand.number_words import ONES, SCALES, read_words
from handlers.understand.numbers import Number, read_number
from programme.domain.model import Bound
from programme.language.words import words_for

_PLACES, _STREET = frozenset(words_for("line.place_nouns")), frozenset(words_for("line.street"))
_COUNTING, _LOOSE_PLACES = words_for("line.counting"), words_for("line.loose_places")
_AFTER = frozenset(("+", *words_for("line.bound_after")))
_SIGNS = {"+": "+", ">": ">", "<": "<", "~": "~", ">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", "≈": "~"}
_APPROXIMATE = frozenset(words_for("line.approximate"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the line. `field` is the phrase that says what it counts, () where none does; `path` the question
    that it answers, where that is known already."""

    value: int
    bound: Bound | None = None
    field: Phrase = ()
    typed: str = ""
    flaw: str = ""
    path: str = ""


def place_numbers(tokens: Tokens) -> set[int]:
    """The tokens that are numbers of a place: they are left to it."""
    found: set[int] = set()
    for i, token in enumerate(tokens.all):
        before = tokens.word(i - 1)
        if not token.is_number or tokens.taken[i] or before not in _PLACES or len(token.text) > 3:
            continue
        if before == "so" and tokens.word(i - 2) in ("co", "tong", "ho"):
            continue
        if before in ("so", "to", "p", "th") and tokens.flat[tokens.all[i - 1].end : token.start] not in (
            "",
            " ",
        ):
            continue
        if tokens.word(i + 1) in _COUNTING and before in _LOOSE_PLACES:
            continue
        if _is_day(tokens, token.start) and before not in _STREET:
            continue
        found.add(i)
        after = re.match(r"-(\d{1,2})(?![\d/.-])", tokens.flat[token.end :])
        if after and int(token.text) < int(after[1]) <= 30:
            found.add(i + 1)
        street = re.match(r"/\d{1,3}(?![\d/])", tokens.flat[token.end :])
        if street and before in _STREET:
            found.add(i + 1)
    return found


def _is_day(tokens: Tokens, start: int) -> bool:
    return re.match(r"\d{1,2}[/.]\d{1,2}(?!\d)", tokens.flat[start:]) is not None


def counts(tokens: Tokens, fields: Sequence[Named]) -> list[Count]:
    """Every count on free tokens, which are taken. A word right after its number names it before one that precedes."""
    phrases = sorted({p for f in fields for p in f.phrases}, key=len, reverse=True)
    found: list[_Found] = []
    kept = place_numbers(tokens)
    i = 0
    while i < len(tokens.all):
        read = None if i in kept or tokens.taken[i] else _number(tokens, i, phrases)
        if read is None:
            i += 1
            continue
        found.append(read)
        i = read.last
    for n in found:
        n.bounded(tokens)
    after, before = _named(tokens, found, phrases, (_after, _before)), _named(tokens, found, phrases, (_before, _after))
    chosen = before if len(before) > len(after) else after
    for n, (first, last) in chosen.items():
        found[n].field = tuple(t.text for t in tokens.all[first:last])
        tokens.take(first, last)
    return [n.count(tokens) for n in found]


def _named(tokens: Tokens, found: Sequence[_Found], phrases: Sequence[Phrase], ways) -> dict[int, tuple[int, int]]:
    """Which words name which number, when the ways are tried in this order: no word names two."""
    named: dict[int, tuple[int, int]] = {}
    used: set[int] = set()
    for way in ways:
        for n, number in enumerate(found):
            span = way(tokens, number, phrases) if n not in named else None
            if span and not used.intersection(range(*span)):
                named[n] = span
                used.update(range(*span))
    return named


class _Found:
    """A number while what belongs to it is gathered: tokens `first` to `last`."""

    def __init__(self, first: int, last: int, value: int | None, flaw: str | None):
        self.first, self.last, self.value, self.flaw = first, last, value, flaw or ""
        self.bound: Bound | None = None
        self.field: Phrase = ()

    def bounded(self, tokens: Tokens) -> None:
        tokens.take(self.first, self.last)
        if self.value is None:
            return
        for size in (3, 2, 1):
            first = self.first - size
            if not tokens.free(first, self.first) or not _bounding(tokens, first, self.first):
                continue
            text = tokens.original(tokens.all[first].start, tokens.all[self.first - 1].end)
            read = read_number(f"{_signed(text)} {self.value}")
            if isinstance(read, Number) and read.bound:
                tokens.take(first, self.first)
                self.first, self.bound = first, read.bound
                return
        for size in (2, 1):
            last = self.last + size
            if not tokens.free(self.last, last):
                continue
            text = tokens.flat[tokens.all[self.last].start : tokens.all[last - 1].end]
            if text == "+" and tokens.flat[tokens.all[last - 1].end : tokens.all[last - 1].end + 1].strip():
                continue  # it parts what stands on either side
            if text in _AFTER:
                read = read_number(f"{self.value} {text}")
                self.bound = read.bound if isinstance(read, Number) else None
                tokens.take(self.last, last)
                self.last = last
                return

    def count(self, tokens: Tokens) -> Count:
        typed = tokens.original(tokens.all[self.first].start, tokens.all[self.last - 1].end)
        return Count(self.value or 0, self.bound, self.field, typed, self.flaw)


def _bounding(tokens: Tokens, first: int, last: int) -> bool:
    """Words that may make a number approximate, with nothing between them and it; not the "tam" of a centre."""
    words = [t.text for t in tokens.all[first:last]]
    if any(w not in _APPROXIMATE and w not in _SIGNS for w in words):
        return False
    if words[0] == "tam" and tokens.word(first - 1) == "trung":
        return False
    between = [tokens.flat[tokens.all[k].end : tokens.all[k + 1].start] for k in range(first, last)]
    return all(b in ("", " ", ": ", ":") for b in between)


def _signed(text: str) -> str:
    return _SIGNS.get(text.strip(), text)


def _number(tokens: Tokens, i: int, phrases: Sequence[Phrase]) -> _Found | None:
    """The number that begins at token `i`: of digits, or of words where the thing counted stands right behind it."""
    words = [t.text for t in tokens.all[i : i + 12]]
    free = next((k for k in range(len(words)) if tokens.taken[i + k]), len(words))
    words = words[:free]
    if tokens.all[i].is_number:
        scaled = len(words) > 1 and words[1] in SCALES
        read = read_words(words) if scaled else None
        if read and read.end > 1:
            return _Found(i, i + read.end, read.value, read.flaw)
        return _whole(tokens, i)
    if words and (words[0] in ONES or words[0] in ("muoi", "tram", "mot", "nghin", "khong")):
        read = read_words(words)
        if read and read.value is not None and not read.flaw and _field_at(tokens, i + read.end, phrases):
            return _Found(i, i + read.end, read.value, None)
    return None


def _whole(tokens: Tokens, i: int) -> _Found:
    token = tokens.all[i]
    digits = token.text.replace(".", "")
    if len(digits) > 15:
        return _Found(i, i + 1, None, "too_big")
    tail = tokens.flat[token.end :]
    part = re.match(r"[.,]\d{1,2}(?!\d)", tail) if "." not in token.text and tail[:1] == "." else None
    if part:
        return _Found(i, i + 2, None, "decimal")
    span = re.match(r" ?- ?(\d{1,6})(?![\d/.])", tail)
    if span and int(span[1]) > int(digits) and tokens.free(i + 1, i + 2):
        return _Found(i, i + 2, None, "range")
    return _Found(i, i + 1, int(digits), None)


def _field_at(tokens: Tokens, i: int, phrases: Sequence[Phrase]) -> Phrase:
    return next((p for p in phrases if tokens.at(i, p) and _touches(tokens, i)), ())


def _touches(tokens: Tokens, i: int) -> bool:
    return i == 0 or tokens.flat[tokens.all[i - 1].end : tokens.all[i].start] in ("", " ")


def _after(tokens: Tokens, number: _Found, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """ "20 NU"."""
    found = _field_at(tokens, number.last, phrases)
    return (number.last, number.last + len(found)) if found else None


def _before(tokens: Tokens, number: _Found, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """ "NU 20", "NGUOI: 45"."""
    i = number.first
    if i == 0 or tokens.flat[tokens.all[i - 1].end : tokens.all[i].start] not in (
        "",
        " ",
        ":",
        ": ",
        "=",
        " = ",
        " : ",
    ):
        return None
    found = next((p for p in phrases if i >= len(p) and tokens.at(i - len(p), p)), ())
    return (i - len(found), i) if found else None
