"""One day in the words of the date grammar: "15/6", "hom qua", "thu 4 tuan truoc", "ngay 12", "15 thang 6"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.understand import calendar_days as cal
from handlers.understand.calendar_days import Day, Problem, on_day, on_day_of_month, year_said
from programme.language.words import alternatives, meanings

RELATIVE = {word: int(days) for word, days in meanings("date.ago").items()}
WEEKDAY = r"(?:thu ([2-7])|(cn))"
DMY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?: nam (\d{4}|nay|ngoai|truoc))?")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t.*)?")
_D_MONTH = re.compile(
    r"(\d{1,2}) ?(?:/ ?)?thang (\d{1,2})(?:(?: nam |/| |-|, nam )(\d{4}))?(?: nam (nay|ngoai|truoc))?"
)
_D_THAT_MONTH = re.compile(r"(?:ngay )?(\d{1,2}) thang (nay|truoc|roi|qua|vua roi|vua qua)")
_D = re.compile(r"ngay (\d{1,2})(?: tay)?|(\d{1,2}) tay")
_WEEKDAY_ONLY = re.compile(
    rf"{WEEKDAY}(?: (tuan nay|tuan truoc nua|tuan truoc|tuan roi|tuan qua|vua roi|vua qua|truoc|roi|nay))?"
)
_AGO_DAY = alternatives("date.ago.0", "date.ago.1", "date.ago.2")
_NAMED = re.compile(rf"({_AGO_DAY}|{WEEKDAY})[ ,-]+(.+)|(.+?)[ ,-]+({_AGO_DAY}|{WEEKDAY})")
_AGO = re.compile(r"(?:cach day )?(\d{1,3}) (?:ngay|hom|bua)(?: truoc)?")
_BARE = re.compile(
    r"(?P<d>\d{1,2})|(?P<three>\d{3})|(?P<dd>\d{2})(?P<mm>\d{2})(?P<yy>\d{4}|\d{2})?"
    r"|(?:ngay )?(?P<d1>\d{1,2}) (?P<m1>\d{1,2})(?: (?P<y1>\d{4}))?"
)


def one_day(said: str, today: date) -> Day | Problem | None:
    """A day; None where none is said."""
    if explicit := explicit_day(said, today):
        day, month, year = explicit
        return on_day(day, month or 0, year, today)
    if said in RELATIVE:
        return Day(today - timedelta(days=RELATIVE[said]))
    if f := _D.fullmatch(said):
        return on_day_of_month(int(f[1] or f[2]), today)
    if found := day_of_that_month(said, today):
        return found
    if (f := _AGO.fullmatch(said)) and said.count(" ") > 1:
        return Day(today - timedelta(days=int(f[1])))
    if f := _WEEKDAY_ONLY.fullmatch(said):
        return _weekday(6 if f[2] else int(f[1]) - 2, f[3] or "", today)
    return None


def day_of_that_month(said: str, today: date) -> Day | Problem | None:
    """ "9 thang truoc"."""
    f = _D_THAT_MONTH.fullmatch(said)
    return on_day_of_month(int(f[1]), today, cal.back(today, 0 if f[2] == "nay" else 1)) if f else None


def explicit_day(said: str, today: date) -> tuple[int, int | None, int | None] | None:
    """Day, month and year as written."""
    said = said.removeprefix("tu ").removeprefix("ngay ") if re.search(r"\d{1,2}[/.-]\d|thang", said) else said
    if (f := DMY.fullmatch(said)) and (f[4] is None or len(f[4]) == 4 or cal.is_late_year(f[4], today)):
        return int(f[1]), int(f[3]), year_said(f[4] or f[5], today)
    if f := _ISO.fullmatch(said):
        return int(f[4]), int(f[3]), int(f[1])
    if f := _D_MONTH.fullmatch(said):
        return int(f[1]), int(f[2]), year_said(f[3] or f[4], today)
    return None


def _weekday(weekday: int, which: str, today: date) -> Day | Problem:
    latest = cal.last_weekday(weekday, today, before=which in ("truoc", "roi", "vua roi", "vua qua"))
    if which.startswith("tuan") and which != "tuan nay":
        return Day(cal.week(today, -2 if which == "tuan truoc nua" else -1)[0] + timedelta(days=weekday))
    if which in ("tuan nay", "nay"):
        day = cal.week(today, 0)[0] + timedelta(days=weekday)
        return Day(day) if day <= today else Problem("future", (latest,))
    return Day(latest)


def named_day(said: str, today: date) -> Day | Problem | None:
    """A date with its weekday or with today, yesterday: they must agree."""
    f = _NAMED.fullmatch(said)
    if not f:
        return None
    name, rest = (f[1], f[4]) if f[1] else (f[6], f[5])
    named, dated = one_day(name, today), one_day(rest, today)
    if not isinstance(dated, Day) or not isinstance(named, Day):
        return dated
    agree = dated.date == named.date if name in RELATIVE else dated.date.weekday() == named.date.weekday()
    return dated if agree else Problem("ambiguous", (dated.date, named.date))


def bare_day(said: str, today: date) -> Day | Problem | None:
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
