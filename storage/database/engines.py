"""How each database is reached: SQLite (WAL, FULL, one writer) and PostgreSQL (a pool)."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import OperationalError
from time import sleep
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.database.store_faults import StoreFault

BUSY_SECONDS = 10
POSTGRESQL_WRITERS = 8
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # what is deleted or blanked is overwritten in the file
    "temp_store": "MEMORY",
    "cache_size": -16_000,  # KiB
}
"""How every SQLite connection is set."""


def address(url: str) -> URL:
    """The address, checked; a store is `sqlite:///file.db` or `postgresql+psycopg://user@host/name`."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreFault(
            "the address of the database cannot be read; write sqlite:///file.db or postgresql+psycopg://user@host/name"
        ) from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite":
        if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
            raise StoreFault("the database must be a file: sqlite:///file.db")
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise StoreFault(f"{folder}: no folder for the database ({error.strerror})") from None
    elif parsed.drivername != "postgresql+psycopg":
        raise StoreFault(f"{parsed.drivername}: no database of ours; there are sqlite and postgresql+psycopg")
    return parsed


def writing(url: URL) -> Engine:
    """Transactions begin at once as writers, so that none fails half-way for a lock."""
    if url.drivername != "sqlite":
        return create_engine(url, pool_size=POSTGRESQL_WRITERS, max_overflow=2, hide_parameters=True)
    return _sqlite(url, "BEGIN IMMEDIATE", {})


def reading(url: URL) -> Engine:
    """Each transaction sees one snapshot and can write nothing."""
    if url.drivername != "sqlite":
        engine = create_engine(url, pool_size=4, max_overflow=4, pool_pre_ping=True, hide_parameters=True)
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return _sqlite(url, "BEGIN", {"query_only": "ON", "temp_store": "FILE"})


def _set(connection: Any, name: str, value: Any) -> None:
    """Set a pragma. A new file becomes a WAL file under a lock for which SQLite itself does not wait."""
    for tries_left in reversed(range(max(1, int(BUSY_SECONDS * 20)))):
        try:
            connection.execute(f"PRAGMA {name}={value}")
            return
        except OperationalError as error:
            if "locked" not in str(error) or not tries_left:
                raise
            sleep(0.05)


def _sqlite(url: URL, begin: str, more: dict[str, Any]) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "cached_statements": 500}
    )
    pragmas = {"busy_timeout": int(BUSY_SECONDS * 1000), **PRAGMAS, **more}

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in pragmas.items():
            _set(connection, name, value)

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
