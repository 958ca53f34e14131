"""Quiet hours: when a message that nobody asked for may come. All in the pack's own zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MIDNIGHT = 24 * 60


class Quiet(NamedTuple):
    """From a minute of the day to another, over midnight where `since` is the later; none where both are one."""

    since: int = 21 * 60
    until: int = 7 * 60

    def holds(self, minute: int) -> bool:
        if self.since <= self.until:
            return self.since <= minute < self.until
        return minute >= self.since or minute < self.until


QUIET = Quiet()


def at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """That minute of the day; where the clocks skip it, the moment they skip to."""
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return local.astimezone(ZoneInfo("UTC")).astimezone(zone)


def first_moment(day: date, minute: int, quiet: Quiet, zone: ZoneInfo) -> datetime | None:
    """The first moment of the day, from that minute on, outside the quiet hours; None where that day has none left."""
    if not quiet.holds(minute):
        return at(day, minute, zone)
    if quiet.until > minute:
        return at(day, quiet.until, zone)
    return None  # it goes on over midnight


def next_moment(now: datetime, minute: int, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on that is not before that minute of its day and not quiet. Who is quiet from that
    minute on till midnight hears at the end of their quiet hours."""
    local = now.astimezone(zone)
    day, this = local.date(), local.hour * 60 + local.minute
    begin = minute if first_moment(day, minute, quiet, zone) else quiet.until
    today = first_moment(day, max(this, begin), quiet, zone)
    if today is not None:
        return max(local, today)
    tomorrow = day + timedelta(days=1)
    return first_moment(tomorrow, begin, quiet, zone) or at(tomorrow, quiet.until, zone)
