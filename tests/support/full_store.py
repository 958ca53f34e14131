"""A row in every table, with values made up by the columns' types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, insert

from storage.schema import tables
from storage.schema.columns import Instant, Json, Words

AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
TEXT = "Nhà văn hóa khu 4 – “Hà Tu” 👍"


def made_up(column: Column[Any], text: str = TEXT) -> Any:
    """A value for a column, with the text wherever words may stand."""
    kind = column.type
    if isinstance(kind, Words):
        return text
    if isinstance(kind, Json):
        return {"b": [text, {"a": text}], "a": 2}
    if isinstance(kind, LargeBinary):
        return f"{{{text}}}".encode()
    if isinstance(kind, Instant):
        return AT
    return {date: AT.date(), int: 7, bool: False}[kind.python_type]


def fill(conn: Connection, only: Iterable[Table] = tables.metadata.sorted_tables, text: str = TEXT) -> None:
    for table in only:
        conn.execute(insert(table), {column.name: made_up(column, text) for column in table.columns})
