"""What was read of activities as lines of a report, so that the form takes them by the same checks as `BC …`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.context import Context
from handlers.one_line.line import Line
from handlers.one_line.line_counts import Count
from handlers.one_line.line_words import Words
from handlers.understand.calendar_days import Day
from handlers.understand.reader.reading import Activity, Reading
from programme.domain.activities import TIMES
from programme.domain.model import LATEST

MATERIALS = "visual"
ALONGSIDE = ("leaflets", "banners")
"""Figures of materials that the form takes beside another activity of the day."""
CARRIES = ("communication", "club_meeting", "training", "model_launch")


def lines_of(s: Context, reading: Reading, text: str, words: Words) -> list[Line]:
    """A line for each activity; materials that went with one are in its line."""
    return [_line(s, reading, text, words, group) for group in _together(reading.activities)]


def _together(activities: Iterable[Activity]) -> list[list[Activity]]:
    groups: list[list[Activity]] = []
    for one in activities:
        beside = next((g for g in groups if _beside(g[0], one)), None)
        if beside is not None:
            beside.append(one)
        else:
            groups.append([one])
    return groups


def _beside(main: Activity, one: Activity) -> bool:
    same = (main.date, main.date_to, main.period) == (one.date, one.date_to, one.period)
    return (
        main.kind in CARRIES and one.kind == MATERIALS and bool(one.figures) and set(one.figures) <= {*ALONGSIDE} and same
    )


def _line(s: Context, reading: Reading, text: str, words: Words, group: list[Activity]) -> Line:
    first = group[0]
    return Line(
        kind=first.kind,
        topics=first.topics,
        day=_day(s, first),
        counts=tuple(count for one in group for count in _counts(reading, text, words, one)),
        place=first.place,
    )


def _day(s: Context, one: Activity) -> Day | None:
    if one.date:
        return Day(one.date, one.date_to if one.date_to != one.date else None)
    if one.period:
        first, last = s.programme.regime.span(one.period)
        return Day(first, min(last, s.today) if one.kind not in LATEST else last, "period")
    return None


def _counts(reading: Reading, text: str, words: Words, one: Activity) -> Iterable[Count]:
    named = words.said_of(one.kind)
    for name, value in one.figures.items():
        path = TIMES if name == "sessions" else f"/data/{one.kind}/{name}"
        figure = next((f for f in named if f.path == path), None)
        span = next((span for span in reading.spans if span.what == f"figure:{name}"), None)
        typed = text[span.start : span.end] if span else str(value.value)
        field = figure.phrases[0] if figure and figure.phrases else ()
        yield Count(value.value, value.bound or None, field, typed, path=path)


def without(line: Line, path: str) -> Line:
    """The line without one of its counts."""
    return replace(line, counts=tuple(count for count in line.counts if count.path != path))
