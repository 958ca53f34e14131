"""Which of many processes serves a channel: one at a time, for the limits and the order to hold."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import leases
from storage.session import Store


class Lease:
    """A lease in the store, asked for as often as one likes and renewed when a third of it has run."""

    def __init__(self, store: Store, name: str, owner: str, clock: Callable[[], datetime], seconds: float = 90):
        self._store, self._name, self._owner, self._clock = store, name, owner, clock
        self._seconds = seconds
        self._renew: datetime | None = None
        self._asking = asyncio.Lock()

    async def holds(self) -> bool:
        """True while this process may serve; raises StoreFault when that can't be known."""
        async with self._asking:
            now = self._clock()
            if self._renew is not None and now < self._renew:
                return True
            self._renew = None
            work = self._store.transact(lambda conn: leases.hold(conn, self._name, self._owner, now, self._seconds))
            if await asyncio.wrap_future(work):
                self._renew = now + timedelta(seconds=self._seconds / 3)
            return self._renew is not None

    async def release(self) -> None:
        """Lets another process begin at once."""
        self._renew = None
        await asyncio.wrap_future(self._store.transact(lambda conn: leases.release(conn, self._name, self._owner)))
