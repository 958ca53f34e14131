"""Every night what has been kept long enough is forgotten, in batches, so that answers go on meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.inbound.polling import always
from programme.domain.retention import Keep
from storage.database.session import Connection, Store
from storage.messages import media
from storage.privacy import audit, retention
from storage.privacy.retention import BATCH, RULES, Rule
from storage.schedule import reminders

log = logging.getLogger(__name__)

AT = time(3, 30)
"""From this hour on, in the pack's zone: after the night's backup."""
AGAIN = timedelta(minutes=15)
MARK = "retention"
STEADY = timedelta(days=3)
"""Nothing is forgotten before the clock has been about as now for a night: one that jumps by years takes nothing."""
BREATH = 0.02
"""Seconds between two batches."""


class Keeper:
    """Keeps the times of the settings, once a day. `counted` hears (rule, how many); `besides` is what else is to be
    done in such a night, and gives what it did and how often; `archives` gives the files that are too old by then."""

    def __init__(
        self,
        store: Store,
        keep: Keep,
        folder: Path,
        *,
        zone: str,
        clock: Callable[[], datetime],
        holds: Callable[[], Awaitable[bool]] = always,
        counted: Callable[[str, int], None] = lambda rule, count: None,
        besides: Callable[[Connection, datetime], dict[str, int]] = lambda conn, now: {},
        idle: float = 60.0,
        archives: Callable[[datetime], Iterable[Path]] = lambda now: (),
    ):
        self._archives = archives
        self._store, self._keep, self._folder, self._zone = store, keep, folder, ZoneInfo(zone)
        self._clock, self._holds, self._counted, self._idle = clock, holds, counted, idle
        self._besides = besides
        self._not_before: datetime | None = None

    async def run(self) -> None:
        """Until cancelled. No fault of the store ends it."""
        while True:
            try:
                await self.turn()
            except Exception as fault:
                self._not_before = self._clock() + AGAIN
                log.error("what is over could not be forgotten: %s", type(fault).__name__)
            await asyncio.sleep(self._idle)

    async def turn(self) -> dict[str, int] | None:
        """What was forgotten, by rule; None where it is not due."""
        now = self._clock()
        if (self._not_before and now < self._not_before) or not await self._holds():
            return None
        local = now.astimezone(self._zone)
        day = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
        done = await asyncio.to_thread(self._store.read, lambda conn: reminders.mark(conn, MARK))
        if done and done[0] == day:
            return None
        if (
            not done or not day - STEADY <= done[0] <= day
        ):  # the first night, or a clock that jumped: look again tomorrow
            await self._write(lambda conn: reminders.set_mark(conn, MARK, day, now))
            return {}
        found = {rule.name: count for rule in RULES if (count := await self._forget(rule, now))}
        await self._photos()
        found |= await self._write(lambda conn: self._besides(conn, now))
        for old in await asyncio.to_thread(self._archives, now):
            old.unlink(missing_ok=True)
            log.info("%s is as old as backups get: deleted", old.name)
        await self._write(lambda conn: self._noted(conn, found, day, now))
        if found:
            log.info("forgotten: %s", ", ".join(f"{name} {count}" for name, count in found.items()))
        return found

    async def _forget(self, rule: Rule, now: datetime) -> int:
        at, count = retention.before(rule, self._keep, now), 0
        while at and (keys := await asyncio.to_thread(self._store.read, lambda conn: retention.old(conn, rule, at))):
            done = 0
            for start in range(0, len(keys), BATCH):
                some = keys[start : start + BATCH]
                done += await self._write(lambda conn, some=some: retention.drop(conn, rule, some, at))
                await asyncio.sleep(BREATH)
            count += done
            if not done:
                break
        if count:
            self._counted(rule.name, count)
        return count

    async def _photos(self) -> None:
        """Files of photos that were forgotten: their rows say so already."""
        unused = await asyncio.to_thread(self._store.read, retention.unused)
        for sha256 in unused:
            media.place(self._folder, sha256).unlink(missing_ok=True)

    async def _write(self, work):
        return await asyncio.wrap_future(self._store.transact(work))

    @staticmethod
    def _noted(conn, found: dict[str, int], day: date, now: datetime) -> None:
        reminders.set_mark(conn, MARK, day, now)
        for name, count in found.items():
            audit.note(conn, now, "", "forget", name, str(count))
