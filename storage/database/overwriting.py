"""What was deleted is in no file of the store any more.

SQLite's `secure_delete` blanks what is deleted, but a row that was moved to another page leaves its old bytes where it
lay, and the WAL holds pages as they were. So the file is written anew and the WAL emptied. PostgreSQL's tables are
written anew too; its own WAL and archives of it are the server's (docs/operator.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from sqlite3 import Error
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

WAIT = 3.0
"""Seconds that are waited for somebody who still reads what was."""
LARGEST = 256 << 20
"""Bytes of a store, or a table, that are written anew at any hour: some seconds, in which nothing else is written."""


def overwrite(engine: Engine, tables: Iterable[str], largest: int | None = LARGEST) -> bool:
    """Write anew what holds people's words: a whole SQLite file, these tables on PostgreSQL. False where somebody still
    reads what was, the disk is full, or it is larger than `largest` (None: any size): then it is to be done later."""
    return _file(engine, largest) if engine.dialect.name == "sqlite" else _tables(engine, tables, largest)


def _file(engine: Engine, largest: int | None) -> bool:
    path = Path(engine.url.database)
    if largest is not None and path.stat().st_size > largest:
        return False
    raw = engine.raw_connection()
    run = raw.driver_connection.execute
    try:
        run("PRAGMA temp_store=FILE")
        run("PRAGMA busy_timeout=0")
        if not _emptied(run):
            return False
        run(f"PRAGMA busy_timeout={int(WAIT * 1000)}")
        run("VACUUM")
        run("PRAGMA busy_timeout=0")
        return _emptied(run)
    except Error:  # locked for longer than is waited, or no room for a second file
        return False
    finally:
        raw.invalidate()  # the pragmas were for this once
        raw.close()


def _emptied(run: Callable[[str], Any]) -> bool:
    """Whether the WAL is empty now: nobody reads what was."""
    until = monotonic() + WAIT
    while run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if monotonic() > until:
            return False
        sleep(0.05)
    return True


_OLD_READERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age(CAST(:mark AS xid))"
)


def _tables(engine: Engine, tables: Iterable[str], largest: int | None) -> bool:
    whole = True
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            mark = conn.scalar(text("SELECT CAST(pg_current_xact_id() AS text)"))
            until = monotonic() + WAIT
            while conn.scalar(_OLD_READERS, {"mark": mark}):
                if monotonic() > until:
                    return False
                sleep(0.05)
            conn.exec_driver_sql(f"SET lock_timeout = {int(WAIT * 1000)}")
            for table in tables:
                size = conn.scalar(text("SELECT pg_total_relation_size(CAST(:name AS regclass))"), {"name": table})
                fits = largest is None or size <= largest
                conn.exec_driver_sql(f'VACUUM {"(FULL) " if fits else ""}"{table}"')
                whole = whole and fits
            conn.exec_driver_sql("RESET lock_timeout")
    except DBAPIError:  # a table is in use, or is not ours to clean
        return False
    return whole
