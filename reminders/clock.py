"""The clock: it ticks every minute and knows nothing of what a tick does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

EVERY = 60.0


class Ticking:
    """Calls `tick` every `every` seconds, one at a time; ticks that were missed meanwhile are one. A tick that fails
    is told and the next one comes."""

    def __init__(self, tick: Callable[[], Awaitable[object]], every: float = EVERY):
        self._tick, self._every = tick, every
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._one = asyncio.Lock()
        self._asked: set[asyncio.Task] = set()

    def start(self) -> None:
        """The first tick comes at once: what fell due while nothing ran is not made to wait."""
        self._scheduler.add_job(
            self.once, "interval", seconds=self._every, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        self._scheduler.start()
        self.soon()

    def soon(self) -> None:
        """A tick now, when the clock was put forward."""
        task = asyncio.get_running_loop().create_task(self.once())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    async def once(self) -> None:
        async with self._one:
            try:
                await self._tick()
            except Exception as fault:
                log.error("a tick failed: %s", type(fault).__name__)

    async def stop(self) -> None:
        """Waits for the tick that is under way."""
        self._scheduler.shutdown(wait=False)
        for task in tuple(self._asked):
            with suppress(asyncio.CancelledError):
                await task
        async with self._one:
            pass
