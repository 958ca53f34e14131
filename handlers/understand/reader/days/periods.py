"""Weekdays, and whole periods that a message names: weeks, months, quarters, half-years, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.understand.calendar_days import back, last_weekday, months, week, year_of_month
from handlers.understand.reader.page import Page


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens `start` to `end` name a day, the days up to `date_to`, or a `period`; `sort` is day, period, unclear (to
    be asked), campaign (only a name) or ahead (yet to come); a `likely` day is to be confirmed."""

    start: int
    end: int
    date: date | None = None
    date_to: date | None = None
    period: str = ""
    sort: str = "day"
    name: str = ""
    likely: bool = False


_YEAR = r"(?: ?(?:/|nam|-) ?(20\d\d))?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_MONTH = re.compile(
    rf"\b(?:ky |trong |ca |cua |so lieu |het ){{0,4}}"
    rf"(?:thang (\d{{1,2}}|gieng|muoi mot|muoi hai|mot|hai|ba|tu|nam|sau|bay"
    rf"|tam|chin|muoi)\b(?! tuoi| thang| nam qua| lan)|t (1[0-2]|[1-9])\b(?! ?/ ?\d{{1,2}}\b)|t(1[0-2]"
    rf"|[189])\b){_YEAR}"
)
_THAT_MONTH = re.compile(
    r"\b(?:ca |trong )?(?:thang|ky) (nay|truoc nua|truoc|roi|qua|vua roi|vua qua|vua rui)\b"
    r"|\btrong thang\b(?! \d| hanh)"
    r"|\bthang qua\b"
)
_QUARTER = re.compile(rf"\b(?:het )?quy (iv|iii|ii|i|[1-4]|mot|hai|ba|bon|tu)\b{_YEAR}|\bquy (nay|truoc|vua roi|qua)\b")
_HALF = re.compile(r"\b(6|sau) thang (dau|cuoi) nam(?: (20\d\d))?\b|\bnua (dau|cuoi) nam(?: (20\d\d))?\b")
_ONE_YEAR = re.compile(r"(?:^|\n |\b(?:ca|trong|so lieu|bao cao) )nam (20\d\d)\b|\bca nam\b|\bnam (nay|ngoai)\b")
_OF_YEAR = re.compile(r"(?<!/ )\b(?:(?:trong )?thang |t )?(\d{1,2}) ?/ ?(20\d\d)\b")
_THAT_WEEK = re.compile(
    r"\b(?<!cuoi )(?<!dau )(?<!giua )(?:trong )?tuan (nay|truoc nua|truoc|roi|qua|vua roi|vua qua|vua rui)\b"
    r"|\btrong tuan\b(?! le)"
)
PART = r"(?:sang|trua|chieu|toi|dem|khuya|som)"
TO = r"(?:-|–|—|den het|den|toi|~)(?: ngay| hom| het ngay)?"
_WEEKDAY = r"(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|t ([2-7])|(chu nhat|chu nhut))"
_WEEK = (
    r"(?: (?:cua )?(?!tuan (?:toi|sau))(tuan truoc|tuan roi|tuan vua roi|tuan vua qua|tuan qua|tuan nay|tuan"
    r"|vua roi|vua qua|roi|truoc|nay))?"
)
_COMING = re.compile(r" (?:tuan )?(?:toi|sau|ke tiep|tiep theo)\b(?: day| nay)?(?! \d)")
_NAMED = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_WEEKDAYS = re.compile(rf"\b(?:tu )?{_WEEKDAY} {TO} {_WEEKDAY}{_WEEK}\b")
_ONE_WEEKDAY = re.compile(rf"\b((?:(?:{PART}|hom|ngay|vao|bua) ){{0,4}}){_WEEKDAY}{_WEEK}\b")


