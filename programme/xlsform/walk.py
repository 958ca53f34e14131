"""The order of asking: what comes after a place, depth first, only what is relevant now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from programme.xlsform.parts import Part, Question
from programme.xlsform.tree import Node


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to ask at `ref`."""

    ref: str
    question: Question


@dataclass(frozen=True, slots=True)
class Note:
    """Words to say: a note, or a question that is read-only now with the value it has."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class RepeatAsk:
    """Whether there is to be an instance `ref` of a repeat; `exists` says whether there is one already."""

    ref: str
    label: str
    exists: bool


Stop = Ask | Note | RepeatAsk


def within(tree, node: Node) -> Iterator[Stop]:
    """The stops inside a group or an instance of a repeat."""
    for part in node.part.parts.values():
        yield from _each(tree, node, part)


def _each(tree, parent: Node, part: Part) -> Iterator[Stop]:
    if part.repeat:
        yield from _instances(tree, parent, part, 1)
    else:
        yield from at(tree, parent.named(part.name)[0])


def at(tree, node: Node) -> Iterator[Stop]:
    """The stops at a node: itself, or those inside it."""
    part = node.part
    if part.parts:
        if tree.relevant_at(node):
            yield from within(tree, node)
    elif part.control and part.question is not None and tree.relevant_at(node):
        if part.question.type == "note" or tree.read_only_at(node):
            yield Note(node.ref, _shown(tree, node))
        else:
            yield Ask(node.ref, part.question)


def _shown(tree, node: Node) -> str:
    label, value = tree.label(node.ref), tree.cell(node, "value")
    return f"{label}: {value}" if label and value else label or value


def _instances(tree, parent: Node, part: Part, place: int) -> Iterator[Stop]:
    """The instances of a repeat from `place` on, each after the question whether it is to be."""
    asks = part.count is None and not part.fixed
    while True:
        family = tree.repeated(parent, part)
        if place > len(family):
            break
        node = family[place - 1]
        if tree.relevant_at(node):
            if asks:
                yield RepeatAsk(node.ref, tree.label(node.ref), True)
            yield from within(tree, node)
        place += 1
    if asks:
        more = tree.phantom(parent, part, place)
        if tree.relevant_at(more):
            yield RepeatAsk(more.ref, tree.label_of(more), False)


def after(tree, ref: str) -> Iterator[Stop]:
    """The stops after a ref; after the ref of an instance that is there come the stops inside it."""
    try:
        node = tree.node(ref)
    except KeyError:
        node = _missing(tree, ref)
        yield from _following(tree, node.parent, node.part)
        return
    if node.part.parts:
        yield from within(tree, node)
    yield from _beyond(tree, node)


def _beyond(tree, node: Node) -> Iterator[Stop]:
    while node.parent is not None:
        if node.place:
            yield from _instances(tree, node.parent, node.part, node.place + 1)
        yield from _siblings(tree, node.parent, node.part)
        node = node.parent


def _following(tree, parent: Node, part: Part) -> Iterator[Stop]:
    yield from _siblings(tree, parent, part)
    yield from _beyond(tree, parent)


def _siblings(tree, parent: Node, part: Part) -> Iterator[Stop]:
    if parent.part.relevant is not None and not tree.relevant_at(parent):
        return
    past = False
    for other in parent.part.parts.values():
        if past:
            yield from _each(tree, parent, other)
        past = past or other is part


def _missing(tree, ref: str) -> Node:
    """A stand-in for an instance that is not there. Raises KeyError where the form has no such repeat."""
    above, _, last = ref.rpartition("/")
    name = last.partition("[")[0]
    parent = tree.node(above)
    part = parent.part.parts[name]
    return tree.phantom(parent, part)
