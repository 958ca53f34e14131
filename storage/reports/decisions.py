"""What is done about matters, each in the trail: raised, decided with the reason, reports merged or given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from programme.domain.approvals import CORRECTION, DecideMatter, GiveReason, MergeReport, RaiseMatter, StandReport
from storage.privacy import audit
from storage.reports import matters, reports


def _raise(conn: Connection, deed: RaiseMatter, at: datetime) -> None:
    matter = deed.matter
    if matters.raised(conn, matter):
        audit.note(conn, at, matter.by, f"raise {matter.kind}", matter.report, matter.other or matter.id)


def _decide(conn: Connection, deed: DecideMatter, at: datetime) -> None:
    matter = matters.decided(conn, deed.id, deed.state, deed.by, deed.reason, at)
    why = f"matter {deed.id}" if matter.kind == CORRECTION else deed.reason  # the words of a reason stay there
    audit.note(conn, at, deed.by, f"{deed.state} {matter.kind}", matter.report, why)


def _reason(conn: Connection, deed: GiveReason, at: datetime) -> None:
    matters.reasoned(conn, deed.id, deed.by, deed.why)
    audit.note(conn, at, deed.by, "give reason", deed.id)


def _merge(conn: Connection, deed: MergeReport, at: datetime) -> None:
    matters.moved(conn, deed.code, deed.into)
    reports.standing(conn, deed.code, "merged", deed.into)
    audit.note(conn, at, deed.by, "merge", deed.code, deed.into)


def _stand(conn: Connection, deed: StandReport, at: datetime) -> None:
    reports.standing(conn, deed.code, deed.state)
    audit.note(conn, at, deed.by, deed.state, deed.code)


DOERS: dict[type, Callable[[Connection, Any, datetime], None]] = {
    RaiseMatter: _raise,
    DecideMatter: _decide,
    GiveReason: _reason,
    MergeReport: _merge,
    StandReport: _stand,
}
