"""The days and periods that a message names, each claimed with its tokens. What words mean a day says the grammar of
`handlers/understand/dates.py`, the same that reads a typed answer: here is found where in a message they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.understand.calendar_days import NO_DAY, Day, Problem
from handlers.understand.dates import day_meant
from handlers.understand.reader.days.day_context import PARTS, Setting, standing
from handlers.understand.reader.page import Page
from handlers.understand.reader.tokens import marked
from programme.domain.periods import CADENCES, Regime, is_period
from programme.language.vietnamese import fold

_LONGEST, _MOST_TRIES = 14, 600  # tokens of one phrase; phrases that are tried in one message
_HYPHENS, _HYPHENS_OF_A_DAY = ("-", "–", "—"), 4
_CALENDAR = Regime()
_PART = r"(?:sang|trua|chieu|toi|dem|khuya|som)"
_HOUR = re.compile(
    rf"\b(?:luc |tu |khoang |den |toi )?\d{{1,2}} (?:gio|g)\b ?"
    rf"(?:\d{{1,2}}\b(?! ?[/-])(?! (?:nguoi|buoi|luot|bang|to|khau|hoc)\b)|ruoi)?(?: phut)?"
    rf"(?: {_PART}\b(?! (?:nay|qua|hom|\d)))?|\b\d{{1,2}} : \d\d\b|\b\d{{1,2}} ngay \d{{1,2}} dem\b"
)
_NUMBERS = frozenset("mot hai ba bon nam sau bay tam chin muoi".split())
_BEGINS = _NUMBERS | frozenset(
    """ngay hom bua thang thu t cn chu tuan quy nam ky nua sang trua chieu toi dem khuya som buoi tu ke tinh ca trong
    het tong mung mong ram giao cach nay dau cuoi giua""".split()
)
_ENDS = _NUMBERS | frozenset(
    """nua lam nham ngay nay qua kia truoc roi cn nhat thang tuan quy nam lich am al tet thua tay duong gieng chap nhuan
    ngoai ram toi sau gio nhut dem chieu sang trua i ii iii iv tu""".split()
)
_INSIDE = _BEGINS | _ENDS | frozenset("/ - – — ~ . , & + va voi den cho tro hien bay vua gan day giua".split())
_AFTER_NUMBER = frozenset("/ - – — ~ , & + den toi thang va voi ngay hom bua tay tet am al".split())
_MARKS = {
    key: frozenset(map(marked, words.split()))
    for key, words in {
        "thu": "thứ", "nam": "năm", "ram": "rằm", "tet": "Tết", "qua": "qua", "quy": "quý", "tuan": "tuần",
        "thang": "tháng", "tu": "từ tư", "dem": "đêm", "sang": "sáng", "ba": "ba", "tam": "tám", "nhat": "nhật",
        "bua": "bữa", "ngay": "ngày", "hom": "hôm", "sau": "sáu sau", "ca": "cả", "trong": "trong", "tong": "tổng",
        "nua": "nửa", "chu": "chủ", "mung": "mùng", "mong": "mồng", "som": "sớm", "am": "âm", "chap": "chạp",
        "duong": "dương", "dau": "đầu", "cuoi": "cuối", "giua": "giữa", "ke": "kể", "tinh": "tính", "dip": "dịp",
        "vao": "vào", "ky": "kỳ", "het": "hết", "bay": "bảy bẩy bay", "nay": "nay này", "roi": "rồi",
        "muoi": "mười mươi",
    }.items()
}  # fmt: skip
"""Words of a day that without their marks look like others: how they are spelt where they are of a day."""
THIS = frozenset(
    """dao doi buoi lan bai cai so dot khu phuong xa nhom ben dieu viec nguoi ngay loai ban muc cho dip
dang gio vu con chi anh bac ong ba chau em nam quy ky thon to thang tuan""".split()
)
"""Behind these a "nay" without marks is "này"."""


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens `start` to `end` name a day, the days up to `date_to`, or a `period`; `sort` is day, period, unclear (to
    be asked), campaign (only a name) or ahead (yet to come); a `likely` day is to be confirmed; `meant` is what the
    words mean by themselves."""

    start: int
    end: int
    date: date | None = None
    date_to: date | None = None
    period: str = ""
    sort: str = "day"
    name: str = ""
    likely: bool = False
    meant: Day | Problem = NO_DAY


