"""One thread that writes: it takes what waits, commits it as one group, and finds the guilty one when a group fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.database.store_faults import Stale, StoreFault, told

Job = tuple[Callable[[Any], Any], "Future[Any]", bool]
"""What is to be done, who waits for it, and whether it is done in a transaction or, with the engine, in none."""
TRIES = 4
AGAIN = {"40001", "40P01"}  # serialisation failure, deadlock


class Writer:
    """Runs jobs in the order given, at most `group` in one transaction."""

    def __init__(self, engine: Engine, group: int) -> None:
        self._engine = engine
        self._group = group
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, fn: Callable[[Connection], Any]) -> Future[Any]:
        return self._put(fn, True)

    def put_between(self, fn: Callable[[Engine], Any]) -> Future[Any]:
        """Have it done while no transaction of this thread is open."""
        return self._put(fn, False)

    def _put(self, fn: Callable[[Any], Any], within: bool) -> Future[Any]:
        future: Future[Any] = Future()
        with self._closing:
            if self._closed:
                raise StoreFault("the store is closed")
            self._jobs.put((fn, future, within))
        return future

    def close(self) -> None:
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            jobs: list[Job] = []
            job = self._jobs.get()
            try:
                while job is not None:
                    if job[1].set_running_or_notify_cancel():
                        jobs.append(job)
                    if len(jobs) >= self._group:
                        break
                    job = self._jobs.get_nowait()
                else:
                    open_ = False
            except Empty:
                pass
            if jobs:
                self._commit(jobs)

    def _commit(self, jobs: list[Job]) -> None:
        if len(jobs) == 1 or not all(within for *_, within in jobs):
            for fn, future, within in jobs:
                self._alone(fn, future) if within else self._between(fn, future)
            return None
        try:
            with self._engine.connect() as connection:
                try:
                    transaction = connection.begin()
                except DBAPIError as error:  # locked or gone: nobody's guilt, and asking again for each would take ages
                    return _refuse(jobs, told(error))
                with transaction:
                    results = [fn(connection) for fn, *_ in jobs]
        except BaseException:  # some fn is guilty, or all together: each is tried alone, and told its own error
            for fn, future, _ in jobs:
                self._alone(fn, future)
            return None
        for (_, future, _), result in zip(jobs, results, strict=True):
            future.set_result(result)
        return None

    def _between(self, fn: Callable[[Engine], Any], future: Future[Any]) -> None:
        try:
            future.set_result(fn(self._engine))
        except BaseException as error:
            future.set_exception(error)

    def _alone(self, fn: Callable[[Connection], Any], future: Future[Any]) -> None:
        for tries in range(1, TRIES + 1):
            done = False
            try:
                with self._engine.connect() as connection, connection.begin():
                    result = fn(connection)
                    done = True
            except Stale as error:
                if tries == TRIES:
                    return future.set_exception(error)
            except DBAPIError as error:
                # A connection lost during the commit leaves its outcome unknown, so that is not tried again.
                lost = error.connection_invalidated and not done
                again = lost or getattr(error.orig, "sqlstate", None) in AGAIN
                if not again or tries == TRIES:
                    return future.set_exception(told(error))
            except BaseException as error:
                return future.set_exception(error)
            else:
                return future.set_result(result)
        return None


def _refuse(jobs: list[Job], fault: StoreFault) -> None:
    for _, future, _ in jobs:
        future.set_exception(fault)
