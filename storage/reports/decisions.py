"""What is done about matters, each in the trail: raised, decided with the reason, reports merged or given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from programme.domain.approvals import CORRECTION, DecideMatter, GiveReason, MergeReport, RaiseMatter, StandReport
from storage.privacy import audit
from storage.reports import matters, reports


def _raise(conn: Connection, effect: RaiseMatter, at: datetime) -> None:
    matter = effect.matter
    if matters.raised(conn, matter):
        audit.note(conn, at, matter.by, f"raise {matter.kind}", matter.report, matter.other or matter.id)


def _decide(conn: Connection, effect: DecideMatter, at: datetime) -> None:
    matter = matters.decided(conn, effect.id, effect.state, effect.by, effect.reason, at)
    why = f"matter {effect.id}" if matter.kind == CORRECTION else effect.reason  # the words of a reason stay there
    audit.note(conn, at, effect.by, f"{effect.state} {matter.kind}", matter.report, why)


def _reason(conn: Connection, effect: GiveReason, at: datetime) -> None:
    matters.reasoned(conn, effect.id, effect.by, effect.why)
    audit.note(conn, at, effect.by, "give reason", effect.id)


def _merge(conn: Connection, effect: MergeReport, at: datetime) -> None:
    matters.moved(conn, effect.code, effect.into)
    reports.standing(conn, effect.code, "merged", effect.into)
    audit.note(conn, at, effect.by, "merge", effect.code, effect.into)


def _stand(conn: Connection, effect: StandReport, at: datetime) -> None:
    reports.standing(conn, effect.code, effect.state)
    audit.note(conn, at, effect.by, effect.state, effect.code)


DOERS: dict[type, Callable[[Connection, Any, datetime], None]] = {
    RaiseMatter: _raise,
    DecideMatter: _decide,
    GiveReason: _reason,
    MergeReport: _merge,
    StandReport: _stand,
}
