"""What was read, as an answer to what went before: a correction of the last report, the answer to an open question, or
a message of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.understand.reader.purpose.intents import about_of
from handlers.understand.reader.purpose.questions import asked_of
from handlers.understand.reader.reading import Activity, Reading, Span, Talk
from handlers.understand.reader.talk.answered import answered
from handlers.understand.reader.talk.corrections import changes_of
from handlers.understand.reader.told import Told


def answer(told: Told, intent: str, talk: Talk | None) -> Reading:
    """The reading of a message whose intent is known."""
    spans = tuple(dict.fromkeys(told.page.spans))
    if intent == "nil":
        return _nil(told, spans)
    if intent == "correction" and talk is not None:
        changes, asks = changes_of(told, talk.last_report or talk.open_draft)
        return Reading("correction", change=changes, asks=asks, refused=told.refused, spans=_with(told, spans))
    if intent == "report":
        if talk is not None and talk.open_question:
            return answered(told, talk, spans)
        activities, asks = told.activities, told.asks
        if talk is not None and talk.last_report is not None:
            activities, asks = _same_day(told, talk.last_report)
        asks = asks if activities else ("kind", "figure")
        return Reading("report", activities, asks, refused=told.refused, spans=spans)
    if intent == "correction":
        return Reading(intent, asks=("figure",), refused=told.refused, spans=spans)
    if intent == "emergency":
        return Reading(intent, refused=tuple(dict.fromkeys((*told.refused, told.page.text))), spans=spans)
    if intent == "unclear":
        asked = talk.open_question if talk is not None else ""
        return Reading("unclear", asks=(asked or "kind",), refused=told.refused, spans=spans)
    about = about_of(told, intent)
    if intent == "question":
        period, first, last, asked = asked_of(told, about)
        return Reading(intent, (), (), period, first, last, (), told.refused, spans, about, asked)
    return Reading(intent, refused=told.refused, spans=spans, about=about)


def _with(told: Told, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*spans, *told.page.spans)))


def _same_day(told: Told, last: Activity) -> tuple[tuple[Activity, ...], tuple[str, ...]]:
    """ "hôm đấy … còn treo thêm": on the last report's day."""
    same = re.search(r"\b(?:hom (?:do|day|ay|ay)|buoi (?:do|ay|day)|luc do|cung ngay|cung hom)\b", told.key)
    same = same or re.search(r"\b(?:them|nua|con|kem|quen)\b", told.key)
    if not same or any(a.date or a.period for a in told.activities):
        return told.activities, told.asks
    activities = tuple(
        replace(a, date=last.date, date_to=last.date_to, period=last.period, topics=a.topics or last.topics)
        for a in told.activities
    )
    return activities, tuple(ask for ask in told.asks if ask not in ("date", "topics"))


def _nil(told: Told, spans: tuple[Span, ...]) -> Reading:
    """Which period or days had nothing to report."""
    periods = [d for d in told.days if d.sort in ("period", "unclear") and d.period]
    days = [d for d in told.days if d.date]
    found = (*spans, *(Span(*_letters(told, d.start, d.end), "date") for d in told.days))
    ranged = next((d for d in days if d.date_to), None)
    if ranged is not None:
        return Reading("nil", date=ranged.date, date_to=ranged.date_to, refused=told.refused, spans=found)
    if periods:
        return Reading("nil", period=periods[0].period, refused=told.refused, spans=found)
    if days:
        return Reading("nil", date=days[0].date, refused=told.refused, spans=found)
    return Reading("nil", asks=("period",), refused=told.refused, spans=found)


def _letters(told: Told, start: int, end: int) -> tuple[int, int]:
    return told.page.tokens[start].start, told.page.tokens[end - 1].end
