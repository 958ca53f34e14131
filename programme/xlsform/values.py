"""XForms' weak types: a value is a list of nodes, a text, a number or a truth, and each becomes any other.

XPath 1.0, section 4, with ODK's additions: a text that is a date counts as days since 1970, NaN is written as ''.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol


class Node(Protocol):
    """What XPath sees of a node, whether of the answers or of a list that came with the form."""

    name: str

    @property
    def parent(self) -> Node | None: ...
    def named(self, name: str) -> list[Node]: ...
    def children(self) -> list[Node]: ...
    def text(self) -> str: ...


Value = list | str | float | bool

NAN = math.nan
DAY = 86_400.0
_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*\Z")
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[-+]\d\d:\d\d)?)?\Z",
    re.ASCII,
)


class Moment(float):
    """A date or a time as a number of days since 1970 (UTC), which is written as the date or time it is."""

    when: datetime

    def __new__(cls, when: datetime) -> Moment:
        self = super().__new__(cls, when.timestamp() / DAY)
        self.when = when
        return self

    def __str__(self) -> str:
        return written(self.when)


def written(when: datetime) -> str:
    """`2026-06-15` at midnight, else `2026-06-15T14:30:00.000+07:00`."""
    if when.hour == when.minute == when.second == when.microsecond == 0:
        return when.date().isoformat()
    return when.isoformat(timespec="milliseconds")


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that an ISO date or dateTime names; one without an offset is in `zone`."""
    found = _MOMENT.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        when = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)
        if offset and offset != "Z":
            ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])) * (-1 if offset[0] == "-" else 1)
            return (when - ahead).replace(tzinfo=UTC).astimezone(zone)
        return when.replace(tzinfo=UTC).astimezone(zone) if offset else when.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def number_of(text: str, zone: tzinfo) -> float:
    if _NUMBER.match(text):
        return float(text)
    if len(text) >= 10 and text[4] == "-" and (when := moment(text, zone)) is not None:
        return Moment(when)
    return NAN


def number(value: Value, zone: tzinfo) -> float:
    if type(value) is float:
        return value
    if isinstance(value, list):
        return number_of(value[0].text(), zone) if value else NAN
    if isinstance(value, str):
        return number_of(value, zone)
    return value if isinstance(value, float) else float(value)


def string(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value[0].text() if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, Moment) else number_text(value)


def number_text(value: float) -> str:
    """As ODK writes numbers: no '.0', no exponent, NaN as ''."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def decimal_text(value: float) -> str:
    """As ODK writes the answer to a decimal question: with a fraction always."""
    text = number_text(value)
    return text if "." in text or not text else f"{text}.0"


def boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def strings(value: Value) -> list[str]:
    """Every node's text, or the one text that the value is."""
    return [n.text() for n in value] if isinstance(value, list) else [string(value)]


def numbers(value: Value, zone: tzinfo) -> list[float]:
    return [number_of(n.text(), zone) for n in value] if isinstance(value, list) else [number(value, zone)]


def equal(left: Value, right: Value, zone: tzinfo, wanted: bool = True) -> bool:
    """`=`, or `!=` where `wanted` is False; over nodes, whether any pair is so (XPath 1.0, 3.4)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (boolean(left) == boolean(right)) is wanted
    if isinstance(left, list):
        if isinstance(right, list):
            others = [n.text() for n in right]
            return any((n.text() == o) is wanted for n in left for o in others)
        if isinstance(right, str):
            return any((n.text() == right) is wanted for n in left)
        return any((number_of(n.text(), zone) == right) is wanted for n in left)
    if isinstance(right, list):
        return equal(right, left, zone, wanted)
    if isinstance(left, str) and isinstance(right, str):
        return (left == right) is wanted
    return (number(left, zone) == number(right, zone)) is wanted


def ordered(left: Value, right: Value, zone: tzinfo, holds) -> bool:
    """`<` and its like: always by number, so dates compare as days."""
    if isinstance(left, list) or isinstance(right, list):
        return any(holds(a, b) for a in numbers(left, zone) for b in numbers(right, zone))
    return holds(number(left, zone), number(right, zone))
