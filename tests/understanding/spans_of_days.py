"""The days that a reading names, whichever way: a day, days in a row, or a period by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from programme.domain.periods import Regime

CALENDAR = Regime("calendar")


def days_of(row: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day; "2026-06" and 1/6 to 30/6 are the same. None where no day is said."""
    if row.get("date"):
        first = date.fromisoformat(row["date"])
        return first, date.fromisoformat(row["date_to"]) if row.get("date_to") else first
    if not row.get("period"):
        return None
    try:
        return CALENDAR.span(row["period"])
    except ValueError:
        return None
