"""The units and places that a message names. House, street and quarter numbers are claimed with them, so that none is
taken for a count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.understand.reader.heads import begins_number
from handlers.understand.reader.page import Page
from handlers.understand.reader.unit_names import Names, names_of
from programme.domain.model import Unit

_WARDS = ("commune",)
_MANY_WORDS = 6
_NUMBER_WORDS = frozenset(("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"))
_NUMBERS = _NUMBER_WORDS | {"tram", "chuc"}
_SCALES = frozenset(("chuc", "tram", "nghin", "ngan", "trieu", "ta", "may", "k", "x"))
_AFTER_LIST = frozenset(("va", "voi", "hom", "ngay", "tong", "duoc", "ve", "phat", "la", "deu"))
_LIST = frozenset((",", "va", "-", "–", "&", "+", "voi"))
_NOT_BEFORE = frozenset(("loa", "truong", "thu", "anh", "chi", "ong", "an", "ve", "khoa", "hop"))
_BODIES = frozenset(("ubnd", "tram", "so", "don", "trung", "cong", "dai", "co"))
_COMMON = frozenset(
    ("thong nhat", "an sinh", "dong lam", "ha lan", "hai son", "ha an", "hoa binh", "tan viet", "dong tam")
)
"""Names that are ordinary words too: a ward only behind its rank."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Tokens `start` to `end` name a place; `ward` is the code of a unit that is named there or alone."""

    start: int
    end: int
    ward: str = ""
    alone: bool = False
    pointed: bool = False


def find_places(page: Page, units: Iterable[Unit], today: date) -> list[Spot]:
    """Wards and places in the order they stand; their tokens are claimed."""
    names, found = names_of(units), []
    i = 0
    while i < len(page.tokens):
        spot = _unit(page, i, names, today) or _place(page, i, names, today)
        if spot is not None:
            page.claim(spot.start, spot.end, "place")
            if spot.ward or not spot.alone:
                found.append(spot)
        i = spot.end if spot is not None else i + 1
    return found


def _named(page: Page, i: int, names: Names, today: date) -> tuple[int, Unit] | None:
    """The longest unit's name at a token; of units of the same name the one that exists, wards first."""
    best: tuple[int, Unit] | None = None
    for words, marks, unit in names.by_word.get(page.key(i), ()):
        end = i + len(words)
        if best and end < best[0]:
            break
        if end > len(page.tokens) or not page.free(i, end) or len(words) < 2:
            continue
        if all(page.key(i + n) == word and page.tokens[i + n].fits(marks[n]) for n, word in enumerate(words)):
            rank = (unit.kind in _WARDS, unit.exists_on(today))
            if best is None or rank > (best[1].kind in _WARDS, best[1].exists_on(today)):
                best = (end, unit)
    return best


def _unit(page: Page, i: int, names: Names, today: date) -> Spot | None:
    """A unit that is named by itself: a ward, or the body that reports ("đội Hà Tu")."""
    rank = page.longest(i, "unit_body", ("rank",))
    start = rank.end if rank else i
    if rank and page.key(start) in (".", ":"):
        start += 1
    found = _named(page, start, names, today)
    if found is None:
        return None
    end, unit = found
    body = page.ending(i, "unit_body", ("before",)) is not None or unit.kind not in _WARDS
    pointed = page.ending(i, "place", ("pointing",)) is not None
    if body and not rank:
        return Spot(i, end, "", alone=unit.kind != "department" or not pointed, pointed=pointed)
    if (
        not rank
        and not pointed
        and i > 3
        and not any(t.mark for t in page.tokens[i:end])
        and not page.text[page.tokens[i].start].isupper()
    ):
        return None
    if not rank and " ".join(t.key for t in page.tokens[start:end]) in _COMMON:
        return None
    return Spot(i, end, unit.code, alone=True)


def _place(page: Page, i: int, names: Names, today: date) -> Spot | None:
    if page.key(i) == "tuyen" and page.tokens[i].end - page.tokens[i].start == 2 and page.key(i - 1) in ("o", "tai"):
        town = _named(page, i + 2, names, today)  # "tt Quảng Hà" is thị trấn
        if town is not None:
            return Spot(i, town[0], pointed=True)
    plain = page.longest(i, "place", ("plain",))
    if plain and page.free(i, plain.end):
        return Spot(i, plain.end)
    noun, never = page.longest(i, "place", ("noun",)), page.longest(i, "place", ("never",))
    if noun is None or not page.free(i, noun.end) or (never and never.end >= noun.end and never.end - i > 1):
        return None
    if _other(page, i, noun.end):
        return None
    pointed = page.ending(i, "place", ("pointing",)) is not None
    if not pointed and page.key(i) in _BODIES and not (page.key(i) == "cong" and page.key(i + 1) == "ty"):
        return None
    if page.key(i - 1) == "tai" and page.key(i) == "cho" and not page.tokens[i].mark:
        return None  # tại chỗ
    numbered = noun.end < len(page.tokens) and page.tokens[noun.end].digits
    if not pointed and page.key(i - 1) in _NOT_BEFORE and not (numbered and page.key(i - 1) == "loa"):
        return None
    end, ward = _rest(page, noun.end, names, today)
    named = end > noun.end
    if not pointed and not named and noun.end - i == 1 and page.key(i) not in ("thcs", "thpt"):
        return None
    if (
        page.key(i) in ("duong", "pho", "cau", "ban", "bai", "lop", "cho", "tau", "so", "dao", "to", "chua")
        and not pointed
        and not (
            named
            and (page.tokens[noun.end].digits or ward is not None or page.text[page.tokens[noun.end].start].isupper())
        )
    ):
        return None
    return Spot(i, end, ward or "", pointed=pointed)


