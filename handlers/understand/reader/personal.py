"""What may not be kept: found by the guard, claimed so that none of it is taken for a figure, and handed on as it was
typed. Numbers of documents and hotlines are claimed here too."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from handlers.understand.personal.personal import find_personal
from handlers.understand.reader.namesakes import is_no_name, names_in_capitals
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.places import Spot

_CODES = re.compile(
    r"\b(?:(?:ke hoach|cong van|quyet dinh|nghi dinh|thong tu|chi thi|van ban|khong|kh|qd|cv|bc|bao cao"
    r"|tb) )?so (?:: )?\d+ ?/ ?[a-z]+(?: ?[-/] ?[a-z0-9]+)*"
    r"|\b(?:cong van|ke hoach|quyet dinh|nghi dinh|thong tu|nghi quyet|chi thi) (?:so )?\d+(?: ?/ ?(?:\d{4}"
    r"|[a-z]+(?: ?- ?[a-z]+)*))*(?! (?:nguoi|buoi|van))"
    r"|\b(?:\d+ ?/ ?)?(?:kh|qd|bc|cv|tb) ?- ?ubnd\b|\b\d+ ?/ ?(?:\d{4} ?/ ?)?(?:kh|qd|cv|tb|bc|khong)(?: ?- ?[a-z]+)+"
    r"|\b(?:tong dai|hotline|duong day nong|goi|so|doi) (?:so )?(?:111|113|114|115|178|1800\d+|1900\d+)\b"
    r"|\b(?:khoi|khoa|cau|dieu|muc|ky|lan thu|dot|bai so|ma so|ma|dau ca|ca thu) \d{1,3}\b(?! ?/)(?:(?: ,"
    r"| va"
    r"| -| \+) \d{1,2}\b(?! (?:hoc|nguoi|em|hs|tren|hoi|luot|anh|chi|ban|thanh|nam|nu|ca)\b)(?! ?/))*"
    r"(?! (?:nguoi|buoi|luot|to))"
    r"|\bluy ke(?: tu dau nam)?\b"
)
_NAMED = re.compile(
    r"\b(?:vợ|chồng|con|mẹ|bố|tên|vo|chong|me|bo|ten)(?: tên| là| la| ten| tôi là| toi la)+ ([A-ZĐ]\w+(?: [A-ZĐ]\w+)*)"
)
_MORE = re.compile(r"(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+)+")
_AGE = re.compile(r"^\s*,?\s*\(?\s*(\d{1,3} tuổi|\d{1,3} tuoi)")
_HOMES = frozenset(("khu", "to", "thon", "xom", "ban", "ngo", "duong"))


def claim_personal(page: Page, known: frozenset[str]) -> list[str]:
    """Claims personal numbers and other numbers that are names; the personal words as typed. `known` are the folded
    names of units, which are no person's."""
    starts = [t.start for t in page.tokens]
    found: list[str] = []
    for each in find_personal(page.text, known):
        first = max(0, bisect_right(starts, each.start) - 1)
        last = bisect_left(starts, each.end)
        if is_no_name(page, each, first, last):
            continue
        page.claim(first, last, "personal")
        page.span(first, last, "personal")
        end = each.end
        if each.kind == "name" and (more := _MORE.match(page.text, end)) and not page.text.isupper():
            end = more.end()
            page.claim(last, bisect_left(starts, end), "personal")
        typed = page.text[each.start : end]
        found.append(typed)
        age = _AGE.match(page.text[end : end + 20])
        if each.kind == "name" and age:
            found.append(age[1])
    for first, last in names_in_capitals(page):
        page.claim(first, last, "personal")
        page.span(first, last, "personal")
        found.append(page.typed(first, last))
    found += [m[1] for m in _NAMED.finditer(page.text)]
    for m in _CODES.finditer(page.said):
        start, end = page.where(*m.span())
        if page.key(start) != "ma" or page.longest(end, "head", page.words.people) is None:  # "mà 4 anh em"
            page.claim(start, end, "code")
    return list(dict.fromkeys(found))


def homes(page: Page, spots: list[Spot], names: bool) -> list[Spot]:
    """The places that stand right behind a person's name: where that person lives, which is not kept."""
    if not names:
        return []
    found = []
    for spot in spots:
        near = page.taken[max(0, spot.start - 4) : spot.start]
        later = page.taken[spot.end : spot.end + 3]
        around = page.taken[max(0, spot.start - 12) : spot.start]
        home = page.key(spot.start) in _HOMES and "personal" in around and page.key(spot.start - 1) in ("o", "tai", ",")
        if not spot.alone and ("personal" in near or "personal" in later or home):
            found.append(spot)
    return found
