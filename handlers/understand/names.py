"""Where a text seems to name a person: a title with a name ("anh Hùng"), a full name ("Nguyễn Văn Ba"), initials
("N.V.A"). Places and institutions named after people are left alone. Only good enough to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from programme.language.vietnamese import fold, nfc
from programme.language.words import words_for

_words = re.compile(r"\w+").findall

_FAMILIES, _RARE_FAMILIES = frozenset(words_for("name.families")), frozenset(words_for("name.rare_families"))
_FLAT_TITLES, _FIRM_TITLES = frozenset(words_for("name.flat_titles")), frozenset(words_for("name.firm_titles"))
_GIVEN, _WEAK_GIVEN = frozenset(words_for("name.given")), frozenset(words_for("name.weak_given"))
_MIDDLE = words_for("name.middle")
_HEROES, _HERO_ENDS = words_for("name.heroes"), words_for("name.hero_ends")
_NAMES_TOO = tuple(map(str.capitalize, words_for("marked.name.names_too")))
_NOT_NAMES = frozenset(words_for("name.not_names"))
_PLACES, _FLAT_PLACES = frozenset(words_for("marked.name.places")), frozenset(words_for("name.flat_places"))
_SHORT_PLACES = frozenset(words_for("name.short_places"))
_FAMOUS = frozenset(words_for("name.famous"))
"""Names that streets, schools and wards bear."""
_TITLES = frozenset(words_for("marked.name.titles"))
_OFFICES, _OFFICE_ENDS = frozenset(words_for("name.offices")), frozenset(words_for("name.office_ends"))
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*\.?|\d+|[^\w\s]")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-ZĐ]\.[ ]?){1,3}[A-ZĐ](?!\w)\.?|(?<!\w)[A-ZĐ]\w{1,7} (?:[A-ZĐ]\.[ ]?){1,3}(?:[A-ZĐ](?!\w))?"
)
_BODIES = re.compile(r"(?:T\.?P|U\.?B|H\.?I\.?V|T\.X|T\.T|P\.?X|H\.?Đ|Q\.N)\.?")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    typed: str
    key: str
    place: bool

    @property
    def capital(self) -> bool:
        return self.typed[:1].isupper() and not (len(self.typed) > 1 and self.typed.isupper())


_BREAK = _Word(0, 0, "", "", False)


def find_names(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Where suspected names stand, as (start, end). `known` holds folded names that are never a person's (units,
    places)."""
    cased = text != text.upper() and text != text.lower()
    marked = not text.replace("đ", "d").replace("Đ", "D").isascii()
    words: list[_Word] = []
    for token in _TOKEN.finditer(text):
        words.append(_word(token, marked, words[-1].key if words else ""))
    i = 0
    while i < len(words):
        end = _titled(words, i, cased, marked) or _full(words, i, cased, known)
        if end:
            yield words[i].start, words[end - 1].end
        i = end or i + 1
    yield from _initials(text)


def _word(found: re.Match[str], marked: bool, before: str) -> _Word:
    if not found[0][0].isalpha():
        return _BREAK
    typed = nfc(found[0]).rstrip(".")
    key = fold(typed)
    place = key in _SHORT_PLACES or (typed.lower() in _PLACES if marked else key in _FLAT_PLACES)
    if (before, key) in (("gia", "dinh"), ("ban", "hoc")):  # gia đình is no đình
        place = False
    return _Word(found.start(), found.end(), typed, key, place)


def _titled(words: list[_Word], i: int, cased: bool, marked: bool) -> int | None:
    """ "anh Hùng", "chị Nguyễn Thị Lan"; without capitals only a firm title with a usual given name: "anh hung"."""
    title = words[i]
    if title.key not in _FLAT_TITLES or i + 1 >= len(words) or (i and words[i - 1].place):
        return None
    if marked and title.typed.lower() not in _TITLES:
        return None
    name, after = words[i + 1], words[i + 2].key if i + 2 < len(words) else ""
    if not name.key.isalpha() or (name.key in _NOT_NAMES and not (name.capital and name.typed in _NAMES_TOO)):
        return None
    if after in _OFFICE_ENDS and name.key in _OFFICES:
        return None
    if cased and name.capital:
        if not marked and title.key not in _FIRM_TITLES and name.key not in _GIVEN:
            return None
        end = i + 2
        while end < min(len(words), i + 5) and words[end].capital and not words[end].place:
            end += 1
        return end
    firm = title.key in _FIRM_TITLES and (title.key != "em" or not cased)
    hero = name.key == "hung" and (after in _HERO_ENDS or (i and words[i - 1].key in _HEROES))
    if firm and not hero and name.key in _GIVEN - _WEAK_GIVEN and (not cased or name.typed.islower()):
        return i + 2
    return None


def _full(words: list[_Word], i: int, cased: bool, known: frozenset[str]) -> int | None:
    """ "Nguyễn Văn Ba", "Trần Lan"; without capitals only with a usual middle name: "nguyen van ba"."""
    first = words[i]
    if first.key not in _FAMILIES or (i and words[i - 1].place):
        return None
    capital = cased and first.capital
    if not capital and cased and not first.typed.islower() and not first.typed.isupper():
        return None
    end = i + 1
    while end < min(len(words), i + 4) and words[end].key.isalpha() and (words[end].capital or not capital):
        end += 1
    if capital:
        usual = end - i == 2 and first.key not in _RARE_FAMILIES and words[i + 1].key in _GIVEN
        if end - i < 3 and not usual:
            return None
    else:
        end = min(end, i + 3)
        if end - i < 3 or words[i + 1].key not in _MIDDLE or first.key in _RARE_FAMILIES or words[end - 1].place:
            return None
    phrase = " ".join(w.key for w in words[i:end]) + " "
    if any(phrase.startswith(f"{n} ") for n in _FAMOUS | known) or any(n.startswith(phrase) for n in known):
        return None
    return end


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """ "N.V.A", "Nguyễn V. A."; a single letter only after a title."""
    for found in _INITIALS.finditer(text):
        before = _words(fold(text[max(0, found.start() - 12) : found.start()]))
        last = before[-1] if before else ""
        dots = found[0].count(".")
        if last in _SHORT_PLACES | _FLAT_PLACES or _BODIES.fullmatch(found[0].replace(" ", "")):
            continue
        family = fold(found[0].split()[0]) in _FAMILIES
        if (dots >= 2 and "." in found[0].split()[0]) or family or last in _FLAT_TITLES:
            yield found.start(), found.end()
