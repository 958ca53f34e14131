"""Column types that keep what people wrote, points in time and JSON alike on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator

NO_TEXT = str.maketrans({0: "\N{REPLACEMENT CHARACTER}"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))


def storable(text: str) -> str:
    """NUL and lone surrogates become U+FFFD: PostgreSQL refuses the first, UTF-8 the second."""
    if text.isascii():
        return text if "\0" not in text else text.translate(NO_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(NO_TEXT)
    return text if "\0" not in text else text.translate(NO_TEXT)


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump(value: Any) -> str:
    """Compact JSON that keeps Vietnamese letters as they are, and the order of keys."""
    return _encoder.encode(value)


class Words(TypeDecorator[str]):
    """Text from outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else storable(value)

    def bind_processor(self, dialect: Any) -> Callable[[str | None], str | None]:
        return lambda value: None if value is None else storable(value)


class Json(TypeDecorator[Any]):
    """JSON kept as text, so that the order of keys survives on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else storable(dump(value))

    def bind_processor(self, dialect: Any) -> Callable[[Any], str | None]:
        return lambda value: None if value is None else storable(dump(value))

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(value)


def _in_order(at: datetime) -> str:
    """A time in UTC as SQLAlchemy keeps it on SQLite: as text whose order is that of the times."""
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without an offset cannot be stored")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Any) -> Callable[[datetime | None], Any]:
        if dialect.name != "sqlite":
            return lambda value: self.process_bind_param(value, dialect)
        return lambda value: None if value is None else _in_order(self.process_bind_param(value, dialect))

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
