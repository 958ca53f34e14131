"""What is done about what waits for a decision: raised, decided with the reason, explained."""

from __future__ import annotations

from programme.domain.approvals import CORRECTION, Matter
from programme.domain.effects.approvals import DecideMatter, GiveReason, RaiseMatter
from storage.effects.entry import Entry, Row, Source
from storage.reports import matters


def _raised(effect: RaiseMatter, source: Source, new: bool) -> list[Row]:
    matter = effect.matter
    return [Row(matter.by, f"raise {matter.kind}", matter.report, matter.other or matter.id)] if new else []


def _decided(effect: DecideMatter, source: Source, matter: Matter) -> list[Row]:
    """The words of a correction's reason stay with the matter."""
    why = f"matter {effect.id}" if matter.kind == CORRECTION else effect.reason
    return [Row(effect.by, f"{effect.state} {matter.kind}", matter.report, why)]


ENTRIES = (
    Entry(
        RaiseMatter,
        do=lambda conn, effect, source: matters.raised(conn, effect.matter),
        audit=_raised,
    ),
    Entry(
        DecideMatter,
        do=lambda conn, effect, source: matters.decided(
            conn, effect.id, effect.state, effect.by, effect.reason, source.at
        ),
        audit=_decided,
    ),
    Entry(
        GiveReason,
        do=lambda conn, effect, source: matters.reasoned(conn, effect.id, effect.by, effect.why),
        audit=lambda effect, source, done: [Row(effect.by, "give reason", effect.id)],
    ),
)
