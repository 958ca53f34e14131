"""Sending: what waits in the outbox goes out, in order per address, and is marked with what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.base import Blocked, Channel, Closed, Dead, Later, Sending, Sent
from bot.inbound.polling import always
from bot.outbound.sms_budget import Ledger
from programme.domain.messages import Outbound
from storage.database.session import Store
from storage.messages import fallback, outbox
from storage.messages.outbox import Claimed
from storage.people import accounts

log = logging.getLogger(__name__)

IN_FLIGHT = 30
LEASE, LONGEST_SEND = 60.0, 40.0
"""Seconds a claim lasts (after a crash, what was claimed waits no longer), and one send within it."""
THAW = timedelta(minutes=1)
"""How often it is looked for messages that a clock put back has left in the future."""
LONGEST_PAUSE, LONGEST_REST = 600.0, 60.0
"""Seconds between tries at most: where a message fails, and where the whole channel does."""
IDLE = 1.0
"""Seconds after which it is looked for what has fallen due by itself."""
TRIES = 300
"""A message that fails by itself is given up after about two days."""
STRIKES = 3
"""Failures of one message while the channel works, after which it is the message's fault and not the network's."""


def pause(failures: int, longest: float = LONGEST_PAUSE) -> float:
    """Seconds before the next try after so many failures: 1, 2, 4 … `longest`."""
    return min(longest, 2.0 ** min(max(failures, 1) - 1, 20))


class Queue(Protocol):
    """One channel's part of the outbox: at most one claimed message per address. Each call is one transaction."""

    async def claim(self, now: datetime, limit: int) -> list[Claimed]: ...
    async def sent(self, row: Claimed, result: Sent, at: datetime) -> None: ...
    async def later(self, row: Claimed, at: datetime, error: str) -> None: ...
    async def dead(self, row: Claimed, error: str) -> None: ...
    async def blocked(self, row: Claimed, error: str, at: datetime) -> None: ...
    async def closed(self, row: Claimed, error: str, at: datetime) -> None: ...


class StoredQueue:
    """The queue in the store. What can't go this way goes another that is `served`; `queued` is told which. `ledger`
    keeps what was sent for channels whose messages cost or are reported on."""

    def __init__(
        self,
        store: Store,
        channel: str,
        owner: str,
        *,
        served: Collection[str] = (),
        queued: Callable[[str], None] = lambda channel: None,
        ledger: Ledger | None = None,
    ):
        self._store, self._channel, self._owner = store, channel, owner
        self._served, self._queued, self._ledger = served, queued, ledger
        self._thawed: datetime | None = None

    async def claim(self, now: datetime, limit: int) -> list[Claimed]:
        def take(conn) -> list[Claimed]:
            if thaws and (found := outbox.thaw(conn, self._channel, now)):
                log.warning("%s: %d messages waited for a clock that was put back", self._channel, found)
            return outbox.claim(conn, self._channel, now, limit, LEASE, self._owner)

        thaws = self._thawed is None or not self._thawed <= now < self._thawed + THAW
        claimed = await self._do(take)
        if thaws:
            self._thawed = now
        return claimed

    async def sent(self, row: Claimed, result: Sent, at: datetime) -> None:
        def note(conn) -> str:
            outbox.sent(conn, row.id, result.ref, at)
            return self._ledger.sent(conn, row.outbound, result, at) if self._ledger else ""

        await self._elsewhere(note)

    async def later(self, row: Claimed, at: datetime, error: str) -> None:
        await self._do(lambda conn: outbox.later(conn, row.id, at, error, self._owner))

    async def dead(self, row: Claimed, error: str) -> None:
        def give_up(conn) -> str:
            outbox.dead(conn, row.id, error, self._owner)
            return self._ledger.lost(conn, row.outbound.key) if self._ledger else ""

        await self._elsewhere(give_up)

    async def blocked(self, row: Claimed, error: str, at: datetime) -> None:
        def give_up(conn) -> set[str]:
            moved = fallback.leave(conn, self._channel, row.outbound.address, self._served, at)
            outbox.dead(conn, row.id, error, self._owner)
            accounts.close_address(conn, self._channel, row.outbound.address, at)
            return moved

        await self._elsewhere(give_up)

    async def closed(self, row: Claimed, error: str, at: datetime) -> None:
        def give_up(conn) -> str:
            moved = fallback.fall_back(conn, row.outbound, self._served, at)
            outbox.dead(conn, row.id, f"{error}; sent by {moved}" if moved else error, self._owner)
            return moved or (self._ledger.lost(conn, row.outbound.key) if self._ledger else "")

        await self._elsewhere(give_up)

    async def _elsewhere(self, work) -> None:
        """Does it, and wakes the channels that it queued something on."""
        moved = await self._do(work)
        for channel in (moved,) if isinstance(moved, str) else moved:
            if channel:
                self._queued(channel)

    async def _do(self, work):
        return await asyncio.wrap_future(self._store.transact(work))


