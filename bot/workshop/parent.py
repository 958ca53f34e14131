"""The workshop as the bot sees it: a job goes in with its values; what it made comes out, or why it made nothing."""

from __future__ import annotations

import io
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

log = logging.getLogger(__name__)

IDLE = 60.0
SECONDS = 10.0
"""How long a job may take where it does not say so itself."""
MEGABYTES = 512
SHARED = ("HOME", "LANG", "LC_", "LD_LIBRARY_PATH", "MPL", "PATH", "PYTHON", "TMPDIR", "TZ", "XDG_")
"""How the names of what it is told of the environment begin: no token is among it."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What a job gives that made nothing: `why` is "died", "overran", "memory", "closed" or the name of what it
    raised."""

    why: str


class Bench(Protocol):
    """Where jobs are done."""

    def do(self, job: Callable[..., Any], *values: Any, seconds: float = SECONDS) -> Any: ...


class Here:
    """Jobs done in this process, without limits: for a command that ends when it is done, and for tests."""

    def do(self, job: Callable[..., Any], *values: Any, seconds: float = SECONDS) -> Any:
        try:
            return job(*values)
        except MemoryError:
            return Failed("memory")
        except Exception as fault:
            return Failed(type(fault).__name__)


HERE = Here()


class Workshop:
    """Jobs done one after the other in a process of their own, which starts with the first and ends when there has been
    none for `idle` seconds. A job that dies, takes too long or wants more than `megabytes` is Failed; the next one
    finds a new process."""

    def __init__(self, *, idle: float = IDLE, megabytes: int = MEGABYTES):
        self._idle, self._megabytes = idle, megabytes
        self._hand = ThreadPoolExecutor(1, "workshop")
        self._child: subprocess.Popen | None = None
        self._rest: threading.Timer | None = None
        self._jobs = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that is there now."""
        child = self._child
        return child.pid if child else None

    def submit(self, job: Callable[..., Any], *values: Any, seconds: float = SECONDS) -> Future:
        """What the job, a function of a module, makes of plain values, in its turn. It gives plain values back: text,
        bytes, numbers, and tuples, lists and dicts of these; or the future holds a Failed."""
        order = pickle.dumps((job, values, seconds))
        try:
            return self._hand.submit(self._made, job.__name__, order, seconds)
        except RuntimeError:  # closed
            done: Future = Future()
            done.set_result(Failed("closed"))
            return done

    def do(self, job: Callable[..., Any], *values: Any, seconds: float = SECONDS) -> Any:
        """As `submit`, waited for: not from the event loop."""
        return self.submit(job, *values, seconds=seconds).result()

    def close(self) -> None:
        """Ends the process, also in the middle of a job; what still waits fails."""
        self._closed = True
        self._hand.shutdown(wait=False)
        self._rested()
        if (child := self._child) is not None:
            child.kill()
        self._hand.shutdown()
        self._end()

    def _made(self, name: str, order: bytes, seconds: float) -> Any:
        if self._closed:
            return Failed("closed")
        self._rested()
        self._jobs += 1
        try:
            result = self._ask(order, seconds)
        except OSError as fault:  # there is no room for another process
            result = Failed(type(fault).__name__)
        if isinstance(result, Failed):
            log.warning("workshop: %s made nothing: %s", name, result.why)
            self._end()
        elif not self._closed:
            self._rest = threading.Timer(self._idle, self._leave, (self._jobs,))
            self._rest.daemon = True
            self._rest.start()
        return result

    def _ask(self, order: bytes, seconds: float) -> Any:
        if self._child and self._child.poll() is not None:  # the system ended it meanwhile
            self._end()
        child = self._child or self._begin()
        if self._closed:  # closed while it was started
            return Failed("closed")
        late = threading.Event()

        def overrun() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(seconds, overrun)
        watch.daemon = True
        watch.start()
        try:
            child.stdin.write(order)
            child.stdin.flush()
            done, value = _Plain(child.stdout).load()
            return value if done else Failed(str(value))
        except (EOFError, OSError, ValueError, TypeError, pickle.UnpicklingError):
            return Failed("overran" if late.is_set() else "closed" if self._closed else "died")
        finally:
            watch.cancel()

    def _begin(self) -> subprocess.Popen:
        environ = {name: value for name, value in os.environ.items() if name.startswith(SHARED)}
        environ |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", "bot.workshop.child", str(self._megabytes)],
            env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        return self._child

    def _rested(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _leave(self, jobs: int) -> None:
        """Nothing has come for a while: the process ends, in its turn, unless a job came after all."""
        with suppress(RuntimeError):
            self._hand.submit(lambda: self._end() if self._jobs == jobs else None)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what it no longer took
                pipe.close()


class _Plain(pickle.Unpickler):
    """Reads plain values only: what strangers sent is opened in that process, so nothing it says is to be run here."""

    def __init__(self, source: io.BufferedIOBase):
        super().__init__(source)

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError("the workshop gives plain values only")
