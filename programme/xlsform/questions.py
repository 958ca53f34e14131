"""The questions of a compiled form: their types in XLSForm's words, their parameters, the columns of their choices."""

from __future__ import annotations

from collections.abc import Mapping

from programme.xlsform.compiled import Compiled
from programme.xlsform.parts import CONTROLS, INPUTS, METADATA, UPLOADS, Fixed, Itemset, Part, Question


def question(part: Part, compiled: Compiled, columns: Mapping[str, str]) -> Question:
    """The question of a leaf, with the survey sheet's own columns."""
    groups, above = [], part.parent
    while above is not None and above.parent is not None:
        groups.insert(0, above.path)
        above = above.parent
    always = part.read_only is not None and part.read_only.source == "true()"
    return Question(
        path=part.path,
        name=part.name,
        type=_type(part, always),
        required=part.required is not None,
        read_only=part.read_only is not None,
        appearance=part.appearance,
        columns={key: value for key, value in columns.items() if not key.startswith("_")},
        groups=tuple(groups),
        parameters={key: value for key, value in part.attributes.items() if key not in ("ref", "appearance")},
        choices=_choices(part, compiled),
    )


def _type(part: Part, always_read_only: bool) -> str:
    if part.control == "input":
        return "note" if always_read_only else INPUTS.get(part.type, "text")
    if part.control == "upload":
        return UPLOADS.get(part.attributes.get("mediatype", "").partition("/")[0], "file")
    if part.control:
        return CONTROLS[part.control]
    if part.preload is not None:
        kind, what = part.preload
        name = "today" if kind == "date" else what
        return name if name in METADATA else "hidden"
    return "calculate" if part.calculate is not None else "hidden"


def _choices(part: Part, compiled: Compiled) -> Mapping[str, Mapping[str, str]]:
    """The own columns of every choice that a select may offer, by name."""
    if not isinstance(part.items, Itemset):
        return {item.name: {} for item in part.items if isinstance(item, Fixed)}
    known = {part.items.value, "label", "itextId"}
    listed = compiled.instances.get(part.items.instance)
    found = {}
    for row in listed.rows() if listed is not None else ():
        cells = row.cells()
        found[cells.get(part.items.value, "")] = {key: text for key, text in cells.items() if key not in known}
    return found
