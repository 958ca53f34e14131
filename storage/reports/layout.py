"""How a report is laid out over its tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from programme.domain import periods
from programme.domain.approvals import likeness, spot
from programme.domain.model import COUNTED, KINDS, Activity, Figure, Report, stands, stands_for


def report_row(report: Report) -> dict[str, Any]:
    first, last = days(report)
    same = ("code", "form", "version", "unit", "member", "entered_by", "channel", "period", "filed_at", "state")
    return {name: getattr(report, name) for name in (*same, "merged_into", "revision")} | {
        "answers": dict(report.answers),
        "joint_units": list(report.joint_units),
        "nil": report.nil,
        "tells": report.nil or bool(report.activities),
        "first": first,
        "last": last,
    }


def days(report: Report) -> tuple[date, date]:
    """The days its activities span; a nil report's are those of its period by the calendar, or that of its filing."""
    if report.activities:
        return min(a.date for a in report.activities), max(a.day for a in report.activities)
    try:
        return periods.Regime().span(report.period)
    except ValueError:
        return report.filed_at.date(), report.filed_at.date()


def counts(report: Report) -> bool:
    return report.state in COUNTED and report.merged_into is None


def activity_rows(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "report": report.code,
            "n": n,
            "unit": report.unit,
            "kind": activity.kind,
            "scope": activity.scope,
            "topics": list(activity.topics),
            "date": activity.date,
            "date_to": activity.date_to,
            "day": activity.day,
            "place": activity.place,
            "ward": activity.ward,
            "note": activity.note,
            "counts": counts(report),
            "likeness": likeness(activity),
            "spot": spot(activity),
        }
        for n, activity in enumerate(report.activities)
    ]


def figure_rows(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "report": report.code,
            "n": n,
            "name": name,
            "unit": report.unit,
            "kind": activity.kind,
            "value": figure.value,
            "bound": figure.bound,
            "alone": counts(report) and one_session(activity),
            "day": activity.day,
            "topics": list(activity.topics),
            "counts": counts(report),
        }
        for n, activity in enumerate(report.activities)
        for name, figure in activity.figures.items()
    ]


def standing_rows(report: Report) -> list[dict[str, Any]]:
    """The figures that tell how things stand, of a report that counts."""
    if not counts(report):
        return []
    return [
        {
            "report": report.code,
            "n": n,
            "name": name,
            "unit": report.unit,
            "kind": activity.kind,
            "topics": list(activity.topics),
            "place": stands_for(activity.kind, activity.place),
            "day": activity.day,
            "at": report.filed_at,
            "value": figure.value,
            "bound": figure.bound,
        }
        for n, activity in enumerate(report.activities)
        for name, figure in activity.figures.items()
        if stands(activity.kind, name)
    ]


def one_session(activity: Activity) -> bool:
    """One event with exactly one session; of a kind that has no sessions, one event."""
    if activity.scope != "event":
        return False
    return "sessions" not in KINDS.get(activity.kind, ()) or activity.figures.get("sessions") == Figure(1)


def joint_rows(report: Report) -> list[dict[str, Any]]:
    return [{"unit": unit, "report": report.code} for unit in dict.fromkeys(report.joint_units)]


def picture_rows(report: Report) -> list[dict[str, Any]]:
    return [
        {"report": report.code, "n": n, "name": medium.name, "type": medium.type, "sha256": medium.sha256}
        for n, medium in enumerate(report.media)
    ]
