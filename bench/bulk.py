"""A tick for everybody, or a digest of everything, in a store of its own: its time, its memory, and what people who
write meanwhile wait for their answer.

`bulk.py fill FOLDER --members N --reports N`, then `bulk.py tick FOLDER` or `bulk.py digest FOLDER` in a process of its
own, whose memory is its own: each prints a JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import crowd  # noqa: E402
import large  # noqa: E402

from bot.inbound.receive import Receiver  # noqa: E402
from bot.jobs.reminder_planning import BATCH  # noqa: E402
from bot.jobs.tick import Ticker  # noqa: E402
from bot.ops import heap  # noqa: E402
from programme.language.texts import load_texts  # noqa: E402
from reminders.digest_words import compose  # noqa: E402
from reports.summary import summarise  # noqa: E402
from storage.database.session import Store, open_store  # noqa: E402
from storage.queries import Queries  # noqa: E402
from storage.schema import tables as t  # noqa: E402

TEAMS = 10_000
TICK = datetime(2027, 6, 1, 1, tzinfo=UTC)
"""08:00 on the day that the anti-drug month begins: every member hears of it."""
READ = datetime(2027, 1, 10, tzinfo=UTC)
PERIODS = {"year": "2026", "week": "2026-W40"}
RATE = 20  # messages a second that come meanwhile
WRITERS = 60  # who write them
GROUPING = """
    SELECT day > :end, unit, kind, name, topics, bound, sum(value), count(*) FROM figures
    WHERE counts AND day BETWEEN :first AND :last GROUP BY 1, 2, 3, 4, 5, 6
"""
"""The rows of a digest's periods, by unit, kind, figure and topics: plain SQL, by the index that serves it best."""


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak() -> float:
    """The most memory that this process has held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grown(work: Callable[[], object]) -> tuple[float, float]:
    """How long it takes, and how much memory beyond what was held before."""
    before = peak()
    took = seconds(work)
    return took, peak() - before


async def waited(receiver: Receiver, work: Callable[[], object] | None, first: int) -> list[float]:
    """What each of some messages waits for its answer, from one second on: while the work goes on in a thread, or for
    as many seconds as there are messages for."""
    took: list[float] = []
    going = asyncio.create_task(asyncio.to_thread(work)) if work else None
    tasks, began = [], time.perf_counter()
    for place in range(WRITERS * 3):
        if going and going.done():
            break
        who, n = place % WRITERS, first + place // WRITERS
        await asyncio.sleep(max(0.0, began + place / RATE - time.perf_counter()))

        async def turn(due: float, who: int = who, n: int = n) -> None:
            await receiver(crowd.said(who, n))
            took.append(time.perf_counter() - due)

        tasks.append(asyncio.create_task(turn(began + place / RATE)))
    await asyncio.gather(*tasks)
    if going:
        await going
    return took


def meanwhile(store: Store, pack, work: Callable[[], object]) -> dict[str, float]:
    """The answers' times without and with the work."""
    pack = replace(pack, forms={**pack.forms, **crowd.programme().forms})
    crowd.settle(store, pack, WRITERS)
    receiver = Receiver(store, pack)
    alone = asyncio.run(waited(receiver, None, 0))
    beside = asyncio.run(waited(receiver, work, 3))
    return {
        "alone_p50_ms": median(alone) * 1000,
        "beside_p50_ms": median(beside) * 1000,
        "alone_p99_ms": crowd.percentile(alone, 0.99) * 1000,
        "beside_p99_ms": crowd.percentile(beside, 0.99) * 1000,
        "beside_count": len(beside),
    }


def fill(folder: Path, members: int, reports: int) -> dict[str, float]:
    store = large.store(folder, large.programme(TEAMS), members, TEAMS)
    large.file(store, reports, TEAMS)
    store.close()
    return {"members": members, "reports": reports}


# --- a tick


