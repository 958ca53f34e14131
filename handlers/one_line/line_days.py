"""The day, days or period in one line, found and read as in free words; and n/m that is no day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.one_line.line_tokens import Tokens
from handlers.understand.calendar_days import Day, Problem
from handlers.understand.dates import taken
from handlers.understand.reader.days.days import find_days

_PAIR = re.compile(r"(?<![\w./])(\d{1,6}) ?(?:/|tren(?: tong so)?|trong tong so) ?(\d{1,6})(?![\w/]|\.\d)")


@dataclass(frozen=True, slots=True)
class Pair:
    """n/m as it stands in the line."""

    n: int
    m: int
    typed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dated:
    """What was read as a day, with how it was typed; `likely` that it is to be confirmed."""

    found: Day | Problem
    typed: str
    start: int
    end: int
    likely: bool = False


def days(tokens: Tokens, today: date) -> list[Dated]:
    """Every day that the line says. Their tokens are not taken yet."""
    dated = []
    for said in find_days(tokens.page(), today, {}):
        start, end = tokens.flat_span(said.start, said.end)
        typed = tokens.original(start, end)
        found = taken(said.meant, typed, today)
        if said.likely and said.date:
            found = Day(said.date)
        elif said.sort == "unclear" and isinstance(found, Day):
            found = Problem("ambiguous", (found.date,), typed)
        dated.append(Dated(found, typed, start, end, said.likely))
    return dated


def pairs(tokens: Tokens) -> list[Pair]:
    """Every n/m on free tokens."""
    found = []
    for m in _PAIR.finditer(tokens.flat):
        first, last = tokens.within(m.start(), m.end())
        if tokens.free(first, last):
            found.append(Pair(int(m[1]), int(m[2]), tokens.original(m.start(), m.end()), m.start(), m.end()))
    return found
