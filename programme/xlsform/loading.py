"""From an XLSForm's file to a Form, or to every reason why it can't be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from programme.xlsform import check, rows, sheets
from programme.xlsform.compiled import Compiled
from programme.xlsform.faults import Fault, FormFaults
from programme.xlsform.form import Form
from programme.xlsform.questions import question
from programme.xlsform.sheets import Sheets
from programme.xlsform.types import beginning

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


def load_form(path: Path, extra: Mapping[str, bytes | Path] | None = None) -> Form:
    """Load a form from a .md, .xlsx, .xlsm, .xls or .csv file; its lists are beside it or in `extra` by file name.

    Raises FormFaults with everything that is wrong with it, and OSError where the file can't be opened."""
    path = Path(path)
    if path.stat().st_size > sheets.LARGEST:
        raise _unreadable(path.name, f"the file has more than {sheets.LARGEST // 1_000_000} MB")
    return _load(path.name, path.read_bytes(), path.parent, extra or {})


def load_form_text(markdown: str, name: str = "form", extra: Mapping[str, bytes | Path] | None = None) -> Form:
    """Load a form from XLSForm Markdown. Raises FormFaults."""
    return _load(f"{name}.md", markdown.encode(), None, extra or {})


def load_form_bytes(file: str, content: bytes, extra: Mapping[str, bytes | Path] | None = None) -> Form:
    """Load a form from its file's name and bytes; its lists are in `extra` by file name. Raises FormFaults."""
    return _load(file, content, None, extra or {})


def _unreadable(file: str, reason: str) -> FormFaults:
    return FormFaults([Fault(file, "", 0, "", "", reason)])


def _load(file: str, content: bytes, beside: Path | None, extra: Mapping[str, bytes | Path]) -> Form:
    try:
        book = sheets.read(file, content)
    except ValueError as err:
        raise _unreadable(file, str(err)) from None
    faults = list(book.check())
    warnings: list[str] = []
    stem = Path(file).stem
    try:
        made = convert(xlsform=book.workbook(), warnings=warnings, validate=False, form_name="data")
    except PyXFormError as err:
        its = sheets.of_pyxform(book, str(err))
        known = faults and not its.column and any(words in its.reason for words in sheets.NAMED_BY_ROW)
        raise FormFaults(sorted(set(faults) if known else {*faults, its})) from None
    except Exception as err:  # pyxform trips over some broken sheets instead of naming what is wrong
        reason = f"pyxform can't compile it ({type(err).__name__}: {err})"
        raise FormFaults(sorted({*faults, Fault(file, "survey", 0, "", "", reason)})) from None
    compiled = Compiled(made.xform)
    said = {(fault.row, fault.reason) for fault in faults}
    for path, what, reason in compiled.broken:
        name = path.rpartition("/")[2]
        if (book.row_of(name), reason) not in said:
            faults.append(book.fault(book.row_of(name), what, name, reason))
    faults += _fill_lists(book, compiled, beside, extra)
    form = _form(book, compiled, made._pyxform or {}, stem, tuple(warnings))
    faults += _findings(book, form)
    if not faults and not form.questions:
        faults = [book.fault(0, "", "", "it asks nothing and says nothing")]
    if faults:
        raise FormFaults(sorted(set(faults)))
    return form


def _findings(book: Sheets, form: Form) -> list[Fault]:
    found = []
    for part in form.parts.values():
        kind = part.question.type if part.question is not None else ""
        if kind in ("geotrace", "geoshape"):
            found.append(book.fault(book.row_of(part.name), "type", part.name, f"{kind}: {sheets.UNASKABLE[kind]}"))
    for part, what, reason in check.findings(form):
        what = "repeat_count" if what == "count" else "calculation" if what == "calculate" else what
        found.append(book.fault(book.row_of(part.name), what, part.name, reason))
    return found


def _fill_lists(
    book: Sheets, compiled: Compiled, beside: Path | None, extra: Mapping[str, bytes | Path]
) -> list[Fault]:
    """Read the lists that are in files into the compiled form."""
    faults = []
    for key, source in compiled.files:
        name = source.rpartition("/")[2]
        if source.startswith("jr://instance"):  # the last record that was saved: a chat has none
            compiled.instances[key] = rows.empty()
            continue
        row, asked = _user_of(book, name, key)
        try:
            data = _content(name, beside, extra)
            if data is None:
                faults.append(book.fault(row, "type", asked, f"the file {name} is missing"))
                continue
            compiled.instances[key] = rows.parse(name, data)
        except (rows.BadList, OSError) as err:
            faults.append(book.fault(row, "type", asked, str(err)))
    return faults


def _user_of(book: Sheets, name: str, key: str) -> tuple[int, str]:
    for number, row in enumerate(book.survey, start=2):
        if name in (row.get("type") or "") or any(f"'{key}'" in str(cell) for cell in row.values()):
            return number, (row.get("name") or "").strip()
    return 0, ""


def _content(name: str, beside: Path | None, extra: Mapping[str, bytes | Path]) -> bytes | None:
    given = extra.get(name)
    if isinstance(given, bytes):
        return given
    path = given if given is not None else beside / name if beside is not None else None
    if path is None or "/" in name or "\\" in name or not path.is_file():
        return None
    if path.stat().st_size > rows.LIMIT:
        raise rows.BadList(f"{name} has more than {rows.LIMIT // 1_000_000} MB")
    return path.read_bytes()


def _form(book: Sheets, compiled: Compiled, said: dict[str, Any], stem: str, warnings: tuple[str, ...]) -> Form:
    columns = dict(sheets.extras(said, "", KNOWN)) if said else {}
    for part in compiled.parts.values():
        if part.leaf and not part.path.startswith(f"{compiled.root.path}/meta/"):
            part.question = question(part, compiled, columns.get(part.path, {}))
            part.default = beginning(part.question, part.type, part.default)
    languages = tuple(compiled.texts) or ("default",)
    return Form(
        compiled.root,
        id=compiled.root_element.get("id") or stem,
        version=compiled.root_element.get("version") or "",
        title=str(said.get("title") or stem),
        languages=languages,
        default_language=compiled.default_language or languages[0],
        settings=book.settings,
        warnings=warnings,
        texts=compiled.texts,
        instances=compiled.instances,
        actions=tuple(compiled.actions),
    )
