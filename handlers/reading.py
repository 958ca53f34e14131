"""What a person typed, pressed or sent, read as the answer to a question of a form.

`read` gives an Answer (a canonical XForms value and what its companions take) or a Trouble (a key of the texts, its
values, and choices that would help).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handlers.understand import choices as matching
from handlers.understand.dates import Day, read_date
from handlers.understand.guard import Found, find_personal
from handlers.understand.numbers import Number, read_number, read_ratio
from programme.vietnamese import nfc, thousands

LONGEST = 4000  # characters of one text answer; a form's own constraint may be tighter


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a string, or a list for select_multiple; `companions` maps `bound`, `to`, `scope` to their values;
    `second` is the m of an answer n/m."""

    value: Any
    companions: Mapping[str, str] = field(default_factory=dict)
    second: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it can't be taken: `key` in the texts under `error.`; `offers` are canonical values worth offering."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader needs to know of a question: its type, its choices as `choices.Item`s, which companions it has,
    the day it is, and whether an answer n/m has a place for its m."""

    type: str
    items: Sequence[matching.Item] = ()
    companions: frozenset[str] = frozenset()
    today: date = date.min
    ratio: bool = False
    named: bool = False


def read(wanted: Wanted, text: str) -> Answer | Trouble:
    """The answer in `text`, or what is the matter with it."""
    text = nfc(text).strip()
    if not text:
        return Trouble("empty")
    reader = READERS.get(wanted.type.split()[0])
    return reader(wanted, text) if reader else Trouble("untyped")


def _integer(wanted: Wanted, text: str) -> Answer | Trouble:
    if re.fullmatch(r"\d{1,18}", text):
        return Answer(str(int(text)))
    if wanted.ratio and (ratio := read_ratio(text)):
        if ratio.n > ratio.m:
            return Trouble("ratio", {"n": thousands(ratio.n), "m": thousands(ratio.m)})
        return Answer(str(ratio.n), second=str(ratio.m))
    number = read_number(text)
    if not isinstance(number, Number):
        return Trouble("number", {"got": shortened(text)})
    if number.value < 0 or number.value >= 10**18:
        return Trouble("number_range")
    if number.bound and "bound" not in wanted.companions:
        return Trouble("number_exact", {"n": thousands(number.value)})
    return Answer(str(number.value), {"bound": number.bound or ""} if "bound" in wanted.companions else {})


def _decimal(wanted: Wanted, text: str) -> Answer | Trouble:
    plain = text.replace(" ", "")
    if re.fullmatch(r"-?\d{1,15}([.,]\d{1,9})?", plain):
        return Answer(plain.replace(",", "."))
    number = read_number(text)
    return Answer(str(number.value)) if isinstance(number, Number) else Trouble("number", {"got": shortened(text)})


def _date(wanted: Wanted, text: str) -> Answer | Trouble:
    ranges = "to" in wanted.companions
    found = read_date(text, wanted.today, ranges=ranges, periods="scope" in wanted.companions, bare_day=True)
    if not isinstance(found, Day):
        offers = tuple(day.isoformat() for day in found.options)
        return Trouble(f"date_{found.kind}", {"got": shortened(found.text or text), "today": _dm(wanted.today)}, offers)
    if not ranges:
        return Answer(found.date.isoformat())
    companions = {"to": found.date_to.isoformat() if found.date_to else ""}
    if "scope" in wanted.companions:
        companions["scope"] = "period" if found.scope == "period" else ""
    return Answer(found.date.isoformat(), companions)


def _time(wanted: Wanted, text: str) -> Answer | Trouble:
    clock = re.fullmatch(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2})?)?\s*(?:phut|phút|p)?", text.lower())
    if not clock or int(clock[1]) > 23 or int(clock[2] or 0) > 59:
        return Trouble("time", {"got": shortened(text)})
    return Answer(f"{int(clock[1]):02}:{int(clock[2] or 0):02}")


def _datetime(wanted: Wanted, text: str) -> Answer | Trouble:
    try:
        datetime.fromisoformat(text)
        return Answer(text)
    except ValueError:
        pass
    parts = text.split(None, 1)
    for day_text, clock_text in ((parts[0], parts[-1]), tuple(reversed(text.rsplit(None, 1)))):
        day, clock = read_date(day_text, wanted.today, ranges=False, periods=False), _time(wanted, clock_text)
        if isinstance(day, Day) and isinstance(clock, Answer):
            return Answer(f"{day.date.isoformat()}T{clock.value}")
    return Trouble("datetime", {"got": shortened(text)})


def _text(wanted: Wanted, text: str) -> Answer | Trouble:
    if len(text) > LONGEST:
        return Trouble("too_long", {"most": thousands(LONGEST)})
    if found := find_personal(text):
        return personal(text, found, wanted.named)
    return Answer(text)


def personal(text: str, found: Sequence[Found], named: bool) -> Answer | Trouble:
    """Numbers and conditions of people are refused; a suspected name is asked about unless `named` says it is none."""
    worse = [f for f in found if f.kind != "name"]
    if worse:
        kind = worse[0].kind
        return Trouble(f"personal_{kind}")
    if named:
        return Answer(text)
    return Trouble("personal_name", {"got": shortened(text[found[0].start : found[0].end])})


def _one(wanted: Wanted, text: str) -> Answer | Trouble:
    found = matching.match(text, wanted.items)
    if found.certain and len(found.names) == 1:
        return Answer(found.names[0])
    if found.names:
        return Trouble("choice_several", {"got": shortened(text)}, tuple(found.names))
    return Trouble("choice", {"got": shortened(text)})


def _many(wanted: Wanted, text: str) -> Answer | Trouble:
    found = matching.match_many(text, wanted.items)
    if found.unknown or not found.names:
        return Trouble("choice", {"got": shortened(found.unknown[0] if found.unknown else text)})
    return Answer(list(found.names))


def _yes(wanted: Wanted, text: str) -> Answer | Trouble:
    return Answer("OK") if matching.yes_no(text) else Trouble("acknowledge")


def _point(wanted: Wanted, text: str) -> Answer | Trouble:
    pair = re.fullmatch(r"(-?\d{1,3}(?:\.\d+)?)[,;\s]+(-?\d{1,3}(?:\.\d+)?)", text)
    if not pair or abs(float(pair[1])) > 90 or abs(float(pair[2])) > 180:
        return Trouble("location")
    return Answer(f"{pair[1]} {pair[2]} 0 0")


READERS = {
    "integer": _integer,
    "range": _decimal,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _datetime,
    "text": _text,
    "barcode": _text,
    "select_one": _one,
    "select_one_from_file": _one,
    "select_multiple": _many,
    "select_multiple_from_file": _many,
    "rank": _many,
    "acknowledge": _yes,
    "trigger": _yes,
    "geopoint": _point,
}


def shortened(text: str, most: int = 40) -> str:
    """A piece of what was said, short enough to be said back."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
