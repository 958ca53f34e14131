"""The names of places: where one ends, and which ward it names."""

from __future__ import annotations

from datetime import date

from handlers.understand.reader.numbers.heads import begins_number
from handlers.understand.reader.page import Page
from handlers.understand.reader.places.unit_names import Names
from programme.domain.model import Unit

WARDS = ("commune",)
_MANY_WORDS = 6
_NUMBER_WORDS = frozenset(("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"))
_NUMBERS = _NUMBER_WORDS | {"tram", "chuc"}
_SCALES = frozenset(("chuc", "tram", "nghin", "ngan", "trieu", "ta", "may", "k", "x"))
_NAMED_BODIES = frozenset(("thcs", "thpt", "hoc", "truong", "xom", "may", "den", "chua"))
_ROAD_ENDS = frozenset(("tinh", "lo", "ql", "huyen"))
_ROAD_PARTS = frozenset(("duong", "anh", "a", "18"))
_AFTER_LIST = frozenset(("va", "voi", "hom", "ngay", "tong", "duoc", "ve", "phat", "la", "deu"))
_LETTERS = ("A", "B", "C", "D")
_SITES = frozenset(("truong", "may", "xuong", "kho", "nghiep"))
_SITES_AROUND = frozenset(("mo", "cang", "xi", "nha", "cong", "khu", "phuong", "xa"))
_NUMBERED_BODIES = _SITES | {"thcs", "thpt", "th", "hoc", "non", "ty", "cty"}
_WITH_WARDS = frozenset(("cho", "ben", "cang"))  # "chợ Hạ Long 1"
_LIST = frozenset((",", "va", "-", "–", "&", "+", "voi"))
COMMON = frozenset(
    (
        "thong nhat",
        "an sinh",
        "dong lam",
        "ha lan",
        "hai son",
        "ha an",
        "hoa binh",
        "tan viet",
        "dong tam",
        "doan ket",
        "dan chu",
        "tien phong",
        "thang loi",
    )
)
"""Names that are ordinary words too: a ward only behind its rank."""


STREETS = frozenset(("duong", "pho", "ngo", "ngach", "hem", "kiet"))


def named_unit(page: Page, i: int, names: Names, today: date) -> tuple[int, Unit] | None:
    """The longest unit's name at a token; of units of the same name the one that exists, wards first."""
    best: tuple[int, Unit] | None = None
    for words, marks, unit in names.by_words.get((page.key(i), page.key(i + 1)), ()):
        end = i + len(words)
        if best and end < best[0]:
            break
        if end > len(page.tokens) or not page.free(i, end):
            continue
        if all(page.key(i + n) == word and page.tokens[i + n].fits(marks[n]) for n, word in enumerate(words)):
            rank = (unit.kind in WARDS, unit.exists_on(today))
            if best is None or rank > (best[1].kind in WARDS, best[1].exists_on(today)):
                best = (end, unit)
    return best


