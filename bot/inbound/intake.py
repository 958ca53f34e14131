"""The one way in: what a channel read is received, or put aside, before its gateway hears that we have it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Channel, Delivery, Unreadable
from programme.domain.messages import Inbound
from storage.database.session import Store
from storage.messages import message_keys

log = logging.getLogger(__name__)

Receive = Callable[[Inbound], Awaitable[None]]
"""Returns once the message and all it caused are committed; a known key is received again without effect."""

Note = Callable[[str, Delivery], Awaitable[None]]
"""Keeps what a channel's gateway tells of a message of ours; returns once committed."""

PutAside = Callable[[str, bytes, str], Awaitable[None]]
"""Keeps (channel, raw, why) whole for a person to look at; returns once committed."""

TRIES = 5


class NotStored(Exception):
    """It could not be stored now: the gateway has to bring it again."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came and what it says; `inbounds` is None where it can't be read."""

    raw: bytes
    inbounds: tuple[Inbound | Delivery, ...] | None

    @property
    def address(self) -> str:
        return next((inbound.address for inbound in self.inbounds or () if isinstance(inbound, Inbound)), "")


def arrival(read: Callable[[bytes], list[Inbound | Delivery]], raw: bytes) -> Arrival:
    """Reads one update; Unreadable becomes an arrival to put aside, and so does what nobody sent or has no key."""
    try:
        found = tuple(read(raw))
    except Unreadable:
        return Arrival(raw, None)
    except Exception as fault:  # a reader's own mistake: the update is kept, and the next one taken
        log.error("an update of %d bytes broke its reader: %s", len(raw), type(fault).__name__)
        return Arrival(raw, None)
    whole = all(one.address and one.key for one in found if isinstance(one, Inbound))
    return Arrival(raw, found if whole else None)


class Intake:
    """Takes arrivals. One that fails while others work is tried `TRIES` times and then put aside, or its gateway would
    bring it for ever and nothing behind it."""

    def __init__(self, receive: Receive, put_aside: PutAside, note: Note | None = None):
        self._receive, self._put_aside, self._note = receive, put_aside, note
        self._failures: dict[tuple[str, bytes], int] = {}
        self._acknowledging: set[asyncio.Task] = set()

    async def take(self, channel: Channel, came: Arrival) -> None:
        """Returns when the arrival is safe in the store; raises NotStored."""
        if came.inbounds is None:
            return await self._aside(channel, came.raw, "can't be read")
        try:
            for inbound in came.inbounds:
                if isinstance(inbound, Inbound):
                    await self._receive(inbound)
                elif self._note:
                    await self._note(channel.name, inbound)
        except Exception as fault:
            return await self._failed(channel, came, fault)
        self._failures.pop((channel.name, came.raw), None)
        for inbound in (each for each in came.inbounds if isinstance(each, Inbound)):
            task = asyncio.create_task(channel.acknowledge(inbound))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledged)

    def _acknowledged(self, task: asyncio.Task) -> None:
        self._acknowledging.discard(task)
        if not task.cancelled() and task.exception():
            log.warning("an acknowledgement failed: %s", type(task.exception()).__name__)

    async def _failed(self, channel: Channel, came: Arrival, fault: Exception) -> None:
        which = channel.name, came.raw
        tries = self._failures.pop(which, 0) + 1
        log.error("%s: receiving failed, try %d: %s", channel.name, tries, type(fault).__name__)
        if tries < TRIES:
            self._failures[which] = tries
            while len(self._failures) > 100:
                del self._failures[next(iter(self._failures))]
            raise NotStored from fault
        await self._aside(channel, came.raw, "fails whenever it is received")

    async def _aside(self, channel: Channel, raw: bytes, why: str) -> None:
        try:
            await self._put_aside(channel.name, raw, why)
        except Exception as fault:
            log.error("%s: putting aside failed: %s", channel.name, type(fault).__name__)
            raise NotStored from fault
        log.warning("%s: an update of %d bytes was put aside: it %s", channel.name, len(raw), why)


def aside_into(store: Store, clock: Callable[[], datetime]) -> PutAside:
    """Puts aside into the store; the same bytes are kept once."""

    async def put_aside(channel: str, raw: bytes, why: str) -> None:
        key = hashlib.sha256(raw).hexdigest()
        now = clock()
        await asyncio.wrap_future(
            store.transact(lambda conn: message_keys.put_aside(conn, channel, key, raw, now, why))
        )

    return put_aside
