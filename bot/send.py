"""Sending: what waits in the outbox goes out, in order per address, and is marked with what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.base import Blocked, Channel, Dead, Later, Sending, Sent
from bot.poll import always
from storage.outbox import Claimed

log = logging.getLogger(__name__)

IN_FLIGHT = 30
LEASE = 60.0
"""Seconds a claim lasts: after a crash, what was claimed waits no longer than this."""
LONGEST_SEND = 40.0
LONGEST_PAUSE, LONGEST_REST = 600.0, 60.0
"""Seconds between tries at most: where a message fails, and where the channel does (it may be back any minute)."""
TRIES = 2000
"""With a try a minute, a message is given up after about a day and a half."""


def pause(attempts: int, longest: float = LONGEST_PAUSE) -> float:
    """Seconds before the next try after so many in vain: 1, 2, 4 … `longest`."""
    return min(longest, 2.0 ** min(attempts, 20))


class Outbox(Protocol):
    """One channel's part of the outbox; each call is a transaction of its own."""

    async def claim(self, now: datetime, limit: int) -> list[Claimed]: ...
    async def sent(self, row: Claimed, ref: str, at: datetime) -> None: ...
    async def later(self, row: Claimed, at: datetime, error: str) -> None: ...
    async def dead(self, row: Claimed, error: str) -> None: ...
    async def blocked(self, row: Claimed, error: str) -> None: ...


class Sender:
    """Sends for one channel while `holds` says that this process serves it. Set `wake` when something was queued."""

    def __init__(
        self,
        channel: Channel,
        outbox: Outbox,
        *,
        wake: asyncio.Event,
        clock: Callable[[], datetime],
        holds: Callable[[], Awaitable[bool]] = always,
        idle: float = 1.0,
    ):
        self._channel, self._outbox, self._wake, self._clock = channel, outbox, wake, clock
        self._holds, self._idle = holds, idle
        self._lanes: dict[str, deque[tuple[Claimed, datetime]]] = {}
        self._tasks: set[asyncio.Task] = set()
        self._claimed: set[int] = set()
        self._silent: dict[str, datetime] = {}
        self._halt: datetime | None = None
        self._faults = 0
        self._closing = False

    async def run(self) -> None:
        """Until cancelled; then what is going out is let finish. No fault of the network or the store ends it."""
        try:
            while True:
                self._wake.clear()
                try:
                    await self.turn()
                except Exception as fault:
                    log.error("%s: the outbox can't be read: %s", self._channel.name, type(fault).__name__)
                    await asyncio.sleep(self._idle)
                await self._rest()
        finally:
            self._closing = True
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=LONGEST_SEND)

    async def turn(self) -> None:
        """Claims what is due and starts sending it."""
        now = self._clock()
        room = IN_FLIGHT - len(self._claimed)
        if room <= 0 or (self._halt and now < self._halt) or not await self._holds():
            return
        for row in await self._outbox.claim(now, room):
            if row.id in self._claimed:  # its claim ran out under our hands
                continue
            self._claimed.add(row.id)
            address = row.outbound.address
            lane = self._lanes.setdefault(address, deque())
            lane.append((row, now + timedelta(seconds=LEASE - LONGEST_SEND)))
            if len(lane) == 1:
                task = asyncio.create_task(self._drain(address, lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _rest(self) -> None:
        """Until something was queued, a lane came free, or a moment passed: rows fall due by themselves."""
        try:
            await asyncio.wait_for(self._wake.wait(), self._idle)
        except TimeoutError:
            return

    async def _drain(self, address: str, lane: deque[tuple[Claimed, datetime]]) -> None:
        while lane:
            row, until = lane[0]
            try:
                await self._deliver(row, until)
            except Exception as fault:  # the claim will run out, and the row be sent again
                log.error("%s: what was sent can't be marked: %s", self._channel.name, type(fault).__name__)
            self._claimed.discard(row.id)
            lane.popleft()
        del self._lanes[address]
        self._wake.set()

    async def _deliver(self, row: Claimed, until: datetime) -> None:
        now, address = self._clock(), row.outbound.address
        silent = max(filter(None, (self._silent.get(address), self._halt)), default=now)
        if silent > now or self._closing or now > until:
            # behind one that could not go, or no time left to send it within its claim
            return await self._outbox.later(row, max(silent, now), "")
        self._silent.pop(address, None)
        await self._mark(row, await self._send(row))

    async def _send(self, row: Claimed) -> Sending:
        try:
            async with asyncio.timeout(LONGEST_SEND):
                return await self._channel.send(row.outbound)
        except TimeoutError:
            return Later("no answer in time", scope="address")
        except Exception as fault:
            return Later(f"the channel failed: {type(fault).__name__}")

    async def _mark(self, row: Claimed, result: Sending) -> None:
        now, address = self._clock(), row.outbound.address
        match result:
            case Sent(ref):
                self._faults = 0
                await self._outbox.sent(row, ref, now)
            case Blocked(why):
                await self._outbox.blocked(row, why)
            case Dead(why):
                log.warning("%s: a message can't be sent: %s", self._channel.name, why)
                await self._outbox.dead(row, why)
            case Later(why) if row.attempts + 1 >= TRIES:
                await self._outbox.dead(row, f"given up: {why}")
            case Later(why, seconds, scope):
                longest = LONGEST_REST if scope == "everyone" else LONGEST_PAUSE
                at = now + timedelta(seconds=pause(row.attempts, longest) if seconds is None else seconds)
                if scope == "everyone":
                    self._rest_all(why, now, pause(self._faults, longest) if seconds is None else seconds)
                if scope != "message":
                    self._silent[address] = at
                await self._outbox.later(row, at, why)

    def _rest_all(self, why: str, now: datetime, seconds: float) -> None:
        if self._halt is None or now >= self._halt:  # many that were under way together fail of one fault
            self._faults += 1
        self._halt = max(self._halt or now, now + timedelta(seconds=seconds))
        log.warning("%s: sending rests for %.0f s: %s", self._channel.name, seconds, why)