def rest_of_name(page: Page, i: int, names: Names, today: date) -> tuple[int, str | None]:
    """Where the place's name ends, and the ward that it names behind a number of its own."""
    words, ward, noun_at = 0, None, i
    while i < len(page.tokens) and words < _MANY_WORDS and (page.free(i, i + 1) or is_floor(page, i)):
        if is_floor(page, i):
            i, words = i + 2, 0
            continue
        token = page.tokens[i]
        if token.key == "." and page.key(i - 1) in _ROAD_ENDS and page.tokens[i + 1 :] and page.tokens[i + 1].glued:
            i, token = i + 1, page.tokens[i + 1]  # "ĐT.329"
        numbered = page.key(i - 1) in page.words.numbered or page.said_before(i, "so nha")
        numbered = numbered or page.ending(i, "place", ("numbered",)) is not None
        numbered = numbered or (page.key(i - 1) == "." and token.digits)
        if token.key == "so" and page.tokens[i + 1 : i + 2] and page.tokens[i + 1].digits and i == noun_at:
            i, token, numbered = i + 1, page.tokens[i + 1], True  # "khu dân cư số 5"
        if token.digits and page.key(i + 1) == "tang":
            i, words = i + 2, 0
            continue
        numbered = numbered or (page.key(i + 1) == "/" and page.said_before(i, "quang truong"))
        if token.digits and not numbered and _own_number(page, noun_at, i):
            if page.key(i + 1) in _SITES_AROUND and page.tokens[i + 2 : i + 3] and page.is_name(i + 2):
                i, words = i + 1, 0
                continue  # "phân xưởng 9 mỏ Mông Dương"
            return i + 1, ward
        if token.digits:
            if not numbered and not (token.glued and page.tokens[i - 1].word):
                break
            i = _numbers(page, i)
            if (
                page.tokens[i - 1].digits
                and i < len(page.tokens)
                and page.tokens[i].glued
                and page.typed(i, i + 1).lower() in ("a", "b", "c", "d")
            ):
                i += 1
            words = 0
            continue
        noun = page.longest(i, "place", ("noun",))
        unit = named_unit(page, i, names, today)
        if (
            unit
            and " ".join(t.key for t in page.tokens[i : unit[0]]) in COMMON
            and not page.text[token.start].isupper()
        ):
            break
        if unit:
            lettered = i > 1 and page.tokens[i - 2].digits and page.tokens[i - 1].end - page.tokens[i - 1].start == 1
            school = page.key(i - 2) in ("cap", "lop", "khoi")
            after_number = (
                (page.tokens[i - 1].digits and not school)
                or lettered
                or (page.key(i - 1) in _NUMBER_WORDS and page.key(i - 2) in page.words.numbered)
            )
            zone = page.key(i - 1) in ("kcn", "nghiep")
            rank = page.longest(i, "unit_body", ("rank",)) or page.ending(i, "unit_body", ("rank",))
            ranked = rank is not None and rank.end < unit[0]  # "hội trường phường Hà Tu"
            ward = unit[1].code if unit[1].kind in WARDS and (after_number or zone or ranked) else ward or ""
            i, words = unit[0], words + 2
        elif numbered and token.key in _NUMBER_WORDS and not page.longest(i + 1, "head"):
            i, words = i + 1, words + 1
        elif numbered and page.typed(i, i + 1) in _LETTERS and (page.listed or not page.loud):
            i, words = i + 1, words + 1  # "khu A"
        elif (
            token.key in ("gan", "sau", "canh", "truoc")
            or (page.key(i - 1) == "duong" and token.key in ("ra", "vao", "len", "den"))
        ) and page.longest(i + 1, "place", ("noun",)):
            i = page.longest(i + 1, "place", ("noun",)).end  # type: ignore[union-attr]
        elif token.key in ("vao", "doan") and page.key(i - 1) in _ROAD_PARTS and i + 2 < len(page.tokens):
            i += 2
        elif noun and page.free(i, noun.end) and not _stops(page, i, noun.end):
            i = noun_at = noun.end
        elif token.key in _NUMBERS and begins_number(page, i):
            break
        elif token.word and (_is_name(page, noun_at, i) or not _stops(page, i, i + 1)):
            i, words = i + 1, words + 1
        else:
            break
    while page.tokens[i - 1].key in ("cua", "o", "tai", ",", "va"):
        i -= 1
    return i, ward


def _is_name(page: Page, start: int, i: int) -> bool:
    """Whether a word without marks right behind a place's noun is a name ("thcs bac cuong"): no known word follows."""
    after = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    plain = not page.tokens[i].mark and len(page.key(i)) > 1 and page.key(start - 1) in _NAMED_BODIES
    return i == start and plain and after is not None and after.word and after.key not in page.words.words


def is_floor(page: Page, i: int) -> bool:
    """ "tầng 3" of a house."""
    floor = page.key(i) == "tang" and i + 1 < len(page.tokens) and page.tokens[i + 1].digits
    return floor and page.tokens[i].fits("tâng1") and page.longest(i + 2, "head") is None  # not "tang 60 moc khoa"


