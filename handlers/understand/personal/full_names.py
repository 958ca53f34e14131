"""Full names: "Nguyễn Văn Ba", "Chíu Thị Mẩy", "Trần Lan", "nguyen van ba", "TRẦN QUỐC KHẢI"."""

from __future__ import annotations

from handlers.understand.personal.known_names import is_known
from handlers.understand.personal.name_words import (
    CONTACT,
    GIVEN,
    MIDDLE,
    MIDDLES,
    NOT_NAMES,
    SURE_FAMILIES,
    NameText,
    is_usual,
)
from handlers.understand.reader.tokens import is_syllable
from programme.language.words import words_for

_MONG = frozenset(words_for("name.mong_families"))


def full_name(page: NameText, i: int) -> int | None:
    """The end of the full name that begins at word `i`; in small letters, or all in capitals, one with a usual middle
    name or that looks like nothing else."""
    words, first = page.words, page.words[i]
    if not first.key or (i and words[i - 1].place) or (first.place and not first.look.firm):
        return None
    capital = page.cased and first.capital
    if page.cased and not capital and not first.typed.islower() and not first.typed.isupper():
        return None
    end = i + 1
    while end < min(len(words), i + 5) and words[end].key and (words[end].capital or not capital):
        if end - i > 1 and words[end].place and not words[end].look.firm:
            break
        end += 1
    found = _of_capitals(page, i, end) if capital else _of_small_letters(page, i, end)
    return None if not found or is_known(page, i, found) else found


def _of_capitals(page: NameText, i: int, end: int) -> int | None:
    words, firm = page.words, page.words[i].look.firm
    length = end - i
    middle = length >= 3 and words[i + 1].key in MIDDLE and is_syllable(words[i].key)
    if middle and words[i].key not in NOT_NAMES:
        return end
    if not (firm or words[i].look.rare):
        return None
    if length >= 3:
        return end
    if length < 2:
        return None
    second = words[i + 1]
    if firm and (second.key in GIVEN or not is_syllable(second.key)):
        return end
    if second.key in GIVEN and any(abs(start - words[i].start) <= 60 for start, _ in page.fates):
        return end
    near = page.key(i - 1) in CONTACT or (not words[i - 1].key and page.key(end) in CONTACT if i else False)
    return end if near and len(second.key) > 1 and second.key not in NOT_NAMES else None


def _of_small_letters(page: NameText, i: int, end: int) -> int | None:
    words, first, firm = page.words, page.words[i], page.words[i].look.firm
    end = min(end, i + 4)
    if end - i < 3 or not (firm or first.look.rare):
        return None
    middle = words[i + 1]
    if middle.key in MIDDLE and (not middle.mark or middle.mark in ("văn", "thi4")):
        if not firm and not (page.key(i - 1) in CONTACT or words[i].typed.isupper()):
            return None
        if words[i + 2].place or words[i + 2].key in NOT_NAMES - GIVEN:
            return None
        more = end == i + 4 and is_usual(page, words[i + 3])
        return i + 4 if more else i + 3
    if middle.key == "a" and first.key in _MONG and words[i + 2].key not in NOT_NAMES:
        return i + 3
    alike = words[i + 1].typed.islower() and words[i + 2].typed.islower()
    loud = first.typed.isupper() and words[i + 1].typed.isupper()
    apart = loud or (alike and (first.first or page.key(i - 1) in CONTACT))
    if first.key in SURE_FAMILIES or (firm and first.mark and apart):
        closed = not page.key(i + 3) or page.key(i + 3) in CONTACT
        named = words[i + 2].key in GIVEN and middle.key in MIDDLES
        clean = not {middle.key, words[i + 2].key} & (NOT_NAMES - GIVEN)
        if named and clean and (closed or page.key(i - 1) in CONTACT or words[i].typed.isupper()):
            return i + 3
    return None
