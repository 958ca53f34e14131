"""The form's words in the reader's language, with what stands in their outputs."""

from __future__ import annotations

from programme.xlsform.parts import Pieces, Text
from programme.xlsform.values import string
from programme.xlsform.xpath import Focus

NOTHING = (("-",), ())
"""pyxform writes '-' where a translation is missing."""


def spoken(world, text: Text | None, node, form: str = "") -> str:
    """A label's words at `node`: its plain form, or its `guidance`, `image`, … where `form` names one."""
    if text is None:
        return ""
    if text.key:
        return filled(world, found(world, text.key, form), node)
    if form:
        return ""
    if text.by is not None:
        value = world.evaluate(node, text.by)
        return string(value).strip()
    return filled(world, text.pieces, node)


def plain(world, text: Text | None) -> str:
    """A label's words with … where its outputs would stand."""
    if text is None or text.by is not None:
        return ""
    pieces = found(world, text.key) if text.key else text.pieces
    return "".join(piece if isinstance(piece, str) else "…" for piece in pieces).strip()


def found(world, key: str, form: str = "") -> Pieces:
    """A translated text: in the reader's language, else the form's own, else any that has it."""
    texts, own = world.form.texts, world.form.default_language
    for language in (world.language, own, *texts):
        pieces = texts.get(language, {}).get(key, {}).get(form, ())
        if pieces not in NOTHING:
            return pieces
    return ()


def filled(world, pieces: Pieces, node) -> str:
    """Pieces with the values of their outputs, without the blanks that pyxform puts around."""
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pieces[0].strip()
    return "".join(p if isinstance(p, str) else string(p.run(Focus(node, world))) for p in pieces).strip()


def media(world, key: str) -> dict[str, str]:
    """The files of a label by kind (image, big-image, audio, video): their names without the address."""
    kinds = {kind for texts in world.form.texts.values() for kind in texts.get(key, ())} - {"", "guidance", "short"}
    names = {kind: filled(world, found(world, key, kind), world.root) for kind in sorted(kinds)}
    return {kind: name.rpartition("/")[2] for kind, name in names.items() if name}