def _other(page: Page, i: int, end: int) -> bool:
    """Whether the word is part of another phrase: "cơ sở", "cổng thông tin", "12 khu phố"."""
    for start in (i - 1, i - 2):
        if start >= 0 and any(
            h.end > i and h.end - start > 1 and (h.group, h.name) == ("place", "never") for h in page.hits[start]
        ):
            return True
    kind = page.longest(i, "kind.strong")
    if kind is not None and kind.end > end:
        return True
    counted = i > 0 and page.tokens[i - 1].digits and page.free(i - 1, i) and page.longest(i, "head") is not None
    return counted and not (end < len(page.tokens) and page.tokens[end].digits)


def _rest(page: Page, i: int, names: Names, today: date) -> tuple[int, str | None]:
    """Where the place's name ends, and the ward that it names behind a number of its own."""
    words, ward = 0, None
    while i < len(page.tokens) and words < _MANY_WORDS and page.free(i, i + 1):
        token = page.tokens[i]
        numbered = page.key(i - 1) in page.words.numbered
        if token.digits:
            if not numbered and not (token.glued and page.tokens[i - 1].word):
                break
            i = _numbers(page, i)
            if (
                page.tokens[i - 1].digits
                and i < len(page.tokens)
                and page.tokens[i].glued
                and page.key(i) in ("a", "b", "anh")
            ):
                i += 1
            words = 0
            continue
        noun = page.longest(i, "place", ("noun",))
        unit = _named(page, i, names, today)
        if unit and " ".join(t.key for t in page.tokens[i : unit[0]]) in _COMMON and not token.mark:
            break
        if unit:
            after_number = page.tokens[i - 1].digits or page.key(i - 1) in _NUMBER_WORDS
            zone = page.key(i - 1) in ("kcn", "nghiep")
            ward = unit[1].code if unit[1].kind in _WARDS and (after_number or zone) else ward or ""
            i, words = unit[0], words + 2
        elif numbered and token.key in _NUMBER_WORDS and not page.longest(i + 1, "head"):
            i, words = i + 1, words + 1
        elif token.key in ("gan", "sau", "canh", "truoc") and page.longest(i + 1, "place", ("noun",)):
            i = page.longest(i + 1, "place", ("noun",)).end  # type: ignore[union-attr]
        elif token.key in ("vao", "doan") and page.key(i - 1) in ("duong", "anh", "18") and i + 2 < len(page.tokens):
            i += 2
        elif noun and page.free(i, noun.end) and not _stops(page, i, noun.end):
            i = noun.end
        elif token.key in _NUMBERS and begins_number(page, i):
            break
        elif token.word and not _stops(page, i, i + 1):
            i, words = i + 1, words + 1
        else:
            break
    while page.tokens[i - 1].key in ("cua", "o", "tai", ",", "va"):
        i -= 1
    return i, ward


def _numbers(page: Page, i: int) -> int:
    """The end of a number that names a place, or of several: "khu 2, 3, 5 và 8", "khu 1-5"."""
    i += 1
    while i + 1 < len(page.tokens) and page.key(i) in _LIST and page.tokens[i + 1].digits:
        head = page.longest(i + 2, "head") or page.longest(i + 2, "bound", ("vague_after",))
        head = head if page.free(i + 2, i + 3) else None
        if page.key(i + 2) in _SCALES:
            break
        after = page.tokens[i + 2] if i + 2 < len(page.tokens) else None
        plain = after is None or not after.word or bool(page.taken[i + 2]) or after.key in _AFTER_LIST
        more = plain and page.free(i, i + 2) and head is None and len(page.key(i + 1)) <= 2
        if not more or (i + 2 < len(page.tokens) and page.key(i + 2) == "/"):
            break
        i += 2
    while i + 1 < len(page.tokens) and page.key(i) in ("va", "voi", ",") and page.key(i + 1) in page.words.numbered:
        if i + 2 < len(page.tokens) and page.tokens[i + 2].digits and page.free(i, i + 3):
            i += 3
        else:
            break
    return i


def _stops(page: Page, i: int, end: int) -> bool:
    """Whether something else than the place's name begins here."""
    token = page.tokens[i]
    if token.key in page.words.place_stops:
        mark = page.words.place_stop_marks[token.key]
        if token.fits(mark) and not (
            page.text[token.start].isupper() and page.text != page.text.upper() and page.tokens[i - 1].key != "."
        ):
            return True
    for hit in page.hits[i]:
        if (
            hit.group == "bound"
            and not (hit.end < len(page.tokens) and page.tokens[hit.end].digits)
            and hit.end - i == 1
        ):
            continue
        if (
            hit.group in ("kind.strong", "topic", "bound", "day", "unit_body")
            and hit.end > i
            and not (hit.group == "unit_body" and hit.name != "before")
        ) and not (hit.end - i == 1 and page.text[token.start].isupper() and page.text != page.text.upper()):
            return True
        if (
            hit.group == "head"
            and not (page.text[token.start].isupper() and page.text != page.text.upper())
            and hit.name not in ("none", "place", "commune", "household", "piece", "model")
            and hit.end >= end
        ):
            return True
    return False
