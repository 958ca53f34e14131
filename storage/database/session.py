"""The store: opened once, written through `transact`, read through `read`.

On SQLite one thread takes all turns that wait and commits them together; on PostgreSQL several threads hold a
transaction each. Either way the future resolves only after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.database.engines import POSTGRESQL_WRITERS, address, reading, writing
from storage.database.keyring import NONE, Keyring, with_keys
from storage.database.overwriting import LARGEST, overwrite
from storage.database.store_faults import Stale, StoreFault, told
from storage.database.writer import Writer

__all__ = ["Connection", "Stale", "Store", "StoreFault", "open_store"]

T = TypeVar("T")
WIPED = "0016"  # a store of this schema has never kept what was deleted
GROUP = 100  # turns in one commit on SQLite: what waits longer than this is served by the next commit


class Store:
    """A database that is open, with its writers."""

    def __init__(self, writer: Engine, reader: Engine) -> None:
        self.dialect = writer.dialect.name
        self._engines = writer, reader
        many = self.dialect == "postgresql"
        self._writers = [Writer(writer, 1 if many else GROUP) for _ in range(POSTGRESQL_WRITERS if many else 1)]
        self._turns = count()

    def transact(self, fn: Callable[[Connection], T], lane: str = "") -> Future[T]:
        """Run `fn` in a transaction; the future holds its result once that is committed, or its exception.

        It may be run more than once before it is committed, so it must change nothing but the store. Functions of one
        `lane` run in the order given. Raises StoreFault when the store is closed.
        """
        place = crc32(lane.encode()) if lane else next(self._turns)
        return self._writers[place % len(self._writers)].put(fn)

    def overwrite(self, tables: Iterable[str], largest: int | None = LARGEST) -> bool:
        """What was deleted is in no file of the store once this is True; see storage/database/overwriting.py. Writers
        of this process wait meanwhile."""
        return self._writers[0].put_between(lambda engine: overwrite(engine, tables, largest)).result()

    def read(self, fn: Callable[[Connection], T]) -> T:
        """What `fn` reads from one snapshot, on the caller's thread."""
        try:
            with self._engines[1].connect() as connection:
                return fn(connection)
        except DBAPIError as error:
            raise told(error) from None

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
        for writer in self._writers:
            writer.close()
        for engine in self._engines:
            engine.dispose()


def open_store(
    url: str, *, migrate: bool = True, kept: Path | None = None, keys: Keyring = NONE, recipients: Sequence[str] = ()
) -> Store:
    """Open the store and bring its schema up; StoreFault when it cannot be reached or is newer than this program.
    `keys` seal and open what it keeps sealed; `recipients` are whom the archive before an upgrade is sealed for.

    A store of an older schema is backed up first, into the folder `kept`: where it is None, beside an SQLite file, for
    a PostgreSQL into `var`.
    """
    from storage import migrations

    where = address(url)
    writer, reader = with_keys(writing(where), keys), with_keys(reading(where), keys)

    def before(connection: Connection, found: str) -> None:
        from storage.transfer.archive_seal import ENDING
        from storage.transfer.backup_file import BEFORE, pack

        folder = kept or (Path(where.database).parent if where.drivername == "sqlite" else Path("var"))
        name = f"{BEFORE}{found}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar{ENDING if recipients else ''}"
        pack(connection, None, folder / name, recipients=recipients)

    try:
        older = migrations.bring_up(writer, migrate=migrate, before=before)
    except StoreFault:
        writer.dispose()
        raise
    except DBAPIError as error:
        writer.dispose()
        raise StoreFault(f"{where.render_as_string(hide_password=True)}: cannot be opened: {_line(error)}") from None
    except SQLAlchemyError as error:
        writer.dispose()
        raise StoreFault(f"{where.render_as_string(hide_password=True)}: {str(error).splitlines()[0]}") from None
    if older and older < WIPED and where.drivername == "sqlite":  # what was deleted then was not overwritten
        overwrite(writer, (), None)
    return Store(writer, reader)


def _line(error: DBAPIError) -> str:
    return str(told(error)).removeprefix("the store refused: ")
