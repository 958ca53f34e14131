"""What a person typed, pressed or sent, read as the answer to a question of a form.

`read` gives an Answer (a canonical XForms value and what its companions take) or a Trouble (a key of the texts, its
values, and choices that would help).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handlers.understand import choices as matching
from handlers.understand.date_words import HOUR, MINUTE
from handlers.understand.dates import Day, read_date
from handlers.understand.guard import Found, find_personal
from handlers.understand.numbers import Number, read_number, read_ratio
from programme.language.vietnamese import fold, nfc, thousands
from programme.xlsform import Instance, Refused, bare
from programme.xlsform.types import LISTS, canonical

SELECTS = LISTS | {"select_one"}
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
    the day it is, whether an answer n/m has a place for its m, whether it must be answered, whether words about people
    are refused (`guarded`), and `exact`: what is canonical already, written as the record has it (raises Refused)."""

    type: str
    items: Sequence[matching.Item] = ()
    companions: frozenset[str] = frozenset()
    today: date = date.min
    ratio: bool = False
    named: bool = False
    required: bool = True
    guarded: bool = True
    exact: Callable[[str], str] | None = None


def wanted(
    instance: Instance, ref: str, today: date, companions: frozenset[str] = frozenset(), guarded: bool = True
) -> Wanted:
    """What the question at `ref` takes now."""
    question = instance.form.question(bare(ref))
    bind = instance.form.parts[question.path].type
    return Wanted(
        type=question.type,
        items=items(instance, ref) if question.type in SELECTS else (),
        companions=companions,
        today=today,
        ratio=bool(question.columns.get("ratio")),
        required=instance.required(ref),
        guarded=guarded,
        exact=lambda text: canonical(question, bind, text, instance.zone),
    )


def items(instance: Instance, ref: str) -> list[matching.Item]:
    """The choices there are now, with the other words for them that the form gives."""
    question = instance.form.question(bare(ref))
    return [
        matching.Item(i.name, i.label, aliases(question.choice_columns(i.name).get("aliases", "")))
        for i in instance.choices(ref)
    ]


def aliases(column: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in re.split("[,;]", column) if w.strip())


def read(wanted: Wanted, text: str) -> Answer | Trouble:
    """The answer in `text`, or what is the matter with it: what is canonical first, then people's words."""
    text = nfc(text).strip()
    if not text:
        return Trouble("empty")
    kind = wanted.type.split()[0]
    if (plain := _exact(wanted, kind, text)) is not None:
        return plain
    return READERS[kind](wanted, text) if kind in READERS else Trouble("untyped")


def _exact(wanted: Wanted, kind: str, text: str) -> Answer | None:
    """The answer of a text that is canonical already. Where the form has companions, a period to come or a count below
    nothing is told in our words; else that is the form's own business."""
    if wanted.exact is None or kind in SELECTS or (kind == "text" and wanted.guarded) or "to" in wanted.companions:
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
        return Trouble(f"date_{found.kind}", {"got": shortened(found.text or text), "today": _dm(wanted.today)}, offers)
    if not ranges:
        return Answer(found.date.isoformat())
    companions = {"to": found.date_to.isoformat() if found.date_to else ""}
    if "scope" in wanted.companions:
        companions["scope"] = "period" if found.scope == "period" else ""
    return Answer(found.date.isoformat(), companions)


def _time(wanted: Wanted, text: str) -> Answer | Trouble:
    clock = re.fullmatch(rf"(\d{{1,2}})\s*(?:(?:{HOUR}|[:.])\s*(\d{{1,2}})?)?\s*{MINUTE}?", fold(text))
    if not clock or int(clock[1]) > 23 or int(clock[2] or 0) > 59:
        return Trouble("time", {"got": shortened(text)})
    return Answer(f"{int(clock[1]):02}:{int(clock[2] or 0):02}")


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
    if wanted.guarded and (found := find_personal(text)):
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


def _typed(wanted: Wanted, text: str) -> Answer | Trouble:
    """A code as it is on the thing: nobody's number, so it is not looked through for one."""
    return Answer(text) if len(text) <= LONGEST else Trouble("too_long", {"most": thousands(LONGEST)})


def _one(wanted: Wanted, text: str) -> Answer | Trouble:
    if any(item.name == text for item in wanted.items):
        return Answer(text)
    found = matching.match(text, wanted.items)
    if found.certain and len(found.names) == 1:
        return Answer(found.names[0])
    names = found.names or _holding(wanted, text)
    if names:
        return Trouble("choice_several", {"got": shortened(text)}, tuple(names))
    return Trouble("choice", {"got": shortened(text)})


def _holding(wanted: Wanted, text: str) -> list[str]:
    """The choices whose words have these letters anywhere, without diacritics: for a long list."""
    part = fold(text)
    return [i.name for i in wanted.items if part in fold(i.label)] if 2 <= len(part) <= 40 else []


def _named(wanted: Wanted, text: str) -> list[str]:
    """The pieces of a list of names of choices, [] where one is none."""
    pieces, names = [p for p in re.split(r"[,;\s]+", text) if p], {item.name for item in wanted.items}
    return pieces if set(pieces) <= names else []


def _many(wanted: Wanted, text: str) -> Answer | Trouble:
    if named := _named(wanted, text):
        return Answer(named)
    found = matching.match_many(text, wanted.items)
    if found.unknown or not found.names:
        return Trouble("choice", {"got": shortened(found.unknown[0] if found.unknown else text)})
    if not found.certain:
        return Trouble("choice_several", {"got": shortened(text)}, tuple(found.names))
    return Answer(list(found.names))


def _ranked(wanted: Wanted, text: str) -> Answer | Trouble:
    """Every choice once, in the order they were said."""
    if named := _named(wanted, text):
        return Answer(named)
    ranks: list[str] = []
    for piece in re.split("[,;>]" if re.search("[,;>]", text) else r"\s+", text):
        one = _one(wanted, piece.strip())
        if isinstance(one, Trouble):
            return one
        ranks.append(one.value)
    if len(set(ranks)) < len(wanted.items) or len(ranks) > len(wanted.items):
        return Trouble("rank", {"count": len(wanted.items)})
    return Answer(ranks)


def _yes(wanted: Wanted, text: str) -> Answer | Trouble:
    said = matching.yes_no(text)
    if said is False and not wanted.required:
        return Answer("")
    return Answer("OK") if said else Trouble("acknowledge")


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
    "select_one": _one,
    "select_one_from_file": _one,
    "select_multiple": _many,
    "select_multiple_from_file": _many,
    "rank": _ranked,
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
