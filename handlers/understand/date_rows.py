"""Several days in the words of the date grammar: "12-14/6", "12,13/6", "3 ngay qua", "tu dau nam"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from handlers.understand import calendar_days as cal
from handlers.understand.calendar_days import Day, Problem, on_day, on_day_of_month
from handlers.understand.one_day import RELATIVE, WEEKDAY, day_of_that_month, explicit_day, one_day

_WEEKDAY = re.compile(rf"{WEEKDAY}( .+)?")
_WEEKDAY_ROW = re.compile(
    rf"(?:tu )?{WEEKDAY} ?(?:->|-|\bden\b|\btoi\b) ?{WEEKDAY}(?: (tuan truoc|tuan roi|tuan qua|vua roi|vua qua))?"
)
_PAST_DAYS = re.compile(r"(?:trong )?(\d{1,2}) ngay (?:qua|vua qua|vua roi|gan day|gan nhat)")
_FROM_START = re.compile(r"(?:tu )?dau (nam|thang|quy|tuan)(?: nay)?(->hom nay)?")
_LINK = re.compile(r" ?(?:->|-|\bden\b|\btoi\b) ?(?:het )?")
_DAYS = re.compile(
    r"ngay \d{1,2}(?: ?(?:[,+&]|\bva\b|\bvoi\b) ?(?:ngay )?\d{1,2})+|\d{1,2}(?: ?(?:&|\bva\b|\bvoi\b) ?\d{1,2})+"
)
_LIST = re.compile(r" ?(?:[,+&;-]|\bva\b|\bvoi\b) ?")


def several_days(said: str, today: date) -> Day | Problem | None:
    """Days in a row: "12-14/6", "28/5-2/6", "12,13,14/6", "3 ngay qua"."""
    if f := _PAST_DAYS.fullmatch(said):
        count = int(f[1])
        return Day(today - timedelta(days=count - 1), today if count > 1 else None) if count else Problem("not_a_date")
    said = re.sub(r"^(?:tu|trong|cac ngay|nhung ngay|ngay)(?: ngay)? ", "", said)
    said = re.sub(r"\bngay (?=\d)", "", said)
    for link in _LINK.finditer(said):
        parts = [said[: link.start()], said[link.end() :]]
        days = _dates(parts, today)
        if days is not None and not (isinstance(days, Problem) and days.kind == "not_a_date"):
            return days if isinstance(days, Problem) else _row(days)
    parts = [p for p in _LIST.split(said) if p]
    if len(parts) < 2 or (days := _dates(parts, today)) is None:
        return None
    if isinstance(days, Problem):
        return days
    return _joined(days)


def _dates(parts: list[str], today: date) -> list[date] | Problem | None:
    """The days of a row; a part that is only a day takes its month from the one after it."""
    days: list[date] = []
    month, year = None, None
    for part in reversed(parts):
        if part in RELATIVE:
            days.insert(0, today - timedelta(days=RELATIVE[part]))
            month, year = days[0].month, days[0].year
            continue
        known = day_of_that_month(part, today) or _weekday_before(part, days, today)
        if known is not None:
            if isinstance(known, Problem):
                return known
            days.insert(0, known.date)
            month, year = known.date.month, known.date.year
            continue
        explicit = explicit_day(part, today)
        if explicit is None and not (re.fullmatch(r"\d{1,2}", part) and month):
            return None
        day, month, given = explicit or (int(part), month, None)
        if given is None and year and 1 <= (month or 0) <= 12:
            late = days and (cal.make(year, month or 1, day) or date.min) > days[0]
            given = year - bool(late and explicit)
        found = on_day(day, month or 0, given, today)
        if isinstance(found, Problem):
            return found
        days.insert(0, found.date)
        year = found.date.year
    return days


def _joined(days: list[date]) -> Day | Problem:
    """Days that are said one by one: a row, where none between them is left out."""
    in_a_row = all(b - a == timedelta(days=1) for a, b in pairwise(days))
    return _row(days) if in_a_row else Problem("ambiguous", tuple(days))


def _weekday_before(part: str, days: list[date], today: date) -> Day | Problem | None:
    """The last such weekday before the day that ends the row: "thu 2->hom nay"; that of a week where one is said."""
    f = _WEEKDAY.fullmatch(part)
    if f is None or not days:
        return None
    if f[3]:
        return one_day(part, today)
    return Day(cal.last_weekday(6 if f[2] else int(f[1]) - 2, days[0]))


def _row(days: list[date]) -> Day | Problem:
    first, last = days[0], days[-1]
    if first > last:
        return Problem("not_a_date", (first, last))
    return Day(first, last if last > first else None)


def days_of_month(said: str, today: date) -> Day | Problem | None:
    """ "ngày 12-14", "ngày 8 và 9": days of the nearest month; of two with a hyphen the second can't be a month."""
    f = re.fullmatch(r"(?:ngay )?(\d{1,2})-(\d{1,2})", said)
    listed = _DAYS.fullmatch(said)
    if not listed and (not f or int(f[2]) <= 12):
        return None
    *before, end = map(int, re.findall(r"\d+", said))
    last = on_day_of_month(end, today)
    if isinstance(last, Problem):
        return last
    days = [on_day_of_month(day, today, (last.date.year, last.date.month)) for day in before]
    if problem := next((day for day in days if isinstance(day, Problem)), None):
        return problem
    found = [*(day.date for day in days if isinstance(day, Day)), last.date]
    return _joined(found) if listed else _row(found)


def from_start(said: str, today: date) -> Day | None:
    """ "từ đầu năm", "từ đầu tháng đến nay": up to today."""
    f = _FROM_START.fullmatch(said)
    if f is None or not (f[2] or said.startswith("tu ")):
        return None
    quarter = (today.month - 1) // 3 * 3 + 1
    first = {
        "nam": date(today.year, 1, 1),
        "quy": date(today.year, quarter, 1),
        "thang": today.replace(day=1),
        "tuan": cal.week(today, 0)[0],
    }[f[1]]
    return Day(first, today) if first < today else Day(today)


def weekdays(said: str, today: date) -> Day | None:
    """ "từ thứ 2 đến thứ 4 tuần trước": days of one week, the last that is over."""
    f = _WEEKDAY_ROW.fullmatch(said)
    if f is None:
        return None
    first, last = (6 if f[2] else int(f[1]) - 2), (6 if f[4] else int(f[3]) - 2)
    monday = cal.week(today, -1 if f[5] else 0)[0]
    if not f[5] and monday + timedelta(days=last) > today:
        monday -= timedelta(days=7)
    return Day(monday + timedelta(days=first), monday + timedelta(days=last)) if first < last else None
