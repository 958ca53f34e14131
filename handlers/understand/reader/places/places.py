"""The units and places that a message names. House, street and quarter numbers are claimed with them, so that none is
taken for a count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from handlers.understand.number_words import ONES
from handlers.understand.reader.lexicon import Hit, Lexicon
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.place_names import COMMON, WARDS, is_floor, named_unit, opens, rest_of_name
from handlers.understand.reader.places.unit_names import Names, names_of
from handlers.understand.reader.spelling import mend
from handlers.understand.reader.tokens import tokens_of
from programme.domain.model import Unit
from programme.language.vietnamese import nfc

_NOT_BEFORE = frozenset(
    """loa truong thu anh chi ong an ve khoa hop zalo facebook fanpage fb cac nhung moi tung voi""".split()
)
_NAMED_ONLY = ("khu vuc", "tieu hoc", "mam non", "trung hoc")
_MANY = frozenset(("cac", "nhung", "moi", "tung"))
_ROADS = frozenset(("doc", "duong", "tuyen", "quoc", "tinh", "ql"))
_TO = frozenset(("den", "toi", "ve", "ra", "len", "xuong", "sang", "qua"))
_AT = frozenset(("o", "tai"))
_MEANS = frozenset(("kind:strong", "kind:weak", "topic", "head", "day", "unit_body", "number", "bound"))
_INTO = frozenset(("vao", "ra", "xuong", "len", "qua", "ben", "trong", "ngoai", "duoi"))
_QUOTES = frozenset(('"', "“", "'", "‘"))
_BODIES = frozenset(("ubnd", "tram", "so", "don", "trung", "cong", "dai", "co"))


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
            if found and _joined(page, found[-1], spot):
                before = found.pop()
                spot = Spot(before.start, spot.end, before.ward or spot.ward, pointed=before.pointed)
            if spot.ward or not spot.alone:
                found.append(_from(page, spot))
        i = spot.end if spot is not None else i + 1
    return found


def _from(page: Page, spot: Spot) -> Spot:
    """The place with its "từ", where a way begins at it: "từ chân cầu về bến phà"."""
    way = page.key(spot.start - 1) == "tu" and page.key(spot.end) in _TO and page.free(spot.start - 1, spot.start)
    ends = page.longest(spot.end + 1, "place", ("noun",)) is not None
    return replace(spot, start=spot.start - 1) if way and ends and not spot.alone else spot


def wards_named(place: str, words: Lexicon, units: Iterable[Unit], today: date) -> list[str]:
    """The codes of the wards that the words of a place name, each once."""
    text = nfc(place)
    page = Page(text, mend(tokens_of(text), words), words, listed=True)
    return list(dict.fromkeys(spot.ward for spot in find_places(page, units, today) if spot.ward))


def _unit(page: Page, i: int, names: Names, today: date) -> Spot | None:
    """A unit that is named by itself: a ward, or the body that reports ("đội Hà Tu")."""
    known = page.longest(i, "unit_body", ("rank",))
    rank = known is not None or (page.key(i) == "phut" and page.typed(i, i + 1).lower() == "p")  # "45 P HA TU"
    start = known.end if known else i + rank
    if rank and page.key(start) in (".", ":"):
        start += 1
    found = named_unit(page, start, names, today)
    if found is None:
        return None
    end, unit = found
    if page.key(i) == "thi" and page.ending(i, "place", ("pointing",)):
        return None  # "ở thị trấn Quảng Hà" is where it was
    body = _of_a_body(page, i) or unit.kind not in WARDS
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
    written = all(page.is_name(n) for n in range(start, end))  # "sáng nay Hà An đã dán"
    if not rank and not written and " ".join(t.key for t in page.tokens[start:end]) in COMMON:
        return None
    return Spot(i, end, unit.code, alone=True)


def _of_a_body(page: Page, i: int) -> bool:
    """Whether a unit's name ends the name of a team: "CLB phòng, chống mua bán người Hạ Long 1"."""
    while i > 0:
        if page.ending(i, "unit_body", ("before",)) is not None:
            return True
        if page.key(i - 1) not in page.words.of_bodies:
            return False
        i -= 1
    return False


