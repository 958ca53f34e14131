"""From an XForm to a Form: its parts, its lists and its sheets' own columns put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from programme.xforms import XForm
from programme.xlsform import check, sheet_rows
from programme.xlsform.check import Finding
from programme.xlsform.compiled import Compiled
from programme.xlsform.form import Form
from programme.xlsform.questions import question
from programme.xlsform.types import beginning


@dataclass
class Assembly:
    """A form, and what is wrong with it: expressions as (path, property, reason), lists as (key, file, reason)."""

    form: Form
    broken: list[tuple[str, str, str]]
    lists: list[tuple[str, str, str]] = field(default_factory=list)

    @cached_property
    def findings(self) -> list[Finding]:
        return list(check.findings(self.form))

    @property
    def sound(self) -> bool:
        return not (self.broken or self.lists or self.findings) and bool(self.form.questions)


def assemble(xform: XForm, stem: str, beside: Path | None, extra: Mapping[str, bytes | Path]) -> Assembly:
    """The form that an XForm describes, with the lists that lie in `beside` or are in `extra`; `stem` is its name where
    it has none of its own."""
    compiled = Compiled(xform.xml)
    lists = _fill_lists(compiled, beside, extra)
    return Assembly(_form(compiled, xform, stem), compiled.broken, lists)


def _fill_lists(
    compiled: Compiled, beside: Path | None, extra: Mapping[str, bytes | Path]
) -> list[tuple[str, str, str]]:
    """Read the lists that are in files into the compiled form."""
    wrong = []
    for key, source in compiled.files:
        name = source.rpartition("/")[2]
        if source.startswith("jr://instance"):  # the last record that was saved: a chat has none
            compiled.instances[key] = sheet_rows.empty()
            continue
        try:
            data = _content(name, beside, extra)
            if data is None:
                wrong.append((key, name, f"the file {name} is missing"))
                continue
            compiled.instances[key] = sheet_rows.parse(name, data)
        except (sheet_rows.BadList, OSError) as err:
            wrong.append((key, name, str(err)))
    return wrong


def _content(name: str, beside: Path | None, extra: Mapping[str, bytes | Path]) -> bytes | None:
    given = extra.get(name)
    if isinstance(given, bytes):
        return given
    path = given if given is not None else beside / name if beside is not None else None
    if path is None or "/" in name or "\\" in name or not path.is_file():
        return None
    if path.stat().st_size > sheet_rows.LIMIT:
        raise sheet_rows.BadList(f"{name} has more than {sheet_rows.LIMIT // 1_000_000} MB")
    return path.read_bytes()


def _form(compiled: Compiled, xform: XForm, stem: str) -> Form:
    for part in compiled.parts.values():
        if part.leaf and not part.path.startswith(f"{compiled.root.path}/meta/"):
            part.question = question(part, compiled, xform.columns.get(part.path, {}))
            part.default = beginning(part.question, part.type, part.default)
    languages = tuple(compiled.texts) or ("default",)
    return Form(
        compiled.root,
        id=compiled.root_element.get("id") or stem,
        version=compiled.root_element.get("version") or "",
        title=xform.title,
        languages=languages,
        default_language=compiled.default_language or languages[0],
        settings=xform.settings,
        warnings=xform.warnings,
        texts=compiled.texts,
        instances=compiled.instances,
        actions=tuple(compiled.actions),
    )
