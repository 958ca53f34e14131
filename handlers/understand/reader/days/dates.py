"""Days that are written in numbers: dates, ranges and pairs of them, and what only looks like one."""

from __future__ import annotations

import re
from datetime import date

from handlers.understand.calendar_days import make, year_of
from handlers.understand.reader.days.day_patterns import (
    DOTTED,
    DOTTED_ALONE,
    HYPHEN,
    NO_COUNTS,
    OTHER_DAY,
    PAIR,
    RANGES,
    SINCE,
    SINGLE,
    WEEKDAY_TOO,
    WORDS_BETWEEN,
)
from handlers.understand.reader.days.periods import Finder
from handlers.understand.reader.lexicon import KindWords
from handlers.understand.reader.page import Page


class Dates(Finder):
    """The days in numbers; the periods come from the finder below it."""

    _other_days: list[tuple[int, int]] | None = None

    def day(self, d: str, m: str, year: str | None = None) -> date | None:
        number, month = int(d), int(m)
        if not 1 <= month <= 12 or not 1 <= number <= 31:
            return None
        at = (int(year) + 2000 if len(year) == 2 else int(year)) if year else year_of(number, month, self.today)
        return make(at, month, number)

    def numeric(self) -> None:
        said = self.page.said
        for m in SINCE.finditer(said):
            self.put(m, self.day(m[1], m[2], m[3]), self.today)
        for m in WEEKDAY_TOO.finditer(said):
            if self.free(m) and self.day(m[1], m[2], m[3]):
                self.put(m, self.day(m[1], m[2], m[3]))
        for m in RANGES.finditer(said):
            start, _ = self.page.where(*m.span())
            street = m[4] and self.page.key(start - 1) in ("duong", "pho")
            if not self.free(m) or street or not self.fits(m, "toi", "tơi2"):
                continue
            if m[4]:
                self.put(m, self.day(m[1], m[2], m[3] or m[6]), self.day(m[4], m[5], m[6]))
            elif self._named_number(m):
                continue
            elif self.day(m[8], m[9], m[10]) and int(m[7]) < int(m[8]) and not self._share(m, 8):
                self.put(m, self.day(m[7], m[9], m[10]), self.day(m[8], m[9], m[10]))
        for m in PAIR.finditer(said):
            days = self.day(m[1], m[2], m[3]), self.day(m[4], m[5], m[6])
            if (
                self.free(m)
                and days[0]
                and days[1]
                and (days[1] - days[0]).days in range(1, 32)
                and not self._share(m, 1)
            ):
                self.put(m, *days)
        for m in SINGLE.finditer(said):
            if self.free(m) and (m[1] or self._apart(m)) and not self._share(m, 2) and m[3] != "0":
                self._one(m)
        for m in DOTTED.finditer(said):
            if self.free(m):
                self.put(m, self.day(m[1] or m[3], m[2] or m[4]))
        for m in DOTTED_ALONE.finditer(said):
            head = self.page.longest(self.page.where(*m.span())[1], "head")
            if self.free(m) and self.day(m[1], m[2]) and (head is None or head.name in NO_COUNTS):
                self.put(m, self.day(m[1], m[2]))
        for m in WORDS_BETWEEN.finditer(said):
            start, _ = self.page.where(*m.span())
            before = self.page.key(start - 1)
            named = before[:1].isdigit() and self.page.key(start - 2) not in self.page.words.numbered
            if before == "tuan":
                self.add(m, sort="unclear")  # "tuần 2 tháng 6"
            if self.free(m) and not named and before not in {*self.page.words.numbered, "ca", "trong", "het"}:
                self.put(m, self.day(m[1], m[2], m[3])) if self.day(m[1], m[2], m[3]) else None
        for m in HYPHEN.finditer(said):
            if self.free(m) and self._apart(m):
                self._hyphened(m)

    def _apart(self, m: re.Match[str]) -> bool:
        """Whether a number before the date is none of it: the name of a place ("khu 1 19/8")."""
        start, _ = self.page.where(*m.span())
        before = self.page.key(start - 1)
        if before in ("-", "."):
            return self.page.key(start - 2) in ("\n", "") or before == "."
        return not before[:1].isdigit() or self.page.key(start - 2) in self.page.words.numbered

    def _hyphened(self, m: re.Match[str]) -> None:
        """ "9-9 ngoại khóa" is a day, "40-50 người" and "khu 1-5" are none."""
        start, end = self.page.where(*m.span())
        day, before = self.day(m[1], m[2]), self.page.key(start - 1)
        glued = self.page.tokens[start + 1].glued and self.page.tokens[start + 2].glued
        counted = self.page.longest(end, "head")
        if not self.page.said_before(start, "ket qua"):
            counted = counted or self.page.ending(start, "bound") or self.page.ending(start, "number")
        head = self.page.ending(start, "head")
        named = before in self.page.words.numbered or (head and not self.page.ending(head.start, "number"))
        named = named and not (head and self.page.key(head.start - 1)[:1].isdigit())
        if day and glued and not counted and not named and 0 <= (self.today - day).days <= 60:
            self.put(m, day)

    def _named_number(self, m: re.Match[str]) -> bool:
        """Whether the first number names a place ("khu 2 tối 13/6") and no day."""
        start, _ = self.page.where(*m.span())
        lone = not m[0].startswith(("tu", "ngay", "hom", "2 ngay", "trong"))
        named = self.page.words.numbered - {"doi"} if "-" in m[0] else self.page.words.numbered
        return lone and (self.page.key(start - 1) in named or " toi " in m[0])

    def _share(self, m: re.Match[str], at: int) -> bool:
        """Whether "3/5" is three of five: what is counted stands behind it."""
        lead = self.page.said[max(0, m.start(at) - 12) : m.start(at)].split()
        came = lead[-2:] == ["da", "den"]  # "đã đến 6/6 quán"
        if lead and not came and lead[-1] in ("ngay", "hom", "sang", "chieu", "toi", "trua", "dem", "tu", "den"):
            return False
        _, end = self.page.where(m.start(at), m.end())
        numbers = re.findall(r"\d+", m[0])
        if len(numbers) > 2:
            return False
        small = len(numbers) >= 2 and int(numbers[-2]) <= int(numbers[-1])
        head = self.page.longest(end, "head") if not self.page.said_at(end, "to chuc") else None
        before = self.page.ending(self.page.where(m.start(at), m.end())[0], "head")
        handled = before is not None and before.name in ("handled", "place") and small
        if before is not None and self.page.key(before.start - 1)[:1].isdigit():
            handled = False  # "10/51 cơ sở 29/1"
        if not self.page.where(*m.span())[0] and not any(kind.ratio for kind in kinds_of(self.page)):
            return False  # a message begins with its day
        kinds = kinds_of(self.page)
        clean = head is not None and any(kind.ratio and head.name in kind.figures for kind in kinds)
        lead_share = bool(lead) and lead[-1] in ("duoc", "dat", "du", "ca") and any(kind.ratio for kind in kinds)
        return small and (
            lead_share
            or handled
            or clean
            or (head is not None and head.name not in ("none", "group", "model", "commune"))
        )

    def _of_a_document(self, i: int) -> bool:
        """Whether the number of a document stands right before, which is not what is reported."""
        first = i
        while first > 0 and self.page.taken[first - 1] == "code":
            first -= 1
        number = {"/", "so"} & {self.page.key(n) for n in range(first, i)}
        return bool(number) and not self.page.find("kind:strong", ("plan",))

    def _one(self, m: re.Match[str]) -> None:
        day = self.day(m[2], m[3], m[4])
        if day is None:
            if 1 <= int(m[2]) <= 31 and 1 <= int(m[3]) <= 12:
                self.add(m, sort="unclear")  # there is no such day
            return
        start, end = self.page.where(m.start(2), m.end())
        if self._of_a_document(self.page.where(*m.span())[0]):
            self.page.claim(start, end, "code")
            return
        before = self.page.ending(start, "day", ("campaign",))
        name = f"{int(m[2])}/{int(m[3])}"
        strong = before is not None and self.page.key(before.start) != "ngay"
        if self.page.key(start - 1) in ("duong", "pho", "so"):
            return
        if name in self.campaigns and (strong or (self._others(m) and not m[1].strip())):
            self.add(m, sort="campaign", name=name)
            return
        self.put(m, day)

    def _others(self, m: re.Match[str]) -> bool:
        """Whether the message names another day, so that this one is a campaign's name."""
        if self._other_days is None:
            self._other_days = [each.span() for each in OTHER_DAY.finditer(self.page.said)]
        return any(end <= m.start() or start >= m.end() for start, end in self._other_days[:3])


def kinds_of(page: Page) -> list[KindWords]:
    """The kinds that a message names."""
    return [page.words.kinds[h.name] for group in ("kind:strong", "kind:weak") for h in page.find(group)]