def _place(page: Page, i: int, names: Names, today: date) -> Spot | None:
    if is_floor(page, i) and page.longest(i + 2, "place", ("noun",)):
        inner = _place(page, i + 2, names, today)
        return Spot(i, inner.end, inner.ward, pointed=True) if inner else None
    if (
        page.key(i) == "tuyen"
        and page.tokens[i].end - page.tokens[i].start == 2
        and page.key(i - 1) in ("o", "tai", "ben")
    ):
        town = named_unit(page, i + 2, names, today)  # "tt Quảng Hà" is thị trấn
        if town is not None:
            return Spot(i, town[0], pointed=True)
    pointed = page.ending(i, "place", ("pointing",)) is not None
    if pointed and page.key(i) in _QUOTES | _MANY:
        return (_named_in_quotes if page.key(i) in _QUOTES else _several)(page, i, names, today)
    if not pointed and page.quoted(i):
        return None  # the name of a model: "Xóm đạo bình yên"
    if page.key(i - 1) in _AT | _INTO and page.is_name(i) and page.free(i, i + 2) and _new_name(page, i):
        end, ward = rest_of_name(page, i, names, today)
        return Spot(i, end, ward or "", pointed=True) if end > i + 1 else None  # "ở Cái Dăm"
    plain = page.longest(i, "place", ("plain",))
    if plain and page.free(i, plain.end):
        return Spot(i, plain.end)
    noun, never = _noun(page, i, pointed=pointed), page.longest(i, "place", ("never",))
    if page.key(i - 1) in _AT and page.key(i) == "cho" and not page.tokens[i].mark:
        never = None  # "o cho moi"
    road = i + 1 < len(page.tokens) and page.tokens[i + 1].digits
    if page.key(i) == "ql" and not (
        road and (page.tokens[i + 1].glued or not page.longest(i + 2, "head", page.words.people))
    ):
        return None  # "ql 19 anh em" is quản lý
    if noun is None and never is None and page.key(i - 1) in _AT:
        return _unknown(page, i, names, today)
    if noun is None or not page.free(i, noun.end) or (never and never.end >= noun.end and never.end - i > 1):
        return None
    if _other(page, i, noun.end) or opens(page, i):
        return None
    if page.key(i) == "to" and page.key(noun.end) in _TO and page.longest(noun.end + 1, "place", ("noun",)):
        return None  # "tổ xuống xóm trọ"
    if (
        not pointed
        and page.key(noun.end - 1) == "cho"
        and not page.tokens[noun.end - 1].mark
        and _counted(page, noun.end)
    ):
        return None  # "hoi cho 3 chi vay"
    if page.said_before(i + 1, "cai tai cho") and not page.tokens[i].mark:
        return None  # cai tại chỗ
    at = noun.end + (page.key(noun.end) == "so")
    numbered = at < len(page.tokens) and page.tokens[at].digits
    if (
        not pointed
        and page.key(i - 1) in _NOT_BEFORE
        and not (numbered and page.key(i - 1) in ("loa", "truong", "hop"))
        and not (page.key(i - 1) == "hop" and noun.end < len(page.tokens) and page.is_name(noun.end))
    ):
        return None
    end, ward = rest_of_name(page, noun.end, names, today)
    named = end > noun.end
    if not named and _of_people(page, i, end):
        return None
    if numbered and page.key(i) == "lop" and not pointed:
        end = noun.end + 1
        while end < len(page.tokens) and page.tokens[end].glued and len(page.typed(end, end + 1)) == 1:
            end += 1
        return Spot(i, end, alone=True)  # who they are: "các em lớp 9A1 trường Trọng Điểm"
    body = page.key(i) in _BODIES and not (page.key(i) == "cong" and page.key(i + 1) in ("ty", "truong"))
    if body and not pointed and not any(t.digits for t in page.tokens[noun.end : end]):
        return None
    if not named and any(page.said_at(i, words) for words in _NAMED_ONLY):
        return None
    if not pointed and not named and noun.end - i == 1 and page.key(i) not in ("thcs", "thpt"):
        return None
    if (
        page.key(i) in page.words.sets["unsure_place"]
        and noun.end - i == 1
        and not pointed
        and not (
            named
            and (page.tokens[noun.end].digits or ward is not None or page.text[page.tokens[noun.end].start].isupper())
        )
    ):
        return None
    return Spot(i, end, ward or "", pointed=pointed)


def _noun(page: Page, i: int, *, pointed: bool) -> Hit | None:
    """The word of a place; some are one only behind "ở" and "tại", or where two of their words are pointed at."""
    noun = page.longest(i, "place", ("noun",))
    behind = page.longest(i, "place", ("behind",)) if pointed else None
    if behind is None or (page.key(i - 1) not in _AT and behind.end - i < 2):
        return noun
    return behind if noun is None or behind.end > noun.end else noun


def _unknown(page: Page, i: int, names: Names, today: date) -> Spot | None:
    """What stands behind "ở" and "tại" up to the next words that mean something: "ở gian khách tiết", "tại Pắc Cáp"."""
    token, at = page.tokens[i], page.tokens[i - 1]
    fits = at.fits("ơ3") or at.fits("tai4")
    if not fits or not token.word or len(page.key(i)) < 2 or page.key(i) in page.words.sets["no_place"]:
        return None
    if any(h.group in _MEANS and h.name != "none" for h in page.hits[i]):
        return None
    end, ward = rest_of_name(page, i, names, today)
    return Spot(i, end, ward or "", pointed=True) if end > i + 1 or page.is_name(i) else None


