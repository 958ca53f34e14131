"""One side of `run.py --against`: the crowd of bench/crowd.py of one tree, which answers a question when it is told to.

`side.py TREE FOLDER PEOPLE` imports `crowd` from TREE/bench, so that each commit runs its own bench code, whatever its
rooms are called. Then a line in is `QUESTION FIRST COUNT`: so many people, from the first on, answer that question; and
a line out is what their turns took, a JSON object of `seconds` by the clock and `processor`, seconds of the processor.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

WANTED = ("ANSWERS", "Receiver", "answered", "func", "heap", "open_store", "programme", "select", "settle", "t")
"""The names of `crowd` that are used here: crowd.py keeps them."""


def side(tree: Path) -> ModuleType:
    """That tree's `crowd`, over that tree's rooms."""
    sys.path[:0] = [str(tree / "bench"), str(tree)]
    import crowd

    missing = [name for name in WANTED if not hasattr(crowd, name)]
    if missing:
        raise SystemExit(f"bench/crowd.py of this commit has no {', '.join(missing)}")
    return crowd


def main() -> None:
    tree, folder, people = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    crowd: Any = side(tree)
    address = f"sqlite:///{folder / 'crowd.db'}"
    pack = crowd.programme()
    store = crowd.open_store(address)
    crowd.settle(store, pack, people)
    store.close()
    store = crowd.open_store(address)
    crowd.heap.spare()
    asyncio.run(answer(crowd, crowd.Receiver(store, pack)))
    filed = store.read(lambda conn: conn.scalar(crowd.select(crowd.func.count()).select_from(crowd.t.reports)))
    store.close()
    if filed != people:
        raise SystemExit(f"{filed} of {people} have filed")


async def answer(crowd: Any, receiver: Any) -> None:
    """Says that it is ready, then works off what stdin asks for, until it ends."""
    show(ready=len(crowd.ANSWERS))
    for line in sys.stdin:
        question, first, count = map(int, line.split())
        began, used = time.perf_counter(), time.process_time()
        await crowd.answered(receiver, count, question, first)
        show(seconds=time.perf_counter() - began, processor=time.process_time() - used)


def show(**values: float) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main()
