"""Which period a report is of, and until when one may be sent or changed."""

from __future__ import annotations

from datetime import date

from handlers.context import Acting
from programme.domain.model import Report


def cadence(s: Acting, unit: str) -> str:
    return s.programme.unit_kinds[s.programme.units[unit].kind].cadence


def period_of(s: Acting, unit: str, day: date) -> str:
    return s.programme.regime.period_of(day, cadence(s, unit))


def window(s: Acting, unit: str, period: str) -> date:
    """The last day on which a report of this period may be sent or mended by its sender."""
    kind = s.programme.unit_kinds[s.programme.units[unit].kind]
    return s.programme.regime.due(period, kind.due_days)


def open_period(s: Acting, unit: str) -> str:
    """The last period while its window is open, else this one."""
    now = period_of(s, unit, s.today)
    last = s.programme.regime.before(now)
    return last if s.today <= window(s, unit, last) else now


def due_period(s: Acting, unit: str) -> str:
    """The period that a report is due for: the last one while its window is open and nothing came, else this one."""
    period = open_period(s, unit)
    return period_of(s, unit, s.today) if unit in s.reports.reported(period) else period


def is_closed(s: Acting, report: Report) -> bool:
    """Whether the window of its period is over."""
    return s.today > window(s, report.unit, report.period)


def may_mend(s: Acting, report: Report) -> bool:
    """A member mends their own, a leader their unit's, until the window closes; a coordinator theirs, always."""
    if not s.may("mend", report):
        return False
    if s.may("approve", report.unit):
        return report.state in ("filed", "late", "returned", "approved")
    if report.state not in ("filed", "late", "returned"):
        return False
    return report.state == "late" or s.today <= window(s, report.unit, report.period)
