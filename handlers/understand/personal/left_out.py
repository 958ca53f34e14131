"""A text without what may not be kept of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.understand.personal.found import Found
from programme.language.texts import Texts
from programme.language.vietnamese import fold_places
from programme.language.words import compiled

_HOUSE, _QUARTER = compiled("pattern.guard.house_before"), compiled("pattern.guard.quarter")
_NOTHING = re.compile(r"[\s,.;:()…–-]*")


def without(text: str, found: Sequence[Found], texts: Texts) -> str:
    """The text with "nhà dân" for a host's house and for an address, of which the quarter stays ("nhà bà Sáu khu 4" is
    "nhà dân khu 4"), and "…" for all else; "" where nothing is left."""
    rest = text
    for each in reversed(found):
        before, words, after = rest[: each.start], rest[each.start : each.end], rest[each.end :]
        house = _part(_HOUSE, before) if each.kind == "name" else None
        if house:
            rest = f"{before[: house[0]]}{texts('word.home')}{after}"
        elif each.kind == "address":
            quarter = _part(_QUARTER, words)
            where = f" {words[slice(*quarter)]}" if quarter else ""
            rest = f"{before}{texts('word.home')}{where}{after}"
        else:
            rest = f"{before}…{after}"
    rest = " ".join(rest.split())
    return "" if _NOTHING.fullmatch(rest) else rest


def _part(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    """Where a pattern of folded words stands in a text."""
    flat, places = fold_places(text)
    m = pattern.search(flat)
    return (places[m.start()], places[m.end() - 1] + 1) if m else None
