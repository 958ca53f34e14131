"""Counts of so few persons that they could be known, and what else has to be hidden so that no sum gives them away.

One table of counts with its sums goes in; what its reader may not be shown comes out. Who reads, and which table, says
reports/readers.py; docs/decisions/0023-counts-of-few-persons.md says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

FEW = range(1, 5)
"""Persons so few that they could be known."""
NONE, MOST = 0, 10**18
PRIME = (1 << 61) - 1  # coefficients of sums are counted modulo this one
ROUNDS = 400

Bounds = tuple[int, int]
Cell = Hashable


class Sum(NamedTuple):
    """A cell that is the sum of others; all of them are in the table."""

    whole: Cell
    parts: tuple[Cell, ...]


class Hidden(NamedTuple):
    """What is said in a cell's place: "<5", or that it is more than `over`, which follows from what is shown anyway."""

    few: bool
    over: int = 0


def hidden_cells(
    values: Mapping[Cell, int], sums: Sequence[Sum], secret: Collection[Cell], unseen: Collection[Cell] = ()
) -> dict[Cell, Hidden]:
    """The cells that are not shown. Of `secret` cells those of FEW are "<5"; `unseen` cells are shown nowhere, and may
    not be found out either where they hold FEW. Others are hidden as well until none of these can be told from the
    sums: the other parts of a sum first, secret ones and the smaller before the larger, then the sum. A 0
    is always shown."""
    same = _same(sums)
    one: dict[Cell, int] = {same.get(cell, cell): n for cell, n in values.items()}
    merged = dict.fromkeys(Sum(same.get(s.whole, s.whole), tuple(same.get(p, p) for p in s.parts)) for s in sums)
    shown = {same.get(cell, cell) for cell in values if cell not in unseen}
    private = {same.get(cell, cell) for cell in secret}
    table = _Table(one, [each for each in merged if len(each.parts) > 1], one.keys() - shown, private)
    for cell in private & shown:
        if one[cell] in FEW:
            table.hide(cell)
    for _ in range(ROUNDS):
        found_out = table.found_out()
        if not found_out or not table.hide_beside(found_out):
            break
    lows = table.bounds()
    told = {
        cell: Hidden(True) if known == _FEW else Hidden(False, max(0, lows[cell][0] - 1))
        for cell, known in table.hidden.items()
        if one[cell] in FEW or lows[cell][0] < lows[cell][1]  # else it is known from what is shown
    }
    return {cell: told[at] for cell in values if cell not in unseen and (at := same.get(cell, cell)) in told}


def _same(sums: Iterable[Sum]) -> dict[Cell, Cell]:
    """Cells that are sums of one other, with the one that stands for all of them: they are hidden together."""
    part = {each.whole: each.parts[0] for each in sums if len(each.parts) == 1}
    found: dict[Cell, Cell] = {}
    for each in sums:  # a sum may be of one by several ways: all of those are the same
        if len(each.parts) == 1 and (a := _last(part, each.whole)) != (b := _last(part, each.parts[0])):
            part[a] = b
    for cell in part:
        found[cell] = _last(part, cell)
    return found


def _last(part: Mapping[Cell, Cell], cell: Cell) -> Cell:
    while cell in part:
        cell = part[cell]
    return cell


_FEW: Bounds = (FEW[0], FEW[-1])
_ANY: Bounds = (NONE, MOST)