def _own_number(page: Page, start: int, i: int) -> bool:
    """Whether a number is the end of a school's, a firm's or a site's name ("THCS Hải Châu 4"): nothing that is counted
    stands behind it."""
    if page.key(i - 1)[:1].isdigit():
        return False
    before = {page.key(n) for n in range(max(0, start - 3), start)}
    body = before & (_NUMBERED_BODIES | (_WITH_WARDS if page.key(i) in ("1", "2", "3") else frozenset()))
    few = len(page.key(i)) <= 2 and page.key(i)[:1] != "0" and page.key(i).isdigit()
    head = page.longest(i + 1, "head")
    if not body or not few or page.key(i + 1) in (*_SCALES, "/", "%", ".") or (head and head.name != "none"):
        return page.key(i + 1) == "." and bool(body) and few and i + 2 >= len(page.tokens)
    after = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    named = i > start or bool(body & _SITES)
    return named and (int(page.key(i)) <= 20 or (after is not None and after.key == ","))


def _numbers(page: Page, i: int) -> int:
    """The end of a number that names a place, or of several: "khu 2, 3, 5 và 8", "khu 1-5", "đường 25/4"."""
    i += 1
    street = page.key(i - 2) in STREETS or page.said_before(i - 1, "quang truong")
    if page.key(i) == "/" and street and i + 1 < len(page.tokens):
        return i + 2
    joins = _LIST - {","} if page.listed else _LIST
    while i + 1 < len(page.tokens) and page.key(i) in joins and page.tokens[i + 1].digits:
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


def opens(page: Page, i: int) -> bool:
    """ "mo 2 buoi": opened, and no mine."""
    head = page.longest(i + 2, "head", ("session", "time", "term"))
    return page.key(i) == "mo" and head is not None and (page.tokens[i + 1].digits or page.key(i + 1) in _NUMBERS)


def _stops(page: Page, i: int, end: int) -> bool:
    """Whether something else than the place's name begins here."""
    token, noun, never = page.tokens[i], page.longest(i, "place", ("noun",)), page.longest(i, "place", ("never",))
    written = page.text[token.start].isupper() and page.text != page.text.upper()
    if never and never.end - i > 1:
        return True  # "thôn mở cuộc"
    if noun and noun.end - i > 1 and not never:
        return False  # "chợ cửa khẩu"
    if token.key == "phong" and page.key(i + 1) not in ("chong", ",", "ngua", "lay", "tranh"):
        return False
    if token.key == "mo" and not token.mark:
        return opens(page, i)
    if token.key == "moi" and page.key(i - 1) == "cho" and not page.key(i + 1)[:1].isalnum():
        return False  # "o cho moi, …" is chợ Mới
    if token.key == "moi" and (
        page.key(i + 1) in ("dung", "phai", "chinh", "chuan")
        or (token.fits("mơi2") and not written and page.key(i + 1) in page.words.sets["put_up"])
    ):
        return True
    if token.key in page.words.place_stops:
        marks = page.words.place_stop_marks[token.key]
        if any(token.fits(mark) for mark in marks) and not (written and page.tokens[i - 1].key != "."):
            return True
    for hit in page.hits[i]:
        if (
            hit.group == "bound"
            and not (hit.end < len(page.tokens) and page.tokens[hit.end].digits)
            and hit.end - i == 1
        ):
            continue
        if hit.group == "kind:weak" and hit.name in page.words.verbs and hit.end - i > 1:
            return True  # "thôn Suối Mới vận động"
        if (
            hit.group in ("kind:strong", "topic", "bound", "day", "unit_body")
            and hit.end > i
            and not (hit.group == "unit_body" and hit.name != "before")
        ) and not (written and (not token.upper if hit.group == "bound" else hit.end - i == 1)):
            return True  # "chợ TRÊN 45"; not "chợ Hà Tu trên 45"
        if (
            hit.group == "head"
            and not written
            and hit.name not in ("none", "place", "commune", "household", "piece", "model")
            and hit.end >= end
            and not (noun and token.key not in page.words.sets["called"])
        ):
            return True
    return False
