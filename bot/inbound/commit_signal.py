"""How what the store's writer has done comes back to the event loop: turns that are committed together wake it once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class Landing:
    """Waits for futures of other threads. `asyncio.wrap_future` does the same with a wake-up, and a change of threads,
    for each."""

    def __init__(self) -> None:
        self._landed: WeakKeyDictionary[asyncio.AbstractEventLoop, deque[Callable[[], None]]] = WeakKeyDictionary()

    async def wait(self, work: Future[T]) -> T:
        """The work's result, or its exception. Work that has not begun when the waiting is given up is not done."""
        loop = asyncio.get_running_loop()
        landed, waiting = self._landed.setdefault(loop, deque()), loop.create_future()

        def done(work: Future[T]) -> None:  # on the writer's thread
            landed.append(lambda: None if waiting.done() else waiting.set_result(None))
            if len(landed) == 1 and not loop.is_closed():
                loop.call_soon_threadsafe(self._wake, landed)

        work.add_done_callback(done)
        try:
            await waiting
        except asyncio.CancelledError:
            work.cancel()
            raise
        return work.result()

    def _wake(self, landed: deque[Callable[[], None]]) -> None:
        while landed:
            landed.popleft()()
