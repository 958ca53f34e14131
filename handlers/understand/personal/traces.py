"""What leads to one person by its form: e-mail, profile pages and nicknames, number plates, days of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.understand.personal.found import Kind
from handlers.understand.personal.marks import marked_words, words_fit
from programme.language.words import at_words, words_for

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|[\[(] ?at ?[\])]|[\[(]?\ba[- ]?(?:cong|moc|vong)[\])]?) ?"
    r"[\w-]{1,63}(?: ?(?:\.|cham\b|\(dot\)) ?[a-z]{2,20}){1,4}"
    r"|(?<![\w.+-])[\w.+-]{2,64} ?(?:@|at)? ?(?:gmail|yahoo|outlook|hotmail|icloud)\b ?(?:\.|cham|dot) ?com"
)
_PROFILE = at_words("pattern.guard.profile")
_HANDLE = re.compile(r"(?<![\w@./])@[a-z0-9_][\w.]{2,40}")
_PLATE = re.compile(
    r"(?<![\w/.-])[1-9]\d ?[-.]? ?(?:[A-ZĐ]{1,2} ?\d?|[a-zđ]{1,2}\d) ?(?:[^\w\n]|_){0,3}"
    r"\d(?:\d{2} ?[. ]? ?\d{2}|\d{3}|\d{2}[. ]?\d[x*])(?!\d)"
)
_ABROAD = re.compile(r"[\u4e00-\u9fff][A-Z][·. ]?[A-Z0-9]{5}(?![A-Z0-9])")
_BOAT = re.compile(r"(?<![a-z])[a-z]{2}[- ]?\d{4,5}[- ]?ts\b")
_PLATE_SIGN = at_words("pattern.guard.plate")
_LOOSE_PLATE = re.compile(
    r"[1-9]\d ?[-. ]? ?(?:[a-z]{1,2}|bo) ?\d? ?[-–. ]{0,3}\d{2,3} ?[. ]? ?\d{1,2}[\dx*]?(?!\d)"
    r"|(?:(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|khong|muoi|be|bo|a|xe|ma|\d)\b ?){5,}"
    r"|[1-9]\d (?:be|bo|xe|ca|de|ma|a) \d[\d a-z]{3,20}"
)
_UNIT_LETTERS = frozenset("hgkmpntld")
"""Letters of a lone series that are units behind a number too: "14h 3000 tờ"."""
_DOTTED = re.compile(r"\d{3}\.\d{2}$")
_LONG_AGO = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19[4-9]\d|20(?:0\d|1[0-5]))(?!\d)")
_BIRTH = at_words("pattern.guard.birth")
_BIRTH_WORDS = marked_words("marked.guard.birth_words")
_NOT_BORN = frozenset(words_for("guard.not_born"))


def traces(flat: str, typed: str, fates: Sequence[tuple[int, int]]) -> Iterator[tuple[Kind, int, int]]:
    """Where they stand in a folded text; `typed` is the text letter by letter as it stands, `fates` where it says
    what befell somebody: a full day of long ago beside it is a birthday."""
    for m in _EMAIL.finditer(flat):
        yield "email", m.start(), m.end()
    for pattern in (_PROFILE, _HANDLE):
        for m in pattern.finditer(flat):
            yield "link", m.start(), m.end()
    yield from _plates(flat, typed)
    if fates:
        for m in _LONG_AGO.finditer(flat):
            yield "birth", m.start(), m.end()
    for m in _BIRTH.finditer(flat):
        before = flat[max(0, m.start() - 10) : m.start()].split()
        if words_fit(typed, m.start(), m.start() + 6, _BIRTH_WORDS) and not (
            before and before[-1] in _NOT_BORN and m[0].startswith("sinh")
        ):
            yield "birth", m.start(), m.end()


def _plates(flat: str, typed: str) -> Iterator[tuple[Kind, int, int]]:
    for sign in _PLATE_SIGN.finditer(flat):
        if m := _LOOSE_PLATE.search(flat, sign.end(), sign.end() + 40):
            yield "plate", m.start(), m.end()
    for m in _BOAT.finditer(flat):
        yield "plate", m.start(), m.end()
    for m in _ABROAD.finditer(typed):
        yield "plate", m.start(), m.end()
    for m in _PLATE.finditer(typed):
        letters = "".join(filter(str.isalpha, m[0].rstrip("x")))
        digits = sum(map(str.isdigit, m[0]))
        lone = len(letters) == 1 and digits < 8 and not _DOTTED.search(m[0])
        if not (lone and (letters.islower() or (letters.lower() in _UNIT_LETTERS and " " in m[0]))):
            yield "plate", m.start(), m.end()
