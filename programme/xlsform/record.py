"""The finished record: nested for us, and as an OpenRosa instance for ODK Central and KoboToolbox."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from programme.xlsform.tree import Node
from programme.xlsform.types import typed


def record(tree) -> dict[str, Any]:
    """By group and repeat: numbers typed, several choices a list, what has no answer None, what is not relevant and
    what only says something left out."""
    return {name: value for name, value in _inside(tree, tree.root).items() if name != "meta"}


def _inside(tree, node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in node.part.parts.items():
        family = [kid for kid in node.named(name) if tree.relevant_at(kid)]
        if part.repeat:
            if family:
                found[name] = [_inside(tree, kid) for kid in family]
        elif family and part.parts:
            found[name] = _inside(tree, family[0])
        elif family:
            text, question = final(tree, family[0]), part.question
            if text or question is None or question.type != "note":
                found[name] = typed(question, part.type, text)
    return found


def final(tree, node: Node) -> str:
    """A leaf's value in a record that ends now."""
    if node.part.preload == ("timestamp", "end"):
        return tree.now.isoformat(timespec="milliseconds")
    return tree.cell(node, "value")


def xml(tree) -> str:
    """The instance that OpenRosa servers take: `<data id= version=>` with `meta/instanceID`."""
    form = tree.form
    version = f" version={quoteattr(form.version)}" if form.version else ""
    head = f'{form.root.name} xmlns:orx="http://openrosa.org/xforms" id={quoteattr(form.id)}{version}'
    return f"<{head}>{''.join(_elements(tree, tree.root))}</{form.root.name}>"


def _elements(tree, node: Node):
    for name in node.part.parts:
        for kid in node.named(name):
            if not tree.relevant_at(kid):
                continue
            if kid.part.parts:
                yield f"<{name}>{''.join(_elements(tree, kid))}</{name}>"
            else:
                text = final(tree, kid)
                yield f"<{name}>{escape(text)}</{name}>" if text else f"<{name}/>"
