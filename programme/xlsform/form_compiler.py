"""From an XLSForm's file to the XForm that pyxform makes of it, or to every reason why it can't be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from programme.xforms import XForm
from programme.xlsform import sheets
from programme.xlsform.assembly import Assembly, assemble
from programme.xlsform.form_faults import Fault, FormFaults
from programme.xlsform.sheets import Sheets

KNOWN = frozenset(
    {
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "bind",
        "control",
        "media",
        "children",
        "choices",
        "itemset",
        "list_name",
        "parameters",
        "default",
        "choice_filter",
        "query",
        "trigger",
        "actions",
        "intent",
        "instance",
        "columns",
        "fields",
        "flat",
        "title",
        "id_string",
        "version",
        "settings",
        "default_language",
        "style",
        "attribute",
        "namespaces",
        "submission_url",
        "public_key",
        "auto_send",
        "auto_delete",
        "instance_xmlns",
        "instance_name",
        "clean_text_values",
        "extra_data",
    }
)
"""What pyxform itself understands of a question; all else is the sheet's own."""


def compile_form(
    file: str, content: bytes, beside: Path | None = None, extra: Mapping[str, bytes | Path] | None = None
) -> XForm:
    """The form in a file, checked whole with its lists, which are in `beside` or in `extra` by file name. Raises
    FormFaults with everything that is wrong with it."""
    try:
        book = sheets.read(file, content)
    except ValueError as err:
        raise FormFaults([Fault(file, "", 0, "", "", str(err))]) from None
    faults = list(book.check())
    warnings: list[str] = []
    try:
        made = convert(xlsform=book.workbook(), warnings=warnings, validate=False, form_name="data")
    except PyXFormError as err:
        its = sheets.of_pyxform(book, str(err))
        known = faults and not its.column and any(words in its.reason for words in sheets.NAMED_BY_ROW)
        raise FormFaults(sorted(set(faults) if known else {*faults, its})) from None
    except Exception as err:  # pyxform trips over some broken sheets instead of naming what is wrong
        reason = f"pyxform can't compile it ({type(err).__name__}: {err})"
        raise FormFaults(sorted({*faults, Fault(file, "survey", 0, "", "", reason)})) from None
    said: dict[str, Any] = made._pyxform or {}
    columns = {path: cells for path, cells in (sheets.extras(said, "", KNOWN) if said else ()) if cells}
    title = str(said.get("title") or Path(file).stem)
    xform = XForm(made.xform, title, columns, book.settings, tuple(warnings))
    found = assemble(xform, Path(file).stem, beside, extra or {})
    faults += _broken(book, found, faults) + _listed(book, found) + _findings(book, found)
    if not faults and not found.form.questions:
        faults = [book.fault(0, "", "", "it asks nothing and says nothing")]
    if faults:
        raise FormFaults(sorted(set(faults)))
    return xform


def _broken(book: Sheets, found: Assembly, faults: list[Fault]) -> list[Fault]:
    """Expressions of the XForm that can't be parsed, but for those that `faults` name by their row already."""
    said = {(fault.row, fault.reason) for fault in faults}
    names = ((path.rpartition("/")[2], what, reason) for path, what, reason in found.broken)
    return [
        book.fault(book.row_of(name), what, name, reason)
        for name, what, reason in names
        if (book.row_of(name), reason) not in said
    ]


def _listed(book: Sheets, found: Assembly) -> list[Fault]:
    """Lists that are missing or can't be read, by the question that wants them."""
    faults = []
    for key, name, reason in found.lists:
        row, asked = _user_of(book, name, key)
        faults.append(book.fault(row, "type", asked, reason))
    return faults


def _findings(book: Sheets, found: Assembly) -> list[Fault]:
    faults = []
    for part in found.form.parts.values():
        kind = part.question.type if part.question is not None else ""
        if kind in ("geotrace", "geoshape"):
            faults.append(book.fault(book.row_of(part.name), "type", part.name, f"{kind}: {sheets.UNASKABLE[kind]}"))
    for part, what, reason in found.findings:
        what = "repeat_count" if what == "count" else "calculation" if what == "calculate" else what
        faults.append(book.fault(book.row_of(part.name), what, part.name, reason))
    return faults


def _user_of(book: Sheets, name: str, key: str) -> tuple[int, str]:
    for number, row in enumerate(book.survey, start=2):
        if name in (row.get("type") or "") or any(f"'{key}'" in str(cell) for cell in row.values()):
            return number, (row.get("name") or "").strip()
    return 0, ""
