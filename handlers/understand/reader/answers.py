"""What was read, as an answer to what went before: a correction of the last report, the answer to an open question, or
a message of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from handlers.understand.calendar_days import last_weekday, make, month_of
from handlers.understand.number_words import read_words
from handlers.understand.reader.corrections import changes_of
from handlers.understand.reader.intents import about_of
from handlers.understand.reader.reading import Activity, Reading, Span, Talk, Value
from handlers.understand.reader.told import Told
from programme.domain.model import TOPICS

_NONE = re.compile(
    r"(?:da |thua )?(?:khong|chua|chang|cha)(?: (?:co|phat|treo|dan|ai|nao|gi|cai|to|nguoi|het|dau|duoc|a|anh|chi|em"
    r"|nhe|ca))*[ .!]*|0"
)


def answer(told: Told, intent: str, talk: Talk | None) -> Reading:
    """The reading of a message whose intent is known."""
    spans = tuple(dict.fromkeys(told.page.spans))
    if intent == "nil":
        return _nil(told, spans)
    if intent == "correction" and talk is not None:
        changes, asks = changes_of(told, talk.last_report)
        return Reading("correction", change=changes, asks=asks, refused=told.refused, spans=_with(told, spans))
    if intent == "report":
        if talk is not None and talk.open_question:
            return _answered(told, talk, spans)
        activities, asks = told.activities, told.asks
        if talk is not None and talk.last_report is not None:
            activities, asks = _same_day(told, talk.last_report)
        asks = asks if activities else ("kind", "figure")
        return Reading("report", activities, asks, refused=told.refused, spans=spans)
    if intent == "correction":
        return Reading(intent, asks=("figure",), refused=told.refused, spans=spans)
    if intent == "emergency":
        return Reading(intent, refused=tuple(dict.fromkeys((*told.refused, told.page.text))), spans=spans)
    if intent == "unclear" and talk is not None and talk.open_question:
        return Reading("unclear", asks=(talk.open_question,), refused=told.refused, spans=spans)
    if intent == "unclear" and told.amounts:
        return Reading("unclear", asks=("kind",), refused=told.refused, spans=spans)
    period, first, last = _asked_of(told) if intent == "question" else ("", None, None)
    about = about_of(told, intent)
    return Reading(intent, (), (), period, first, last, refused=told.refused, spans=spans, about=about)


def _asked_of(told: Told) -> tuple[str, date | None, date | None]:
    """The period or the days that a question names."""
    said = next((d for d in told.days if d.period), None) or next((d for d in told.days if d.date), None)
    if said is None:
        return "", None, None
    return (said.period, None, None) if said.period else ("", said.date, said.date_to)


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


def _said_day(told: Told) -> dict[str, object]:
    """The day that answers "when?"; a number alone is a day of the month, "t6" a weekday."""
    days = [d for d in told.days if d.date]
    if days:
        return {"date": days[0].date, "date_to": days[0].date_to}
    weekday = re.fullmatch(r"(?:hom |chieu |sang |toi )?t ([2-7])(?: (?:nay|vua roi|roi|a|nhe))?", told.key)
    if weekday:
        return {"date": last_weekday(int(weekday[1]) - 2, told.today)}
    plain = [a for a in told.amounts if a.head == "" and a.value and 1 <= a.value <= 31]
    read = read_words([t.key for t in told.page.tokens]) if not told.amounts and told.page.tokens else None
    number = (
        plain[0].value
        if len(plain) == 1
        else (read.value if read and read.flaw is None and read.end == len(told.page.tokens) else None)
    )
    if number and 1 <= number <= 31:
        day = make(*month_of(number, told.today), number)
        return {"date": day} if day and day <= told.today else {}
    return {}


def _said_place(told: Told) -> str:
    """The place that answers "where?": the text without what stands around it."""
    page, start, end = told.page, 0, len(told.page.tokens)
    while start < end - 1 and page.key(start) in ("o", "tai", "da", "em", "ben", "la", "chi"):
        start += 1
    while end - 1 > start and page.key(end - 1) in (
        "nha",
        "nhe",
        "a",
        "anh",
        "chi",
        "em",
        "oi",
        "ad",
        ".",
        "!",
        ",",
        "do",
    ):
        if page.key(end - 1) in ("anh", "chi", "em") and page.taken[end - 1] == "place":
            break
        end -= 1
    return page.typed(start, end)


def _answered(told: Told, talk: Talk, spans: tuple[Span, ...]) -> Reading:
    """The draft after the answer to the question that was open."""
    draft, asked = talk.open_draft or Activity(), talk.open_question
    words = told.page.words.kinds.get(draft.kind)
    figures, asks = dict(draft.figures), []
    change: dict[str, object] = {}
    if asked == "date":
        change = _said_day(told)
    elif asked == "topics":
        topics = {h.name for h in told.page.find("topic")}
        change = {"topics": tuple(t for t in TOPICS if t in topics)} if topics else {}
    elif asked == "place":
        change = {"place": _said_place(told)}
    for amount in told.amounts if asked not in ("date", "place", "topics") else ():
        figure = words.figures.get(amount.head, "") if words and amount.head not in ("", "piece", "money") else asked
        if amount.head == "student" and asked == "participants" and asked in figures:
            figure = "participants_students"
        figure = asked if amount.head in ("money", "turn", "case") and asked else figure
        if figure and amount.value is not None and (figure == asked or figure not in figures):
            figures[figure] = Value(amount.value, amount.bound)
            told.page.span(amount.start, amount.end, f"figure:{figure}")
            change = change or {"figures": True}
    if asked and asked not in figures and _NONE.fullmatch(told.key) and asked not in ("date", "place", "topics"):
        figures[asked] = Value(0)
        told.page.span(0, len(told.page.tokens), f"figure:{asked}")
    change.pop("figures", None)
    if asked not in figures and asked not in change:
        asks.append(asked)
    activity = replace(draft, figures=figures, **change)  # type: ignore[arg-type]
    return Reading("report", (activity,), tuple(asks), refused=told.refused, spans=_with(told, spans))
