"""What a person typed, pressed or sent, read as the answer to a question of a form.

`read` gives an Answer (a canonical XForms value and what its companions take) or a Trouble (a key of the texts, its
values, and choices that would help).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from handlers.understand.dates import Day, read_date
from handlers.understand.expected_answer import SELECTS, Answer, Trouble, Wanted, shortened
from handlers.understand.hours import hours
from handlers.understand.numbers import Number, read_number, read_ratio
from handlers.understand.personal.doubt import doubted
from handlers.understand.personal.found import Found
from handlers.understand.personal.personal import find_personal
from handlers.understand.typed_choices import read_one, read_ranking, read_several, read_yes
from programme.language.vietnamese import fold, nfc, thousands
from programme.language.words import words_for
from programme.xlsform import Refused

WORDS = ("text", "barcode")
"""Types whose answer is kept as it was written."""
LONGEST = 4000  # characters of one text answer; a form's own constraint may be tighter


def read(wanted: Wanted, text: str) -> Answer | Trouble:
    """The answer in `text`, or what is the matter with it: what is canonical first, then people's words."""
    text = nfc(text).strip()
    if not text:
        return Trouble("empty")
    kind = wanted.type.split()[0]
    if (plain := _exact(wanted, kind, text)) is not None:
        return plain
    return READERS[kind](wanted, text) if kind in READERS else Trouble("untyped")


NONE = words_for("answer.none")
"""What says 0 where a count is asked for."""


def _exact(wanted: Wanted, kind: str, text: str) -> Answer | None:
    """The answer of a text that is canonical already. Where the form has companions, a period to come or a count below
    nothing is told in our words; else that is the form's own business."""
    if wanted.exact is None or kind in SELECTS or (kind in WORDS and wanted.guarded) or "to" in wanted.companions:
        return None
    if "bound" in wanted.companions and text.startswith("-"):
        return None
    try:
        value = wanted.exact(text)
    except Refused as no:  # of the right kind, but off a range's steps: the form says so when it is put there
        return None if no.kind == "type" else Answer(text)
    return Answer(value, {"bound": ""} if "bound" in wanted.companions else {})


def _integer(wanted: Wanted, text: str) -> Answer | Trouble:
    if re.fullmatch(r"\d{1,18}", text):
        return Answer(str(int(text)))
    if wanted.ratio and (ratio := read_ratio(text)):
        if ratio.n > ratio.m:
            return Trouble("ratio", {"n": thousands(ratio.n), "m": thousands(ratio.m)})
        return Answer(str(ratio.n), second=str(ratio.m))
    if fold(text).strip(" .!") in NONE:
        return Answer("0", {"bound": ""} if "bound" in wanted.companions else {})
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
    periods = "scope" in wanted.companions
    found = read_date(text, wanted.today, ranges=ranges, periods=periods, bare_day=True, ahead=not periods)
    if not isinstance(found, Day):
        offers = tuple(day.isoformat() for day in found.options)
        got, days = shortened(found.text or text), [_dm(day) for day in found.options]
        if found.kind == "lunar" and len(days) == 1:
            return Trouble("date_lunar_is", {"got": got, "day": days[0]}, offers)
        if found.kind == "lunar" and days:
            return Trouble("date_lunar_or", {"got": got, "day": days[0], "other": days[-1]}, offers)
        return Trouble(f"date_{found.kind}", {"got": got, "today": _dm(wanted.today)}, offers)
    if not ranges:
        return Answer(found.date.isoformat())
    companions = {"to": found.date_to.isoformat() if found.date_to else ""}
    if "scope" in wanted.companions:
        companions["scope"] = "period" if found.scope == "period" else ""
    return Answer(found.date.isoformat(), companions)


def _time(wanted: Wanted, text: str) -> Answer | Trouble:
    meant = hours(text)
    return Answer(f"{meant[0]:%H:%M}") if meant else Trouble("time", {"got": shortened(text)})


def _datetime(wanted: Wanted, text: str) -> Answer | Trouble:
    try:
        datetime.fromisoformat(text)
        return Answer(text)
    except ValueError:
        pass
    first, last = text.split(None, 1), text.rsplit(None, 1)
    for day_text, clock_text in ((first[0], first[-1]), (last[0], last[-1]), (last[-1], last[0])):
        day = read_date(day_text, wanted.today, ranges=False, periods=False, ahead=True)
        clock = _time(wanted, clock_text)
        if isinstance(day, Day) and isinstance(clock, Answer):
            return Answer(f"{day.date.isoformat()}T{clock.value}")
    return Trouble("datetime", {"got": shortened(text)})


def _text(wanted: Wanted, text: str) -> Answer | Trouble:
    if len(text) > LONGEST:
        return Trouble("too_long", {"most": thousands(LONGEST)})
    return _guarded(wanted, text, find_personal(text) if wanted.guarded else [])


def _typed(wanted: Wanted, text: str) -> Answer | Trouble:
    """A code as it is on the thing: its long numbers are nobody's."""
    if len(text) > LONGEST:
        return Trouble("too_long", {"most": thousands(LONGEST)})
    found = [each for each in find_personal(text) if each.kind not in ("identity", "bank")] if wanted.guarded else []
    return _guarded(wanted, text, found)


def _guarded(wanted: Wanted, text: str, found: Sequence[Found]) -> Answer | Trouble:
    doubt = doubted(text, found, wanted.cleared)
    return Trouble(doubt.key, {"got": doubt.got, "marks": doubt.marks}) if doubt else Answer(text)


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
    "barcode": _typed,
    "select_one": read_one,
    "select_one_from_file": read_one,
    "select_multiple": read_several,
    "select_multiple_from_file": read_several,
    "rank": read_ranking,
    "acknowledge": read_yes,
    "trigger": read_yes,
    "geopoint": _point,
}


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
