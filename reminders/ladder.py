"""On which days who hears that a report is due: one step after the other, on working days, never two on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from programme.domain.agenda import STEPS
from reminders.working_days import DAY, WorkingDays


def step_days(due: date, steps: Mapping[str, int], working: WorkingDays) -> dict[str, date]:
    """Step → its day. Up to the due day it moves to the working day before, later to the one after; one that would
    fall on or before the day of the step below it comes on the next working day."""
    found: dict[str, date] = {}
    last: date | None = None
    for step in STEPS:
        if step not in steps:
            continue
        nominal = due + timedelta(days=steps[step])
        day = working.at_or_before(nominal) if nominal <= due else working.at_or_after(nominal)
        if last is not None and day <= last:
            day = working.at_or_after(last + DAY)
        found[step] = last = day
    return found