def tick(folder: Path) -> dict[str, float]:
    pack = large.programme(TEAMS)
    paths = {name: folder / f"{name}.db" for name in ("tick", "core", "bare", "meanwhile")}
    for path in paths.values():
        shutil.copy(folder / "large.db", path)
    store = open_store(f"sqlite:///{paths['tick']}")
    heap.spare()  # as `baocao run` does
    took, memory = grown(lambda: Ticker(store, pack).tick(TICK))
    found = {"tick": took, "grown_mb": memory, "peak_mb": peak()}
    store.close()
    found |= inserts(paths["tick"], paths["core"], paths["bare"])
    store = open_store(f"sqlite:///{paths['meanwhile']}")
    found |= meanwhile(store, pack, lambda: Ticker(store, pack).tick(TICK))
    store.close()
    return found


def inserts(ticked: Path, core: Path, bare: Path) -> dict[str, float]:
    """The seconds of plain inserts of the same rows, a thousand a commit: through the store, and of a bare loop."""
    conn = sqlite3.connect(ticked)
    raw = conn.execute("SELECT * FROM outbox ORDER BY id").fetchall()
    names = [row[1] for row in conn.execute("PRAGMA table_info(outbox)")]
    conn.close()
    store = open_store(f"sqlite:///{ticked}")
    rows = store.read(lambda conn: [dict(row._mapping) for row in conn.execute(t.outbox.select())])
    store.close()
    store = open_store(f"sqlite:///{core}")

    def through() -> None:
        for first in range(0, len(rows), BATCH):
            store.transact(lambda conn, n=first: conn.execute(t.outbox.insert(), rows[n : n + BATCH])).result()

    found = {"rows": len(rows), "core": seconds(through)}
    store.close()
    conn = sqlite3.connect(bare, isolation_level=None, cached_statements=500)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000"):
        conn.execute(f"PRAGMA {pragma}")
    insert = f"INSERT INTO outbox ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"

    def loop() -> None:
        for first in range(0, len(raw), BATCH):
            conn.execute("BEGIN IMMEDIATE")
            for row in raw[first : first + BATCH]:
                conn.execute(insert, row)
            conn.execute("COMMIT")

    found["bare"] = seconds(loop)
    conn.close()
    return found


# --- a digest


def digest(folder: Path) -> dict[str, float]:
    pack = large.programme(TEAMS)
    store = open_store(f"sqlite:///{folder / 'large.db'}")
    texts = load_texts("vi", pack.texts.get("vi"))
    heap.spare()  # as `baocao run` does

    def told(period: str) -> None:
        compose(pack, texts, store.read(lambda conn: summarise(pack, Queries(conn), "qn", period, READ)))

    found: dict[str, float] = {}
    for name, period in PERIODS.items():
        found |= {f"{name}_grown_mb": grown(lambda period=period: told(period))[1], "peak_mb": peak()}
        both = [(seconds(lambda p=period: told(p)), grouping(pack, folder / "large.db", period)) for _ in range(3)]
        found |= {name: median(ours for ours, _ in both), f"{name}_plain": median(plain for _, plain in both)}
        found |= {f"{name}_of_plain": median(ours / plain for ours, plain in both)}
    found |= meanwhile(store, pack, lambda: [told(PERIODS["year"]) for _ in range(2)])
    store.close()
    return found


def grouping(pack, path: Path, period: str) -> float:
    regime = pack.regime
    first, end = regime.span(regime.before(period))[0], regime.span(regime.before(period))[1]
    last_year = regime.span(regime.same_last_year(period))[0]
    year = regime.span(regime.period_of(end, "yearly"))[0]
    days = {"first": min(first, last_year, year), "end": end, "last": regime.span(period)[1]}
    conn = sqlite3.connect(path)
    for pragma in ("temp_store=FILE", "cache_size=-16000"):
        conn.execute(f"PRAGMA {pragma}")
    given = {name: day.isoformat() for name, day in days.items()}
    took = seconds(lambda: conn.execute(GROUPING, given).fetchall())
    conn.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fill", "tick", "digest"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=0)
    parser.add_argument("--reports", type=int, default=0)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    if args.what == "fill":
        found = fill(args.folder, args.members, args.reports)
    else:
        found = {"tick": tick, "digest": digest}[args.what](args.folder)
    print(json.dumps({name: round(value, 3) for name, value in found.items()}))


if __name__ == "__main__":
    main()
