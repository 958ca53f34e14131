"""Statements of the hot path, compiled once: each run hands the driver its text and values and nothing is built anew.

Core's own way costs about 40 µs a statement, this one 3 and SQLite's own work (docs/performance.md). Values are bound
and read by the columns' types all the same, and faults come as SQLAlchemy's.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

Bound = tuple[str, Callable[[Any], Any] | None, Any]
"""A value's name, how its type puts it to the driver, and what it is where none is given."""


class Known(NamedTuple):
    """A statement as one database has it, for values of some names."""

    text: str
    put: Callable[[Mapping[str, Any]], Any]
    shape: Callable[[Sequence[Any]], Any]
    reads: list[tuple[int, Callable[[Any], Any]]]


class Prepared:
    """`statement` is one for both databases, or a mapping by the dialect's name."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._known: dict[tuple[str, ...], Known] = {}

    def __call__(self, conn: Connection, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Any:
        """Run it for the values of one run, or of each of many: a cursor with the rows as the driver gives them."""
        many = not isinstance(values, Mapping)
        known = self._for(conn, values[0] if many else values)
        return _run(conn, known.text, [known.put(one) for one in values] if many else known.put(values), many)

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[Any]:
        """The rows of a SELECT, as named tuples, with what the columns' types make of them."""
        known = self._for(conn, values)
        found = _run(conn, known.text, known.put(values)).fetchall()
        if not known.reads:
            return [known.shape(row) for row in found]
        told = []
        for row in map(list, found):
            for n, read in known.reads:
                row[n] = read(row[n])
            told.append(known.shape(row))
        return told

    def value(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        """The first column of the first row; None where there is no row."""
        found = self.rows(conn, values)
        return found[0][0] if found else None

    def _for(self, conn: Connection, values: Mapping[str, Any]) -> Known:
        key = (conn.dialect.name, *values)
        known = self._known.get(key)
        if known is None:
            by_dialect = isinstance(self._statement, Mapping)
            statement = self._statement[conn.dialect.name] if by_dialect else self._statement
            known = self._known[key] = _prepare(statement, conn.dialect, list(values))
        return known


def _run(conn: Connection, text: str, values: Any, many: bool = False) -> Any:
    if conn.dialect.name != "sqlite":  # the way to the server costs more than Core does
        return conn.exec_driver_sql(text, values, {"preserve_rowcount": True})
    if not conn.in_transaction():
        conn.begin()
    driver: Any = conn.connection.dbapi_connection
    try:
        return driver.executemany(text, values) if many else driver.execute(text, values)
    except conn.dialect.dbapi.Error as error:
        base = conn.dialect.dbapi.Error
        raise DBAPIError.instance(text, None, error, base, hide_parameters=True, dialect=conn.dialect) from error


def _prepare(statement: Any, dialect: Dialect, names: list[str]) -> Known:
    # As for many rows at once: then an INSERT does not ask for the row's number back.
    compiled: Any = statement.compile(dialect=dialect, column_keys=names, for_executemany=True)
    fixed = dict(compiled.construct_params(_check=False))
    for column in (*compiled.insert_prefetch, *compiled.update_prefetch):
        if not column.default.is_scalar:
            raise ValueError(f"{column}: a default that is worked out each time has to be given")
        fixed[column.key] = column.default.arg
    bound: list[Bound] = []
    for name in compiled.positiontup if compiled.positional else compiled.binds:
        kind = compiled.binds[name].type.dialect_impl(dialect)
        bound.append((name, kind.bind_processor(dialect), fixed.get(name)))
    columns = list(statement.selected_columns) if statement.is_select else []
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    reads = [(n, read) for n, kind in enumerate(kinds) if (read := kind.result_processor(dialect, None))]
    shape = namedtuple("Found", [column.name for column in columns])._make if columns else tuple
    return Known(compiled.string, _in_order(bound) if compiled.positional else _by_name(bound), shape, reads)


def _in_order(bound: list[Bound]) -> Callable[[Mapping[str, Any]], Any]:
    def put(values: Mapping[str, Any]) -> list[Any]:
        get = values.get
        return [as_(get(name, other)) if as_ else get(name, other) for name, as_, other in bound]

    return put


def _by_name(bound: list[Bound]) -> Callable[[Mapping[str, Any]], Any]:
    in_order = _in_order(bound)

    def put(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for (name, _, _), value in zip(bound, in_order(values), strict=True)}

    return put
