"""A turn beside few stored reports and beside many, by turns: `shelves.py FOLDER FEW MANY` prints a JSON object.

The reports are a thousand that are laid out as ours are, and copies of them under the codes that they would have got.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from crowd import ANSWERS, BEGAN, Receiver, answered, heap, open_store, programme, settle, t

from programme.domain import codes
from programme.domain.model import Activity, Figure, Report
from storage.reports import reports

PEOPLE, REPEATS, LAID = 100, 5, 1000


def report(n: int) -> Report:
    """One of other people and units."""
    figures = {"sessions": Figure(1), "participants": Figure(n % 200)}
    day = date(2025, 1, 1) + timedelta(days=n % 500)
    act = Activity("communication", ("drug",), day, figures, place=f"Nơi {n % 5}")
    unit, member, period = f"u{n % 700}", f"o{n}", f"{day:%Y-%m}"
    return Report(codes.code(n), "activity", "1", unit, member, member, "phone", period, BEGAN, (act,), {"q": n})


def lay(conn) -> None:
    for n in range(LAID):
        reports.file(conn, report(n))


def multiply(path: Path, count: int) -> None:
    """So many reports instead of the thousand that are there."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        conn.execute(f"PRAGMA {pragma}")
    place = {codes.code(n): n for n in range(LAID)}
    conn.create_function("again", 2, lambda code, n: codes.code(place[code] + LAID * n), deterministic=True)
    numbers = "WITH RECURSIVE more(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM more WHERE k < ?)"
    conn.execute("BEGIN")
    for table in t.metadata.sorted_tables:
        code = "code" if table is t.reports else "report" if "report" in table.c else ""
        if code and count > LAID:
            names = ", ".join(f'"{c.name}"' for c in table.columns)
            again = ", ".join(f"again({code}, k)" if c.name == code else f'"{c.name}"' for c in table.columns)
            insert = f"INSERT INTO {table.name} ({names}) {numbers} SELECT {again} FROM {table.name}, more ORDER BY 1"
            conn.execute(insert, (count // LAID - 1,))
    conn.execute("INSERT INTO codes (id) VALUES (?)", (count,))
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def stocked(path: Path, count: int) -> None:
    """A store with so many reports and with everybody at the first question."""
    store = open_store(f"sqlite:///{path}")
    store.transact(lay).result()
    store.close()
    multiply(path, count)
    store = open_store(f"sqlite:///{path}")
    settle(store, programme(), PEOPLE * REPEATS)
    store.close()


def main(folder: Path, few: int, many: int) -> None:
    paths = [folder / f"{count}.db" for count in (few, many)]
    for path, count in zip(paths, (few, many), strict=True):
        stocked(path, count)
    os.sync()  # nothing of the filling is left to be written meanwhile
    stores = [open_store(f"sqlite:///{path}") for path in paths]
    pack = programme()
    both = [Receiver(store, pack) for store in stores]
    heap.spare()
    took: list[list[float]] = [[0.0] * REPEATS, [0.0] * REPEATS]

    async def run() -> None:
        for repeat in range(REPEATS):
            for n in range(len(ANSWERS)):
                for which in (0, 1) if n % 2 else (1, 0):
                    began = time.perf_counter()
                    await answered(both[which], PEOPLE, n, repeat * PEOPLE)
                    took[which][repeat] += time.perf_counter() - began

    asyncio.run(run())
    for store in stores:
        store.close()
    turns = PEOPLE * len(ANSWERS)
    ratio = median(many / few for few, many in zip(*took, strict=True))
    rates = [turns / median(one) for one in took]
    print(json.dumps({"of_few": ratio, "few_turns_per_second": rates[0], "many_turns_per_second": rates[1]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
