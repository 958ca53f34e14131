"""An XLSForm's file as sheets of rows, and what can be said of the rows before the form is compiled."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, SupportedFileTypes

from programme.xforms import LARGEST
from programme.xlsform.form_faults import Fault
from programme.xlsform.xpath import BadXPath, parse

MOST_ROWS = {"survey": 3_000, "choices": 50_000}
"""Rows of a sheet: to compile more would take minutes."""
KINDS = (".md", ".xlsx", ".xlsm", ".xls", ".csv")
EXPRESSIONS = {
    "relevant": "relevant",
    "relevance": "relevant",
    "constraint": "constraint",
    "calculation": "calculation",
    "calculate": "calculation",
    "required": "required",
    "read_only": "read_only",
    "readonly": "read_only",
    "read only": "read_only",
    "choice_filter": "choice_filter",
    "repeat_count": "repeat_count",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
}
"""Columns that hold expressions, and what they are called."""
UNASKABLE = {
    "geotrace": "a line on a map can't be drawn in a chat",
    "geoshape": "an area on a map can't be drawn in a chat",
    "osm": "a map can't be tagged in a chat",
    "background-audio": "a chat can't record in the background",
    "start-geopoint": "a chat can't take the place by itself; ask for it with geopoint",
    "background-geopoint": "a chat can't take the place by itself; ask for it with geopoint",
    "select_one_external": "use select_one_from_file instead",
    "xml-external": "",
    "csv-external": "",
}
NAMED_BY_ROW = ("choices sheet",)
"""What pyxform says of a list that is missing, and `check` with its column."""
DRAWN = frozenset({"draw", "annotate", "signature"})
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")
_UNKNOWN = re.compile(r"Unknown question type '([^']+)'")
_SELECT = re.compile(r"(?:select_one|select_multiple|rank)\s+([^\s$]+)(?:\s+or_other)?\Z")
_ABOUT = {
    "Missing calculation": "calculation",
    "no type": "type",
    "no name": "name",
    "File name for": "type",
    "begin_": "type",
    "end_": "type",
}
"""Columns that pyxform does not name, by words of its message."""
_SPACED = re.compile(r"Choice names with spaces .*See \[([^\]]+)\] in \[([^\]]+)\]")
_UNLABELLED = re.compile(r"The survey element named '([^']+)' has no label")
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_COLUMN = re.compile(r"the '([^']+)' value")
_NAMED = re.compile(r"'name' value '([^']+)'")


class Sheets:
    """The rows of a form's file by sheet, as dicts; row 1 is the header."""

    def __init__(self, file: str, data: Any):
        self.file = file
        self.data = data
        self.survey: list[dict[str, str]] = [dict(row) for row in data.survey or ()]
        self.choices: list[dict[str, str]] = [dict(row) for row in data.choices or ()]
        self.entities: list[dict[str, str]] = [dict(row) for row in data.entities or ()]
        self.settings: dict[str, str] = dict((data.settings or [{}])[0]) if data.settings else {}
        self._row_of: dict[str, int] = {}
        for number, row in enumerate(self.survey, start=2):
            self._row_of.setdefault((row.get("name") or "").strip(), number)

    def workbook(self) -> dict[str, Any]:
        """What pyxform's convert takes instead of a file."""
        return {field.name: getattr(self.data, field.name) for field in dataclasses.fields(self.data)}

    def row_of(self, name: str) -> int:
        return self._row_of.get(name, 0)

    def fault(self, row: int, column: str, name: str, reason: str, sheet: str = "survey") -> Fault:
        return Fault(self.file, sheet, row, column, name, reason)

    def check(self) -> Iterator[Fault]:
        """What a chat can't ask, and expressions that can't be parsed, by row and column."""
        for number, row in enumerate(self.survey, start=2):
            kind, name = (row.get("type") or "").strip(), (row.get("name") or "").strip()
            first = kind.split(" ")[0]
            if UNASKABLE.get(first):
                yield self.fault(number, "type", name, f"{first}: {UNASKABLE[first]}")
            elif first in ("image", "photo") and DRAWN & set((row.get("appearance") or "").split()):
                yield self.fault(number, "appearance", name, f"{row['appearance']}: a chat can't draw or sign")
            elif kind and (reason := self._unlisted(kind)):
                yield self.fault(number, "type", name, reason)
            for column, cell in row.items():
                if column in EXPRESSIONS and (reason := unparsed(cell, EXPRESSIONS[column])):
                    yield self.fault(number, column, name, reason)
        for number, _ in enumerate(self.entities, start=2):
            yield self.fault(number, "", "", "entities can't be made in a chat", sheet="entities")

    def _unlisted(self, kind: str) -> str | None:
        """Why a select has no choices: the choices sheet has no such list."""
        chosen = _SELECT.match(kind)
        listed = {(row.get("list_name") or row.get("list name") or "").strip() for row in self.choices}
        return f"the choices sheet has no list '{chosen[1]}'" if chosen and chosen[1] not in listed else None

    def choice(self, name: str, listed: str) -> int:
        """The row of a choice in a list, 0 where it is not."""
        for number, row in enumerate(self.choices, start=2):
            if name == row.get("name") and listed in (row.get("list_name"), row.get("list name")):
                return number
        return 0

    def unknown_type(self, kind: str) -> tuple[int, str]:
        """The row and name of the first question of a type that pyxform does not know."""
        for number, row in enumerate(self.survey, start=2):
            if (row.get("type") or "").strip() == kind:
                return number, (row.get("name") or "").strip()
        return 0, ""