class Sender:
    """Sends for one channel while `holds` says that this process serves it. Set `wake` when something was queued.
    `render` fills in what was queued without its words; `thrift` may shorten a message that costs, or stop it;
    `counted` is told each result by its name."""

    def __init__(
        self,
        channel: Channel,
        queue: Queue,
        *,
        wake: asyncio.Event,
        clock: Callable[[], datetime],
        holds: Callable[[], Awaitable[bool]] = always,
        render: Callable[[Outbound], Awaitable[Outbound]] | None = None,
        thrift: Callable[[Outbound], Awaitable[Outbound | Closed]] | None = None,
        counted: Callable[[str], None] = lambda result: None,
        idle: float | None = None,
    ):
        self._channel, self._queue, self._wake, self._clock = channel, queue, wake, clock
        self._render = render
        self._holds, self._thrift, self._counted = holds, thrift, counted
        self._idle = IDLE if idle is None else idle
        self._going: dict[int, asyncio.Task] = {}
        self._strikes: dict[int, int] = {}
        self._faults = 0
        self._halt: tuple[datetime, datetime] | None = None

    async def run(self) -> None:
        """Until cancelled; then what is going out is let finish. No fault of the network or the store ends it."""
        turn: asyncio.Future | None = None
        try:
            while True:
                self._wake.clear()
                turn = asyncio.ensure_future(self.turn())
                try:
                    await asyncio.shield(turn)  # what was claimed at the very end is sent too, or it waits for nothing
                except Exception as fault:
                    log.error("%s: the outbox can't be read: %s", self._channel.name, type(fault).__name__)
                    await asyncio.sleep(self._idle)
                await self._rest()
        finally:
            if turn is not None:
                await asyncio.gather(turn, return_exceptions=True)
            if self._going:
                await asyncio.wait(self._going.values(), timeout=LONGEST_SEND)

    async def turn(self) -> None:
        """Claims what is due and starts sending it. While the channel fails, one message at a time tries the way."""
        now = self._clock()
        room = (1 if self._faults else IN_FLIGHT) - len(self._going)
        if room <= 0 or self._resting(now) or not await self._holds():
            return
        for row in await self._queue.claim(now, room):
            if row.id not in self._going:  # else its claim ran out under our hands
                task = asyncio.create_task(self._deliver(row, well=not self._faults))
                self._going[row.id] = task

    def _resting(self, now: datetime) -> bool:
        """Whether the channel rests; no longer where the clock was put back behind the rest's beginning."""
        return self._halt is not None and self._halt[0] <= now < self._halt[1]

    async def _rest(self) -> None:
        """Until something was queued or went out, or a moment passed: rows fall due by themselves."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._idle):  # wait_for of Python 3.11 may swallow a cancellation
                await self._wake.wait()

    async def _deliver(self, row: Claimed, well: bool) -> None:
        try:
            result = await self._send(row)
            await self._mark(row, result, well)
        except Exception as fault:  # the claim will run out, and the row be sent again
            log.error("%s: what was sent can't be marked: %s", self._channel.name, type(fault).__name__)
        finally:
            del self._going[row.id]
            self._wake.set()

    async def _send(self, row: Claimed) -> Sending:
        try:
            async with asyncio.timeout(LONGEST_SEND):
                out = await self._render(row.outbound) if self._render else row.outbound
                out = await self._thrift(out) if self._thrift else out
                return out if isinstance(out, Closed) else await self._channel.send(out)
        except TimeoutError:
            return Later("no answer in time")
        except Exception as fault:
            return Later(f"the channel failed: {type(fault).__name__}")

    async def _mark(self, row: Claimed, result: Sending, well: bool) -> None:
        now = self._clock()
        self._counted(type(result).__name__.lower())
        if isinstance(result, Later) and result.scope == "everyone":
            return await self._all_fail(row, result, now, well)
        self._faults = 0
        self._strikes.pop(row.id, None)
        match result:
            case Sent():
                await self._queue.sent(row, result, now)
            case Blocked(why):
                await self._queue.blocked(row, why, now)
            case Closed(why):
                log.info("%s: a message can't go this way: %s", self._channel.name, why)
                await self._queue.closed(row, why, now)
            case Dead(why):
                log.warning("%s: a message can't be sent: %s", self._channel.name, why)
                await self._queue.dead(row, why)
            case Later(why) if row.attempts >= TRIES:
                await self._queue.dead(row, f"given up: {why}")
            case Later(why, seconds):
                await self._queue.later(row, now + timedelta(seconds=_or(seconds, pause(row.attempts))), why)

    async def _all_fail(self, row: Claimed, fault: Later, now: datetime, well: bool) -> None:
        """Nothing can be sent now. The message stays due, so that it goes before younger ones when the way is free;
        unless it fails again and again while others pass."""
        if not self._resting(now):  # many that were under way together fail of one fault
            self._faults += 1
            seconds = _or(fault.seconds, pause(self._faults, LONGEST_REST))
            self._halt = now, now + timedelta(seconds=seconds)
            log.warning("%s: sending rests for %.0f s: %s", self._channel.name, seconds, fault.why)
        self._strikes[row.id] = self._strikes.get(row.id, 0) + well
        if self._strikes[row.id] < STRIKES:
            await self._queue.later(row, now, fault.why)
        elif row.attempts < TRIES:
            await self._queue.later(row, now + timedelta(seconds=pause(row.attempts)), fault.why)
        else:
            await self._queue.dead(row, f"given up: {fault.why}")


def _or(seconds: float | None, otherwise: float) -> float:
    return otherwise if seconds is None else seconds
