"""Whether the bot works: a write to the store, the age of what waits to be sent, and every loop going round."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from storage.database import health
from storage.database.session import Store

log = logging.getLogger(__name__)

LONGEST_ROUND = 180.0
"""Seconds a loop may take for one round: a long poll, a pause after a failure, a send that nobody answers."""
OLDEST = 900.0
"""Seconds a message may be overdue before something is wrong with sending."""
FRESH = 2.0
"""Seconds an answer is good for: nobody can make us write as often as they ask."""
PATIENCE = 5.0


class Pulse:
    """Feels whether loops go round, by the lease that each asks for in every round."""

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self._now = now
        self._felt: dict[str, float] = {}

    def watch(self, name: str, holds: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[bool]]:
        """The same question, felt."""
        self._felt[name] = self._now()

        async def felt() -> bool:
            self._felt[name] = self._now()
            return await holds()

        return felt

    def stopped(self) -> list[str]:
        """The loops that have not gone round for long."""
        return sorted(name for name, at in self._felt.items() if self._now() - at > LONGEST_ROUND)


class Health:
    """What /healthz answers: parts, and whether each is well. Asked often, it looks once in a while."""

    def __init__(self, store: Store, owner: str, clock: Callable[[], datetime], pulse: Pulse):
        self._store, self._owner, self._clock, self._pulse = store, owner, clock, pulse
        self._looking = asyncio.Lock()
        self._last: tuple[float, Mapping[str, bool]] | None = None

    async def __call__(self) -> Mapping[str, bool]:
        async with self._looking:
            if self._last is None or time.monotonic() - self._last[0] > FRESH:
                self._last = time.monotonic(), await self._look()
            return self._last[1]

    async def _look(self) -> Mapping[str, bool]:
        now = self._clock()
        stopped = self._pulse.stopped()
        if stopped:
            log.error("loops that stand still: %s", ", ".join(stopped))
        return {
            "store": await self._well(self._written(now)),
            "outbox": await self._well(self._flows(now)),
            "loops": not stopped,
        }

    async def _written(self, now: datetime) -> bool:
        await asyncio.wrap_future(self._store.transact(lambda conn: health.beat(conn, self._owner, now)))
        return True

    async def _flows(self, now: datetime) -> bool:
        depths = await asyncio.to_thread(self._store.read, lambda conn: health.depths(conn, now))
        return all(depth.age < OLDEST for depth in depths)

    async def _well(self, look: Awaitable[bool]) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                return await look
        except Exception as fault:
            log.error("the store can't be used: %s", type(fault).__name__)
            return False

    async def ended(self) -> None:
        await asyncio.wrap_future(self._store.transact(lambda conn: health.ended(conn, self._owner)))
