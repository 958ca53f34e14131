"""The workshop's own process: orders come on stdin, results go to stdout, both pickled; it ends when stdin does.

`python -m bot.workshop.child MEGABYTES`
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

GRACE = 2.0
"""Seconds after which a job that overran ends the process itself: the bot may be gone that would have done it."""


def main() -> None:
    """Signals that end the bot are left to it: what is under way may still be sent."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    limit(int(sys.argv[1]))
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no result
    work(sys.stdin.buffer, results)


def limit(megabytes: int) -> None:
    """No more memory of its own than that; where the system does not allow limits, as much as it gives."""
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        print("workshop: the memory can't be limited", file=sys.stderr)


def work(orders: BinaryIO, results: BinaryIO) -> None:
    while True:
        try:
            job, values, seconds = pickle.load(orders)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        result = outcome(job, values)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            results.write(result)
            results.flush()
        except BrokenPipeError:
            return


def outcome(job: Callable[..., Any], values: tuple) -> bytes:
    """(whether it was done, what it made or why not), pickled."""
    try:
        return pickle.dumps((True, job(*values)))
    except MemoryError:
        return pickle.dumps((False, "memory"))
    except Exception as fault:
        return pickle.dumps((False, type(fault).__name__))


if __name__ == "__main__":
    main()