def find_days(page: Page, today: date, campaigns: dict[str, str]) -> list[Said]:
    """Everything that names a day or a period, in the order it stands; its tokens are claimed."""
    finder = _Finder(Setting(page, today, campaigns))
    finder.hours()
    i = 0
    while i < len(page.tokens):
        i = finder.longest(i) or i + 1
    finder.named()
    return sorted(finder.found, key=lambda said: said.start)


class _Finder:
    def __init__(self, setting: Setting) -> None:
        self.setting, self.page, self.today = setting, setting.page, setting.today
        self.found: list[Said] = []
        self.tries = _MOST_TRIES

    def hours(self) -> None:
        """Hours are no days and no counts."""
        for m in _HOUR.finditer(self.page.said):
            start, end = self.page.where(*m.span())
            apart = " : " in m[0] and not all(t.glued for t in self.page.tokens[end - 2 : end])
            if self.page.free(start, end) and not apart:
                self.page.claim(start, end, "hour")

    def longest(self, start: int) -> int | None:
        """The end of the longest phrase at a token that names a day, which is kept."""
        page = self.page
        if not self._may_begin(start):
            return None
        for end in range(self._stop(start), start, -1):
            if not self._may_end(end) or not self._worth_reading(start, end):
                continue
            meant = day_meant(self._phrase(start, end), self.today)
            said = standing(self.setting, start, end, meant) if meant else None
            if said == "code":
                page.claim(start, end, "code")
                return end
            if said is not None and meant is not None:
                page.claim(start, end, "date")
                if said != "name" and not (said == "ahead" and page.quoted(start)):  # CLB "Vì ngày mai"
                    self.found.append(self._said(start, end, meant, said))
                return end
        return None

    def _stop(self, start: int) -> int:
        """Where a phrase that begins at a token ends at the latest: no two numbers stand side by side in it, but behind
        a weekday."""
        page, stop = self.page, start
        while stop < min(len(page.tokens), start + _LONGEST) and self._inside(stop):
            beside = stop > start and page.tokens[stop].digits and page.tokens[stop - 1].digits
            if beside and page.key(stop - 2) not in ("thu", "t"):
                break
            stop += 1
        return stop

    def _worth_reading(self, start: int, end: int) -> bool:
        """Whether the grammar is asked: numbers alone are a day by a dot or a hyphen; so many tries a message has."""
        keys = [token.key for token in self.page.tokens[start:end]]
        if "/" not in keys and not any(key.isalpha() for key in keys):
            signs = sum(key in _HYPHENS or "." in key for key in keys)
            if not 0 < signs < _HYPHENS_OF_A_DAY or "," in keys:
                return False
        self.tries -= 1
        return self.tries > 0

    def _may_begin(self, i: int) -> bool:
        token, page = self.page.tokens[i], self.page
        if (
            page.taken[i]
            or (token.key == "tu" and page.is_name(i))
            or (token.key not in _BEGINS and not token.digits)
            or not _fits(page, i)
        ):
            return False
        return not token.digits or page.key(i + 1) in _AFTER_NUMBER or not token.key.isdigit()

    def _may_end(self, end: int) -> bool:
        key, before = self.page.key(end - 1), self.page.key(end - 2)
        if key in PARTS:  # "thứ 7 tối"
            return before in ("cn", "nhat") or self.page.key(end - 3) in ("thu", "t")
        return key in _ENDS or self.page.tokens[end - 1].digits

    def _inside(self, i: int) -> bool:
        token = self.page.tokens[i]
        if self.page.taken[i]:
            return False
        return token.digits or (token.key in _INSIDE and _fits(self.page, i))

    def _phrase(self, start: int, end: int) -> str:
        """The words as they are meant: as typed, with their marks, unless spelling was mended."""
        said = []
        for token in self.page.tokens[start:end]:
            typed = self.page.text[token.start : token.end]
            word = typed if fold(typed) == token.key else token.key
            next_month = token.key == token.mark == "sau" and said[-1:] in ([" thang"], [" tháng"])
            said.append(("" if token.glued else " ") + ("tới" if next_month else word))
        return "".join(said).strip().lower()

    def _said(self, start: int, end: int, meant: Day | Problem, sort: str) -> Said:
        """A phrase with what it means, as `sort`."""
        said = Said(start, end, meant=meant)
        if sort == "told":  # "trong tháng", where the month is named
            told = [each for each in self.found if each.sort == "period" and each.period]
            return replace(said, period=min(told, key=lambda each: -each.start).period, sort="period")
        if sort in ("month", "t", "weekday"):  # "T5" is the month, may be it, or is Thursday
            noun = "thu" if sort == "weekday" else "thang"
            meant = day_meant(f"{noun} {self.page.key(end - 1)}{self.setting.week}", self.today) or meant
            plain = ("period" if noun == "thang" else "day") if isinstance(meant, Day) else "ahead"
            sort = "unclear" if sort == "t" else plain
        said = replace(said, sort=sort)
        if sort == "campaign":
            return replace(said, name=self.setting.campaign(start, end))
        if isinstance(meant, Problem):
            if meant.kind == "lunar" and len(meant.options) == 1:
                return replace(said, date=meant.options[0], sort="day", likely=True)
            readings = meant.readings if meant.kind == "ambiguous" else ()
            period = next((code for each in readings if (code := _period(each))), "")
            future = meant.kind == "future" and sort == "unclear"
            return replace(said, period=period, name="future" if future else "")
        code = _period(meant)
        if meant.scope == "period" and code:
            return replace(said, period=code)
        return replace(said, date=meant.date, date_to=meant.date_to, period=code)

    def named(self) -> None:
        """What the lexicon calls a day, and what it leaves open."""
        days = {"today": 0, "yesterday": 1, "before_yesterday": 2}
        never = self.page.find("day", ("never",))
        for hit in self.page.find("day", (*days, "unclear", "lunar", "ahead")):
            named = hit.end - hit.start == 1 and self.page.is_name(hit.start) and hit.name == "ahead"
            if self.page.covered(hit, ("topic",)) or any(h.start <= hit.start < h.end for h in never):
                continue
            if named or not self.page.free(hit.start, hit.end) or self._bare(hit.start, hit.end):
                continue
            self.page.claim(hit.start, hit.end, "date")
            if (
                self.page.key(hit.start) == "nay"
                and self.page.key(hit.start - 1) == "den"
                and any(s.period for s in self.found)
            ):
                continue  # "tháng 6 … tính đến nay"
            if hit.name in days:
                day = self.today - timedelta(days=days[hit.name])
                self.found.append(Said(hit.start, hit.end, day, meant=Day(day)))
            else:
                ahead = hit.name == "ahead"
                problem = Problem("future" if ahead else "ambiguous")
                self.found.append(Said(hit.start, hit.end, sort="ahead" if ahead else "unclear", meant=problem))

    def _bare(self, start: int, end: int) -> bool:
        """Short words that are a day only where they begin something: "nay", "qua", "mai", "âm", "mốt"."""
        if end - start > 1:
            return False
        key, before = self.page.key(start), self.page.key(start - 1)
        opens = start == 0 or not before[:1].isalnum()
        if key in ("nay", "hn"):
            return not opens and before in THIS
        if key == "qua":
            return True
        if key == "mai":
            opened = opens or before in ("sang", "chieu", "toi", "ngay", "hen", "de")
            return not opened or not self.page.tokens[start].fits("mai")
        return key in ("am", "mot")


def _fits(page: Page, i: int) -> bool:
    """Whether the marks of a word say that it is one of a day."""
    token = page.tokens[i]
    return not token.mark or token.key not in _MARKS or token.mark in _MARKS[token.key]


def _period(meant: Day) -> str:
    """The name of a whole period (2026-06, 2026-Q2, 2026-W25), "" of days that are none."""
    if meant.scope == "event" or meant.date_to is None:
        return ""
    for cadence in CADENCES:
        name = _CALENDAR.period_of(meant.date, cadence)
        if is_period(name) and _CALENDAR.span(name) == (meant.date, meant.date_to):
            return name
    return ""
