"""The day, the days or the period that people mean: "15/6", "hôm qua", "t4", "12-14/6", "tháng 6". Own small grammar on
folded text; what can be read in two ways, lies ahead or does not exist is a problem to ask about, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from handlers.understand import calendar_days as cal
from handlers.understand.calendar_days import Day, Problem, on_day, on_day_of_month, year_said
from handlers.understand.date_periods import read_period
from handlers.understand.date_words import simplify
from handlers.understand.lunar_days import read_lunar
from programme.language.vietnamese import fold
from programme.language.words import alternatives, meanings

_LONGEST = 200
_RELATIVE = {word: int(days) for word, days in meanings("date.ago").items()}
_COMING = {word: int(days) for word, days in meanings("date.coming").items()}
_COMING_DAY, _LUNAR_DAY = alternatives("date.coming.1", "date.coming.2"), alternatives("date.lunar_day")
_AHEAD = re.compile(rf"{_COMING_DAY}|(?:(?:thu \d|cn) )?tuan (?:sau|toi)|(?:\d{{1,2}} )?thang toi|nam (?:sau|toi)")
_DMY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?: nam (\d{4}|nay|ngoai|truoc))?")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t.*)?")
_D_MONTH = re.compile(
    r"(\d{1,2}) ?(?:/ ?)?thang (\d{1,2})(?:(?: nam |/| |-|, nam )(\d{4}))?(?: nam (nay|ngoai|truoc))?"
)
_D_THAT_MONTH = re.compile(r"(?:ngay )?(\d{1,2}) thang (nay|truoc|roi|qua|vua roi|vua qua)")
_D = re.compile(r"ngay (\d{1,2})(?: tay)?|(\d{1,2}) tay")
_WEEKDAY = r"(?:thu ([2-7])|(cn))"
_WEEKDAY_ONLY = re.compile(rf"{_WEEKDAY}(?: (tuan nay|tuan truoc|tuan roi|tuan qua|vua roi|vua qua|truoc|roi|nay))?")
_AGO_DAY = alternatives("date.ago.0", "date.ago.1", "date.ago.2")
_NAMED = re.compile(rf"({_AGO_DAY}|{_WEEKDAY})[ ,-]+(.+)|(.+?)[ ,-]+({_AGO_DAY}|{_WEEKDAY})")
_AGO = re.compile(r"(?:cach day )?(\d{1,3}) (?:ngay|hom|bua)(?: truoc)?")
_PAST_DAYS = re.compile(r"(?:trong )?(\d{1,2}) ngay (?:qua|vua qua|vua roi|gan day|gan nhat)")
_LINK = re.compile(r" ?(?:->|-|\bden\b|\btoi\b) ?(?:het )?")
_LIST = re.compile(r" ?(?:[,+&;-]|\bva\b|\bvoi\b) ?")
_VAGUE = re.compile(
    r".*\b(?:dau|giua|cuoi) (?:thang|tuan|nam)\b.*|.*\bhom (?:truoc|no|bua)\b.*|bua (?:truoc|no)|moi day|gan day"
    r"|vua roi"
)
_BARE = re.compile(
    r"(?P<d>\d{1,2})|(?P<three>\d{3})|(?P<dd>\d{2})(?P<mm>\d{2})(?P<yy>\d{4}|\d{2})?"
    r"|(?:ngay )?(?P<d1>\d{1,2}) (?P<m1>\d{1,2})(?: (?P<y1>\d{4}))?"
)


def read_date(
    text: str, today: date, *, ranges: bool = True, periods: bool = True, bare_day: bool = False, ahead: bool = False
) -> Day | Problem:
    """The day that the whole of `text` means, seen from `today`. With `ranges` several days in a row, with `periods` a
    month, quarter or year are taken too; with `bare_day` "15" is the 15th and "1506" 15 June; with `ahead` a day to
    come is taken."""
    if ahead and (days := _COMING.get(fold(text).strip())):
        return Day(today + timedelta(days=days))
    found = _read(text, today, bare_day, ahead) if len(text) <= _LONGEST else Problem("not_a_date")
    if ahead and isinstance(found, Problem) and found.kind == "future" and (coming := _to_come(text, today)):
        return Day(coming)
    if isinstance(found, Problem):
        options = tuple(d for d in found.options if ahead or d <= today)
        return Problem(found.kind, options, text[:_LONGEST], found.readings)
    if not ahead and (found.date > today or (found.scope == "event" and (found.date_to or found.date) > today)):
        return Problem("future", (), text)
    if found.scope == "period" and not periods:
        row = _several(simplify(text), today)  # "1-31/5" is a row of days too
        if ranges and isinstance(row, Day):
            return row
        return Problem("not_a_date", (), text, (found,))
    if found.scope == "event" and found.date_to and not ranges:
        return Problem("not_a_date", (found.date, found.date_to), text, (found,))
    return found


def _to_come(text: str, today: date) -> date | None:
    """A plain day and month, with or without its year."""
    said = _DMY.fullmatch(simplify(text))
    try:
        return (
            date(int(said[4]) if said[4] and len(said[4]) == 4 else today.year, int(said[3]), int(said[1]))
            if said
            else None
        )
    except ValueError:
        return None


def _read(text: str, today: date, bare_day: bool, ahead: bool) -> Day | Problem:
    said = simplify(text)
    if re.search(r"\btay\b", said):  # of the sun's calendar, so "mùng 5 tây" is plain
        said = " ".join(re.sub(rf"\b(?:ngay|{_LUNAR_DAY}|tay)\b", " ", said).split())
        bare_day = True
    if lunar := read_lunar(said, today, ahead=ahead):
        return lunar
    if _AHEAD.fullmatch(said):
        return Problem("future")
    if found := _twice(fold(text), today) or _bare_row(said, text, today, bare_day):
        return found
    if found := _bare(said, today):
        return found if bare_day or isinstance(found, Problem) else Problem("not_a_date", (found.date,))
    for read in (_one, _named, read_period, _several, _vague):
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


def _bare(said: str, today: date) -> Day | Problem | None:
    """Figures without anything that makes them a date: "15", "1506", "15 6"."""
    f = _BARE.fullmatch(said)
    if f is None:
        return None
    if f["d"]:
        return on_day_of_month(int(f["d"]), today)
    if f["three"]:
        ways = [on_day(int(f["three"][:k]), int(f["three"][k:]), None, today) for k in (1, 2)]
        return Problem("not_a_date", tuple(w.date for w in ways if isinstance(w, Day)))
    return on_day(int(f["dd"] or f["d1"]), int(f["mm"] or f["m1"]), year_said(f["yy"] or f["y1"], today), today)


def _bare_row(said: str, text: str, today: date, bare_day: bool) -> Day | Problem | None:
    """ "ngày 12-14": two days of the nearest month, where the second can't be a month."""
    f = re.fullmatch(r"(?:ngay )?(\d{1,2})-(\d{1,2})", said)
    if not f or int(f[2]) <= 12 or not (bare_day or "ngay" in fold(text)):
        return None
    last = on_day_of_month(int(f[2]), today)
    if isinstance(last, Problem):
        return last
    first = on_day_of_month(int(f[1]), today, (last.date.year, last.date.month))
    return first if isinstance(first, Problem) else _row([first.date, last.date])


