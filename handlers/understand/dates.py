"""The day, the days or the period that people mean: "15/6", "hôm qua", "t4", "12-14/6", "tháng 6". Own small grammar on
folded text; what can be read in two ways, lies ahead or does not exist is a problem to ask about, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from handlers.understand import calendar_days as cal
from handlers.understand.calendar_days import NO_DAY, Day, Problem
from handlers.understand.date_periods import read_period
from handlers.understand.date_rows import days_of_month, from_start, several_days, weekdays
from handlers.understand.date_words import simplify
from handlers.understand.lunar_days import read_lunar
from handlers.understand.one_day import DMY, WEEKDAY, bare_day, named_day, one_day
from programme.language.vietnamese import fold
from programme.language.words import alternatives, meanings

_LONGEST = 200
_COMING = {word: int(days) for word, days in meanings("date.coming").items()}
_COMING_DAY, _LUNAR_DAY = alternatives("date.coming.1", "date.coming.2"), alternatives("date.lunar_day")
_AHEAD = re.compile(rf"{_COMING_DAY}|(?:(?:thu \d|cn) )?tuan (?:sau|toi)|(?:\d{{1,2}} )?thang toi|nam (?:sau|toi)")
_NEXT_OR_NIGHT = re.compile(rf"{WEEKDAY} toi_or_next")
_VAGUE = re.compile(
    r"(?:(?:hoi|may|vai|tu|ngay|hom|bua) )*(?:(?:dau|giua|cuoi) (?:thang|tuan|nam)"
    r"(?: (?:nay|truoc|roi|qua|\d{1,2}|vua roi|vua qua))*|(?:hom|bua|dao) (?:truoc|no|bua)|moi day|gan day|vua roi)"
)


def read_date(
    text: str, today: date, *, ranges: bool = True, periods: bool = True, bare_day: bool = False, ahead: bool = False
) -> Day | Problem:
    """The day that the whole of `text` means, seen from `today`. With `ranges` several days in a row, with `periods` a
    month, quarter or year are taken too; with `bare_day` "15" is the 15th and "1506" 15 June; with `ahead` a day to
    come is taken."""
    if ahead and (days := _COMING.get(fold(text).strip())):
        return Day(today + timedelta(days=days))
    short = len(text) <= _LONGEST
    found = _read(simplify(text), text, today, bare=bare_day, ahead=ahead) if short else NO_DAY
    return taken(found, text, today, ranges=ranges, periods=periods, ahead=ahead)


def taken(
    found: Day | Problem, text: str, today: date, *, ranges: bool = True, periods: bool = True, ahead: bool = False
) -> Day | Problem:
    """What the words mean, as far as a day of this sort is wanted."""
    if ahead and isinstance(found, Problem) and found.kind == "future" and (coming := _to_come(text, today)):
        return Day(coming)
    if isinstance(found, Problem):
        options = tuple(d for d in found.options if ahead or d <= today)
        return Problem(found.kind, options, text[:_LONGEST], found.readings)
    if found.scope == "week":
        days = (found.date + timedelta(days=n) for n in range(7))
        row = Day(found.date, min(found.date_to or today, today))
        return Problem("ambiguous", tuple(day for day in days if ahead or day <= today), text, (row,))
    if not ahead and (found.date > today or (found.scope == "event" and (found.date_to or found.date) > today)):
        return Problem("future", (), text)
    if found.scope == "period" and not periods:
        row = several_days(simplify(text), today)  # "1-31/5" is a row of days too
        if ranges and isinstance(row, Day):
            return row
        return Problem("not_a_date", (), text, (found,))
    if found.scope == "event" and found.date_to and not ranges:
        return Problem("not_a_date", (found.date, found.date_to), text, (found,))
    return found


@lru_cache(maxsize=4096)
def day_meant(phrase: str, today: date) -> Day | Problem | None:
    """The day, days or period that a phrase of a message names; None where it names none."""
    said = simplify(phrase)
    if said in _COMING and " " not in said:
        return None  # "mai", "một": too short to be known among other words
    found = _read(said, phrase, today, bare=False, ahead=False)
    return None if isinstance(found, Problem) and found.kind == "not_a_date" else found


def _to_come(text: str, today: date) -> date | None:
    """A plain day and month, with or without its year."""
    said = DMY.fullmatch(simplify(text))
    try:
        return (
            date(int(said[4]) if said[4] and len(said[4]) == 4 else today.year, int(said[3]), int(said[1]))
            if said
            else None
        )
    except ValueError:
        return None


def _read(said: str, text: str, today: date, *, bare: bool, ahead: bool) -> Day | Problem:
    """The meaning of words in the grammar's form; `text` is as they were typed."""
    if re.search(r"\btay\b", said):  # of the sun's calendar, so "mùng 5 tây" is plain
        said = " ".join(re.sub(rf"\b(?:ngay|{_LUNAR_DAY}|tay)\b", " ", said).split())
        bare = True
    if lunar := read_lunar(said, today, ahead=ahead):
        return lunar
    if _AHEAD.fullmatch(said):
        return Problem("future")
    if found := _twice(fold(text), today):
        return found
    of_days = bare or said.startswith("ngay ") or "ngay" in fold(text)
    if of_days and (found := days_of_month(said, today)):
        return found
    if found := bare_day(said, today):
        return found if bare else Problem("not_a_date", (found.date,) if isinstance(found, Day) else found.options)
    for read in (one_day, named_day, read_period, from_start, weekdays, several_days, _vague):
        if found := read(said, today):
            return found
    return Problem("not_a_date")


def _twice(said: str, today: date) -> Problem | None:
    """T6 is Friday and June; so is T4 in April, while in June it is Wednesday."""
    f = re.fullmatch(r"t ?([2-7])", said)
    if not f or int(f[1]) not in (6, today.month):
        return None
    number = int(f[1])
    weekday = Day(cal.last_weekday(number - 2, today))
    period = Day(*cal.months(cal.year_of_month(number, today), number, number), "period")
    readings = (weekday, period) if period.date <= today else (weekday,)
    return Problem("ambiguous", tuple(r.date for r in readings), "", readings)


def _vague(said: str, today: date) -> Problem | None:
    if said == "thang sau":  # tháng sáu, or tháng sau (next month)
        june = Day(*cal.months(cal.year_of_month(6, today), 6, 6), "period")
        return Problem("ambiguous", (june.date,), "", (june,))
    if f := _NEXT_OR_NIGHT.fullmatch(said):  # thứ 7 tới, or thứ 7 tối
        return Problem("ambiguous", (cal.last_weekday(6 if f[2] else int(f[1]) - 2, today),))
    return Problem("ambiguous") if _VAGUE.fullmatch(said) else None
