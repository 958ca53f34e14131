"""Days of the moon's calendar ("rằm tháng 7", "mùng 10 tháng giêng", "10/1 âm lịch", "30 Tết") as days of the sun's, by
lunar-vn, which reckons for Vietnam as Hồ Ngọc Đức does. None is ever taken unasked."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.understand.calendar_days import Problem, back, make, month_of, year_of, year_said
from programme.language.words import alternatives

_LUNAR_DAY, _TET, _EVE = alternatives("date.lunar_day"), alternatives("date.tet"), alternatives("date.tet_eve")
_SURE = re.compile(rf"\b(?:{alternatives('date.lunar')}|{_TET}|{_EVE})\b|(?<=\d )(?:am|al)\b")
_MAY_BE = re.compile(rf"\b{_LUNAR_DAY}(?= \d)")
_FULL_MOON = re.compile(r"\bram\b")
_LEAP = re.compile(r"\bnhuan\b")
_NAMED_MONTHS = {"gieng": "1", "chap": "12", "sau": "6"}
_DAY = re.compile(
    rf"(?:(?:ngay|hom|dip|{_LUNAR_DAY}) )*(\d{{1,2}})(?:(?: thang |[/.-])(\d{{1,2}})| thang (nay|truoc|roi|qua))?"
    r"(?:(?: nam |[/.-]| )(\d{4}|nay|ngoai|truoc))?(?: vua (?:roi|qua))?"
)
MOST_DAYS, LAST_MONTH = 30, 12
_HALF_A_YEAR = timedelta(days=200)  # and some: one with a leap month is longer


def read_lunar(said: str, today: date, *, ahead: bool = False) -> Problem | None:
    """The days of the sun's calendar that a day of the moon's may be; None where the words (in the date grammar's form)
    speak of none. "Mùng 5" may be of either calendar. Unless `ahead`, days that have been are meant where there are."""
    sure = _SURE.search(said) is not None
    if not sure and not _MAY_BE.search(said):
        return None
    leap, tet = _LEAP.search(said) is not None, re.search(rf"\b(?:{_TET}|{_EVE})\b", said) is not None
    plain = re.sub(r"\b(gieng|chap|sau)\b", lambda m: _NAMED_MONTHS[m[1]], _FULL_MOON.sub("15", said))
    plain = re.sub(rf"\b{_EVE}\b", str(MOST_DAYS), plain)
    plain = " ".join(_LEAP.sub(" ", re.sub(rf"\b(?:am lich|{_TET}|am|al)\b", " ", plain)).split())
    found = _DAY.fullmatch(plain)
    if found is None:
        return Problem("not_a_date" if re.search(r"\d", said) else "lunar")
    day, month, year = int(found[1]), int(found[2] or 0), year_said(found[4], today)
    back_by = found[3] not in (None, "nay")
    if tet and not month:
        month = LAST_MONTH if day > MOST_DAYS // 2 else 1
    days = _nearest(day, month, year, today, leap=leap, eve=tet) if month else _latest(day, today, month_before=back_by)
    if not sure:
        days = (*days, *_of_the_sun(day, month, year, today, month_before=back_by))
    been = tuple(dict.fromkeys(each for each in days if ahead or each <= today))
    if been or not days:
        return Problem("lunar", been)
    years = (today.year - 2, today.year - 1, today.year) if month and not year else ()
    before = [each for one in years for each in _in_year(day, month, one, leap=leap, eve=tet) if each <= today]
    return Problem("future", tuple(before[-1:]))


def _nearest(day: int, month: int, year: int | None, today: date, *, leap: bool, eve: bool) -> tuple[date, ...]:
    """The days of that name in that year; without one in the year where they are nearest."""
    years = (year - (eve and month == LAST_MONTH),) if year else (today.year - 1, today.year)
    found = [days for each in years if (days := _in_year(day, month, each, leap=leap, eve=eve))]
    near = min(found, key=lambda days: abs(days[0] - today), default=())
    return near if year or (near and abs(near[0] - today) < _HALF_A_YEAR) else ()


def _in_year(day: int, month: int, year: int, *, leap: bool, eve: bool = False) -> tuple[date, ...]:
    """The days of that name in a year of the moon: two where its month comes twice, unless the `leap` one is meant. The
    `eve` of Tết is the 29th where there is no 30th."""
    days = (_solar(day, month, year, which) for which in ((True,) if leap else (False, True)))
    found = tuple(each for each in days if each)
    last = eve and not found and day == MOST_DAYS
    return _in_year(day - 1, month, year, leap=leap) if last else found


def _latest(day: int, today: date, *, month_before: bool) -> tuple[date, ...]:
    """The last day of that number up to today, or before the running month of the moon."""
    from lunar_vn import solar_to_lunar

    try:
        last = today - timedelta(days=solar_to_lunar(today).day * month_before)
        days = (last - timedelta(days=back) for back in range(2 * MOST_DAYS))
        return tuple(each for each in days if solar_to_lunar(each).day == day)[:1]
    except (ValueError, OverflowError):  # before 1900, after 2100
        return ()


def _solar(day: int, month: int, year: int, leap: bool) -> date | None:
    from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar  # slow to import, and seldom wanted

    try:
        wanted = LunarDate(day, month, year, leap)
        found = lunar_to_solar(wanted)
        # The library counts the 30th of a short month on into the next, and takes a leap month for the plain one.
        return found if solar_to_lunar(found) == wanted else None
    except ValueError:
        return None


def _of_the_sun(day: int, month: int, year: int | None, today: date, *, month_before: bool) -> tuple[date, ...]:
    """The day of the sun's calendar by that name."""
    near = back(today, 1) if month_before else month_of(day, today)
    at = (year or year_of(day, month, today), month) if month else near
    found = make(*at, day)
    found = make(*back(today, 1), day) if found and found > today and not month else found
    return (found,) if found else ()
