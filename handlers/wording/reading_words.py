"""What a message was read as, in words for people: the command line and the simulator show it."""

from __future__ import annotations

from datetime import date

from handlers.free_words.message_reading import LONGEST
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from handlers.understand.reader.reading import Activity, Change, Reading, Value
from programme.domain.model import KINDS, TOPICS
from programme.domain.programme import Programme
from programme.language.texts import Texts, load_texts
from programme.language.vietnamese import nfc
from reports.sums_in_words import figure_words, period_name, span
from reports.totals import Total

INDENT = "   "
WHAT = (
    "kind", "topic", "topics", "date", "date_to", "period", "place", "ward", "intent", "figure", "change", "personal",
    "hour", "weekday", "number", "code",
)  # fmt: skip
"""What words can say beside figures, and what can be asked."""


def in_words(t: Texts, programme: Programme, reading: Reading, text: str) -> str:
    """What it is, each activity with its figures, what would be asked, and the words that said it."""
    shown = [t(f"understood.intent.{reading.intent}")]
    nil = Activity(date=reading.date, date_to=reading.date_to, period=reading.period)
    if days := days_words(t, programme, nil):
        shown[0] += f": {days}"
    for number, activity in enumerate(reading.activities, 1):
        shown += [f"{number}. {head_words(t, programme, activity)}", f"{INDENT}{figures_words(t, activity)}".rstrip()]
    shown += [t("understood.change", to=change_words(t, reading, change)) for change in reading.change]
    if reading.asks:
        shown.append(t("understood.asks", names=", ".join(name_words(t, name) for name in reading.asks)))
    if reading.refused:
        shown.append(t("understood.refused", words=", ".join(f"“{words}”" for words in reading.refused)))
    if reading.spans:
        text = nfc(text)
        spans = sorted(reading.spans, key=lambda span: span.start)
        quoted = [(" ".join(text[s.start : s.end].split()), name_words(t, s.what)) for s in spans]
        width = min(30, max(len(words) for words, _ in quoted))
        shown += [t("understood.spans"), *(f"{INDENT}{words:<{width}}  {said}" for words, said in quoted)]
    return "\n".join(line for line in shown if line)


def read_in_words(programme: Programme, text: str, unit: str, today: date, language: str) -> str:
    """A text of a member of a unit as `baocao understand` shows it, for the simulator's page."""
    reading = read(text[:LONGEST], words=lexicon(), units=programme.units, unit=unit, today=today)
    return in_words(load_texts(language, programme.texts.get(language)), programme, reading, text[:LONGEST])


def head_words(t: Texts, programme: Programme, activity: Activity) -> str:
    """`truyền thông – ma túy, HIV/AIDS – 15/6/2026 – chợ, Phường Hà Tu`."""
    kind = t(f"kind.{activity.kind}") if activity.kind else t("understood.no_kind")
    topics = t("list.and").join(t(f"topic.{topic}") for topic in activity.topics)
    ward = programme.units.get(activity.ward)
    place = ", ".join(filter(None, (activity.place, ward.name if ward else activity.ward)))
    return " – ".join(filter(None, (kind, topics, days_words(t, programme, activity), place)))


def days_words(t: Texts, programme: Programme, activity: Activity) -> str:
    if activity.date:
        last = activity.date_to or activity.date
        return day_words(last) if last == activity.date else f"{span(activity.date, last)}/{last.year}"
    try:
        return period_name(t, programme.regime, activity.period) if activity.period else ""
    except ValueError:
        return activity.period


def day_words(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def figures_words(t: Texts, activity: Activity) -> str:
    return ", ".join(value_words(t, activity.kind, name, value) for name, value in activity.figures.items())


def value_words(t: Texts, kind: str, name: str, value: Value) -> str:
    """`45 lượt người`, `trên 900 lượt người`."""
    bound = value.bound if value.bound in ("min", "max", "about") else None
    return figure_words(t, f"{kind}.{name}", Total(value.value, bound))


def change_words(t: Texts, reading: Reading, change: Change) -> str:
    """The new value, in words."""
    if change.figure and change.value:
        return value_words(t, "", change.figure, change.value)
    topics = t("list.and").join(t(f"topic.{topic}") for topic in change.topics)
    shown = (
        topics,
        t(f"kind.{change.kind}") if change.kind else "",
        day_words(change.date) if change.date else "",
        change.period,
        change.place,
    )
    return ", ".join(filter(None, shown))


def name_words(t: Texts, name: str) -> str:
    """What a question or some words are about: `date`, `participants`, `figure:participants`, `topic:drug` …"""
    what, _, which = name.partition(":")
    if what == "topic" and which in TOPICS:
        return t(f"topic.{which}")
    if what == "kind" and which in KINDS:
        return t(f"kind.{which}")
    if f"figure.{which or what}" in t:
        return t(f"figure.{which or what}", n="…")
    return t(f"understood.what.{what}") if what in WHAT else name
