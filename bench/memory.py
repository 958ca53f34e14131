"""What the bot holds when nobody writes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from beside import megabytes, running
from measure import Bench, at_most

REST = 5.0
"""Seconds after which it is looked at."""


def run(folder: Path) -> dict[str, float]:
    return asyncio.run(starts(folder))


async def starts(folder: Path) -> dict[str, float]:
    from tests.support.fake_telegram import fake_api

    found = {}
    for name in ("demo", "telegram"):
        (folder / name).mkdir()
        async with fake_api() as api:
            for start in ("first", "second"):
                async with running(folder / name, api.url if name == "telegram" else "") as pid:
                    await asyncio.sleep(REST)
                    found[f"{name}, {start} start, MB"] = megabytes(pid)
    return found


BENCH = Bench(
    "memory",
    "the bot at rest, five seconds after it listens",
    run,
    {"demo, first start, MB": at_most(150), "telegram, second start, MB": at_most(130)},
    rounds=1,
)
