"""What sets values by itself: metadata, dynamic defaults, and calculations that wait for a question to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from programme.xlsform import shown
from programme.xlsform.parts import Action, Part
from programme.xlsform.tree import Node, cast
from programme.xlsform.values import string

PROPERTIES = frozenset({"username", "deviceid", "phonenumber", "email"})


def begin(tree) -> None:
    """A fresh record: its metadata, its dynamic defaults, and what is calculated once."""
    for part in tree.form.parts.values():
        if part.preload is not None and (value := preloaded(tree, part.preload)):
            tree.answers.update((node.ref, value) for node in tree.nodes(part))
    for action in tree.form.started:
        for node in tree.nodes(tree.form.parts.get(action.target)):
            act(tree, action, node)
    settle(tree, tree.form.kept)


def begin_repeat(tree, node: Node) -> None:
    """A fresh instance of a repeat: the repeats inside it, its dynamic defaults, and what is calculated once."""
    for part in node.part.all():
        if part.repeat and part is not node.part and part.count is None:
            for parent in tree.nodes(part.parent, node):
                tree.repeats.setdefault(f"{parent.ref}/{part.name}", part.templated)
    for action in tree.form.repeated:
        for target in tree.nodes(tree.form.parts.get(action.target), node):
            act(tree, action, target)
    settle(tree, (part for part in tree.form.kept if part.path.startswith(f"{node.part.path}/")))


def preloaded(tree, preload: tuple[str, str]) -> str:
    kind, what = preload
    if kind == "uid":
        return f"uuid:{tree.env.uuid}"
    if kind == "timestamp" and what == "start":
        return tree.now.isoformat(timespec="milliseconds")
    if kind == "date":
        return tree.now.date().isoformat()
    return getattr(tree.env, what) if kind == "property" and what in PROPERTIES else ""


def act(tree, action: Action, node: Node) -> None:
    if tree.relevant_at(node):
        value = action.value
        put(tree, node, cast(node.part, value if isinstance(value, str) else string(tree.evaluate(node, value))))


def put(tree, node: Node, text: str) -> None:
    """Change an answer. A calculated one keeps it until something that it is calculated from changes."""
    if node.part.calculate is None:
        tree.answers[node.ref] = text
        tree.touched(node, "value")
    else:
        tree.cell(node, "value")  # so that it is known what would make it anew
        tree.answers[node.ref] = text
        tree.put(node.cells["value"], text)
    shown.settle(tree, (node.part,))


def settle(tree, parts: Iterable[Part]) -> None:
    """Calculations that would not give the same again are done once, now."""
    for part in parts:
        for node in tree.nodes(part):
            tree.cell(node, "value")


def watched(tree) -> dict[Node, str]:
    """The nodes whose change sets something off, with their values now."""
    sources = {action.source for action in tree.form.triggered}
    return {node: tree.cell(node, "value") for path in sources for node in tree.nodes(tree.form.parts.get(path))}


def trigger(tree, before: Mapping[Node, str | None], rounds: int = 20) -> None:
    """Do what waits for a change of what was watched; what it changes may set off more."""
    while rounds and (changed := [node for node, old in before.items() if tree.cell(node, "value") != old]):
        rounds -= 1
        before = {node: tree.cell(node, "value") for node in before}
        for node in changed:
            for action in tree.form.triggered:
                if action.source == node.part.path:
                    for target in _near(tree, node, tree.form.parts.get(action.target)):
                        act(tree, action, target)


def _near(tree, node: Node, part: Part | None) -> list[Node]:
    """The nodes of a part in the innermost instance that holds them both."""
    holder: Node | None = node
    while holder is not None and part is not None:
        if part.path.startswith(f"{holder.part.path}/"):
            return tree.nodes(part, holder)
        holder = holder.parent
    return []
