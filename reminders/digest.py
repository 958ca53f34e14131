"""Digests: which are due, when, to whom; what they say is put into words only when they are sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from programme.domain.messages import DIGEST, Outbound
from programme.domain.model import Post
from programme.domain.periods import CADENCES
from programme.domain.programme import Programme

HOUR = time(7, 30)
DAY = timedelta(days=1)
PREFIX = "digest:"


class Reader(Protocol):
    """A member as a digest sees them."""

    id: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One coordinator's, of one unit and period, to be sent at `at`. It is rendered only when it is sent."""

    member: str
    unit: str
    period: str
    at: datetime

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.unit}:{self.period}:{self.member}"


def queued(digest: Digest, channel: str, address: str) -> Outbound:
    """The digest as a row of the outbox: its key says what to render."""
    return Outbound(channel, address, "", key=digest.key, not_before=digest.at, priority=DIGEST)


def meant(key: str) -> tuple[str, str, str] | None:
    """(unit, period, member) of a digest's key, or of one that continues it (a second way to the same member)."""
    parts = key.partition("~")[0].removeprefix(PREFIX).split(":")
    return (parts[0], parts[1], parts[2]) if key.startswith(PREFIX) and len(parts) >= 3 else None


# --- when -----------------------------------------------------------------------------------------------------------


def due(
    programme: Programme,
    readers: Iterable[Reader],
    since: datetime,
    until: datetime,
    working: Callable[[date], date] = lambda day: day,
) -> list[Digest]:
    """The digests whose time lies after `since` and at or before `until`, to each coordinator for their own subtree.
    `working` gives the day itself or the next working one."""
    zone = ZoneInfo(programme.zone)
    readers = list(readers)
    found = []
    for period, at in times(programme, since.astimezone(zone), until.astimezone(zone), working):
        day = at.astimezone(zone).date()
        for reader in readers:
            units = [
                p.unit
                for p in reader.posts
                if p.role == "coordinator"
                and (p.since is None or p.since <= day)
                and (p.until is None or day <= p.until)
                and p.unit in programme.units
            ]
            found += [Digest(reader.id, unit, period, at) for unit in dict.fromkeys(units)]
    return found


def times(
    programme: Programme, since: datetime, until: datetime, working: Callable[[date], date]
) -> Iterator[tuple[str, datetime]]:
    """The periods whose digest is due in that time: a week's on Monday, a longer one's the day after its reports are
    due; at half past seven, on a working day."""
    regime, zone = programme.regime, ZoneInfo(programme.zone)
    for cadence in CADENCES:
        wait = grace(programme, cadence)
        # A holiday moves a digest by days, its grace by more: begin well before, end with the last that could be due.
        period = regime.period_of(since.date() - timedelta(days=wait + 40), cadence)
        while regime.span(period)[1] <= until.date():
            day = working(regime.span(period)[1] + DAY + timedelta(days=wait))
            at = datetime.combine(day, HOUR, zone)
            if since < at <= until:
                yield period, at
            period = regime.after(period)


def grace(programme: Programme, cadence: str) -> int:
    """Days that a digest of that cadence waits for the reports of its period; none for a week's."""
    if cadence == "weekly":
        return 0
    shorter = CADENCES[: CADENCES.index(cadence) + 1]
    return max([0, *(k.due_days for k in programme.unit_kinds.values() if k.reports and k.cadence in shorter)])
