"""Which of many processes serves a channel: one at a time, for the limits and the order to hold."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from storage.database import leases
from storage.database.session import Store

_alive: set[str] = set()  # the owners of this very process: a number may be given out again, they are not


def this_process() -> str:
    """An owner's name by which another process of this machine can tell whether it lives."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    _alive.add(owner)
    return owner


def dead(owner: str) -> bool:
    """Whether an owner was a process of this machine that is no more."""
    host, pid, _ = (*owner.rsplit(":", 2), "", "")[:3]
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return owner not in _alive
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def bury(store: Store) -> None:
    """Lets go of what dead processes of this machine held: whoever starts after a crash need not wait."""

    def work(conn) -> None:
        for name, owner in leases.owners(conn):
            if dead(owner):
                leases.release(conn, name, owner)

    store.transact(work).result()


class Lease:
    """A lease in the store, asked for as often as one likes and renewed when a third of it has run."""

    def __init__(self, store: Store, name: str, owner: str, clock: Callable[[], datetime], seconds: float = 90):
        self._store, self._name, self._owner, self._clock = store, name, owner, clock
        self._seconds = seconds
        self._sure: tuple[datetime, datetime] | None = None
        self._asking = asyncio.Lock()

    async def holds(self) -> bool:
        """True while this process may serve; raises StoreFault when that can't be known."""
        async with self._asking:
            now = self._clock()
            if self._sure and self._sure[0] <= now < self._sure[1]:  # a clock put back makes nothing sure
                return True
            self._sure = None
            work = self._store.transact(lambda conn: leases.hold(conn, self._name, self._owner, now, self._seconds))
            if await asyncio.wrap_future(work):
                self._sure = now, now + timedelta(seconds=self._seconds / 3)
            return self._sure is not None

    async def release(self) -> None:
        """Lets another process begin at once."""
        self._sure = None
        await asyncio.wrap_future(self._store.transact(lambda conn: leases.release(conn, self._name, self._owner)))
