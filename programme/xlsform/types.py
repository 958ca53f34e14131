"""What may be answered to a question of each type, and how it is written in the record."""

from __future__ import annotations

import math
import re
from datetime import UTC, tzinfo

from programme.xlsform.form_faults import Refused
from programme.xlsform.parts import Question
from programme.xlsform.values import decimal_text, moment

_INTEGER = re.compile(r"[-+]?\d{1,18}\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?\Z", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(:([0-5]\d)(\.\d+)?)?(Z|[-+]\d\d:\d\d)?\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?\Z", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
INT = 2**31
LONGEST = 20_000
"""Letters that a text answer may have."""

LISTS = frozenset({"select_multiple", "rank"})
FILES = frozenset({"image", "audio", "video", "file"})


def canonical(question: Question, bind: str, value: str, zone: tzinfo) -> str:
    """The answer as XForms writes it. Raises Refused("type")."""
    check = _CHECKS.get(question.type)
    text = value.strip() if question.type != "text" else value
    if check is None and bind in _BY_BIND:
        check = _BY_BIND[bind]
    if question.type == "range" and bind == "int":
        check = _whole
    made = text if check is None else check(text, zone)
    if made is None or len(made) > LONGEST or _FORBIDDEN.search(made):
        raise Refused("type")
    if question.type == "range":
        _in_range(question, bind, made)
    return made


def _integer(text: str, zone: tzinfo) -> str | None:
    if not _INTEGER.match(text):
        return None
    value = int(text)
    return str(value) if -INT <= value < INT else None


def _whole(text: str, zone: tzinfo) -> str | None:
    """A number of a range: "3.0" counts as 3; what is off its steps is told from what is no number."""
    return str(int(float(text))) if _decimal(text, zone) and float(text) == int(float(text)) else _decimal(text, zone)


def _decimal(text: str, zone: tzinfo) -> str | None:
    if not _DECIMAL.match(text) or math.isinf(float(text)):
        return None
    return decimal_text(float(text))


def _date(text: str, zone: tzinfo) -> str | None:
    return text if _DATE.match(text) and moment(text, zone) else None


def _time(text: str, zone: tzinfo) -> str | None:
    found = _TIME.match(text)
    if not found:
        return None
    return text if found[3] else f"{text[:5]}:00{text[5:]}"


def _date_time(text: str, zone: tzinfo) -> str | None:
    day, mark, rest = text.replace(" ", "T", 1).partition("T")
    time = _time(rest, zone) if mark else None
    when = moment(f"{day}T{time}", zone) if time else None
    if when is None or time is None:
        return None
    if time.endswith("Z") or time[-6:-5] in ("+", "-"):
        return f"{day}T{time}"
    return when.isoformat(timespec="milliseconds")


def _point(text: str, zone: tzinfo) -> str | None:
    parts = text.replace(",", " ").split()
    if not 2 <= len(parts) <= 4 or not all(_DECIMAL.match(part) for part in parts):
        return None
    numbers = [float(part) for part in parts] + [0.0] * (4 - len(parts))
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or any(map(math.isinf, numbers)):
        return None
    return " ".join(map(decimal_text, numbers))


def _file(text: str, zone: tzinfo) -> str | None:
    return text if "/" not in text and "\\" not in text and len(text) <= 255 else None


def _acknowledged(text: str, zone: tzinfo) -> str | None:
    return "OK" if text == "OK" else None


_CHECKS = {
    "integer": _integer,
    "decimal": _decimal,
    "range": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _point,
    "acknowledge": _acknowledged,
    **dict.fromkeys(FILES, _file),
}
_BY_BIND = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _point,
}


def beginning(question: Question, bind: str, text: str) -> str:
    """A default as the sheet has it: a day without its midnight (spreadsheets add one); "" for what is no answer."""
    if question.type in LISTS or question.type in FILES or question.type == "select_one" or text == "":
        return text
    midnight = _MIDNIGHT.match(text) if question.type == "date" else None
    text = midnight[1] if midnight else text
    try:
        canonical(question, bind, text, UTC)
    except Refused as refused:
        return text if refused.kind == "constraint" else ""
    return text


def _in_range(question: Question, bind: str, text: str) -> None:
    """Raises Refused("constraint") for a value off the range's steps."""
    value = float(text)
    start, end, step = (float(question.parameters.get(name, least)) for name, least in _RANGE)
    if not min(start, end) <= value <= max(start, end) or (bind == "int" and value != int(value)):
        raise Refused("constraint")
    steps = (value - start) / (abs(step) or 1)
    if not math.isclose(steps, round(steps), abs_tol=1e-9):
        raise Refused("constraint")


_RANGE = (("start", "1"), ("end", "10"), ("step", "1"))


def typed(question: Question | None, bind: str, text: str) -> str | int | float | list[str] | None:
    """A value as the record has it: numbers typed, several choices a list, nothing None."""
    if question is not None and question.type in LISTS:
        return text.split()
    if text == "":
        return None
    if bind == "int":
        return int(text) if _INTEGER.match(text) else text
    if bind == "decimal":
        return float(text) if _DECIMAL.match(text) else text
    return text