def _explicit(said: str, today: date) -> tuple[int, int | None, int | None] | None:
    """Day, month and year as written."""
    said = said.removeprefix("tu ").removeprefix("ngay ") if re.search(r"\d{1,2}[/.-]\d|thang", said) else said
    if f := _DMY.fullmatch(said):
        return int(f[1]), int(f[3]), year_said(f[4] or f[5], today)
    if f := _ISO.fullmatch(said):
        return int(f[4]), int(f[3]), int(f[1])
    if f := _D_MONTH.fullmatch(said):
        return int(f[1]), int(f[2]), year_said(f[3] or f[4], today)
    return None


def _one(said: str, today: date) -> Day | Problem | None:
    if explicit := _explicit(said, today):
        day, month, year = explicit
        return on_day(day, month or 0, year, today)
    if said in _RELATIVE:
        return Day(today - timedelta(days=_RELATIVE[said]))
    if f := _D.fullmatch(said):
        return on_day_of_month(int(f[1] or f[2]), today)
    if f := _D_THAT_MONTH.fullmatch(said):
        return on_day_of_month(int(f[1]), today, cal.back(today, 0 if f[2] == "nay" else 1))
    if (f := _AGO.fullmatch(said)) and said.count(" ") > 1:
        return Day(today - timedelta(days=int(f[1])))
    if f := _WEEKDAY_ONLY.fullmatch(said):
        return _weekday(6 if f[2] else int(f[1]) - 2, f[3] or "", today)
    return None


def _weekday(weekday: int, which: str, today: date) -> Day | Problem:
    latest = cal.last_weekday(weekday, today, before=which in ("truoc", "roi", "vua roi", "vua qua"))
    if which.startswith("tuan") and which != "tuan nay":
        return Day(cal.week(today, -1)[0] + timedelta(days=weekday))
    if which in ("tuan nay", "nay"):
        day = cal.week(today, 0)[0] + timedelta(days=weekday)
        return Day(day) if day <= today else Problem("future", (latest,))
    return Day(latest)


def _named(said: str, today: date) -> Day | Problem | None:
    """A date with its weekday or with today, yesterday: they must agree."""
    f = _NAMED.fullmatch(said)
    if not f:
        return None
    name, rest = (f[1], f[4]) if f[1] else (f[6], f[5])
    named, dated = _one(name, today), _one(rest, today)
    if not isinstance(dated, Day) or not isinstance(named, Day):
        return dated
    agree = dated.date == named.date if name in _RELATIVE else dated.date.weekday() == named.date.weekday()
    return dated if agree else Problem("ambiguous", (dated.date, named.date))


def _several(said: str, today: date) -> Day | Problem | None:
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
    in_a_row = all(b - a == timedelta(days=1) for a, b in pairwise(days))
    return _row(days) if in_a_row else Problem("ambiguous", tuple(days))


def _dates(parts: list[str], today: date) -> list[date] | Problem | None:
    """The days of a row; a part that is only a day takes its month from the one after it."""
    days: list[date] = []
    month, year = None, None
    for part in reversed(parts):
        if part in _RELATIVE:
            days.insert(0, today - timedelta(days=_RELATIVE[part]))
            month, year = days[0].month, days[0].year
            continue
        explicit = _explicit(part, today)
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


def _row(days: list[date]) -> Day | Problem:
    first, last = days[0], days[-1]
    if first > last:
        return Problem("not_a_date", (first, last))
    return Day(first, last if last > first else None)


def _vague(said: str, today: date) -> Problem | None:
    if said == "thang sau":  # tháng sáu, or tháng sau (next month)
        june = Day(*cal.months(cal.year_of_month(6, today), 6, 6), "period")
        return Problem("ambiguous", (june.date,), "", (june,))
    return Problem("ambiguous") if _VAGUE.fullmatch(said) else None
