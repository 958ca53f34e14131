"""Polling: updates are asked for, taken in order per address, and only then confirmed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.channels.base import Channel, Later, Polled
from bot.inbound.intake import Arrival, Intake, NotStored, arrival

log = logging.getLogger(__name__)

LONGEST = 30.0


async def always() -> bool:
    return True


class Poller:
    """Polls one channel while `holds` says that this process holds the channel's lease."""

    def __init__(
        self,
        channel: Channel,
        intake: Intake,
        *,
        holds: Callable[[], Awaitable[bool]] = always,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        idle: float = 5.0,
    ):
        self._channel, self._intake = channel, intake
        self._holds, self._sleep, self._idle = holds, sleep, idle

    async def run(self) -> None:
        """Until cancelled. No fault of the network or the store ends it."""
        mark: int | None = None
        failures = 0
        while True:
            try:
                if not await self._holds():
                    mark, failures = None, 0
                    await self._sleep(self._idle)
                    continue
                mark = await self.once(mark)
                failures = 0
            except Exception as fault:
                pause = fault.later.seconds if isinstance(fault, _Wait) else None
                if not isinstance(fault, NotStored):
                    log.warning("%s: polling failed: %s", self._channel.name, _name(fault))
                await self._sleep(pause or min(LONGEST, 2.0**failures))
                failures = min(failures + 1, 10)

    async def once(self, mark: int | None) -> int | None:
        """One poll; the new mark when all it brought is stored. Raises NotStored: then the old mark stands."""
        began = asyncio.get_running_loop().time()
        found = await self._channel.poll(mark)
        if isinstance(found, Later):
            raise _Wait(found)
        lanes: dict[str, list[Arrival]] = {}
        for n, raw in enumerate(found.updates):
            came = arrival(self._channel.parse, raw)
            lanes.setdefault(came.address or f"#{n}", []).append(came)
        fates = await asyncio.gather(*(self._lane(lane) for lane in lanes.values()), return_exceptions=True)
        for fate in fates:
            if isinstance(fate, BaseException):
                raise fate
        if _hasty(found, asyncio.get_running_loop().time() - began):
            await self._sleep(0.5)
        return found.mark

    async def _lane(self, lane: list[Arrival]) -> None:
        for came in lane:
            await self._intake.take(self._channel, came)


class _Wait(Exception):
    def __init__(self, later: Later):
        self.later = later


def _hasty(found: Polled, took: float) -> bool:
    """A gateway that answers empty at once does not wait for updates; asking it without a pause would be a storm."""
    return not found.updates and took < 0.1


def _name(fault: Exception) -> str:
    return fault.later.why if isinstance(fault, _Wait) else type(fault).__name__
