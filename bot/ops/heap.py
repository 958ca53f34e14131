"""Memory: Python's collector of unused circles is told what stays, and glibc to give back what is freed."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

OFTEN = 20_000, 20, 50
"""New objects before the youngest are looked through, rounds of these before the older ones are, and the oldest."""

ARENAS, MMAP_THRESHOLD = -8, -3
"""Names of glibc's mallopt."""
LARGE = 256 * 1024
"""Bytes of a block that gets pages of its own: a photo, a chart, what comes from a gateway."""


def frugal() -> None:
    """Before the first thread: large blocks go back to the system as soon as they are freed, and threads share two
    heaps. Left alone, glibc keeps room for the largest block it has seen in a heap of each thread. Where the system has
    another allocator, nothing is done."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(MMAP_THRESHOLD, LARGE)
        libc.mallopt(ARENAS, 2)


def spare() -> None:
    """Once everything is loaded that stays (the pack, its forms, the texts): it is never looked through again, and new
    objects less often than Python would, which takes a third of a turn for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
