"""What the store knows of a kind of effect: what it does, and what it leaves in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from programme.domain.effects import Effect


@dataclass(frozen=True, slots=True)
class Source:
    """The message that led to the effects: where it came from ("" for the command line), and when it is handled."""

    channel: str
    address: str
    at: datetime


class Row(NamedTuple):
    """What a row of the trail says, as in `storage/privacy/audit.py`: never a word of a message."""

    who: str
    what: str
    subject: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """`do(conn, effect, source)` carries it out; `audit(effect, source, done)` gives its rows in the trail: `done` is
    what `do` returned."""

    effect: type[Effect]
    do: Callable[[Connection, Any, Source], Any]
    audit: Callable[[Any, Source, Any], Iterable[Row]]
