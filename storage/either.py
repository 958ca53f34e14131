"""Inserts that know what to do with a row that is there already, said once for both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Prepared


class Upsert:
    """An INSERT … ON CONFLICT, built once for each database by `build(insert(table))`."""

    def __init__(self, table: Table, build: Callable[[Any], Any]) -> None:
        built = {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}
        self._statements = {name: it.execution_options(preserve_rowcount=True) for name, it in built.items()}
        self._prepared = Prepared(self._statements)

    def __call__(self, conn: Connection, rows: Any) -> CursorResult[Any]:
        """Run it for a mapping of a row, or a list of them."""
        return self._prepared(conn, rows)

    def on(self, conn: Connection) -> Any:
        """The statement for this database."""
        return self._statements[conn.dialect.name]


def insert_new(table: Table) -> Upsert:
    """Leaves alone a row that is there already: its rowcount says whether it was new."""
    return Upsert(table, lambda insert: insert.on_conflict_do_nothing())


def insert_or_set(table: Table, *columns: str) -> Upsert:
    """Sets these columns of a row of the same primary key that is there already."""
    return Upsert(
        table,
        lambda insert: insert.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: insert.excluded[name] for name in columns},
        ),
    )