class _Table:
    def __init__(
        self, values: Mapping[Cell, int], sums: Sequence[Sum], unseen: Collection[Cell], private: Collection[Cell]
    ) -> None:
        self.values, self.sums, self.private = values, sums, private
        self.hidden: dict[Cell, Bounds] = dict.fromkeys(unseen, _ANY)
        self.sums_of: dict[Cell, list[Sum]] = defaultdict(list)
        for each in sums:
            for cell in (each.whole, *each.parts):
                self.sums_of[cell].append(each)

    def hide(self, cell: Cell) -> None:
        self.hidden[cell] = _FEW if self.values[cell] in FEW else _ANY

    def found_out(self) -> list[Cell]:
        """The hidden cells of few persons that a reader can tell: by the bounds of what is hidden, then by adding and
        taking away whole sums."""
        bounds = self.bounds()
        few = [cell for cell in self.hidden if self.values[cell] in FEW]
        return [cell for cell in few if bounds[cell][0] == bounds[cell][1]] or sorted(
            self._determined() & {*few}, key=str
        )

    def bounds(self) -> dict[Cell, Bounds]:
        """Between which numbers a reader knows each hidden cell to be: no sum is left that narrows any further."""
        known = dict(self.hidden)
        waiting = {each: None for cell in known for each in self.sums_of[cell]}
        steps = 40 * (len(waiting) + 10)
        while waiting and steps:
            steps -= 1
            each = next(iter(waiting))
            del waiting[each]
            for cell in self._narrowed(each, known):
                waiting |= dict.fromkeys(other for other in self.sums_of[cell] if other != each)
        return known

    def _narrowed(self, each: Sum, known: dict[Cell, Bounds]) -> list[Cell]:
        """Those whose bounds the sum narrows, which it does."""

        def of(cell: Cell) -> Bounds:
            return known.get(cell) or (self.values[cell], self.values[cell])

        found = []
        parts = [of(cell) for cell in each.parts]
        low, high = sum(b[0] for b in parts), sum(b[1] for b in parts)
        whole = of(each.whole)
        limits = [(each.whole, (low, min(high, MOST)))]
        for cell, (least, most) in zip(each.parts, parts, strict=True):
            limits.append((cell, (whole[0] - (high - most), MOST if whole[1] >= MOST else whole[1] - (low - least))))
        for cell, (least, most) in limits:
            if cell in known:
                old = known[cell]
                new = max(old[0], least), min(old[1], most)
                if new != old:
                    known[cell] = new
                    found.append(cell)
        return found

    def _determined(self) -> set[Cell]:
        """The hidden cells that the sums alone give, whatever their bounds: by elimination."""
        rows: dict[Cell, dict[Cell, int]] = {}
        for each in self.sums:
            row: dict[Cell, int] = defaultdict(int)
            for cell, sign in ((each.whole, PRIME - 1), *((part, 1) for part in each.parts)):
                if cell in self.hidden:
                    row[cell] = (row[cell] + sign) % PRIME
            _reduce(row, rows)
        return {cell for cell, row in rows.items() if len(row) == 1}

    def hide_beside(self, cells: Iterable[Cell]) -> bool:
        """Hides one more cell for each of these, or says less of one; False where there is nothing left to hide."""
        touched: set[Sum] = set()
        for cell in cells:
            if touched.isdisjoint(self.sums_of[cell]):
                again = self._candidate(cell)
                if again is None:
                    continue
                if again in self.hidden:
                    self.hidden[again] = _ANY
                else:
                    self.hide(again)
                touched.update(self.sums_of[again])
        return bool(touched)

    def _candidate(self, cell: Cell) -> Cell | None:
        """The nearest that may be hidden: a part beside it, then a sum; else one whose "<5" has to go."""
        near, seen = [cell], {cell}
        while near:
            parts = {c for one in near for each in self.sums_of[one] for c in each.parts if each.whole != one}
            wholes = {each.whole for one in near for each in self.sums_of[one]}
            below = {c for one in near for each in self.sums_of[one] for c in each.parts if each.whole == one}
            for group in (parts, below, wholes):
                if free := [c for c in group if c not in self.hidden and self.values[c] > 0]:
                    return min(free, key=lambda c: (c not in self.private, self.values[c], str(c)))
            near = [c for c in sorted(parts | wholes | below, key=str) if c not in seen]
            seen |= {*near}
        firm = [c for c in seen if self.hidden.get(c) == _FEW]
        return max(firm, key=lambda c: (self.values[c], str(c)), default=None)


def _reduce(row: dict[Cell, int], rows: dict[Cell, dict[Cell, int]]) -> None:
    """Takes the row into the reduced ones, each with the cell that it leads with."""
    for lead in [cell for cell in row if cell in rows]:
        _add(row, rows[lead], PRIME - row[lead])
    row = {cell: n for cell, n in row.items() if n}
    if not row:
        return
    lead = next(iter(row))
    inverse = pow(row[lead], -1, PRIME)
    row = {cell: n * inverse % PRIME for cell, n in row.items()}
    for other in rows.values():
        if n := other.get(lead):
            _add(other, row, PRIME - n)
            for cell in [cell for cell, m in other.items() if not m]:
                del other[cell]
    rows[lead] = row


def _add(row: dict[Cell, int], other: Mapping[Cell, int], times: int) -> None:
    for cell, n in other.items():
        row[cell] = (row.get(cell, 0) + n * times) % PRIME
