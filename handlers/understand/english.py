"""Simple English sentences, read to the same values as Vietnamese ones: "Yesterday 1 session on drugs at KHU 4, 45
people". Pure. Numbers are digits; what is not read so is left to the guided way.

The words are data (programme/language/understand/en.toml); days, places and what a number counts are found here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from handlers.understand.reader.lexicon import HERE
from handlers.understand.reader.reading import Activity, Reading, Span, Value
from programme.language.vietnamese import nfc

LANGUAGE = "en"
TALK = "communication"
"""The kind whose figures are meant where a piece names none."""
ABOUT_HELP = ("whom",)
"""What is asked about by a call for help, and not by a question."""
_PIECE = re.compile(r"(?:\.(?=\s|$)|[;\n]|,(?!\d{3})|\band\b)")


@dataclass(slots=True)
class _Found:
    """What pieces of a message tell of one activity."""

    kind: str = ""
    topics: list[str] = field(default_factory=list)
    day: date | None = None
    place: str = ""
    figures: dict[str, Value] = field(default_factory=dict)


def read(text: str, today: date) -> Reading | None:
    """What an English message says on that day; None where it is not read as English."""
    text = nfc(text)
    low = text.lower()
    if len(low) != len(text):
        return None
    return asked(low, today) or _report(text, low, today)


def asked(text: str, today: date) -> Reading | None:
    """What the whole message is for, where it is no report."""
    low, words = nfc(text).lower().strip(" .!?"), _words()
    for intent, lines in words["intent"].items():
        if _is(lines, low):
            chat = {"hello": "hello", "thanks": ""}
            return Reading("chatter", about=chat[intent]) if intent in chat else _about(intent, low, today)
    about = next((name for name, lines in words["about"].items() if _is(lines, low)), "")
    if not about:
        return None
    period = _period(low, today)
    return Reading("help" if about in ABOUT_HELP else "question", about=about, period=period)


def _about(intent: str, low: str, today: date) -> Reading:
    return Reading(intent, about="how" if intent == "help" else "", period=_period(low, today))


def _is(lines: list[str], text: str) -> bool:
    return any(re.fullmatch(line, text) for line in lines)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((HERE / f"{LANGUAGE}.toml").read_text("utf-8"))


# --- a report ---------------------------------------------------------------------------------------------------------


def _report(text: str, low: str, today: date) -> Reading | None:
    spans: list[Span] = []
    done: list[_Found] = []
    for start, end in _pieces(low):
        piece = _piece(text, low, start, end, today, spans)
        here = done[-1] if done else None
        if here is None:
            done.append(piece)
        elif _is_another(here, piece):
            done.append(replace(piece, topics=piece.topics or here.topics, day=piece.day or here.day))
        else:
            _join(here, piece)
    told = [one for one in done if one.kind and one.figures]
    if not told:
        return None
    return Reading("report", tuple(_activity(one) for one in told), spans=tuple(sorted(spans, key=lambda s: s.start)))


def _pieces(low: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _PIECE.finditer(low):
        yield start, cut.start()
        start = cut.end()
    yield start, len(low)


def _is_another(here: _Found, piece: _Found) -> bool:
    """Whether a piece tells of another activity: of another kind, or what the one before has already."""
    if not piece.kind or not here.kind:
        return False
    figures = set(_words()["figure"][here.kind])
    beside = piece.kind != here.kind and not set(piece.figures) <= figures
    again = bool(set(piece.figures) & set(here.figures))
    return beside or again or (piece.kind != here.kind and not piece.figures)


def _join(here: _Found, piece: _Found) -> None:
    here.kind = here.kind or piece.kind
    here.topics = here.topics or piece.topics
    here.day, here.place = here.day or piece.day, here.place or piece.place
    known = _words()["figure"].get(here.kind or TALK, {})
    here.figures |= {name: value for name, value in piece.figures.items() if name in known}


def _piece(text: str, low: str, start: int, end: int, today: date, spans: list[Span]) -> _Found:
    """What one piece tells; its numbers count what stands behind them."""
    words, found = _words(), _Found()
    taken: list[tuple[int, int]] = []

    def take(a: int, b: int, what: str) -> None:
        taken.append((a, b))
        spans.append(Span(a, b, what))

    for a, b, day in _days(low, start, end, today):
        if found.day is None:
            found.day = day
            take(a, b, "date")
    for name, line in words["topic"].items():
        if m := re.compile(rf"\b(?:{line})\b").search(low, start, end):
            found.topics.append(name)
            take(*m.span(), "topic")
    for name, line in words["kind"].items():  # the more particular first
        if m := re.compile(rf"\b(?:{line})\b").search(low, start, end):
            found.kind = name
            spans.append(Span(*m.span(), "kind"))
            break
    if m := _place(low, start, end, taken):
        found.place = text[m[0] : m[1]].strip()
        take(*m, "place")
    for number in re.compile(r"(?<![\w./-])(\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?![\w%]|[./-]\d)").finditer(low, start, end):
        if any(a <= number.start() < b for a, b in taken):
            continue
        if name := _counted(low, number.end(), end, found.kind):
            bound = _bound(low, start, number.start())
            found.figures.setdefault(name, Value(int(re.sub(r"\D", "", number[1])), bound))
            spans.append(Span(*number.span(), f"figure:{name}"))
    return found


def _counted(low: str, start: int, end: int, kind: str) -> str:
    """The figure that the next words name, the nearest noun first: of the kind of the piece, else of a talk."""
    near: dict[int, str] = {}
    for name, line in _words()["figure"].get(kind or TALK, {}).items():
        if m := re.compile(rf"\s*(?:[a-z]+\s+){{0,2}}?(?:{line})\b").match(low, start, end):
            near.setdefault(m.end(), name)
    return near[min(near)] if near else ""


def _bound(low: str, start: int, end: int) -> str:
    before = low[start:end].rstrip()
    return next((name for name, line in _words()["bound"].items() if re.search(rf"\b(?:{line})$", before)), "")


def _place(low: str, start: int, end: int, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    words = _words()["place"]
    for m in re.compile(rf"\b(?:{words['before']})\s+").finditer(low, start, end):
        stop = re.compile(rf"\s(?:{words['behind']})\b").search(low, m.end(), end)
        last = stop.start() if stop else end
        later = [a for a, _ in taken if m.end() <= a < last]
        last = min(later, default=last)
        said = low[m.end() : last].strip()
        if said and not any(a <= m.end() < b for a, b in taken) and not re.fullmatch(words["none"], said):
            return m.end(), m.end() + len(low[m.end() : last].rstrip())
    return None


def _activity(one: _Found) -> Activity:
    figures = dict(one.figures)
    event = _words()["event"].get(one.kind, "")
    if event and event not in figures:
        figures[event] = Value(1)
    return Activity(one.kind, tuple(one.topics), one.day, one.day, place=one.place, figures=figures)


# --- days -------------------------------------------------------------------------------------------------------------


def _days(low: str, start: int, end: int, today: date) -> Iterator[tuple[int, int, date]]:
    """Days that are named, with their places."""
    words = _words()["day"]
    months, weekdays = words["months"].split(), words["weekdays"].split()
    named = "|".join(m if m == "may" else rf"{m[:3]}(?:{m[3:]})?" for m in months)
    of, th, year = r"\b(?:on )?(?:the )?", r"(?:st|nd|rd|th)?", r"(?: (\d{4}))?"
    ways = (
        (rf"\b(?:{words['today']})\b", lambda m: today),
        (rf"\b(?:{words['yesterday']})\b", lambda m: today - timedelta(1)),
        (r"\b(\d{1,2}) days? ago\b", lambda m: today - timedelta(int(m[1]))),
        (rf"{of}(\d{{1,2}}){th}(?: of)? ({named})\b{year}", lambda m: _day(today, m[1], _month(m[2], months), m[3])),
        (rf"{of}({named}) (\d{{1,2}}){th}\b,?{year}", lambda m: _day(today, m[2], _month(m[1], months), m[3])),
        (rf"{of}(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}))?\b", lambda m: _day(today, m[1], int(m[2]), m[3])),
        (rf"\b(?:on |last )?({'|'.join(weekdays)})\b", lambda m: _weekday(today, weekdays.index(m[1]))),
    )
    for line, day_of in ways:
        for m in re.compile(line).finditer(low, start, end):
            if day := day_of(m):
                yield *m.span(), day


def _month(said: str, months: list[str]) -> int:
    return next(n for n, name in enumerate(months, 1) if name.startswith(said[:3]))


def _day(today: date, day: str, month: int, year: str | None) -> date | None:
    """The last day of that name up to today, where no year is said."""
    try:
        found = date(int(year or today.year), month, int(day))
        return found.replace(year=today.year - 1) if not year and found > today else found
    except ValueError:
        return None


def _weekday(today: date, number: int) -> date:
    return today - timedelta((today.weekday() - number) % 7)


def _period(low: str, today: date) -> str:
    """The month or year that a question names."""
    months = _words()["day"]["months"].split()
    before = today.replace(day=1) - timedelta(1)
    if "last month" in low:
        return f"{before:%Y-%m}"
    if "this month" in low:
        return f"{today:%Y-%m}"
    if "this year" in low or "last year" in low:
        return f"{today.year - ('last year' in low)}"
    m = re.search(rf"\b(?:in|for|of) ({'|'.join(months)})\b", low)
    month = _month(m[1], months) if m else 0
    return f"{today.year - (month > today.month)}-{month:02}" if month else ""
