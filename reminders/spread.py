"""Several digests for one person on one day: each goes on a working day of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reminders.digest import Digest, due
from reminders.facts import Person

ROOM = timedelta(days=21)
"""Digests that fell due so long ago may still move those of today."""
DAY = timedelta(days=1)


def spread(digests: Iterable[Digest], working: Callable[[date], date], zone: ZoneInfo) -> list[Digest]:
    """Each on the first working day from its own on that the member has free, the earliest and shortest first."""
    taken: dict[str, set[date]] = defaultdict(set)
    found = []
    for digest in sorted(digests, key=lambda d: (d.at, -len(d.period), d.unit, d.member)):
        at = digest.at.astimezone(zone)
        while (day := at.date()) in taken[digest.member]:
            at = datetime.combine(working(day + DAY), at.timetz())
        taken[digest.member].add(day)
        found.append(replace(digest, at=at))
    return found


def digests_of(
    programme, people: Iterable[Person], first: datetime, last: datetime, working: Callable[[date], date]
) -> list[Digest]:
    """Those that these people get from `first` to `last`."""
    zone = ZoneInfo(programme.zone)
    readers = [p for p in people if p.ways and not p.stopped and any(x.role == "coordinator" for x in p.posts)]
    fallen = due(programme, readers, first - ROOM, last, working)
    return [digest for digest in spread(fallen, working, zone) if first <= digest.at <= last]
