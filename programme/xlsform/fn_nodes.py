"""Functions of nodes and of repeats (ODK XForms: Node-set and Repeat Functions)."""

from __future__ import annotations

import hashlib
import math

from programme.xlsform.registry import function
from programme.xlsform.values import NAN, Node, Value, number, number_of, string

PRIME = 2_147_483_647


@function("last", 0)
def _last(focus) -> float:
    return float(focus.size)


@function("position", (0, 1))
def _position(focus, *node: Value) -> float:
    """Of the focus, or of a node among its siblings of the same name."""
    if not node:
        return float(focus.position)
    if not isinstance(node[0], list) or not node[0]:
        return NAN
    (one, *_) = node[0]
    family = one.parent.named(one.name) if one.parent is not None else [one]
    return next((float(at) for at, other in enumerate(family, start=1) if other is one), NAN)


@function("count", 1)
def _count(focus, nodes: Value) -> float:
    return float(len(nodes)) if isinstance(nodes, list) else NAN


@function("count-non-empty", 1)
def _count_non_empty(focus, nodes: Value) -> float:
    return float(sum(1 for node in nodes if node.text())) if isinstance(nodes, list) else NAN


@function("current", 0)
def _current(focus) -> list[Node]:
    return [focus.current]


@function("instance", 1)
def _instance(focus, key: Value) -> list[Node]:
    return focus.world.instance(string(key))


@function("name", (0, 1))
def _name(focus, *nodes: Value) -> str:
    found = nodes[0] if nodes else [focus.node]
    return found[0].name if isinstance(found, list) and found else ""


@function("local-name", (0, 1))
def _local_name(focus, *nodes: Value) -> str:
    return _name(focus, *nodes)


@function("pulldata", 4)
def _pulldata(focus, source: Value, column: Value, key: Value, wanted: Value) -> str:
    """The column's text in the first row of the list `source` whose `key` is `wanted`."""
    return focus.world.pulldata(string(source), string(column), string(key), string(wanted))


@function("indexed-repeat", (3, None))
def _indexed_repeat(focus, target: Value, *pairs: Value) -> list[Node]:
    """The target's nodes within the repeats at the given 1-based indexes, outermost first whatever their order."""
    if not isinstance(target, list):
        return []
    levels = []
    for repeats, index in zip(pairs[::2], pairs[1::2], strict=False):
        at = number(index, focus.world.zone)
        if not isinstance(repeats, list) or not repeats or math.isnan(at):
            return []
        levels.append((_depth(repeats[0]), repeats, int(at)))
    holder = None
    for _, repeats, at in sorted(levels, key=lambda level: level[0]):
        within = repeats if holder is None else [node for node in repeats if _inside(node, holder)]
        if not 1 <= at <= len(within):
            return []
        holder = within[at - 1]
    return [node for node in target if _inside(node, holder)]


def _depth(node: Node) -> int:
    depth = 0
    while node.parent is not None:
        node, depth = node.parent, depth + 1
    return depth


def _inside(node: Node | None, holder: Node) -> bool:
    while node is not None and node is not holder:
        node = node.parent
    return node is not None


@function("randomize", (1, 2))
def _randomize(focus, nodes: Value, *seed: Value) -> list[Node]:
    """Fisher and Yates's inside-out shuffle, fed by Park and Miller's generator as in JavaRosa."""
    if not isinstance(nodes, list):
        return []
    state = _seed(seed[0], focus.world.zone) if seed else focus.world.shuffle(focus.current)
    state = int(math.fmod(state, PRIME))
    if state <= 0:
        state += PRIME - 1
    shuffled: list[Node] = []
    for at, node in enumerate(nodes):
        state = state * 16_807 % PRIME
        other = int((state - 1) / (PRIME - 1) * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[other] = shuffled[other], node
    return shuffled


def _seed(value: Value, zone) -> int:
    text = string(value)
    found = number(value, zone) if not isinstance(value, list) else number_of(text, zone)
    if math.isnan(found):
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    if math.isinf(found):
        return 2**63 - 1 if found > 0 else -(2**63)
    return math.trunc(found)
