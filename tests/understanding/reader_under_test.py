"""The one door from the gate to the reader: a case in, its reading out, and what the pack knows for the scorer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from bot.commands import understand
from handlers.understand.reader.reading import Reading
from handlers.understand.reader.reading_rows import talk_of
from programme.domain.org_units import own_name
from programme.domain.programme import Programme
from programme.language.vietnamese import fold
from programme.packs.pack import load_programme
from tests.understanding.cases import Case
from tests.understanding.scoring import Known

PACK = "quang-ninh"


@cache
def pack() -> Programme:
    return load_programme(PACK)


def reader_of(programme: Programme) -> Callable[[Case], Reading]:
    """The reader of `baocao understand`. Raises ImportError while there is none."""
    read = understand.reader_of(programme)
    return lambda case: read(case.text, case.unit, case.today, talk_of(case.context))


def known_of(programme: Programme) -> Known:
    """What the scorer asks the pack. A unit of old goes by its own names and, merged, its successor answers to them."""
    units = programme.units
    names: dict[str, set[str]] = {}
    for unit in units:
        own = {form for text in (unit.name, *unit.aliases) for form in (fold(text), own_name(text))}
        for code in (unit.code, *unit.successors):
            names.setdefault(code, set()).update(own)

    def of(ward: str) -> frozenset[str]:
        return frozenset(names.get(ward) or ({fold(ward), own_name(ward)} if ward else ()))

    @cache
    def own_wards(code: str, on: date) -> set[str]:
        """The unit, those above it, and what goes by one of their names."""
        found: set[str] = set()
        at: str | None = code
        while at and at not in found:
            found.add(at)
            at = units.parent(at, on)
        named = frozenset().union(*map(of, found))
        return found | {unit.code for unit in units if unit.kind == "commune" and of(unit.code) & named}

    return Known(
        topic=lambda code: programme.kind_of(code).topic if code in units else "", own_wards=own_wards, names=of
    )