def unparsed(cell: Any, what: str) -> str | None:
    """Why a cell is no expression, or None."""
    source = str(cell or "").strip()
    if what in ("required", "read_only") and source.lower() in _WORDS:
        return None
    if not source:
        return None
    try:
        parse(_REFERENCE.sub("/x", source))
    except BadXPath as err:
        return str(err)
    return None


_WORDS = {"yes", "no", "true", "false", "true()", "false()", "x"}


def read(file: str, content: bytes) -> Sheets:
    """The sheets of a file by its name's end. Raises ValueError with the reason."""
    kind = next((end for end in KINDS if file.lower().endswith(end)), None)
    if kind is None:
        raise ValueError(f"a form is one of {', '.join(KINDS)}")
    if len(content) > LARGEST:
        raise ValueError(f"the file has more than {LARGEST // 1_000_000} MB")
    if kind in (".xlsx", ".xlsm"):
        _refuse_bombs(content)
    try:
        reader = SupportedFileTypes.get_processors()[SupportedFileTypes(kind)]
        found = Sheets(file, DefinitionData(fallback_form_name=Path(file).stem, **reader(BytesIO(content))))
    except PyXFormError as err:
        raise ValueError(f"the file can't be read: {err}") from None
    except Exception as err:  # the readers of spreadsheets raise anything at all on a broken file
        raise ValueError(f"the file can't be read ({type(err).__name__})") from None
    for sheet, rows in (("survey", found.survey), ("choices", found.choices)):
        if len(rows) > MOST_ROWS[sheet]:
            raise ValueError(f"more than {MOST_ROWS[sheet]:,} rows on the {sheet} sheet")
    return found


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise ValueError("the file is no .xlsx workbook") from None
    if unpacked > 10 * LARGEST:
        raise ValueError(f"the file unpacks to more than {10 * LARGEST // 1_000_000} MB")


def of_pyxform(sheets: Sheets, message: str) -> Fault:
    """A fault from pyxform's own message, with the row and sheet that it names."""
    row, sheet = _ROW.search(message), _SHEET.search(message)
    column, named = _COLUMN.search(message), _NAMED.search(message)
    number = int(row[1]) if row else 0
    if unknown := _UNKNOWN.search(message):
        number, name = sheets.unknown_type(unknown[1])
        return sheets.fault(number, "type", name, message)
    if spaced := _SPACED.search(message):
        return sheets.fault(sheets.choice(*spaced.groups()), "name", spaced[1], message, sheet="choices")
    if unlabelled := _UNLABELLED.search(message):
        return sheets.fault(sheets.row_of(unlabelled[1]), "label", unlabelled[1], message)
    where = sheet[1] if sheet else "survey"
    rows = sheets.survey if where == "survey" else sheets.choices
    name = named[1] if named else ""
    if not name and 2 <= number < len(rows) + 2:
        name = (rows[number - 2].get("name") or "").strip()
    reason = _ROW.sub("", message).strip()
    at = column[1] if column else next((at for words, at in _ABOUT.items() if words in message), "")
    return Fault(sheets.file, where, number, at, name, reason)


def extras(node: Mapping[str, Any], path: str, known: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The extra columns of every question in pyxform's dict, by path."""
    path = f"{path}/{node['name']}"
    columns = {}
    for key, value in node.items():
        if key not in known and isinstance(value, str):
            columns[key] = value
        elif key not in known and isinstance(value, dict):
            columns.update({f"{key}::{part}": text for part, text in value.items() if isinstance(text, str)})
    yield path, columns
    for child in node.get("children") or ():
        if isinstance(child, dict) and "name" in child:
            yield from extras(child, path, known)
