"""A reading as one flat row, for the command line and the simulator, and what went before out of such a row. The keys
are those of `baocao understand --json` (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handlers.understand.reader.reading import Activity, Change, Reading, Talk, Value
from programme.language.vietnamese import nfc

Row = Mapping[str, Any]


def talk_of(context: Row | None) -> Talk:
    """What went before the message: `last_report`, `open_draft` and `open_question`, as far as they stand there."""
    said = context or {}
    return Talk(
        last_report=activity_of(said.get("last_report")),
        open_draft=activity_of(said.get("open_draft")),
        open_question=said.get("open_question") or "",
    )


def activity_of(row: Row | None) -> Activity | None:
    if row is None:
        return None
    return Activity(
        kind=row.get("kind") or "",
        topics=tuple(row.get("topics") or ()),
        date=_day(row.get("date")),
        date_to=_day(row.get("date_to")),
        period=row.get("period") or "",
        place=row.get("place") or "",
        ward=row.get("ward") or "",
        figures={name: value_of(value) for name, value in (row.get("figures") or {}).items()},
    )


def value_of(value: int | Row) -> Value:
    """A bare number, or `value` and `bound`."""
    if isinstance(value, Mapping):
        return Value(value["value"], value.get("bound") or "")
    return Value(value)


def reading_row(reading: Reading, text: str, ward_name: Callable[[str], str] = str) -> dict[str, Any]:
    """What a message was read as; `text` is the message, whose words the spans quote, `ward_name` says how the code of
    a ward is shown. Outside of an activity `period`, `date` and `date_to` are those of a nil report or a question,
    `topics`, `by` (how the figures are cut) and `at` (a unit in the text's words) those of a question."""
    text = nfc(text)
    return {
        "intent": reading.intent,
        "activities": [activity_row(activity, ward_name) for activity in reading.activities],
        "asks": list(reading.asks),
        "period": reading.period or None,
        "date": _iso(reading.date),
        "date_to": _iso(reading.date_to),
        "about": reading.about or None,
        "topics": list(reading.asked.topics),
        "by": reading.asked.by or None,
        "at": reading.asked.at or None,
        "change": change_row(reading),
        "refused": list(reading.refused),
        "spans": [
            {"text": text[s.start : s.end], "start": s.start, "end": s.end, "what": s.what} for s in reading.spans
        ],
    }


def activity_row(activity: Activity, ward_name: Callable[[str], str] = str) -> dict[str, Any]:
    return {
        "kind": activity.kind or None,
        "topics": list(activity.topics),
        "date": _iso(activity.date),
        "date_to": _iso(activity.date_to),
        "period": activity.period or None,
        "place": activity.place or None,
        "ward": ward_name(activity.ward) if activity.ward else None,
        "figures": {name: _value(value) for name, value in activity.figures.items()},
    }


def change_row(reading: Reading) -> dict[str, Any] | list[dict[str, Any]] | None:
    """None but for a correction; {} where the text leaves open what changes, a list where it is more than one thing."""
    if reading.intent != "correction":
        return None
    rows = [_change(change) for change in reading.change]
    return rows if len(rows) > 1 else rows[0] if rows else {}


def _change(change: Change) -> dict[str, Any]:
    """Only what is changed."""
    row: dict[str, Any] = {}
    if change.figure:
        row["figure"] = change.figure
    if change.value is not None:
        row |= _value(change.value)
    if change.topics:
        row["topics"] = list(change.topics)
    if change.date:
        row["date"] = change.date.isoformat()
    said = {"period": change.period, "kind": change.kind, "place": change.place}
    return row | {name: words for name, words in said.items() if words}


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "bound": value.bound or None}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
