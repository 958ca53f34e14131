"""The live instance: nodes made when they are first looked at, over the answers, which are a plain dict.

A node that is not relevant reads as empty; its answer stays and is read again when it becomes relevant again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from programme.xlsform.cells import Cell, Web
from programme.xlsform.form import Form
from programme.xlsform.parts import Part
from programme.xlsform.values import boolean, decimal_text, number, string
from programme.xlsform.xpath import Focus, XPath

_PLACE = re.compile(r"(.+)\[(\d+)\]\Z")
SHAPES = ("relevant", "read_only")
MOST = 1000
"""Instances that a repeat may have."""


class Node:
    """A leaf, a group, or one instance of a repeat (`place` is its 1-based position there, else 0)."""

    __slots__ = ("_ref", "cells", "kids", "name", "parent", "part", "place", "tree")

    def __init__(self, tree: Tree, part: Part, parent: Node | None, place: int = 0):
        self.tree = tree
        self.part = part
        self.parent = parent
        self.place = place
        self.name = part.name
        self.kids: dict[str, list[Node]] = {}
        self.cells: dict[str, Cell] = {}
        self._ref = ""

    @property
    def ref(self) -> str:
        if not self._ref:
            above = self.parent.ref if self.parent is not None else ""
            self._ref = f"{above}/{self.name}" + (f"[{self.place}]" if self.place else "")
        return self._ref

    def named(self, name: str) -> list[Node]:
        part = self.part.parts.get(name)
        if part is None:
            return []
        if part.repeat:
            return self.tree.repeated(self, part)
        kids = self.kids.get(name)
        if kids is None:
            kids = self.kids[name] = [Node(self.tree, part, self)]
        return kids

    def children(self) -> list[Node]:
        return [node for name in self.part.parts for node in self.named(name)]

    def text(self) -> str:
        if self.part.parts:
            return "".join(node.text() for node in self.children())
        return self.tree.cell(self, "value")

    def cell(self, kind: str) -> Any:
        return self.tree.cell(self, kind)


class Tree(Web):
    """The nodes of one form's instance over `answers` (by ref) and `repeats` (how many, by ref without position)."""

    def __init__(self, form: Form, zone):
        super().__init__()
        self.form = form
        self.zone = zone
        self.answers: dict[str, str] = {}
        self.repeats: dict[str, int] = {}
        self.calculated: dict[str, str] = {}
        self.restored: set[str] = set()
        self.shown: dict[str, bool] = {}
        self._steady: dict[str, Node] = {}  # nodes in no repeat: they are there for good
        self.root = Node(self, form.root, None)
        self._work: dict[str, Callable[[Node], Any]] = {
            "value": self._value,
            "relevant": self._relevant,
            "required": lambda node: self._truth(node, node.part.required),
            "read_only": self._read_only,
            "names": self.offered,
            "constraint": lambda node: self._truth(node, node.part.constraint, True),
        }

    # --- finding nodes ------------------------------------------------------------------------------------------------

    def node(self, ref: str) -> Node:
        """The node at a ref. Raises KeyError where there is none now."""
        return self._steady.get(ref) or self._looked_for(ref)

    def _looked_for(self, ref: str) -> Node:
        node: Node | None = None
        steady = True
        for step in ref.strip("/").split("/"):
            found = _PLACE.match(step)
            name, place = (found[1], int(found[2])) if found else (step, 1)
            if node is None:
                family = [self.root] if name == self.root.name else []
            else:
                family = self.unread(lambda node=node, name=name: node.named(name))
            if not 1 <= place <= len(family):
                raise KeyError(ref)
            node = family[place - 1]
            steady = steady and not node.part.repeat
        if node is None:
            raise KeyError(ref)
        if steady:
            self._steady[ref] = node
        return node

    def nodes(self, part: Part | None, within: Node | None = None) -> list[Node]:
        """All nodes of a part, or those of them inside `within`."""
        top = self.root if within is None else within
        chain: list[Part] = []
        while part is not None and part is not top.part:
            chain.insert(0, part)
            part = part.parent
        if part is None:
            return []
        found = [top]
        for step in chain:
            found = [kid for node in found for kid in node.named(step.name)]
        return found

    def repeated(self, parent: Node, part: Part) -> list[Node]:
        """The instances of a repeat that there are now."""
        kids = parent.kids.setdefault(part.name, [])
        shape = parent.cells.get(part.name)
        if shape is None:
            shape = parent.cells[part.name] = Cell(lambda node: self._count(node, part), parent, True)
        count = self.read(shape)
        return kids if len(kids) == count else self._resized(parent, part, kids, count)

    def _resized(self, parent: Node, part: Part, kids: list[Node], count: int) -> list[Node]:
        """Those beyond the number that was kept with the answers are new; those beyond `count` are not seen, and go
        when the answer that made them too many is taken (`repeats.settle`)."""
        base = f"{parent.ref}/{part.name}"
        held = self.repeats.get(base, 0) if part.count is not None else count
        if count > held:
            self.repeats[base] = count
        fresh = [Node(self, part, parent, place) for place in range(len(kids) + 1, count + 1)]
        kids += fresh
        for node in fresh:
            if node.place > held:
                self.made(node)
        return kids[:count]

    def still(self, node: Node, text: str) -> str:
        """What of a select's answer its choices still allow."""
        return text

    def offered(self, node: Node) -> list[str]:
        """The names that a select offers."""
        return []

    def made(self, node: Node) -> None:
        """A new instance of a repeat has come into being."""

    def _count(self, parent: Node, part: Part) -> int:
        base = f"{parent.ref}/{part.name}"
        if part.count is None:
            return self.repeats.get(base, part.initial)
        asked = number(part.count.run(Focus(self.phantom(parent, part), self)), self.zone)
        return self.repeats.get(base, 0) if math.isnan(asked) else int(max(0, min(asked, MOST)))

    def phantom(self, parent: Node, part: Part, place: int = 1) -> Node:
        """An instance that is not there, for expressions about whether it should be."""
        return Node(self, part, parent, place)

    # --- what a node is now -------------------------------------------------------------------------------------------

    def cell(self, node: Node, kind: str) -> Any:
        cell = node.cells.get(kind)
        if cell is None:
            cell = node.cells[kind] = Cell(self._work[kind], node, kind in SHAPES)
        return self.read(cell)

    def relevant_at(self, node: Node) -> bool:
        return not node.part.conditional or self.cell(node, "relevant")

    def read_only_at(self, node: Node) -> bool:
        return node.part.lockable and self.cell(node, "read_only")

    def touched(self, node: Node, kind: str) -> None:
        cell = node.cells.get(kind)
        if cell is not None:
            self.touch(cell)

    def raw(self, node: Node) -> str:
        """The answer that is kept for a node, relevant or not."""
        return self.answers.get(node.ref, node.part.default)

    def evaluate(self, node: Node, expression: XPath) -> Any:
        return expression.run(Focus(node, self))

    def _truth(self, node: Node, expression: XPath | None, default: bool = False) -> bool:
        return default if expression is None else boolean(self.evaluate(node, expression))

    def _relevant(self, node: Node) -> bool:
        """Of a steady leaf it is kept in `shown`, which `shown.settle` holds true."""
        if node.part.path not in self.form.feeds.steady:
            return self.weighed(node)
        known = self.shown.get(node.ref)
        if known is None:
            known = self.shown[node.ref] = self.unread(lambda: self.weighed(node))
        return known

    def weighed(self, node: Node) -> bool:
        above = node.parent
        while above is not None:  # groups without a condition are stepped over
            if above.part.relevant is not None:
                if not self.cell(above, "relevant"):
                    return False
                break
            above = above.parent
        return self._truth(node, node.part.relevant, True)

    def _read_only(self, node: Node) -> bool:
        if node.parent is not None and self.read_only_at(node.parent):
            return True
        return self._truth(node, node.part.read_only)

    def _value(self, node: Node) -> str:
        if not self.relevant_at(node):
            return ""
        part = node.part
        if part.calculate is None:
            return self.still(node, self.raw(node)) if part.items else self.raw(node)
        made = cast(part, string(self.evaluate(node, part.calculate)))
        return self._kept(node, made) if part.kept else made

    def _kept(self, node: Node, made: str) -> str:
        """A value that stays, whatever was answered or drawn by chance, until the calculation gives another."""
        ref, last = node.ref, self.calculated.get(node.ref)
        self.calculated[ref] = made
        if ref in self.restored:
            self.restored.discard(ref)
        elif made != last:
            self.answers[ref] = made
        return self.answers[ref]


def cast(part: Part, text: str) -> str:
    """A calculated text as the part's type writes it: an int has no fraction, what is no number is empty."""
    if part.type not in ("int", "decimal") or not text:
        return text
    try:
        value = float(text)
        return str(int(value)) if part.type == "int" else decimal_text(value)
    except (ValueError, OverflowError):
        return ""
