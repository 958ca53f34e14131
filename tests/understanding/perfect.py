"""A reader that reads what is expected: the measure measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.understand.reader.reading import Change, Reading, Span
from handlers.understand.reader.reading_rows import activity_of, value_of
from programme.language.vietnamese import nfc
from tests.understanding.cases import Case


def perfect(case: Case) -> Reading:
    """The expected reading; each figure quotes the whole text."""
    right = case.expected
    activities = tuple(filter(None, map(activity_of, right["activities"])))
    changes = right["change"] or ()
    changes = [changes] if isinstance(changes, Mapping) else changes
    figures = [*(name for a in activities for name in a.figures), *(c["figure"] for c in changes if c.get("figure"))]
    return Reading(
        intent=right["intent"],
        activities=activities,
        asks=tuple(right["must_ask"]),
        period=right.get("period") or "",
        date=_day(right.get("date")),
        date_to=_day(right.get("date_to")),
        change=tuple(map(_change, changes)),
        refused=tuple(right["must_not_store"]),
        spans=tuple(Span(0, len(nfc(case.text)), f"figure:{name}") for name in figures),
    )


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        figure=row.get("figure", ""),
        value=value_of(row) if "value" in row else None,
        date=_day(row.get("date")),
        place=row.get("place", ""),
        topics=tuple(row.get("topics", ())),
        kind=row.get("kind", ""),
        period=row.get("period", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
