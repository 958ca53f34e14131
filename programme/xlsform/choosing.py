"""The choices that a select offers now, and what of an answer they still allow."""

from __future__ import annotations

from dataclasses import dataclass

from programme.xlsform import form_words
from programme.xlsform.form_faults import Refused
from programme.xlsform.parts import Fixed, Itemset
from programme.xlsform.sheet_rows import Row
from programme.xlsform.tree import Node
from programme.xlsform.values import string
from programme.xlsform.xpath import Focus


@dataclass(frozen=True, slots=True)
class Item:
    """A choice that can be made now."""

    name: str
    label: str


def cell(row: Row, name: str) -> str:
    """The text of a row's first cell of that name."""
    found = row.named(name)
    return found[0].text() if found else ""


def names(tree, node: Node) -> list[str]:
    """The names that can be chosen, in their order."""
    items = node.part.items
    if isinstance(items, Itemset):
        return [cell(row, items.value) for row in items.rows.run(Focus(node, tree))]
    return [item.name for item in items if isinstance(item, Fixed)]


def choices(tree, node: Node) -> list[Item]:
    """The choices with their labels in the reader's language."""
    items = node.part.items
    if not isinstance(items, Itemset):
        return [Item(item.name, form_words.spoken(tree, item.label, node)) for item in items]
    rows = items.rows.run(Focus(node, tree))
    return [Item(cell(row, items.value), _label(tree, row, items, node)) for row in rows]


def media(tree, node: Node) -> dict[str, tuple[str, ...]]:
    """The files of the choices that have any, by the choice's name."""
    items = node.part.items
    if isinstance(items, Itemset):
        rows = items.rows.run(Focus(node, tree)) if items.label.by is not None else ()
        keys = {cell(row, items.value): cell(row, "itextId") for row in rows}
    else:
        keys = {item.name: item.label.key for item in items}
    found = {name: tuple(form_words.media(tree, key).values()) for name, key in keys.items() if key}
    return {name: files for name, files in found.items() if files}


def _label(tree, row: Row, items: Itemset, node: Node) -> str:
    if items.label.by is None:
        return form_words.spoken(tree, items.label, node)
    return string(items.label.by.run(Focus(row, tree, node))).strip() or cell(row, items.value)


def chosen(tree, node: Node, text: str) -> str:
    """An answer by names, written as ODK does: several in the order they are offered. Raises Refused("choice")."""
    kind, offered = node.part.question.type, names(tree, node)
    said = [text] if kind == "select_one" else text.split()
    if len(set(said)) < len(said) or not set(said) <= set(offered):
        raise Refused("choice")
    if kind == "rank" and len(said) < len(set(offered)):
        raise Refused("choice")
    return " ".join(said if kind == "rank" else [name for name in dict.fromkeys(offered) if name in said])


def still(tree, node: Node, text: str) -> str:
    """What of an answer is offered still; a ranking takes in what is offered newly."""
    if text == "" or not isinstance(node.part.items, Itemset) or not node.part.items.filtered:
        return text
    kind, offered = node.part.question.type, tree.cell(node, "names")
    kept = [name for name in ([text] if kind == "select_one" else text.split()) if name in offered]
    return " ".join(dict.fromkeys([*kept, *offered]) if kind == "rank" else kept)
