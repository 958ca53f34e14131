"""Functions of dates and times (ODK XForms: Date and Time Functions)."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from programme.xlsform.registry import function
from programme.xlsform.values import DAY, NAN, Moment, Value, moment, string

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "vi": tuple(f"thg {month}" for month in range(1, 13)),
}
DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "vi": ("Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7", "CN"),
}
_SHORT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?\Z", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[-+]\d\d:\d\d)?\Z", re.ASCII)


@function("today", 0)
def _today(focus) -> Moment:
    return Moment(focus.world.now.replace(hour=0, minute=0, second=0, microsecond=0))


@function("now", 0, volatile=True)
def _now(focus) -> Moment:
    return Moment(focus.world.now)


def _when(focus, value: Value) -> datetime | None:
    """The moment a text or a number of days stands for."""
    if isinstance(value, Moment):
        return value.when
    if isinstance(value, float) and not isinstance(value, bool):
        if math.isnan(value) or math.isinf(value):
            return None
        try:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=value)).astimezone(focus.world.zone)
        except OverflowError:
            return None
    return moment(string(value), focus.world.zone)


@function("date", 1)
def _date(focus, value: Value) -> Moment | str:
    if isinstance(value, bool):
        return ""
    if not isinstance(value, float) and (short := _SHORT.match(string(value))):
        year, month, day, rest = short.groups()
        value = f"{year}-{month:0>2}-{day:0>2}{rest or ''}"
    when = _when(focus, value)
    return "" if when is None else Moment(when)


@function("date-time", 1)
def _date_time(focus, value: Value) -> Moment | str:
    return _date(focus, value)


@function("decimal-date-time", 1)
def _decimal_date_time(focus, value: Value) -> float:
    when = _when(focus, value)
    return NAN if when is None else when.timestamp() / DAY


@function("decimal-time", 1)
def _decimal_time(focus, value: Value) -> float:
    """The part of the day that has passed, in the form's zone: noon is 0.5."""
    found = _TIME.match(string(value))
    if not found:
        return NAN
    when = moment(f"{focus.world.now:%Y-%m-%d}T{found.group(0)}", focus.world.zone)
    if when is None:
        return NAN
    return (when.hour * 3600 + when.minute * 60 + when.second + when.microsecond / 1e6) / DAY


_PARTS = {
    "%Y": lambda when, words: f"{when.year:04}",
    "%y": lambda when, words: f"{when.year % 100:02}",
    "%m": lambda when, words: f"{when.month:02}",
    "%n": lambda when, words: str(when.month),
    "%b": lambda when, words: MONTHS[words][when.month - 1],
    "%d": lambda when, words: f"{when.day:02}",
    "%e": lambda when, words: str(when.day),
    "%a": lambda when, words: DAYS[words][when.weekday()],
}
_TIMES = {
    "%H": lambda when, words: f"{when.hour:02}",
    "%h": lambda when, words: str(when.hour),
    "%M": lambda when, words: f"{when.minute:02}",
    "%S": lambda when, words: f"{when.second:02}",
    "%3": lambda when, words: f"{when.microsecond // 1000:03}",
}


def _formatted(focus, value: Value, form: Value, parts: dict) -> str:
    when = _when(focus, value)
    if when is None:
        return ""
    words = "vi" if focus.world.language_code == "vi" else "en"
    return re.sub("%.", lambda mark: parts[mark[0]](when, words) if mark[0] in parts else mark[0], string(form))


@function("format-date", 2)
def _format_date(focus, value: Value, form: Value) -> str:
    return _formatted(focus, value, form, _PARTS)


@function("format-date-time", 2)
def _format_date_time(focus, value: Value, form: Value) -> str:
    return _formatted(focus, value, form, _PARTS | _TIMES)
