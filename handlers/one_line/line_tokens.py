"""One line as tokens that remember where they stood: words, numbers, `?` for what is left open."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.one_line.line_words import Option, Phrase, Words
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.page import Page
from handlers.understand.reader.spelling import mend
from handlers.understand.reader.tokens import tokens_of
from programme.language.vietnamese import fold_places, nfc

LONGEST, _PHRASE = 600, 3
_O_AFTER = re.compile(r"(?<=\d)o+(?=[\d/.,;:!?)-]|\s|$)")
_O_BEFORE = re.compile(r"(?<![a-z0-9])o(?=\d)")
_TOKEN = re.compile(r"\d{1,3}(?:\.\d{3})+(?![\d.])|\d+|[^\W\d_]+|>=|<=|[?+><~≥≤≈]")


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are places in the flat text."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text[0] in "0123456789"

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


class Tokens:
    """A typed line: `flat` is folded, one character for one; each token is taken by one part of the understanding."""

    def __init__(self, typed: str):
        self.typed = " ".join(nfc(typed)[:LONGEST].replace("_", " ").split())
        flat, self._places = fold_places(self.typed)
        self.flat = _O_BEFORE.sub(self._zero, _O_AFTER.sub(self._zero, flat))
        self.read_as = [i for i, (a, b) in enumerate(zip(flat, self.flat, strict=True)) if a != b]
        self.all = [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(self.flat)]
        self._starts, self._ends = [t.start for t in self.all], [t.end for t in self.all]
        self.taken = [False] * len(self.all)
        self._page: Page | None = None
        self._there: list[list[int]] = [[] for _ in self.all]  # the tokens of the page where ours stand

    def _zero(self, m: re.Match[str]) -> str:
        """Zeros for letters O, but not for "ô" and "ơ"."""
        typed = {self.typed[self._places[i]] for i in range(m.start(), m.end())}
        return "0" * len(m[0]) if typed <= {"o", "O"} else m[0]

    def original(self, start: int, end: int) -> str:
        """What was typed between two places of the flat text."""
        if start >= end:
            return ""
        return self.typed[self._places[start] : self._places[end - 1] + 1]

    def page(self) -> Page:
        """The line for the reader of free words: what is taken here is claimed there too."""
        if self._page is None:
            letters = list(self.typed)
            for i in self.read_as:
                letters[self._places[i]] = "0"
            text, words = "".join(letters), lexicon()
            self._page = Page(text, mend(tokens_of(text), words), words, listed=True)
            for n in range(len(self._page.tokens)):
                for i in range(*self.of_page(n, n + 1)):
                    self._there[i].append(n)
        for i, taken in enumerate(self.taken):
            for n in self._there[i] if taken else ():
                self._page.claim(n, n + 1, "code")
        return self._page

    def flat_span(self, first: int, last: int) -> tuple[int, int]:
        """The piece of the flat text that tokens of the page say, `last` not included."""
        tokens = self._page.tokens if self._page else ()
        start, end = tokens[first].start, tokens[last - 1].end
        return bisect_left(self._places, start), bisect_left(self._places, end)

    def of_page(self, first: int, last: int) -> tuple[int, int]:
        """Our tokens at those of the page."""
        return self.within(*self.flat_span(first, last))

    def claimed(self, i: int) -> set[str]:
        """What the page has our token for: a place, a number …"""
        return {self._page.taken[n] for n in self._there[i]} if self._page else set()

    def means(self, i: int) -> set[tuple[str, str]]:
        """The phrases of the reader, by group and name, that our token is part of."""
        page, there = self._page, self._there[i]
        near = (hit for n in there for at in range(max(0, n - _PHRASE), n + 1) for hit in page.hits[at] if hit.end > n)
        return {(hit.group, hit.name) for hit in near} if page else set()

    def mended(self) -> list[tuple[str, str]]:
        """Tokens in which a letter O was read as 0: ("4O", "40")."""
        found = []
        for token in self.all:
            if any(token.start <= i < token.end for i in self.read_as):
                found.append((self.original(token.start, token.end), token.text))
        return found

    def take(self, first: int, last: int) -> None:
        """Tokens `first` to `last`, the latter not included, are spoken for."""
        self.taken[first:last] = [True] * (last - first)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that touch a piece of the flat text, as first and last."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return (first, last) if first < last else (0, 0)

    def free(self, first: int, last: int) -> bool:
        return 0 <= first < last <= len(self.all) and not any(self.taken[first:last])

    def word(self, i: int) -> str:
        """The token at `i`, "" where there is none or it is taken."""
        return self.all[i].text if 0 <= i < len(self.all) and not self.taken[i] else ""

    def between(self, i: int) -> str:
        """What parts the token at `i` from the one before."""
        return self.flat[self.all[i - 1].end : self.all[i].start] if i else ""

    def at(self, i: int, phrase: Phrase) -> bool:
        """Whether the phrase stands at token `i`, on free tokens that nothing but a space or a hyphen parts."""
        last = i + len(phrase)
        if not phrase or not self.free(i, last) or any(self.all[i + k].text != w for k, w in enumerate(phrase)):
            return False
        return all(self.between(k) in (" ", "-", "") for k in range(i + 1, last))

    def find(self, phrases: Iterable[Phrase]) -> list[tuple[int, Phrase]]:
        """Where the phrases stand, the longest first at each place."""
        ordered, found, i = sorted(set(phrases), key=len, reverse=True), [], 0
        while i < len(self.all):
            hit = next((p for p in ordered if self.at(i, p)), None)
            if hit:
                found.append((i, hit))
            i += len(hit) if hit else 1
        return found


def unglued(text: str, words: Words) -> str:
    """Codes run together ("BCTTMT45") set apart."""
    kinds, topics = codes(words.kinds), codes(words.topics)
    either = "|".join(sorted(map(re.escape, (*kinds, *topics)), key=len, reverse=True))
    glued = re.compile(rf"(?<![^\W_])({re.escape(words.keyword)})?((?:{either})*)(0(?![\doO/.-]))?(?=\d|\b|_)", re.I)

    def apart(m: re.Match[str]) -> str:
        parts = [m[1] or "", *re.findall(either, m[2], re.I), m[3] or ""]
        digit = " " if m[0] and m.string[m.end() : m.end() + 1].isdigit() else ""
        return " ".join(p for p in parts if p) + digit

    return glued.sub(apart, text) if len(text) <= LONGEST else text


def codes(options: Sequence[Option]) -> list[str]:
    """Codes of one short word, which people run together."""
    return [c[0] for o in options for c in o.codes if len(c) == 1 and len(c[0]) <= 3]
