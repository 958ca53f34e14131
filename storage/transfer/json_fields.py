"""Reading JSON from outside field by field, so that every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from storage.schema.columns import storable

Check = Callable[[Any], Any]
"""Turns a value into what it means; ValueError says what it should have been."""

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
REQUIRED = object()
LONGEST_WORD = 200


class Fields:
    """The fields of one JSON object. What is wrong is added to `faults` as (field, what it should be)."""

    def __init__(self, data: Any, faults: list[tuple[str, str]], where: str = "") -> None:
        self._where, self._faults = where, faults
        self._data = dict(data) if isinstance(data, dict) else {}
        self.broken = not isinstance(data, dict)
        if self.broken:
            self.fault("", "must be an object")

    def fault(self, name: str, why: str) -> None:
        field = f"{self._where}.{name}" if self._where and name else self._where or name or "line"
        self._faults.append((field, why))

    def take(self, name: str, check: Check, default: Any = REQUIRED) -> Any:
        """The field's meaning; its default where it is absent or wrong (None for a required one)."""
        if name not in self._data:
            if default is REQUIRED and not self.broken:
                self.fault(name, "is missing")
        else:
            try:
                return check(self._data.pop(name))
            except ValueError as error:
                self.fault(name, str(error))
        return None if default is REQUIRED else default

    def each(self, name: str, default: Any = REQUIRED) -> list[Fields]:
        """The objects of a list, their fields named `name[1]` and so on."""
        items = self.take(name, sequence, default) or []
        where = f"{self._where}.{name}" if self._where else name
        return [Fields(item, self._faults, f"{where}[{n}]") for n, item in enumerate(items, 1)]

    def named(self, name: str) -> dict[str, Fields]:
        """The objects of an object, by their names."""
        where = f"{self._where}.{name}" if self._where else name
        items = self.take(name, mapping) or {}
        return {key: Fields(item, self._faults, f"{where}.{key}") for key, item in items.items()}

    def done(self) -> None:
        """What was not taken is unknown, and a fault."""
        for name in self._data:
            self.fault(name, "is unknown")


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return storable(value)


def word(value: Any) -> str:
    """A code or a name of ours: short, it may be empty."""
    if len(text(value)) > LONGEST_WORD:
        raise ValueError(f"is longer than {LONGEST_WORD} characters")
    return storable(value)


def filled(value: Any) -> str:
    if not word(value).strip():
        raise ValueError("is empty")
    return storable(value)


def mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("must be an object")
    return value


def sequence(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return value


def number(least: int = 0, most: int = 10**15) -> Check:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return check


def day(value: Any) -> date:
    try:
        if DAY.fullmatch(text(value)):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("must be a date like 2026-06-15")


def instant(zone: tzinfo) -> Check:
    """A time without an offset is in that zone."""

    def check(value: Any) -> datetime:
        try:
            found = datetime.fromisoformat(text(value))
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("must be a time like 2026-06-15T08:30:00+07:00") from None

    return check


def one_of(options: Collection[str]) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in options:
            raise ValueError(f"must be one of {', '.join(options)}" if len(options) <= 24 else "is unknown")
        return value

    return check


def maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def many(check: Check) -> Check:
    return lambda value: tuple(check(item) for item in sequence(value))
