"""A line that shows how far something is, where a person looks on."""

from __future__ import annotations

import sys
import time

WIDTH = 30


class Bar:
    """Called with (what, done, total); draws on stderr, and only on a terminal, ten times a second at most."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._drawn = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if not self._shown or (done < total and time.monotonic() < self._drawn + 0.1):
            return
        self._drawn = time.monotonic()
        full = WIDTH * done // total if total else WIDTH
        line = f"\r{what:<12} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {total:,}"
        print(f"{line:<79}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
