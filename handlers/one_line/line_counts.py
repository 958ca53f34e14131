"""The counts in one line: each number with its bound and the word that says what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.one_line.count import Count, counts_told
from handlers.one_line.line_tokens import Tokens
from handlers.one_line.line_words import Phrase, Words
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.numbers.amounts import find_amounts
from handlers.understand.reader.page import Page
from handlers.understand.reader.told import figures_told


def counts(tokens: Tokens, words: Words, kind: str) -> list[Count]:
    """Every count on free tokens, which are taken. A word right after its number names it before one that precedes."""
    page, fields = tokens.page(), words.said_of(kind)
    amounts = find_amounts(page)
    found = [_found(tokens, page, amount) for amount in amounts]
    for number in found:
        tokens.take(number.first, number.last)
    if any(_belongs(a) or a.head == "female" for a in amounts) and (told := figures_told(page, amounts, kind)):
        for number in found:
            number.noun(tokens, page)
        said = {amount.value for amount in amounts}
        made = counts_told(told, kind, words, page.spans, tokens.typed)
        return [replace(count, reckoned=count.value not in said) for count in made]
    phrases = sorted({p for f in fields for p in f.phrases}, key=len, reverse=True)
    after, before = _named(tokens, found, phrases, (_after, _before)), _named(tokens, found, phrases, (_before, _after))
    chosen = before if len(before) > len(after) else after
    for n, (first, last) in chosen.items():
        found[n].field = tuple(t.text for t in tokens.all[first:last])
        tokens.take(first, last)
    for number in found:
        if not number.field:
            number.noun(tokens, page)
    return [number.count(tokens, words, kind) for number in found]


def _belongs(amount: Amount) -> bool:
    """Whether a number means something only together with another: "3 buổi x 30", "56 nam, 20 nữ"."""
    return bool(amount.per or amount.times or amount.plus or amount.share or amount.head == "male")


def unread(tokens: Tokens) -> list[str]:
    """Numbers that are no count, no day and no place's: 50%."""
    page, found = tokens.page(), []
    for i, token in enumerate(page.tokens):
        unit = page.ending(i, "unit_body", ("before",)) is not None  # "Đội 178"
        if token.digits and page.taken[i] in ("", "number") and not unit:
            first, last = tokens.of_page(i, i + 1)
            if tokens.free(first, last):
                tokens.take(first, last)
                found.append(_typed(tokens, first, last))
    return found


def _typed(tokens: Tokens, first: int, last: int) -> str:
    """A number as it was typed, with its sign: -5, 50%."""
    start, end = tokens.all[first].start, tokens.all[last - 1].end
    start -= tokens.flat[:start].endswith(("-", "−"))
    return tokens.original(start, end + tokens.flat.startswith("%", end))


def _named(tokens: Tokens, found: Sequence[_Found], phrases: Sequence[Phrase], ways) -> dict[int, tuple[int, int]]:
    """Which words name which number, when the ways are tried in this order: no word names two."""
    named: dict[int, tuple[int, int]] = {}
    used: set[int] = set()
    for way in ways:
        for n, number in enumerate(found):
            span = way(tokens, number, phrases) if n not in named else None
            if span and not used.intersection(range(*span)) and "place" not in tokens.claimed(span[0]):
                named[n] = span
                used.update(range(*span))
    return named


class _Found:
    """A number while what belongs to it is gathered: tokens `first` to `last`."""

    def __init__(self, first: int, last: int, amount: Amount):
        self.first, self.last, self.amount = first, last, amount
        self.field: Phrase = ()

    def noun(self, tokens: Tokens, page: Page) -> None:
        """Takes the word of what it counts ("45 ng")."""
        noun = page.longest(self.amount.end, "head") if self.amount.after else page.ending(self.amount.start, "head")
        if noun is not None and self.amount.head:
            first, last = tokens.of_page(noun.start, noun.end)
            tokens.take(first, last)
            self.first, self.last = min(first, self.first), max(last, self.last)

    def count(self, tokens: Tokens, words: Words, kind: str) -> Count:
        """The count; `path` is no question where its noun counts nothing of this kind."""
        amount, typed = self.amount, _typed(tokens, self.first, self.last)
        nouns = tokens.page().words.kinds.get(kind)
        counted = not self.field and nouns is not None and amount.head not in ("", "piece", "none", "money")
        path = words.path(kind, nouns.figures.get(amount.head, "")) or f"/data/{kind}/-" if counted else ""
        flaw = "unclear" if amount.value is None or _belongs(amount) else ""
        return Count(amount.value or 0, amount.bound or None, self.field, typed, flaw, path)


def _found(tokens: Tokens, page: Page, amount: Amount) -> _Found:
    money = amount.head == "money" and page.key(amount.end - 1) in page.words.sets["money"]
    return _Found(*tokens.of_page(amount.start, amount.end - money), amount)


def _after(tokens: Tokens, number: _Found, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """ "20 NU"."""
    i = number.last
    found = next((p for p in phrases if tokens.at(i, p)), ())
    return (i, i + len(found)) if found and tokens.between(i) in ("", " ") else None


def _before(tokens: Tokens, number: _Found, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """ "NU 20", "NGUOI: 45"."""
    i = number.first
    found = next((p for p in phrases if i >= len(p) and tokens.at(i - len(p), p)), ())
    return (i - len(found), i) if found and re.fullmatch(" ?[:=]? ?", tokens.between(i)) else None
