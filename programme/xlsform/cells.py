"""Values that remember what they were made from: one that is asked for again is not made again until it must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DEEPEST = 30
"""Cells at work within each other before the innermost is done by itself, so that no form exhausts Python's stack."""


class TooDeep(Exception):
    """The cell whose work would be too deep inside that of others."""

    def __init__(self, cell: Cell):
        self.cell = cell


class Cell:
    """A value, the work that makes it, and the cells whose work has read it."""

    __slots__ = ("fresh", "node", "readers", "running", "shape", "value", "work")

    def __init__(self, work: Callable[[Any], Any], node: Any, shape: bool = False):
        self.shape = shape
        self.work = work
        self.node = node
        self.value: Any = None
        self.fresh = False
        self.running = False
        self.readers: set[Cell] = set()


class Web:
    """Who reads whom. `worked` counts how often any cell's work was done, `changes` how often any went stale, `shapes`
    how often one that decides what is asked did."""

    def __init__(self) -> None:
        self.reader: Cell | None = None
        self.worked = 0
        self.changes = 0
        self.shapes = 0
        self.depth = 0

    def read(self, cell: Cell) -> Any:
        reader = self.reader
        if reader is not None:
            cell.readers.add(reader)
        if cell.fresh or cell.running:  # running: a circle that the check did not see gives the last value
            return cell.value
        if self.depth:
            return self._make(cell)
        waiting = [cell]
        while waiting:
            try:
                self._make(waiting[-1])
                waiting.pop()
            except TooDeep as deep:
                waiting.append(deep.cell)
        return cell.value

    def _make(self, cell: Cell) -> Any:
        if self.depth >= DEEPEST:
            raise TooDeep(cell)
        reader, self.reader = self.reader, cell
        cell.running = True
        self.depth += 1
        try:
            self.worked += 1
            cell.value = cell.work(cell.node)
            cell.fresh = True
        finally:
            self.reader = reader
            cell.running = False
            self.depth -= 1
        return cell.value

    def unread(self, work: Callable[[], Any]) -> Any:
        """Do something without the cell at work depending on what it reads."""
        reader, self.reader = self.reader, None
        try:
            return work()
        finally:
            self.reader = reader

    def touch(self, cell: Cell) -> None:
        """The cell's value must be made anew, and so must all that was made from it."""
        self.changes += 1
        stale = [cell]
        while stale:
            one = stale.pop()
            one.fresh = False
            self.shapes += one.shape
            stale.extend(one.readers)
            one.readers.clear()

    def put(self, cell: Cell, value: Any) -> None:
        """Give a cell another value than its work did, until something that its work read changes."""
        self.touch(cell)
        cell.value = value
        cell.fresh = True
