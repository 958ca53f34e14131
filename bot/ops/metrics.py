"""Figures for Prometheus: what this process has done since its start, and what waits in the store."""

from __future__ import annotations

import asyncio
import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import accumulate
from typing import Any

from aiohttp import web

from storage.database import health
from storage.database.health import Depth
from storage.database.session import Store

log = logging.getLogger(__name__)

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of a turn's seconds."""


class Metrics:
    """Counts. Prometheus adds up those of several processes."""

    def __init__(self) -> None:
        self._turns: Counter[tuple[str, str]] = Counter()
        self._sends: Counter[tuple[str, str]] = Counter()
        self._forgotten: Counter[str] = Counter()
        self._took = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def turn(self, channel: str, result: str, seconds: float) -> None:
        """A message was taken (`done`) or could not be (`failed`)."""
        self._turns[channel, result] += 1
        self._took[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def send(self, channel: str, result: str) -> None:
        """A message was tried: `sent`, `later`, `dead`, `blocked` or `closed`."""
        self._sends[channel, result] += 1

    def forgot(self, what: str, count: int) -> None:
        """Rows that were kept long enough."""
        self._forgotten[what] += count

    def text(self, depths: Iterable[Depth], aside: int, backup_age: float | None = None) -> str:
        """Prometheus' text format, version 0.0.4."""
        depths = list(depths)
        return "".join(
            (
                _family("baocao_turns_total", "counter", "Messages taken in.", _by(self._turns)),
                _family("baocao_turn_seconds", "histogram", "From a message to its commit.", self._histogram()),
                _family("baocao_sends_total", "counter", "Messages tried to send.", _by(self._sends)),
                _family("baocao_outbox_waiting", "gauge", "Messages that wait, those of later too.",
                        [(f'{{channel="{d.channel}"}}', d.waiting) for d in depths]),
                _family("baocao_outbox_age_seconds", "gauge", "How long the oldest due message has been due.",
                        [(f'{{channel="{d.channel}"}}', round(d.age, 3)) for d in depths]),
                _family("baocao_aside", "gauge", "Messages that could not be read, kept for a person.", [("", aside)]),
                _family("baocao_forgotten_total", "counter", "Rows that were kept long enough, by what they held.",
                        [(f'{{what="{what}"}}', n) for what, n in sorted(self._forgotten.items())]),
                _family("baocao_backup_age_seconds", "gauge", "How old the newest nightly backup is.",
                        [] if backup_age is None else [("", round(backup_age))]),
            )
        )  # fmt: skip

    def _histogram(self) -> list[tuple[str, float]]:
        bounds = [*(f"{b:g}" for b in BUCKETS), "+Inf"]
        sums = list(accumulate(self._took))
        lines = [(f'_bucket{{le="{bound}"}}', n) for bound, n in zip(bounds, sums, strict=True)]
        return [*lines, ("_sum", round(self._seconds, 6)), ("_count", sums[-1])]


def _by(counts: Counter[tuple[str, str]]) -> list[tuple[str, float]]:
    return [(f'{{channel="{channel}",result="{result}"}}', n) for (channel, result), n in sorted(counts.items())]


def _family(name: str, kind: str, help: str, samples: list[tuple[str, float]]) -> str:
    if not samples:
        return ""
    return f"# HELP {name} {help}\n# TYPE {name} {kind}\n" + "".join(f"{name}{rest} {n}\n" for rest, n in samples)


def route(
    metrics: Metrics, store: Store, clock: Callable[[], datetime], backup_age: Callable[[datetime], float | None]
) -> web.RouteDef:
    """GET /metrics. Without the store it still tells what the process knows."""

    async def answer(_: web.Request) -> web.Response:
        now = clock()

        def look(conn: Any) -> tuple[list[Depth], int]:
            return health.depths(conn, now), health.put_aside(conn)

        try:
            async with asyncio.timeout(5):
                depths, aside = await asyncio.to_thread(store.read, look)
        except Exception as fault:
            log.error("the store can't be read: %s", type(fault).__name__)
            depths, aside = [], 0
        text = metrics.text(depths, aside, backup_age(now))
        return web.Response(text=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    return web.get("/metrics", answer)
