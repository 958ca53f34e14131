"""Which unit a question names."""

from __future__ import annotations

from collections.abc import Collection

from handlers.context import Context


def units_named(s: Context, words: str, among: Collection[str] = ()) -> list[str]:
    """Codes of the units that the words name, those of `among` alone where any is. A unit that holds another of them
    comes first: "Hà Tu" is the ward before its team."""
    found = [unit.code for unit, _ in s.programme.units.find(words, on=s.today)] if words else []
    mine = [code for code in found if code in among] or found
    return sorted(mine, key=lambda code: len(s.programme.units.ancestors(code, s.today)))


def unit_named(s: Context, words: str, among: Collection[str] = ()) -> str:
    """The first of them, "" where none is named."""
    return next(iter(units_named(s, words, among)), "")