def _counted(page: Page, i: int) -> bool:
    """Whether a number stands here that counts people."""
    counts = (i < len(page.tokens) and page.tokens[i].digits) or page.key(i) in ONES
    return counts and page.longest(i + 1, "head", page.words.people) is not None


def _market(page: Page, i: int) -> bool:
    """ "tai cho cot 3": a market and no "tại chỗ", where a word follows that is nothing else."""
    name = page.tokens[i + 1] if page.key(i) == "cho" and not page.tokens[i].mark and i + 1 < len(page.tokens) else None
    known = name is None or page.key(i + 1) in page.words.place_stops | page.words.sets["beside"]
    return not known and name.word and all(h.group == "place" or h.name == "none" for h in page.hits[i + 1])  # type: ignore[union-attr]


def _of_people(page: Page, i: int, end: int) -> bool:
    """Whether it is said who they are: "học sinh THCS", "công nhân mỏ"; not "hs THCS Mạo Khê"."""
    near = (h for n in (1, 2, 3) for h in (page.hits[i - n] if i >= n else ()))
    return any(h.group == "head" and h.name in page.words.people and h.end >= end for h in near)


def _new_name(page: Page, i: int) -> bool:
    """Whether two words are written as a name that no list has."""
    named = i + 1 < len(page.tokens) and page.is_name(i + 1) and not page.longest(i, "kind:strong")
    return named and (page.key(i - 1) in _AT or not (page.tokens[i].upper or page.tokens[i + 1].upper))


def _joined(page: Page, one: Spot, other: Spot) -> bool:
    """ "trước cổng UBND và dọc bờ kè", "từ chân cầu về bến phà"."""
    link, fits = page.key(one.end), page.tokens[one.end].fits
    if other.start - one.end != 1 or one.alone or other.alone or not page.free(one.end, other.start):
        return False
    from_one = "tu" in (page.key(n) for n in range(one.start, one.end))
    along = link == "tu" and page.key(one.start) in _ROADS
    along = along or (link == "den" and page.key(one.start) == page.key(other.start))  # "khu 1 đến khu 6"
    return (
        link in (",", "&")
        or (link == "va" and fits("va1"))
        or (link == "voi" and one.pointed)
        or along
        or (from_one and link in _TO)
    )


def _named_in_quotes(page: Page, i: int, names: Names, today: date) -> Spot | None:
    """ "tại “Ngôi nhà bình yên” khu 7"."""
    closing = next((n for n in range(i + 2, min(i + 9, len(page.tokens))) if not page.tokens[n].word), 0)
    if page.key(closing) not in _QUOTES | {"”", "’"}:
        return None
    more = page.longest(closing + 1, "place", ("noun",))
    end, ward = rest_of_name(page, more.end, names, today) if more else (closing + 1, "")
    return Spot(i, end, ward or "", pointed=True)


def _several(page: Page, i: int, names: Names, today: date) -> Spot | None:
    """ "ở các khu nhà trọ"."""
    noun = page.longest(i + 1, "place", ("noun",))
    if noun is None or not page.free(i, noun.end) or _other(page, i + 1, noun.end):
        return None
    end, ward = rest_of_name(page, noun.end, names, today)
    return Spot(i, end, ward or "", pointed=True)


def _other(page: Page, i: int, end: int) -> bool:
    """Whether the word is part of another phrase: "cơ sở", "cổng thông tin", "12 khu phố"."""
    if page.key(i - 1) == "moi" and page.longest(i, "head"):
        return True  # "mỗi khu 250 tờ"
    for start in (i - 1, i - 2):
        if (
            start >= 0
            and any(
                h.end >= end and h.end - start > 1 and (h.group, h.name) == ("place", "never") for h in page.hits[start]
            )
            and not page.said_at(start, "truong thon")
        ):
            return not _market(page, i)
    if page.key(i - 1) in ("moi", "tung"):
        return True  # "mỗi khu 1 buổi"
    kind = page.longest(i, "kind:strong")
    if kind is not None and kind.end > end:
        return True
    number = (
        i > 0 and not page.listed and page.tokens[i - 1].digits and page.key(i - 2) != "tang" and page.free(i - 1, i)
    )
    coded = i > 1 and page.tokens[i - 1].glued and page.tokens[i - 2].word  # "10A5 trường …"
    coded = coded or (page.key(i) == "truong" and page.key(i - 2) in ("lop", "khoi"))
    counted = number and not coded and page.longest(i, "head") is not None
    named = end < len(page.tokens) and page.tokens[end].digits
    return counted and (not named or page.key(i) == "lop")  # "5 lớp 11"
