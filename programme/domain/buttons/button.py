"""A button as a value: it packs to the text that a channel carries, and is read back from it whenever it is pressed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar, Self

import msgspec

from programme.domain.messages import Choice

LONGEST = 64
"""Bytes that Telegram carries with a button."""


class Button(msgspec.Struct, frozen=True):
    """`wire` names the kind for ever: buttons of last year are still on people's phones. Fields follow it, set apart
    by colons; those at the end that say nothing are left out, and the last one may hold colons itself."""

    wire: ClassVar[str] = ""
    yes: ClassVar[bool] = False
    """Whether, offered first, it is the yes to a question: then any way to say yes presses it."""

    def pack(self) -> str:
        """The text that a channel carries. ValueError where it is longer than LONGEST bytes."""
        values = [str(getattr(self, name)) for name in self.__struct_fields__]
        while values and values[-1] == "":
            values.pop()
        text = ":".join((self.wire, *values))
        if len(text.encode()) > LONGEST:
            raise ValueError(f"{type(self).__name__} does not fit a button")
        return text

    def labelled(self, label: str) -> Choice:
        return Choice(self.pack(), label)

    @classmethod
    def read(cls, fields: list[str]) -> Self | None:
        """The button of these fields; None where they are not its own."""
        names = cls.__struct_fields__
        if len(fields) > len(names):
            fields = [*fields[: len(names) - 1], ":".join(fields[len(names) - 1 :])] if names else fields
        if len(fields) > len(names) or len(fields) < _needed(cls):
            return None
        return cls(*fields)

    @classmethod
    def of(cls, payload: str) -> Self | None:
        """The button of this kind that the payload stands for; None where it is another's."""
        head = f"{cls.wire}:"
        return cls.read(payload.removeprefix(head).split(":")) if payload.startswith(head) else None


@cache
def _needed(kind: type[Button]) -> int:
    """How many fields a button of that kind has at least."""
    return len(kind.__struct_fields__) - len(kind.__struct_defaults__)


class ButtonKinds:
    """The kinds of button that are known, by what they are called on the wire."""

    def __init__(self, kinds: Iterable[type[Button]]):
        self._by_wire: dict[str, type[Button]] = {}
        for kind in kinds:
            if kind.wire in self._by_wire or not kind.wire:
                raise ValueError(f"two buttons are called {kind.wire!r}")
            self._by_wire[kind.wire] = kind

    def read(self, payload: str) -> Button | None:
        """The button of a payload: of the longest name that fits. None for one that nobody made, as what no channel
        carries."""
        if len(payload.encode(errors="replace")) > LONGEST or not payload.isprintable():
            return None
        parts = payload.split(":")
        for size in range(min(len(parts), 3), 0, -1):
            kind = self._by_wire.get(":".join(parts[:size]))
            if kind is not None:
                return kind.read(parts[size:])
        return None
