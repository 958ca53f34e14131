"""What was read of activities as lines of a report, so that the form takes them by the same checks as `BC …`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers.context import Context
from handlers.one_line.count import counts_told
from handlers.one_line.line import Line
from handlers.one_line.line_words import DATE, KIND, TOPICS, Words
from handlers.understand.calendar_days import Day
from handlers.understand.reader.reading import Activity, Reading
from programme.domain.model import LATEST
from programme.domain.org_units import own_name
from programme.language.vietnamese import fold

OWN = {"kind": KIND, "topics": TOPICS, "date": DATE, "place": "/data/place"}
"""What is asked of every activity, by the reader's name for it."""
MATERIALS = "visual"
"""The kind of activity whose figures may go into the report of another of the same day, where the form has them."""


def lines_of(s: Context, reading: Reading, text: str, words: Words, fits: Callable[[Line], bool]) -> list[Line]:
    """A line for each activity; materials that went with one are in its line, if that line `fits` the form."""
    groups: list[list[Activity]] = []
    for one in reading.activities:
        hosts = (g for g in groups if _beside(g[0], one) and fits(_line(s, reading, text, words, [*g, one])))
        beside = next(hosts, None)
        if beside is not None:
            beside.append(one)
        else:
            groups.append([one])
    return [_line(s, reading, text, words, group) for group in groups]


def _beside(main: Activity, one: Activity) -> bool:
    """Whether materials went with that activity."""
    same = (main.date, main.date_to, main.period) == (one.date, one.date_to, one.period)
    return main.kind != MATERIALS and one.kind == MATERIALS and bool(one.figures) and same


def _line(s: Context, reading: Reading, text: str, words: Words, group: list[Activity]) -> Line:
    first = group[0]
    return Line(
        kind=first.kind,
        topics=first.topics,
        day=_day(s, first),
        day_typed=_day_typed(first, reading, text),
        counts=tuple(
            count for one in group for count in counts_told(one.figures, one.kind, words, reading.spans, text)
        ),
        place=place_of(s, first),
        unsure=tuple(_asked(reading.asks, words, group)),
    )


def place_of(s: Context, one: Activity) -> str:
    """Where it was: the place, with the ward where its words do not name that."""
    ward = s.programme.units.get(one.ward)
    if ward is None or own_name(ward.name) in fold(one.place):
        return one.place
    return ", ".join(filter(None, (one.place, ward.name)))


def _day(s: Context, one: Activity) -> Day | None:
    if one.date:
        return Day(one.date, one.date_to if one.date_to != one.date else None)
    if one.period:
        first, last = s.programme.regime.span(one.period)
        return Day(first, min(last, s.today) if one.kind not in LATEST else last, "period")
    return None


def _day_typed(one: Activity, reading: Reading, text: str) -> str:
    """The day as a line says it: 14/6, 12-14/6; one that is to be asked or confirmed in its own words."""
    said = next((span for span in reading.spans if span.what == "date"), None)
    if "date" in reading.asks and said is not None:
        return text[said.start : said.end]
    if one.date is None:
        return ""
    last = one.date_to or one.date
    if last == one.date:
        return f"{one.date.day}/{one.date.month}"
    first = f"{one.date.day}" if last.month == one.date.month else f"{one.date.day}/{one.date.month}"
    return f"{first}-{last.day}/{last.month}"


def _asked(asks: Iterable[str], words: Words, group: list[Activity]) -> Iterable[str]:
    """The questions that the reader wants to be looked at."""
    for name in asks:
        if name in OWN:
            yield OWN[name]
        else:
            yield from (path for one in group if (path := words.path(one.kind, name)))
