"""Instances of repeats, made and removed."""

from __future__ import annotations

from programme.xlsform import shown
from programme.xlsform.parts import Part
from programme.xlsform.tree import MOST, Node


def add(tree, ref: str) -> None:
    """Make the instance `ref`, the next of its repeat. Raises KeyError where it can't be the next."""
    parent, part, place = _named(tree, ref)
    count = len(tree.repeated(parent, part))
    if part.count is not None or part.fixed or place != count + 1 or count >= MOST:
        raise KeyError(ref)
    _resize(tree, parent, part, count + 1)
    tree.made(tree.repeated(parent, part)[-1])
    shown.regrown(tree, part)


def remove(tree, ref: str) -> None:
    """Remove the instance `ref`; those after it move up. Raises KeyError where it is not there."""
    parent, part, place = _named(tree, ref)
    count = len(tree.repeated(parent, part))
    if part.count is not None or part.fixed or not 1 <= place <= count:
        raise KeyError(ref)
    base = f"{parent.ref}/{part.name}"
    for held in (tree.answers, tree.repeats):
        moved = dict(_moved_up(held, base, place))
        held.clear()
        held.update(moved)
    for node in parent.kids.pop(part.name, []):
        _forget(tree, node)
    _resize(tree, parent, part, count - 1)
    shown.regrown(tree, part, (f"{base}[",))


def settle(tree) -> None:
    """Make and drop instances where an answer changed how many a repeat is to have."""
    for part in tree.form.counted:
        for parent in tree.nodes(part.parent):
            base, count = f"{parent.ref}/{part.name}", len(tree.repeated(parent, part))
            held = tree.repeats.get(base, 0)
            if held > count:
                gone = tuple(f"{base}[{place}]" for place in range(count + 1, held + 1))
                for kept in (tree.answers, tree.repeats):
                    for key in [key for key in kept if key.startswith(gone)]:
                        del kept[key]
                tree.repeats[base] = count
                for node in parent.kids[part.name][count:]:
                    _forget(tree, node)
                del parent.kids[part.name][count:]
                shown.regrown(tree, part, gone)


def _named(tree, ref: str) -> tuple[Node, Part, int]:
    above, _, last = ref.rpartition("/")
    name, _, place = last.rstrip("]").partition("[")
    parent = tree.node(above)
    part = parent.part.parts[name]
    if not part.repeat or not place.isdigit():
        raise KeyError(ref)
    return parent, part, int(place)


def _resize(tree, parent: Node, part: Part, count: int) -> None:
    tree.repeats[f"{parent.ref}/{part.name}"] = count
    tree.touch(parent.cells[part.name])


def _moved_up(held: dict, base: str, place: int):
    for key, value in held.items():
        if key.startswith(f"{base}["):
            at, _, rest = key[len(base) + 1 :].partition("]")
            if int(at) == place:
                continue
            key = f"{base}[{int(at) - (int(at) > place)}]{rest}"
        yield key, value


def _forget(tree, node: Node) -> None:
    """Nobody may go on reading a node that is gone."""
    for cell in node.cells.values():
        tree.touch(cell)
    for family in node.kids.values():
        for kid in family:
            _forget(tree, kid)
