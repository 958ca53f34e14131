"""The day, the days or the period that people mean: "15/6", "hôm qua", "t4", "12-14/6", "tháng 6". Own small grammar on
folded text; what can be read in two ways, lies ahead or does not exist is a problem to ask about, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from handlers.understand import calendar_days as cal
from handlers.understand.date_words import simplify
from programme.vietnamese import fold

Kind = Literal["no_such_day", "future", "ambiguous", "not_a_date", "lunar"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or the days from `date` to `date_to` inclusive; `scope` is period where a whole period is meant (its
    dates are the calendar's; a pack may cut its periods elsewhere)."""

    date: date
    date_to: date | None = None
    scope: Literal["event", "period"] = "event"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why no day could be taken from `text`. `options` are days to offer, `readings` whole readings where those say
    more (a period, several days)."""

    kind: Kind
    options: tuple[date, ...] = ()
    text: str = ""
    readings: tuple[Day, ...] = ()


_LONGEST = 200
_RELATIVE = {"hom nay": 0, "hom qua": 1, "hom kia": 2}
_AHEAD = re.compile(
    r"ngay mai|mai|mot|ngay mot|(?:(?:thu \d|cn) )?tuan (?:sau|toi)|(?:\d{1,2} )?thang toi|nam (?:sau|toi)|ngay kia"
)
_LUNAR = re.compile(r"\b(?:mung|mong|am lich|am|ram|tet|thang gieng|thang chap|giao thua)\b")
_DMY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?: nam (\d{4}|nay|ngoai|truoc))?")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t.*)?")
_D_MONTH = re.compile(
    r"(\d{1,2}) ?(?:/ ?)?thang (\d{1,2})(?:(?: nam |/| |-|, nam )(\d{4}))?(?: nam (nay|ngoai|truoc))?"
)
_D_THAT_MONTH = re.compile(r"(?:ngay )?(\d{1,2}) thang (nay|truoc|roi|qua|vua roi|vua qua)")
_D = re.compile(r"ngay (\d{1,2})(?: tay)?|(\d{1,2}) tay")
_WEEKDAY = r"(?:thu ([2-7])|(cn))"
_WEEKDAY_ONLY = re.compile(rf"{_WEEKDAY}(?: (tuan nay|tuan truoc|tuan roi|tuan qua|vua roi|vua qua|truoc|roi|nay))?")
_NAMED = re.compile(rf"(hom nay|hom qua|hom kia|{_WEEKDAY})[ ,-]+(.+)|(.+?)[ ,-]+(hom nay|hom qua|hom kia|{_WEEKDAY})")
_AGO = re.compile(r"(?:cach day )?(\d{1,3}) (?:ngay|hom|bua)(?: truoc)?")
_PAST_DAYS = re.compile(r"(?:trong )?(\d{1,2}) ngay (?:qua|vua qua|vua roi|gan day|gan nhat)")
_LINK = re.compile(r" ?(?:->|-|\bden\b|\btoi\b) ?(?:het )?")
_LIST = re.compile(r" ?(?:[,+&;-]|\bva\b|\bvoi\b) ?")
_YEAR = r"(?:(?:/| nam | |-)(\d{4})| nam (nay|ngoai|truoc))?"
_WHOLE = r"(?:(?:tong|ca|trong|het|toan|tron|ky|so lieu|so)(?: |$))*"
_MONTH = re.compile(rf"{_WHOLE}(?:thang (\d{{1,2}}){_YEAR}|(\d{{1,2}})[/-](\d{{4}})|thang (\d{{1,2}})/(\d{{2}}))")
_THAT_MONTH = re.compile(rf"{_WHOLE}(?:thang|ky|ky bao cao)(?: (nay|truoc|roi|qua|vua roi|vua qua|hien tai))?")
_FIRST_TO_LAST = re.compile(r"(?:tu )?(?:ngay )?0?1(?:/0?(\d{1,2}))?-(\d{2})/0?(\d{1,2})(?:/(\d{4}|\d{2}))?")
_QUARTER = re.compile(rf"{_WHOLE}quy (?:([1-4]){_YEAR}|(nay|truoc))")
_HALF = re.compile(rf"{_WHOLE}(\d{{1,2}}) thang (dau|cuoi) nam(?:(?:/| )(\d{{4}})| (nay|ngoai|truoc))?")
_ONE_YEAR = re.compile(rf"{_WHOLE}nam(?: (\d{{4}})| (nay|ngoai|truoc|vua roi))?")
_WEEK = re.compile(rf"{_WHOLE}tuan (nay|truoc|roi|qua|vua roi|vua qua)")
_VAGUE = re.compile(
    r".*\b(?:dau|giua|cuoi) (?:thang|tuan|nam)\b.*|.*\bhom (?:truoc|no|bua)\b.*|bua (?:truoc|no)|moi day|gan day|vua roi"
)
_BARE = re.compile(r"(\d{1,2})|(\d{2})(\d{2})(\d{4}|\d{2})?|(\d{3})")


def read_date(
    text: str, today: date, *, ranges: bool = True, periods: bool = True, bare_day: bool = False
) -> Day | Problem:
    """The day that the whole of `text` means, seen from `today`. With `ranges` several days in a row, with `periods` a
    month, quarter or year are taken too; with `bare_day` "15" is the 15th and "1506" 15 June."""
    found = _read(text, today, bare_day) if len(text) <= _LONGEST else Problem("not_a_date")
    if isinstance(found, Problem):
        return Problem(found.kind, tuple(d for d in found.options if d <= today), text[:_LONGEST], found.readings)
    if found.date > today or (found.scope == "event" and (found.date_to or found.date) > today):
        return Problem("future", (), text)
    if found.scope == "period" and not periods:
        return Problem("not_a_date", (), text, (found,))
    if found.scope == "event" and found.date_to and not ranges:
        return Problem("not_a_date", (found.date, found.date_to), text, (found,))
    return found


def _read(text: str, today: date, bare_day: bool) -> Day | Problem:
    said = simplify(text)
    if not said:
        return Problem("not_a_date")
    if bare := _BARE.fullmatch(said):
        day = _bare(bare, today)
        if bare_day or isinstance(day, Problem):
            return day
        return Problem("not_a_date", (day.date,))
    if re.search(r"\btay\b", said):  # of the sun's calendar, so "mùng 5 tây" is plain
        said = re.sub(r"\b(?:ngay|mung|mong|tay)\b", " ", said)
        said = " ".join(said.split())
        if said.isdigit():
            return _in_month(int(said), today)
    if _LUNAR.search(said):
        return _lunar(said, today)
    if twice := _twice(fold(text), today):
        return twice
    if f := re.fullmatch(r"(?:ngay )?(\d{1,2}) (\d{1,2})(?: (\d{4}))?", said):
        day = _on(int(f[1]), int(f[2]), _year(f[3]), today)
        return day if bare_day or isinstance(day, Problem) else Problem("not_a_date", (day.date,))
    if (
        (f := re.fullmatch(r"(?:ngay )?(\d{1,2})-(\d{1,2})", said))
        and int(f[2]) > 12
        and (bare_day or "ngay" in fold(text))
    ):
        days = [_in_month(int(d), today) for d in f.groups()]
        return (
            _row([d.date for d in days if isinstance(d, Day)], today)
            if all(isinstance(d, Day) for d in days)
            else days[1]
        )
    if _AHEAD.fullmatch(said):
        return Problem("future")
    for read in (_one, _named, _period, _several, _vague):
        found = read(said, today)
        if found is not None:
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


def _bare(found: re.Match[str], today: date) -> Day | Problem:
    d, dd, mm, yy, three = found.groups()
    if d:
        return _in_month(int(d), today)
    if three:
        ways = [_on(int(three[:k]), int(three[k:]), None, today) for k in (1, 2)]
        return Problem("not_a_date", tuple(w.date for w in ways if isinstance(w, Day)))
    return _on(int(dd), int(mm), _year(yy), today)


def _year(text: str | None, today: date | None = None) -> int | None:
    if text is None:
        return None
    if not text.isdigit():
        return today.year - (text in ("ngoai", "truoc", "vua roi")) if today else None
    return int(text) + (2000 if len(text) == 2 else 0)


def _on(day: int, month: int, year: int | None, today: date) -> Day | Problem:
    """The day of a month; without a year the nearest one, which must not lie ahead."""
    if not 1 <= month <= 12 or not 1 <= day <= 39:
        turned = cal.make(year or today.year, day, month) if 1 <= day <= 12 else None
        return Problem("not_a_date", (turned,) if turned and month <= 31 else ())
    if year is not None and not cal.FIRST_YEAR <= year <= today.year + 50:
        return Problem("not_a_date")
    at = year or cal.year_of(day, month, today)
    found = cal.make(at, month, day)
    if found is None:
        last = cal.months(at, month, month)[1]
        return Problem("no_such_day", (last, last + timedelta(days=1)))
    if found > today:
        before = cal.make(at - 1, month, day) if year is None else None
        return Problem("future", (before,) if before else ())
    return Day(found)


def _in_month(day: int, today: date, at: tuple[int, int] | None = None) -> Day | Problem:
    if not 1 <= day <= 31:
        return Problem("not_a_date")
    year, month = at or cal.month_of(day, today)
    found = cal.make(year, month, day)
    if found is None and at is None:  # the 31st, said in the days after a month without one
        return Problem("no_such_day", (cal.months(year, month, month)[1],))
    if found is None:
        return Problem("no_such_day", (cal.months(year, month, month)[1],))
    if found > today:
        before = cal.make(*cal.back(today, 1), day)
        return Problem("future", (before,) if before and at is None else ())
    return Day(found)


def _explicit(said: str, today: date) -> tuple[int, int | None, int | None] | None:
    """Day, month and year as written."""
    said = said.removeprefix("tu ").removeprefix("ngay ") if re.search(r"\d{1,2}[/.-]\d|thang", said) else said
    if f := _DMY.fullmatch(said):
        return int(f[1]), int(f[3]), _year(f[4] or f[5], today)
    if f := _ISO.fullmatch(said):
        return int(f[4]), int(f[3]), int(f[1])
    if f := _D_MONTH.fullmatch(said):
        return int(f[1]), int(f[2]), _year(f[3] or f[4], today)
    return None


def _one(said: str, today: date) -> Day | Problem | None:
    if explicit := _explicit(said, today):
        day, month, year = explicit
        return _on(day, month or 0, year, today)
    if said in _RELATIVE:
        return Day(today - timedelta(days=_RELATIVE[said]))
    if f := _D.fullmatch(said):
        return _in_month(int(f[1] or f[2]), today)
    if f := _D_THAT_MONTH.fullmatch(said):
        return _in_month(int(f[1]), today, cal.back(today, 0 if f[2] == "nay" else 1))
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
            return days if isinstance(days, Problem) else _row(days, today)
    parts = [p for p in _LIST.split(said) if p]
    if len(parts) < 2 or (days := _dates(parts, today)) is None:
        return None
    if isinstance(days, Problem):
        return days
    in_a_row = all(b - a == timedelta(days=1) for a, b in zip(days, days[1:], strict=False))
    return _row(days, today) if in_a_row else Problem("ambiguous", tuple(days))


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
        found = _on(day, month or 0, given, today)
        if isinstance(found, Problem):
            return found
        days.insert(0, found.date)
        year = found.date.year
    return days


def _row(days: list[date], today: date) -> Day | Problem:
    first, last = days[0], days[-1]
    if first > last:
        return Problem("not_a_date", (first, last))
    return Day(first, last if last > first else None)


def _period(said: str, today: date) -> Day | Problem | None:
    span: tuple[date, date] | None = None
    if f := _MONTH.fullmatch(said):
        month = int(f[1] or f[4] or f[6])
        year = _year(f[2] or f[3] or f[5] or f[7], today)
        if not 1 <= month <= 12:
            return Problem("not_a_date")
        span = cal.months(year or cal.year_of_month(month, today), month, month)
        if span[0] > today and year is None:
            before = Day(*cal.months(today.year - 1, month, month), "period")
            return Problem("future", (before.date,), "", (before,))
    elif (f := _FIRST_TO_LAST.fullmatch(said)) and f[1] in (None, f[3]) and 1 <= int(f[3]) <= 12:
        year = _year(f[4], today) or cal.year_of_month(int(f[3]), today)
        span = cal.months(year, int(f[3]), int(f[3]))
        if span[1].day != int(f[2]):
            return None
    elif f := _THAT_MONTH.fullmatch(said):
        if not f[1] and not said.startswith(("ca", "tong", "tron", "het", "toan")):
            return None
        year, month = cal.back(today, 0 if f[1] in (None, "nay", "hien tai") else 1)
        span = cal.months(year, month, month)
    elif f := _QUARTER.fullmatch(said):
        this = (today.month - 1) // 3
        at = today.year * 4 + this - (f[4] == "truoc")
        if f[1]:
            given = _year(f[2] or f[3], today)
            at = (given or (today.year - (int(f[1]) - 1 - this >= 2))) * 4 + int(f[1]) - 1
        span = cal.months(at // 4, at % 4 * 3 + 1, at % 4 * 3 + 3)
    elif f := _HALF.fullmatch(said):
        count, year = int(f[1]), _year(f[3] or f[4], today) or today.year
        if not 1 <= count <= 11:
            return Problem("not_a_date")
        span = cal.months(year, 1, count) if f[2] == "dau" else cal.months(year, 13 - count, 12)
    elif (f := _ONE_YEAR.fullmatch(said)) and said != "nam":
        span = cal.months(_year(f[1] or f[2], today) or today.year, 1, 12)
    elif f := _WEEK.fullmatch(said):
        first, last = cal.week(today, 0 if f[1] == "nay" else -1)
        days = tuple(first + timedelta(days=n) for n in range(7))
        return Problem("ambiguous", days, "", (Day(first, min(last, today), "event"),))
    return Day(*span, "period") if span and span[0].year >= cal.FIRST_YEAR else None


def _vague(said: str, today: date) -> Problem | None:
    if said == "thang sau":  # tháng sáu, or tháng sau (next month)
        june = Day(*cal.months(cal.year_of_month(6, today), 6, 6), "period")
        return Problem("ambiguous", (june.date,), "", (june,))
    return Problem("ambiguous") if _VAGUE.fullmatch(said) else None


def _lunar(said: str, today: date) -> Problem:
    """A day of the moon's calendar, or what may be one: the day of the sun's calendar is offered."""
    rest = re.sub(r"\b(?:mung|mong|am lich|am)\b", "", said).strip()
    rest = re.sub(r"^ngay ", "", rest)
    day = _one(rest if "thang" in rest or re.search(r"\d\D+\d", rest) else f"ngay {rest}", today)
    return Problem("lunar", (day.date,) if isinstance(day, Day) else day.options if day else ())
