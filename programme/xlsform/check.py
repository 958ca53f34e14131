"""What a compiled form says of itself: what its expressions refer to, and whether they run in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from programme.xlsform import axes
from programme.xlsform.form import Form
from programme.xlsform.parts import Itemset, Part
from programme.xlsform.patterns import pattern
from programme.xlsform.xpath import XPath, parse

Finding = tuple[Part, str, str]
"""A part, the property that is at fault, and why."""

PROPERTIES = ("relevant", "required", "read_only", "constraint", "calculate", "count")


def expressions(part: Part) -> Iterator[tuple[str, XPath]]:
    for name in PROPERTIES:
        found = getattr(part, name)
        if found is not None:
            yield name, found
    if isinstance(part.items, Itemset):
        yield "choice_filter", part.items.rows


class Reach:
    """The parts that an expression refers to, its predicates included, as far as names tell."""

    def __init__(self, form: Form, here: Part):
        self.form = form
        self.here = here
        self.read: set[Part] = set()
        self.missing: list[str] = []

    def of(self, tree: Any, nodes: list) -> list:
        """The parts that a token selects from `nodes` (none where it leads out of the form's model)."""
        symbol = tree.symbol
        if tree.label == "function" or (symbol == ":" and len(tree) and tree[1].label == "function"):
            return self._function(tree if tree.label == "function" else tree[1], nodes)
        if symbol in ("(name)", "/", "//", ".", "..", "[", "@", "*", ":") and not (symbol == "*" and len(tree)):
            return self._path(tree, nodes)
        if symbol in axes.AXES:
            return self._path(tree, nodes)
        found = []
        for token in tree:
            found += self.of(token, nodes)
        return found if symbol in ("|", "(") else []

    def _function(self, token: Any, nodes: list) -> list:
        name = token.symbol
        if name == "current":
            self.read.add(self.here)
            return [self.here]
        if name == "once":  # it reads the value it has without depending on it
            return self.of(token[0], nodes)
        found = [self.of(argument, nodes) for argument in token]
        if name == "choice-name" and token[1].symbol == "(string)":
            found.append(self.of(parse(token[1].value).tree, nodes))
        return found[0] if name in ("indexed-repeat", "randomize") and found else []

    def _path(self, tree: Any, nodes: list) -> list:
        start, steps = axes.steps(tree)
        if start == "/":
            here: list = [None]
        elif start == ".":
            here = nodes
        elif start is tree:
            here = self.of(tree[0], nodes)
            self.of(tree[1], here or [_Outside()])
            return here
        else:
            here = [self.here] if start.symbol == "current" else self.of(start, nodes)
        outside = (bool(here) and isinstance(here[0], _Outside)) or (start not in ("/", ".") and not here)
        for step in steps:
            here = self._step(step, here if not outside else [_Outside()])
        parts = [part for part in here if isinstance(part, Part)]
        self.read.update(parts)
        if not here and start == "/":
            self.missing.append(tree.source)
        return here

    def _step(self, step: Any, nodes: list) -> list:
        if step == "//":
            return [p for n in nodes for p in ([*n.all()] if isinstance(n, Part) else [*self.form.root.all()])]
        predicates = []
        while step.symbol == "[":
            predicates.append(step[1])
            step = step[0]
        found = []
        for node in nodes:
            found += _moved(step, node, self.form)
        for predicate in predicates:
            self.of(predicate, found or [_Outside()])
        return found


class _Outside:
    """A node of a list that came with the form: whatever is asked of it, it is again such a node."""


def _moved(step: Any, node: Any, form: Form) -> list:
    if isinstance(node, _Outside):
        return [node]
    name = axes.local(step)
    if node is None:
        return [form.root] if name in (None, form.root.name) else []
    if step.symbol == ".":
        return [node]
    if step.symbol == "..":
        return [node.parent] if node.parent is not None else []
    if name is not None:
        return node.named(name)
    if step.symbol in ("*", "node"):
        return node.children()
    if step.symbol == "@":
        return [_Outside()]
    if step.symbol in axes.AXES:
        inner = axes.local(step[0])
        moved = node.parent.children() if "sibling" in step.symbol and node.parent else axes.AXES[step.symbol](node)
        return [part for part in moved if inner is None or part.name == inner]
    return [node]


def findings(form: Form) -> Iterator[Finding]:
    """Paths that lead nowhere, patterns that are none, and calculations or conditions that run in a circle."""
    waits: dict[Part, set[Part]] = {}
    for part in form.parts.values():
        waits[part] = {part.parent} if part.parent is not None else set()
        for name, expression in expressions(part):
            reach = Reach(form, part)
            reach.of(expression.tree, [part])
            for path in reach.missing:
                yield part, name, f"nothing in the form is at {path}"
            for source in _patterns(expression.tree):
                if (reason := _bad_pattern(source)) is not None:
                    yield part, name, f"not a regular expression: {source} ({reason})"
            if name in ("relevant", "calculate"):
                waits[part] |= {read for read in reach.read if read is not part or name == "calculate"}
                if part in reach.read and name == "relevant":
                    yield part, name, "it depends on itself"
    for circle in circles(waits):
        names = " → ".join(part.name for part in [*circle, circle[0]])
        at = next((part for part in circle if part.calculate is not None), circle[0])
        yield at, "calculation" if at.calculate is not None else "relevant", f"it depends on itself: {names}"


def _patterns(tree: Any) -> Iterator[str]:
    if tree.symbol == "regex" and len(tree) == 2 and tree[1].symbol == "(string)":
        yield tree[1].value
    for token in tree:
        yield from _patterns(token)


def _bad_pattern(source: str) -> str | None:
    try:
        pattern(source)
    except re.error as err:
        return str(err)
    return None


def circles(waits: dict[Part, set[Part]]) -> list[list[Part]]:
    """Every circle that a walk in depth meets first."""
    found, done = [], set()
    for start in waits:
        trail: list[Part] = []
        stack = [(start, iter(waits[start]))]
        on: set[Part] = set()
        if start in done:
            continue
        trail.append(start)
        on.add(start)
        while stack:
            part, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                trail.pop()
                on.discard(part)
                done.add(part)
            elif following in on:
                found.append(trail[trail.index(following) :])
            elif following not in done and following in waits:
                trail.append(following)
                on.add(following)
                stack.append((following, iter(waits[following])))
    return found
