"""What the two databases say differently, said once: inserts of rows that may be there already, or that are very many;
one of very many values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB

from storage.database.prepared import Prepared
from storage.schema.columns import dump


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


def among(conn: Connection, column: ColumnElement[Any], codes: Collection[str]) -> ColumnElement[bool]:
    """`column` is one of the codes, however many: one parameter holds them all."""
    packed = dump(sorted(codes))
    if conn.dialect.name == "sqlite":
        return column.in_(select(func.json_each(packed).table_valued("value").c.value))
    rows = func.jsonb_array_elements_text(bindparam(None, packed).cast(JSONB)).column_valued("one_of_them")
    return column.in_(select(rows))


class Pour:
    """An INSERT of very many rows that are alike in most columns; a row that is there already is left alone. Rows go
    to the driver as they are: `varying` are columns of text, as the database keeps it."""

    def __init__(self, table: Table, *varying: str) -> None:
        self._table, self.varying, self._new = table, varying, insert_new(table)

    def __call__(self, conn: Connection, rows: Iterable[Sequence[str]], same: Mapping[str, Any]) -> None:
        names = [*self.varying, *same]
        statement = self._new.on(conn).inline().compile(dialect=conn.dialect, column_keys=names)
        alike = [_raw(conn, self._table.c[name], value) for name, value in same.items()]
        whole = ((*row, *alike) for row in rows)
        if statement.positional:
            in_order = itemgetter(*(names.index(name) for name in statement.positiontup))
            conn.exec_driver_sql(statement.string, [in_order(row) for row in whole])
        else:
            conn.exec_driver_sql(statement.string, [dict(zip(names, row, strict=True)) for row in whole])


def _raw(conn: Connection, column: Any, value: Any) -> Any:
    """The value as the driver is to get it."""
    process = column.type.dialect_impl(conn.dialect).bind_processor(conn.dialect)
    return process(value) if process else value
