"""Paths of XPath over live nodes: steps, axes and predicates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from programme.xlsform.values import Node, boolean

Step = Callable[[Node], list]


def union(left: list, right: list) -> list:
    return list(dict.fromkeys([*left, *right]))


def _parent(node: Node) -> list:
    return [] if node.parent is None else [node.parent]


def _descendants(node: Node) -> list:
    found = []
    for child in node.children():
        found.append(child)
        found.extend(_descendants(child))
    return found


def _ancestors(node: Node) -> list:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _siblings(node: Node) -> tuple[list, list]:
    family = node.parent.children() if node.parent is not None else [node]
    at = next(i for i, one in enumerate(family) if one is node)
    return family[:at], family[at + 1 :]


AXES: dict[str, Step] = {
    "child": lambda node: node.children(),
    "self": lambda node: [node],
    "parent": _parent,
    "descendant": _descendants,
    "descendant-or-self": lambda node: [node, *_descendants(node)],
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: [node, *_ancestors(node)],
    "preceding-sibling": lambda node: _siblings(node)[0],
    "following-sibling": lambda node: _siblings(node)[1],
    "attribute": lambda node: [],
    "@": lambda node: [],
}


def local(token: Any) -> str | None:
    """The name that a step tests for; None where any node will do."""
    if token.symbol == "(name)":
        return token.value
    if token.symbol == ":":
        return local(token[1])
    return None


def steps(token: Any) -> tuple[Any, list[Any]]:
    """A path as where it starts ('/' the root, '.' here, or a token that gives nodes) and its steps."""
    if token.symbol in ("/", "//"):
        if len(token) == 2:
            start, before = steps(token[0])
        else:
            start, before = "/", []
        after = token[-1:] if len(token) else []
        return start, [*before, *(["//"] if token.symbol == "//" else []), *after]
    if token.symbol == "[":
        start, before = steps(token[0])
        if before:
            return start, [*before[:-1], token]
        return token, []
    if token.symbol == "(" or token.label == "function" or (token.symbol == ":" and token[1].label == "function"):
        return token, []
    return ".", [token]


def _test(token: Any) -> Step:
    """One step without its predicates."""
    symbol = token.symbol
    if symbol == ".":
        return AXES["self"]
    if symbol == "..":
        return _parent
    if symbol in AXES:
        axis, name = AXES[symbol], local(token[0])
        return axis if name is None else lambda node: [n for n in axis(node) if n.name == name]
    name = local(token)
    if name is not None:
        return lambda node: node.named(name)
    if symbol in ("*", "node"):
        return AXES["child"]
    if symbol == "text":
        return AXES["self"]
    raise ValueError(f"'{symbol}' has no meaning here")


def path(token: Any, compiled: Callable, focus_at: Callable) -> Callable:
    """The closure for a path: it gives a list of nodes."""
    start, parts = steps(token)
    walk = [_step(part, compiled, focus_at) for part in parts]
    if start == "/":
        return _absolute(parts, walk)
    if start == ".":
        return _relative(walk)
    if start is token:  # a predicate on something that is no step: (…)[1], instance('x')[…]
        return _filter(compiled(start[0]), compiled(start[1]), focus_at)
    first = compiled(start)

    def run(focus):
        nodes = first(focus)
        if not isinstance(nodes, list):
            return []
        for step in walk:
            nodes = step(nodes, focus)
        return nodes

    return run


def _absolute(parts: list, walk: list) -> Callable:
    if not parts:
        return lambda focus: [focus.world.root]
    whole = parts[0] == "//"
    name = None if whole else local(parts[0] if parts[0].symbol != "[" else parts[0][0])
    rest = walk if whole else walk[1:]

    def run(focus):
        root = focus.world.root
        nodes = [root] if name is None or root.name == name else []
        for step in rest:
            nodes = step(nodes, focus)
        return nodes

    return run


def _relative(walk: list) -> Callable:
    if len(walk) == 1:
        (only,) = walk
        return lambda focus: only([focus.node], focus)

    def run(focus):
        nodes = [focus.node]
        for step in walk:
            nodes = step(nodes, focus)
        return nodes

    return run


def _step(token: Any, compiled: Callable, focus_at: Callable) -> Callable:
    """A step from a list of nodes to the next list."""
    if token == "//":
        return lambda nodes, focus: _distinct(n for node in nodes for n in AXES["descendant-or-self"](node))
    predicates = []
    while token.symbol == "[":
        predicates.insert(0, compiled(token[1]))
        token = token[0]
    test = _test(token)
    if predicates:

        def filtered(nodes, focus):
            found = []
            for node in nodes:
                kept = test(node)
                for predicate in predicates:
                    kept = _kept(kept, predicate, focus, focus_at)
                found.extend(kept)
            return found if len(nodes) < 2 else _distinct(found)

        return filtered

    def plain(nodes, focus):
        if len(nodes) == 1:
            return test(nodes[0])
        return _distinct(n for node in nodes for n in test(node))

    return plain


def _distinct(nodes: Iterable) -> list:
    return list(dict.fromkeys(nodes))


def _kept(nodes: list, predicate: Callable, focus, focus_at: Callable) -> list:
    size, kept = len(nodes), []
    for position, node in enumerate(nodes, start=1):
        value = predicate(focus_at(node, focus.world, focus.current, position, size))
        if value == position if type(value) is float else boolean(value):
            kept.append(node)
    return kept


def _filter(first: Callable, predicate: Callable, focus_at: Callable) -> Callable:
    def run(focus):
        nodes = first(focus)
        return _kept(nodes, predicate, focus, focus_at) if isinstance(nodes, list) else []

    return run
