"""What a turn does to the store: one entry for each kind of effect, by subject in the modules beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from programme.domain.effects import Effect
from storage.effects import addresses, approvals, messages, people, privacy, reports, schedule
from storage.effects.entry import Entry, Source
from storage.privacy import audit

ENTRIES: tuple[Entry, ...] = (
    *reports.ENTRIES,
    *approvals.ENTRIES,
    *messages.ENTRIES,
    *people.ENTRIES,
    *addresses.ENTRIES,
    *privacy.ENTRIES,
    *schedule.ENTRIES,
)
_BY_CLASS = {entry.effect: entry for entry in ENTRIES}


def apply(conn: Connection, effects: Iterable[Effect], channel: str, address: str, at: datetime) -> None:
    """Do them in order, each with its rows in the trail. Stale if one was decided on what has changed since."""
    source = Source(channel, address, at)
    for effect in effects:
        entry = _BY_CLASS[type(effect)]
        done = entry.do(conn, effect, source)
        for row in entry.audit(effect, source, done):
            audit.note(conn, at, *row)
