"""Erasures that could not be completed at once are, and last words that have gone out leave no address behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from storage.database.overwriting import LARGEST
from storage.privacy.erasure_completion import Completion

log = logging.getLogger(__name__)

NIGHT = time(1), time(5)
"""Hours of the pack's zone in which a store of any size is written anew."""


class Completing:
    """Calls the completion every `idle` seconds; where there is nothing to do it reads one small table."""

    def __init__(self, completion: Completion, *, zone: str, clock: Callable[[], datetime], idle: float = 30.0):
        self._completion, self._zone, self._clock, self._idle = completion, ZoneInfo(zone), clock, idle

    async def run(self) -> None:
        """Until cancelled. No fault of the store or the disk ends it."""
        while True:
            try:
                await self.turn()
            except Exception as fault:
                log.error("an erasure could not be completed: %s", type(fault).__name__)
            await asyncio.sleep(self._idle)

    async def turn(self) -> bool:
        now = self._clock().astimezone(self._zone).time()
        return await asyncio.to_thread(self._completion, None if NIGHT[0] <= now < NIGHT[1] else LARGEST)
