"""The yardstick: the statements of our turns in a plain sqlite3 loop, with one commit for each turn.

It has a process of its own, so that its work and ours share no heap and no interpreter.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

Statements = list[tuple[str, Any]]
"""What one turn sends to the database's driver, without BEGIN and COMMIT."""


class Yardstick:
    """Replays the turns of `people` on a copy of the store at `path`, as many at a time as it is asked for."""

    def __init__(self, path: Path, people: int) -> None:
        recording, replayed = path.with_name("recorded.db"), path.with_name("bare.db")
        for copy in (recording, replayed):
            shutil.copy(path, copy)
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, recording, replayed, people))
        self._process.start()
        theirs.close()
        self._pipe.recv()  # everything is recorded

    def seconds(self, first: int, end: int) -> float:
        """How long the turns first … end-1 take."""
        self._pipe.send((first, end))
        return self._pipe.recv()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.join()


def serve(pipe: Connection, recording: Path, replayed: Path, people: int) -> None:
    turns = recorded(recording, people)
    conn = plain(replayed)
    gc.collect()
    gc.freeze()
    pipe.send(len(turns))
    try:
        while True:
            first, end = pipe.recv()
            pipe.send(replay(conn, turns[first:end]))
    except EOFError:
        conn.close()


def recorded(path: Path, people: int) -> list[Statements]:
    """The statements of each turn, as SQLite's driver gets them, when every turn is a transaction of its own."""
    from crowd import ANSWERS, programme, said
    from sqlalchemy import Engine, event

    from bot.inbound.receive import Receiver
    from storage.database.session import open_store

    turns: list[Statements] = []

    class Noting:
        def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
            note(statement, [values])
            return super().execute(statement, values)

        def executemany(self, statement: str, rows: Any) -> sqlite3.Cursor:
            note(statement, rows)
            return super().executemany(statement, rows)

    class Cursor(Noting, sqlite3.Cursor):
        pass

    class Noted(Noting, sqlite3.Connection):
        def cursor(self) -> sqlite3.Cursor:
            return super().cursor(Cursor)

    def note(statement: str, rows: Any) -> None:
        if statement.startswith("BEGIN"):
            turns.append([])
        elif turns:
            turns[-1] += [(statement, values) for values in rows]

    def connect(dialect, record, given, named) -> sqlite3.Connection:
        return sqlite3.connect(*given, factory=Noted, **named)

    async def run() -> None:
        receiver = Receiver(store, programme())
        for n in range(len(ANSWERS)):
            for who in range(people):
                await receiver(said(who, n))

    event.listen(Engine, "do_connect", connect)
    try:
        store = open_store(f"sqlite:///{path}", migrate=False)
        turns.clear()  # what opening took
        asyncio.run(run())
        store.close()
    finally:
        event.remove(Engine, "do_connect", connect)
    return turns


def plain(path: Path) -> sqlite3.Connection:
    """A connection with our own settings."""
    from storage.database.engines import PRAGMAS

    conn = sqlite3.connect(path, isolation_level=None, cached_statements=500)
    for name, value in PRAGMAS.items():
        conn.execute(f"PRAGMA {name}={value}")
    return conn


def replay(conn: sqlite3.Connection, turns: list[Statements]) -> float:
    began = time.perf_counter()
    for turn in turns:
        conn.execute("BEGIN IMMEDIATE")
        for statement, values in turn:
            conn.execute(statement, values).fetchall()
        conn.execute("COMMIT")
    return time.perf_counter() - began