class Finder:
    """What finds days and periods: claims the tokens and keeps what they say."""

    def __init__(self, page: Page, today: date, campaigns: dict[str, str]) -> None:
        self.page, self.today, self.campaigns = page, today, campaigns
        self.found: list[Said] = []

    def add(self, m: re.Match[str], day: date | None = None, to: date | None = None, period: str = "",
            sort: str = "day", name: str = "", likely: bool = False) -> None:  # fmt: skip
        start, end = self.page.where(*m.span())
        while start < end and self.page.key(start) in ("\n", ","):
            start += 1
        if self.page.free(start, end):
            self.page.claim(start, end, "date")
            self.found.append(Said(start, end, day, to if to != day else None, period, sort, name, likely))

    def free(self, m: re.Match[str]) -> bool:
        return self.page.free(*self.page.where(*m.span()))

    def fits(self, m: re.Match[str], word: str, mark: str) -> bool:
        """Whether a folded word inside the match can be the one with this mark."""
        start, end = self.page.where(*m.span())
        return all(t.fits(mark) for t in self.page.tokens[start:end] if t.key == word)

    def put(self, m: re.Match[str], day: date | None, to: date | None = None) -> None:
        last = to or day
        if day and last and last <= self.today and day <= last:
            self.add(m, day, to)
        elif day and last and day <= self.today < last and (last - self.today).days <= 31:
            self.add(m, sort="unclear")
        else:
            self.add(m, sort="unclear", name="future" if day else "")

    def periods(self) -> None:
        said, today = self.page.said, self.today
        for m in _HALF.finditer(said):
            year = int(m[3] or m[5] or today.year)
            self.add(m, period=f"{year}-H{1 if (m[2] or m[4]) == 'dau' else 2}", sort="period")
        for m in _QUARTER.finditer(said):
            this = (today.month - 1) // 3 + today.year * 4
            at = this - (m[3] not in (None, "nay"))
            if m[1]:
                quarter = _ROMAN.get(m[1]) or ({"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}.get(m[1]) or int(m[1]))
                year = int(m[2]) if m[2] else today.year - (quarter - 1 - (today.month - 1) // 3 >= 2)
                at = year * 4 + quarter - 1
            self.add(m, period=f"{at // 4}-Q{at % 4 + 1}", sort="period")
        for m in _OF_YEAR.finditer(said):
            if 1 <= int(m[1]) <= 12:
                self.add(m, period=f"{m[2]}-{int(m[1]):02}", sort="period")
        for m in _MONTH.finditer(said):
            self._month(m)
        for m in _THAT_MONTH.finditer(said):
            told = [s for s in self.found if s.sort == "period" and s.period]
            if m[1] is None and "qua" not in m[0] and told:
                here, _ = self.page.where(*m.span())
                self.add(m, period=min(told, key=lambda s: (s.start > here, -s.start)).period, sort="period")
                continue
            start, end = self.page.where(*m.span())
            if self.page.key(start - 1) in ("dau", "cuoi", "giua") and self.free(m):
                late = self.page.key(start - 1) == "cuoi" and m[1] in (None, "nay") and today.day <= 20
                self.page.claim(start - 1, end, "date")
                self.found.append(Said(start - 1, end, sort="ahead" if late else "unclear"))
                continue
            year, month = back(today, 2 if m[1] == "truoc nua" else m[1] not in (None, "nay") or "qua" in m[0])
            self.add(m, period=f"{year}-{month:02}", sort="period")
        for m in _THAT_WEEK.finditer(said):
            first, last = week(today, {None: 0, "nay": 0, "truoc nua": -2}.get(m[1], -1))
            year, number, _ = first.isocalendar()
            self.add(m, first, last, period=f"{year}-W{number:02}", sort="period")
        for m in _ONE_YEAR.finditer(said):
            if self.page.key(self.page.where(*m.span())[0] - 1) in ("tieu", "hoach"):
                continue  # "chỉ tiêu cả năm"
            if self.fits(m, "nam", "năm"):
                year = int(m[1]) if m[1] else today.year - (m[2] == "ngoai")
                self.add(m, period=f"{year}", sort="period")

        for m in re.finditer(r"\bnam (?:19|20)\d\d\b", said):
            self.page.claim(*self.page.where(*m.span()), "code")

    def _month(self, m: re.Match[str]) -> None:
        number = m[1] or m[2] or m[3]
        month = MONTHS.get(number) or (int(number) if number.isdigit() else 0)
        start, end = self.page.where(*m.span())
        if not 1 <= month <= 12 or not self.free(m):
            return
        if self.page.key(start - 1) in ("dau", "cuoi", "giua") and not m[4]:
            noun = self.page.longest(end, "head")
            counted = noun is not None and noun.name != "none"  # "đầu tháng 7 băng rôn"
            soon = (month - self.today.month) % 12 in (1, 2) and not counted
            self.page.claim(start - 1, end - counted, "date")
            self.found.append(Said(start - 1, end - counted, sort="ahead" if soon else "unclear"))
            return
        before = self.page.ending(start, "day", ("campaign",))
        year = int(m[4]) if m[4] else year_of_month(month, self.today)
        if before is not None and self.page.key(before.start) not in ("dot", "ngay", "cao"):
            self.page.claim(start, end, "date")  # "hưởng ứng tháng 6": a name
        elif m[2] and int(m[2]) in range(2, 8) and not (m[4] or self._sure(m)):
            self.add(m, period=f"{year}-{month:02}", sort="unclear")
        else:
            first = months(year, month, month)[0]
            self.add(m, period=f"{year}-{month:02}", sort="period" if first <= self.today else "ahead")

    def _sure(self, m: re.Match[str]) -> bool:
        """Whether "t5" is the month: a heading, or said of a report."""
        start, end = self.page.where(*m.span())
        return self.page.key(end) in (":", "/") or self.page.key(start - 1) in (
            "cao",
            "lieu",
            "qua",
            "ket",
            "cua",
            "trong",
            "ky",
        )

    def weekdays(self) -> None:
        for m in _WEEKDAYS.finditer(self.page.said):
            first, last = self._weekday(m, 1), self._weekday(m, 4)
            back_by = 1 if m[7] and m[7] not in ("nay", "tuan nay", "tuan") else 0
            monday = week(self.today, -back_by)[0]
            if monday + timedelta(days=last) > self.today:
                monday -= timedelta(days=7)
            self.put(m, monday + timedelta(days=first), monday + timedelta(days=last))
        for m in _ONE_WEEKDAY.finditer(self.page.said):
            if self.free(m) and self.fits(m, "thu", "thư2"):
                self._one_weekday(m)

    @property
    def _many(self) -> bool:
        """Whether several such days are named: "T2: … T4: …"."""
        return len(set(re.findall(r"(?:^|[\n;:,+.-] )t ([2-7])\b(?! ?/)", self.page.said))) > 1

    @property
    def _that_week(self) -> str:
        """The week before, where the message says so by itself: "tuần trước: thứ 3 …, thứ 5 …"."""
        weeks = [m[1] for m in _THAT_WEEK.finditer(self.page.said) if self.free(m)]
        return "tuan truoc" if weeks and weeks[0] not in (None, "nay") else ""

    def _weekday(self, m: re.Match[str], at: int) -> int:
        if m[at + 2]:
            return 6
        said = m[at] or m[at + 1]
        return _NAMED[said] if said in _NAMED else int(said) - 2

    def _comes(self, m: re.Match[str]) -> bool:
        """ "chủ nhật tới", "thứ 7 tuần sau": still to come, unless a place stands behind "tới"."""
        coming = _COMING.match(self.page.said, m.end())
        if coming is None or m[5]:
            return False
        start, end = self.page.where(m.start(), coming.end())
        if self.page.key(end - 1) == "toi" and self.page.longest(end, "place", ("noun",)):
            return False
        if self.page.free(start, end):
            self.page.claim(start, end, "date")
            self.found.append(Said(start, end, sort="ahead"))
        return True

    def _one_weekday(self, m: re.Match[str]) -> None:
        start, _ = self.page.where(*m.span())
        if self._comes(m) or (not m[1] and not m[5] and self.page.ending(start, "head", ("model", "session", "time"))):
            return  # "mô hình thứ hai", "buổi thứ ba"
        weekday, which = self._weekday(m, 2), m[5] or self._that_week
        ours = m[1].startswith("toi") and self.page.key(start - 1) in ("chung", "cua", "cho", "doi")
        lead = m[1].strip() and not ours
        typed = self.page.text[self.page.tokens[self.page.where(m.end(1), m.end())[0]].start]
        alone = not (lead or which or self._many or (typed == "t" and m[3] != str(self.today.month)))
        if m[3] and (
            self.page.said[m.end() : m.end() + 2] == " /" or alone or (self._sure(m) and not (self._many or lead))
        ):
            return  # "T6" alone may be a month
        if which.startswith("tuan") and which != "tuan":
            day = week(self.today, 0 if which == "tuan nay" else -1)[0] + timedelta(days=weekday)
        elif which == "nay":
            day = week(self.today, 0)[0] + timedelta(days=weekday)
        else:
            day = last_weekday(weekday, self.today, before=which in ("truoc", "vua roi", "vua qua", "roi"))
        _, end = self.page.where(*m.span())
        if self.page.key(end) and re.match(r" ?\(? ?\d{1,2} ?/ ?(?:0?[1-9]|1[0-2])\b", self.page.said[m.end() :]):
            self.page.claim(*self.page.where(*m.span()), "weekday")  # the date beside it says which day
            return
        if any(s.sort == "day" and s.date == day and abs(s.start - end) < 4 for s in self.found):
            self.page.claim(*self.page.where(*m.span()), "weekday")
            return
        self.put(m, day)
