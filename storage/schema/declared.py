"""What the declarations of tables are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, text
from sqlmodel import Field, SQLModel

from storage.schema.columns import Instant, Json, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(column_0_N_label)s",
    }
)
COMPACT = {"sqlite_with_rowid": False}  # the primary key is the table: one tree to write instead of two
SERIAL = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only an INTEGER PRIMARY KEY


class Kept(SQLModel):
    """A table of ours."""

    metadata = metadata


def words(**more: Any) -> Any:
    return Field(sa_type=Words, **more)


def key(**more: Any) -> Any:
    return Field(primary_key=True, sa_type=Words, **more)


def instant(**more: Any) -> Any:
    return Field(sa_type=Instant, **more)


def as_json(**more: Any) -> Any:
    return Field(sa_type=Json, **more)


def serial() -> Any:
    return Field(default=None, sa_column=Column(SERIAL, primary_key=True, autoincrement=True))


def only(condition: str) -> dict[str, Any]:
    """An index holds only the rows that fulfil it; a query must say it in the same words to use the index."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
