"""Figures for Prometheus: what this process has done since its start, and what waits in the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.database import health
from storage.database.health import Depth
from storage.database.session import Store

log = logging.getLogger(__name__)

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of a turn's seconds."""


class Metrics:
    """Counts, in a registry of their own. Prometheus adds up those of several processes."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        by = ("channel", "result")
        self._turns = Counter("baocao_turns", "Messages taken in.", by, registry=registry)
        self._took = Histogram(
            "baocao_turn_seconds", "From a message to its commit.", buckets=BUCKETS, registry=registry
        )
        self._sends = Counter("baocao_sends", "Messages tried to send.", by, registry=registry)
        self._forgotten = Counter(
            "baocao_forgotten", "Rows that were kept long enough, by what they held.", ("what",), registry=registry
        )

    def turn(self, channel: str, result: str, seconds: float) -> None:
        """A message was taken (`done`) or could not be (`failed`)."""
        self._turns.labels(channel, result).inc()
        self._took.observe(seconds)

    def send(self, channel: str, result: str) -> None:
        """A message was tried: `sent`, `later`, `dead`, `blocked` or `closed`."""
        self._sends.labels(channel, result).inc()

    def forgot(self, what: str, count: int) -> None:
        """Rows that were kept long enough."""
        self._forgotten.labels(what).inc(count)

    def text(self, depths: Iterable[Depth], aside: int, backup_age: float | None = None) -> str:
        """Prometheus' text format, version 0.0.4. The library adds when each count began; we leave that out."""
        counted = list(self._registry.collect())
        for metric in counted:
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
        return generate_latest(_Page([*counted, *_waiting(depths, aside, backup_age)])).decode()


@dataclass(frozen=True, slots=True)
class _Page(Collector):
    metrics: list[Metric]

    def collect(self) -> list[Metric]:
        return self.metrics


def _waiting(depths: Iterable[Depth], aside: int, backup_age: float | None) -> Iterator[Metric]:
    """What is looked up for this page: a gauge of the registry would go on telling of a channel that has emptied."""
    waiting = GaugeMetricFamily("baocao_outbox_waiting", "Messages that wait, those of later too.", labels=("channel",))
    age = GaugeMetricFamily(
        "baocao_outbox_age_seconds", "How long the oldest due message has been due.", labels=("channel",)
    )
    for depth in depths:
        waiting.add_metric([depth.channel], depth.waiting)
        age.add_metric([depth.channel], round(depth.age, 3))
    yield waiting
    yield age
    yield GaugeMetricFamily("baocao_aside", "Messages that could not be read, kept for a person.", value=aside)
    backup = GaugeMetricFamily("baocao_backup_age_seconds", "How old the newest nightly backup is.")
    if backup_age is not None:
        backup.add_metric([], round(backup_age))
    yield backup


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
