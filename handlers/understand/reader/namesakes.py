"""What the guard takes for a person's name and is none: a title before a verb, a day or a place, the sender's own name;
and names in capitals that it does not see."""

from __future__ import annotations

import re

from handlers.understand.personal.found import Found
from handlers.understand.reader.page import Page
from programme.language.vietnamese import fold
from programme.language.words import words_for

_FAMILIES = frozenset(map(fold, words_for("marked.name.families")))
_CALLED = frozenset(("a", "anh", "chi", "ong", "ba", "em", "chau", "co", "chu", "bac", "c", "e"))
_BREAK = re.compile(r"[\n.;:!?,]")
_OFFICE = re.compile(r"(?:v\.?p|van phong|co quan|ubnd|truc ban|duong day nong|hotline|tong dai)\W*$")


def is_no_name(page: Page, found: Found, first: int, last: int) -> bool:
    """Whether a suspected name is none. `first` and `last` are its tokens."""
    typed = page.text[found.start : found.end]
    if found.kind == "phone":
        return bool(_OFFICE.search(fold(page.text[max(0, found.start - 24) : found.start]))) and typed.startswith("02")
    if found.kind != "name":
        return False
    if page.key(first) == "em" and page.key(first - 1) in ("chi", "anh") and typed.islower():
        return True  # "19 chị em quán bia"
    if page.longest(last - 1, "number", ("attends",)) and typed.islower():
        return True  # "bốn chục chị đứng nghe"
    if _BREAK.search(typed.strip(" .")) and not re.search(r"\b\w\.", typed):
        return True
    if "\n" in typed or re.search(r"\w{2}\. ", typed):
        return True
    if page.longest(first, "place", ("plain",)) or page.said_before(first + 1, "tinh nguyen"):
        return True
    name = page.tokens[last - 1]
    if (name.key in page.words.numbered and page.key(last)[:1].isdigit()) or page.ending(last, "topic"):
        return True  # "150 cháu khối 9", "điều trị arv"
    called = "oi" in [page.key(i) for i in range(first, last + 1)]
    if first <= 2 and (called or page.key(first - 1) in ("gui", "chao", "thua", "bao")):
        return True  # "Gửi cô Lan, …", "Chị Thủy ơi …": who reads
    if (
        first <= 2
        and page.key(first) in _CALLED
        and any(page.ending(i + 1, "unit_body") for i in range(first, last + 1))
    ):
        return True  # "Dạ em Thắng đội Hà Tu, …": who writes
    return first <= 3 and "day" in [page.key(i) for i in range(last, last + 5)]  # "em Hoa khu 2 đây ạ": who writes


def names_in_capitals(page: Page) -> list[tuple[int, int]]:
    """ "cho A NGO HUU HOA": a title, a family name and two words more, as (start, end) tokens."""
    found = []
    for i in range(len(page.tokens) - 4):
        if page.key(i) != "cho" or page.key(i + 1) not in _CALLED or page.key(i + 2) not in _FAMILIES:
            continue
        words = page.tokens[i + 2 : i + 5]
        capital = all(t.word and page.text[t.start].isupper() for t in words)
        if capital and not page.longest(i + 2, "head") and page.free(i + 2, i + 5):
            found.append((i + 2, i + 5))
    return found
