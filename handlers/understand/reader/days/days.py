"""The days and periods that a message names, each claimed with its tokens: dates, ranges, weekdays, hours (which are no
counts), campaign days that are only a name, and lunar days, which are to be confirmed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.understand.calendar_days import Problem, back, make, month_of, week
from handlers.understand.dates import read_date
from handlers.understand.number_words import read_words
from handlers.understand.reader.days.dates import Dates
from handlers.understand.reader.days.day_patterns import (
    AGO,
    ALONE,
    COUNTED,
    FROM_START,
    HOUR,
    IN_WORDS,
    LUNAR,
    SPOKEN,
    THIS,
)
from handlers.understand.reader.days.periods import MONTHS, Said
from handlers.understand.reader.page import Page


def find_days(page: Page, today: date, campaigns: dict[str, str]) -> list[Said]:
    """Everything that names a day or a period, in the order it stands; its tokens are claimed."""
    finder = _Days(page, today, campaigns)
    for step in (
        finder.hours,
        finder.lunar,
        finder.numeric,
        finder.spoken,
        finder.weekdays,
        finder.periods,
        finder.named,
    ):
        step()
    return sorted(finder.found, key=lambda said: said.start)


class _Days(Dates):
    """The days in words."""

    def hours(self) -> None:
        for m in HOUR.finditer(self.page.said):
            start, end = self.page.where(*m.span())
            apart = " : " in m[0] and not all(t.glued for t in self.page.tokens[end - 2 : end])
            if self.page.free(start, end) and not apart:
                self.page.claim(start, end, "hour")

    def lunar(self) -> None:
        for m in LUNAR.finditer(self.page.said):
            found = read_date(m[0], self.today)
            if isinstance(found, Problem) and found.kind == "lunar" and len(found.options) == 1:
                self.add(m, found.options[0], likely=True)
            else:
                self.add(m, sort="unclear")

    def spoken(self) -> None:
        for m in FROM_START.finditer(self.page.said):
            first = {"nam": date(self.today.year, 1, 1), "thang": self.today.replace(day=1)}.get(m[1])
            if first is None:
                first = (
                    week(self.today, 0)[0]
                    if m[1] == "tuan"
                    else date(self.today.year, (self.today.month - 1) // 3 * 3 + 1, 1)
                )
            self.add(m, first, self.today)
        for m in AGO.finditer(self.page.said):
            said = m[1] or m[2]
            self.add(m, self.today - timedelta(days=SPOKEN.get(said) or int(said)))
        for m in IN_WORDS.finditer(self.page.said):
            read = read_words(m[1].split())
            month = MONTHS.get(m[2]) or (int(m[2]) if m[2] and m[2].isdigit() else None)
            if read and read.flaw is None and read.value and read.end == len(m[1].split()) and read.value <= 31:
                if month:
                    self.put(m, self.day(str(read.value), str(month)))
                elif not m[2]:
                    self._of_month(m, read.value, None)
        for m in ALONE.finditer(self.page.said):
            if not self.free(m) or not 1 <= int(m[2]) <= 31:
                continue
            counts = COUNTED.match(self.page.said, m.end()) or self.page.longest(
                self.page.where(*m.span())[1], "head", (*self.page.words.people, "household", "case")
            )
            if not (m["told"] or m[3] or m[5]) and (counts or not self.fits(m, "toi", "tôi2")):
                continue  # "sáng 40 em": a count
            if m[3]:
                self.put(m, self.day(m[2], m[3], m[4]))
            else:
                self._of_month(m, int(m[2]), m[5])

    def _of_month(self, m: re.Match[str], number: int, which: str | None) -> None:
        at = back(self.today, 0 if which == "nay" else 1) if which else month_of(number, self.today)
        self.put(m, make(*at, number))

    def named(self) -> None:
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
                self.found.append(Said(hit.start, hit.end, self.today - timedelta(days=days[hit.name])))
            else:
                self.found.append(Said(hit.start, hit.end, sort="ahead" if hit.name == "ahead" else "unclear"))

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
            return not (opens or before in ("sang", "chieu", "toi", "ngay", "hen", "de")) or not self.page.tokens[
                start
            ].fits("mai")
        return key in ("am", "mot")
