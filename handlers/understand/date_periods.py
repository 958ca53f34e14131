"""Whole periods as people name them: "tháng 6", "quý 2", "6 tháng đầu năm", "1-30/6"."""

from __future__ import annotations

import re
from datetime import date

from handlers.understand.calendar_days import (
    FIRST_YEAR,
    Day,
    Problem,
    back,
    is_late_year,
    months,
    week,
    year_of_month,
    year_said,
)
from programme.language.words import alternatives, words_for

_YEAR = r"(?:(?:/| nam | |-)(\d{4})| nam (nay|ngoai|truoc))?"
_WHOLE = rf"(?:{alternatives('date.whole')}(?: |$))*"
_ALL_OF = words_for("date.all_of")
_MONTH = re.compile(rf"{_WHOLE}(?:thang (\d{{1,2}}){_YEAR}|(\d{{1,2}})[/-](\d{{4}})|thang (\d{{1,2}})/(\d{{2}}))")
_THAT_MONTH = re.compile(
    rf"{_WHOLE}(?:thang|ky|ky bao cao)(?: (nay|truoc nua|truoc|roi|qua|vua roi|vua qua|hien tai))?"
)
_FIRST_TO_LAST = re.compile(r"(?:tu )?(?:ngay )?0?1(?:/0?(\d{1,2}))?-(\d{2})/0?(\d{1,2})(?:/(\d{4}|\d{2}))?")
_QUARTER = re.compile(rf"{_WHOLE}quy (?:([1-4]){_YEAR}|(nay|truoc))")
_HALF = re.compile(rf"{_WHOLE}(?:(\d{{1,2}}) thang|nua) (dau|cuoi) nam(?:(?:/| )(\d{{4}})| (nay|ngoai|truoc))?")
_ONE_YEAR = re.compile(rf"{_WHOLE}nam(?: (\d{{4}})| (nay|ngoai|truoc|vua roi))?")
_WEEK = re.compile(rf"{_WHOLE}tuan(?: (nay|truoc nua|truoc|roi|qua|vua roi|vua qua))?")
_BACK = {None: 0, "nay": 0, "hien tai": 0, "truoc nua": 2}


def read_period(said: str, today: date) -> Day | Problem | None:
    """A month, quarter, half-year, year or week; None where none is said."""
    span: tuple[date, date] | None = None
    if f := _MONTH.fullmatch(said):
        month = int(f[1] or f[4] or f[6])
        given = year_said(f[2] or f[3] or f[5] or f[7], today)
        if not 1 <= month <= 12 or (f[7] and not is_late_year(f[7], today)):
            return Problem("not_a_date")
        span = months(given or year_of_month(month, today), month, month)
        if span[0] > today and given is None:
            before = Day(*months(today.year - 1, month, month), "period")
            return Problem("future", (before.date,), "", (before,))
    elif (f := _FIRST_TO_LAST.fullmatch(said)) and f[1] in (None, f[3]) and 1 <= int(f[3]) <= 12:
        year = year_said(f[4], today) or year_of_month(int(f[3]), today)
        span = months(year, int(f[3]), int(f[3]))
        if span[1].day != int(f[2]):
            return None
    elif f := _THAT_MONTH.fullmatch(said):
        if not f[1] and not said.startswith(_ALL_OF):
            return None
        year, month = back(today, _BACK.get(f[1], 1))
        span = months(year, month, month)
    elif f := _QUARTER.fullmatch(said):
        this = (today.month - 1) // 3
        at = today.year * 4 + this - (f[4] == "truoc")
        if f[1]:
            given = year_said(f[2] or f[3], today)
            at = (given or (today.year - (int(f[1]) - 1 - this >= 2))) * 4 + int(f[1]) - 1
        span = months(at // 4, at % 4 * 3 + 1, at % 4 * 3 + 3)
    elif f := _HALF.fullmatch(said):
        count, year = int(f[1] or 6), year_said(f[3] or f[4], today) or today.year
        if not 1 <= count <= 11:
            return Problem("not_a_date")
        span = months(year, 1, count) if f[2] == "dau" else months(year, 13 - count, 12)
    elif (f := _ONE_YEAR.fullmatch(said)) and said != "nam":
        span = months(year_said(f[1] or f[2], today) or today.year, 1, 12)
    elif (f := _WEEK.fullmatch(said)) and (f[1] or said.startswith(_ALL_OF)):
        return Day(*week(today, -_BACK.get(f[1], 1)), "week")
    return Day(*span, "period") if span and span[0].year >= FIRST_YEAR else None
