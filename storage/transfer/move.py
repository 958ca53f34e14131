"""A whole store carried to another database, and compared row by row before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from programme.domain.retention import ERASED
from storage.database import leases
from storage.database.engines import address, reading, writing
from storage.database.keyring import NONE, Keyring, with_keys
from storage.database.session import open_store
from storage.database.store_faults import StoreFault, told
from storage.privacy import erasure
from storage.privacy import erasure_journal as journal
from storage.transfer import store_rows
from storage.transfer.backup_file import Progress, silent
from storage.transfer.restoration import folder_of, free, wipe


def move(
    source: str, target: str, progress: Progress = silent, *, keys: Keyring = NONE, journals: Iterable[Path] = ()
) -> int:
    """Carry every row from `source` to the empty `target`; how many. The source stays as it is. StoreFault where a bot
    runs on either, the target keeps anything, or a row there is not what it was here: then the target stays empty.
    Whoever was erased since, as `journals` and the files beside both stores say, is erased there before it counts."""
    if address(source) == address(target):
        raise StoreFault("both addresses are the same store")
    for url in (source, target):
        open_store(url).close()  # both of the newest schema
    here, there = reading(address(source)), with_keys(writing(address(target)), keys)
    beside = [folder / ERASED for url in (source, target) for folder in folder_of(address(url))]
    some = journal.in_files({*journals, *beside})
    try:
        with here.connect() as old, there.connect() as new, new.begin():
            if holders := leases.held(old, datetime.now(UTC)):
                raise StoreFault(f"a bot runs on {source.split(':')[0]} ({holders[0]}): stop it first")
            free(new)
            rows = _carry(old, new, progress)
            erased = erasure.obey(new, some)
            every = journal.entries(new)
        if erased:
            wipe(there)
    except DBAPIError as error:
        raise told(error) from None
    finally:
        here.dispose()
        there.dispose()
    for file in beside[1:] if len(beside) > 1 else journals:
        journal.into_file(file, every)
    return rows


def _carry(old: Connection, new: Connection, progress: Progress) -> int:
    pairs = list(zip(store_rows.tables(old), store_rows.tables(new), strict=True))
    total = sum(store_rows.count(old, table) for table, _ in pairs)
    done = 0
    for table, copy in pairs:
        for n in store_rows.write(new, copy, store_rows.read(old, table)):
            done += n
            progress("copied", done, total)
    store_rows.count_on(new)
    checked = 0
    for table, copy in pairs:
        for _ in _compared(store_rows.read(old, table), store_rows.read(new, copy), table):
            checked += 1
            if checked % store_rows.BATCH == 0 or checked == total:
                progress("checked", checked, total)
    return total


def _compared(old: Iterator[list[Any]], new: Iterator[list[Any]], table: Table) -> Iterator[None]:
    for n, (was, is_) in enumerate(zip_longest(old, new), 1):
        if was != is_:
            raise StoreFault(f"row {n} of {table.name} is not the same on the other side: nothing was moved")
        yield
