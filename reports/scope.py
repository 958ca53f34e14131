"""Which units' past belongs to a unit: "as now", with what became part of it, or "as then", with what was below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from programme.domain.org_units import UnitTree
from programme.domain.programme import Programme

DAY = timedelta(days=1)
Slice = tuple[date, date, frozenset[str]]
"""Days, inclusive, and the units whose activities on them count."""


def as_now(tree: UnitTree, code: str, on: date) -> frozenset[str]:
    """The unit and those below it on that day, with the past of the units that are gone: one that was merged, or that
    ended under them, is theirs; one that was split stays with itself, unless all its successors are theirs."""
    here = set(tree.subtree(code, on))
    known: dict[str, bool] = {}

    def belongs(unit: str) -> bool:
        if unit in here:
            return True
        if unit not in known:
            known[unit] = False  # what goes round in a circle belongs to nobody
            found = tree.get(unit)
            if found is not None and found.valid_to is not None and found.valid_to < on:
                after = found.successors or tuple(filter(None, (found.parent_on(found.valid_to),)))
                known[unit] = bool(after) and all(belongs(each) for each in after)
        return known[unit]

    return frozenset(unit.code for unit in tree if belongs(unit.code)) | {code}


def day_of_now(tree: UnitTree, code: str, today: date) -> date:
    """The day of the tree that "as now" means: today, for a unit that is gone its own last day."""
    gone = tree[code].valid_to
    return gone if gone is not None and gone < today else today


def as_then(tree: UnitTree, code: str, since: date, until: date) -> list[Slice]:
    """The units below it on each of these days, in as few slices as the changes of the tree allow."""
    turns = {since, until + DAY}
    for unit in tree:
        ends = [unit.valid_from, unit.valid_to and unit.valid_to + DAY]
        ends += [day for p in unit.parents for day in (p.since, p.until and p.until + DAY)]
        turns.update(day for day in ends if day and since < day <= until)
    days = sorted(turns)
    slices: list[Slice] = []
    for first, after in pairwise(days):
        codes = frozenset(tree.subtree(code, first))
        if slices and slices[-1][2] == codes:
            slices[-1] = (slices[-1][0], after - DAY, codes)
        else:
            slices.append((first, after - DAY, codes))
    return slices


def given_way(tree: UnitTree, groups: Sequence[Any], on: date) -> list[Any]:
    """Without what a unit that is gone said of how things stand, where the one it became part of has said so since."""
    said: dict[tuple[str, ...], Any] = {}
    for g in groups:
        if g.said is not None:
            about = (g.unit, g.kind, g.name)
            said[about] = max(g.said, said.get(about, g.said))

    def stays(g: Any) -> bool:
        if g.said is None or g.unit not in tree or tree[g.unit].exists_on(on):
            return True
        heirs = tree.heirs(g.unit, on)
        return len(heirs) != 1 or said.get((heirs[0], g.kind, g.name), g.said) <= g.said

    return [g for g in groups if stays(g)]


def whole(programme: Programme, codes: Collection[str]) -> Collection[str] | None:
    """None where the codes are all there are, so that no row is asked whose it is."""
    return None if len(codes) >= len(programme.units) else codes
