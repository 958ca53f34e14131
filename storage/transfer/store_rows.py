"""Every row of a store as plain JSON values, whatever its schema: what backups are made of and moves carry over.

The tables are read from the database itself, so an older schema is carried as it is.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, Text, collate, func, select, text
from sqlalchemy import types as sql

from storage.schema.placement import LEFT_BEHIND

LEFT_OUT = ("alembic_version", *LEFT_BEHIND)
"""What belongs to a database and its processes, and not to what it keeps."""
BATCH = 1000


def tables(conn: Connection) -> list[Table]:
    """The tables that are there, by name."""
    found = MetaData()
    found.reflect(conn)
    return [found.tables[name] for name in sorted(found.tables) if name not in LEFT_OUT]


def empty(conn: Connection) -> bool:
    """Whether nothing is kept there."""
    return not any(conn.execute(select(1).select_from(table).limit(1)).first() for table in tables(conn))


def count(conn: Connection, table: Table) -> int:
    return conn.scalar(select(func.count()).select_from(table)) or 0


def read(conn: Connection, table: Table) -> Iterator[list[Any]]:
    """The rows in the order of their keys, which is the same on both databases. Times are RFC 3339 in UTC, bytes are
    base64."""
    binary = conn.dialect.name == "postgresql"
    keys = [collate(c, "C") if binary and isinstance(c.type, Text) else c for c in table.primary_key.columns]
    coded = [n for n, column in enumerate(table.columns) if _kind(column.type)]
    for row in conn.execute(select(table).order_by(*keys), execution_options={"yield_per": BATCH}):
        values = list(row)
        for n in coded:
            values[n] = _coded(values[n])
        yield values


def write(conn: Connection, table: Table, rows: Iterable[list[Any]]) -> Iterator[int]:
    """Puts rows in, and yields how many after each batch."""
    names = [column.name for column in table.columns]
    naive = conn.dialect.name == "sqlite"
    coded = [(n, kind) for n, column in enumerate(table.columns) if (kind := _kind(column.type))]
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        for values in batch:
            if len(values) != len(names):
                raise ValueError(f"a row of {table.name} has {len(values)} values, not {len(names)}")
            for n, kind in coded:
                values[n] = _decoded(values[n], kind, naive)
        conn.execute(table.insert(), [dict(zip(names, values, strict=True)) for values in batch])
        yield len(batch)


def count_on(conn: Connection) -> None:
    """Lets what counts up go on behind the highest number that was put in."""
    if conn.dialect.name != "postgresql":
        return  # SQLite looks for itself
    for table in tables(conn):
        for column in table.primary_key.columns:
            sequence = conn.scalar(func.pg_get_serial_sequence(table.name, column.name))
            if sequence and (highest := conn.scalar(select(func.max(column)))):
                conn.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def _kind(column: Any) -> str:
    for kind, name in ((sql.DateTime, "instant"), (sql.Date, "date"), (sql.LargeBinary, "bytes")):
        if isinstance(column, kind):
            return name
    return "boolean" if isinstance(column, sql.Boolean) else ""


def _coded(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value


def _decoded(value: Any, kind: str, naive: bool) -> Any:
    if value is None:
        return None
    if kind == "instant":
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=None) if naive else at
    if kind == "date":
        return date.fromisoformat(value)
    return b64decode(value) if kind == "bytes" else bool(value)
