"""The day, days or period in one line, and n/m that is no day."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handlers.one_line.line_tokens import Tokens
from handlers.understand.calendar_days import Day, Problem, make
from handlers.understand.dates import read_date

_D = r"\d{1,2}"
_YEAR = r"(?:{0}(?:20\d\d|\d\d))?"
_LAST = rf"(?:ngay )?{_D}[/.]{_D}(?:[/.]20\d\d)?(?!\d)"
_ROW = rf"(?:(?:ngay )?{_D}(?:[/.]{_D})? ?(?:-|->) ?{_LAST}|(?:tu )?(?:ngay )?{_D}(?:[/.]{_D})? ?(?:den|toi) ?{_LAST})"
_LIST = rf"(?:{_D}(?:[,+&]{_D})+[/.]{_D}(?!\d))"
_DAY = rf"(?:(?:ngay )?{_D}(?P<s>[/.-]){_D}(?:(?P=s)(?:20\d\d|\d\d))?(?!\d))"
_LONG = rf"(?:ngay {_D} ?(?:/ ?)?thang {_D}(?:(?: nam |/)20\d\d)?(?!\d))"
_BARE = rf"(?:ngay {_D}(?:-{_D})?(?! ?[/.]\d)(?!\d)(?! thang))"
_PERIOD = (
    rf"(?:(?:tong |ca |ky )*(?:thang (?:{_D}(?:(?:[/-]| nam )20\d\d)?(?!\d)|nay|truoc|roi|vua roi|qua)"
    r"|quy [1-4](?:(?:[/-]| nam )20\d\d)?(?!\d)|nam (?:20\d\d|nay|ngoai|truoc)))"
)
_SAID = r"(?:hom nay|hom qua|hom kia|(?:sang|trua|chieu|toi) nay|(?:sang|trua|chieu|toi|dem) qua|ngay mai|hn|hq)"
_WEEKDAY = (
    r"(?:(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn|t[2-7](?!/))"
    r"(?: tuan (?:nay|truoc|roi|qua)| vua roi| truoc)?)"
)
_OF_MOON = rf"(?: thang (?:{_D}|gieng|chap|hai|ba|tu|nam|sau|bay|tam|chin|muoi))"
_MOON = (
    rf"(?:(?:ngay )?(?:(?:mung|mong) {_D}(?:[/.]{_D}|{_OF_MOON})?|ram{_OF_MOON}?|{_D} thang (?:gieng|chap))"
    rf"(?: am(?: lich)?| al| tet)?|{_D}[/.]{_D}(?:[/.]20\d\d)? (?:am lich|am|al)|{_D} tet|giao thua)"
)
_LOOSE = rf"(?:{_D} ?thang {_D}(?:(?: nam |/)20\d\d)?(?!\d))"
_BEFORE = r"(?<![^\W_])(?<!\d[./])"
STRICT = re.compile(
    rf"{_BEFORE}(?:{'|'.join((_MOON, _ROW, _LIST, _LONG, _DAY, _BARE, _PERIOD, _SAID, _WEEKDAY))})(?!\w)"
)
FREE = re.compile(
    rf"{_BEFORE}(?:{'|'.join((_MOON, _ROW, _LIST, _LONG, _LOOSE, _DAY, _BARE, _PERIOD, _SAID, _WEEKDAY))})(?!\w)"
)
_PAIR = re.compile(r"(?<![\w./])(\d{1,6}) ?(?:/|tren(?: tong so)?|trong tong so) ?(\d{1,6})(?![\w/]|\.\d)")


@dataclass(frozen=True, slots=True)
class Pair:
    """n/m as it stands in the line."""

    n: int
    m: int
    typed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dated:
    """What was read as a day, with how it was typed; `likely` that it is to be confirmed."""

    found: Day | Problem
    typed: str
    start: int
    end: int
    likely: bool = False


def days(tokens: Tokens, today: date, free: bool, kept: Collection[int] = ()) -> list[Dated]:
    """Every day that the line says; `kept` are numbers of a place. Their tokens are not taken yet."""
    found, at = [], 0
    while m := (FREE if free else STRICT).search(tokens.flat, at):
        start, end = _plausible(m, today)
        at = max(end, m.start() + 1)
        first, last = tokens.within(start, end)
        if start == end or not tokens.free(first, last) or any(i in kept for i in range(first, last)):
            at = m.start() + 1
            continue
        typed = tokens.original(start, end)
        said = tokens.flat[start:end]
        # Marks tell tháng sáu from tháng sau; a letter O read as 0 is only in the flat text.
        text = said if any(start <= i < end for i in tokens.read_as) else typed
        read = read_date(text, today, bare_day="ngay" in said)
        likely = isinstance(read, Problem) and read.kind == "lunar" and len(read.options) == 1
        found.append(Dated(Day(read.options[0]) if likely else read, typed, start, end, likely))
    return found


def _plausible(m: re.Match[str], today: date) -> tuple[int, int]:
    """The match without what can't belong to it: a year of two digits that is none ("15/6/45" is 15/6 and 45), the
    first day of a row that would run backwards; nothing of figures parted by a dot or hyphen that are no day."""
    start, text = m.start(), m[0]
    whole = re.fullmatch(rf"(?:ngay )?({_D})([/.-])({_D})(?:\2(\d\d|20\d\d))?", text)
    if whole:
        end = m.end()
        if whole[4] and len(whole[4]) == 2 and not 0 <= today.year % 100 - int(whole[4]) <= 1:
            end -= 3
        inside = 1 <= int(whole[1]) <= 31 and 1 <= int(whole[3]) <= 12
        return (start, end) if inside or whole[2] == "/" else (start, start)
    row = re.fullmatch(rf"({_D})-({_D})[/.]({_D})", text)
    if row and (int(row[1]) >= int(row[2]) or not make(2024, min(int(row[3]), 12) or 1, int(row[1]) or 99)):
        return start + len(row[1]) + 1, m.end()
    return start, m.end()


def pairs(tokens: Tokens) -> list[Pair]:
    """Every n/m on free tokens."""
    found = []
    for m in _PAIR.finditer(tokens.flat):
        first, last = tokens.within(m.start(), m.end())
        if tokens.free(first, last):
            found.append(Pair(int(m[1]), int(m[2]), tokens.original(m.start(), m.end()), m.start(), m.end()))
    return found
