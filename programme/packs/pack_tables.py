"""A pack's CSV files as rows that know their line, and the faults found in them, gathered instead of raised."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from programme.language.vietnamese import nfc

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a pack and where: `file` within the pack, `row` its line there (None for the whole file);
    `source` is the document that a mismatch comes from."""

    file: str
    row: int | None
    reason: str
    source: str = ""

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return f"{place}: {self.reason}" + (f" ({self.source})" if self.source else "")


class Row:
    """One line of a CSV file: `row["name"]` is a cell, trimmed and NFC, "" where empty. A cell that cannot be read
    is noted as a fault and read as None."""

    def __init__(self, file: str, number: int, cells: dict[str, str], faults: list[Fault]) -> None:
        self.file, self.number, self._cells, self._faults = file, number, cells, faults

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def fault(self, reason: str) -> None:
        self._faults.append(Fault(self.file, self.number, reason))

    def warning(self, reason: str, source: str = "") -> Fault:
        return Fault(self.file, self.number, reason, source)

    def needed(self, column: str) -> str:
        if not self[column]:
            self.fault(f"{column} is empty")
        return self[column]

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """The cell, which must be one of those allowed."""
        if self[column] not in allowed:
            self.fault(f"{column} {self[column]!r} is not one of {', '.join(allowed)}")
        return self[column]

    def day(self, column: str) -> date | None:
        """A date as YYYY-MM-DD; None where empty."""
        text = self[column]
        try:
            if text and not DATE.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(f"{column} {text!r} is no date; write it as 2025-07-01")
            return None

    def whole(self, column: str) -> int | None:
        """A whole number; None where empty."""
        text = self[column]
        if text and not re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
            self.fault(f"{column} {text!r} is no whole number")
            return None
        return int(text) if text else None

    def yes(self, column: str) -> bool:
        return YES_NO.get(self.one_of(column, YES_NO), False)

    def several(self, column: str, separator: str | None = None) -> tuple[str, ...]:
        """The parts of a cell, without the empty ones; separated by blanks unless told otherwise."""
        return tuple(part.strip() for part in self[column].split(separator) if part.strip())


def read_rows(folder: Path, file: str, columns: Collection[str], faults: list[Fault], extra: bool = False) -> list[Row]:
    """The rows of a CSV file (UTF-8, a header with exactly those columns in any order; more with `extra`). Blank
    lines are passed over. A row with too many or too few cells, or a file that cannot be read, is a fault."""
    try:
        text = (folder / file).read_text("utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(file, None, "the file is missing"))
        return []
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(file, None, f"the file cannot be read as UTF-8 text: {error}"))
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            cells = [nfc(cell).strip() for cell in cells]
            if header is None:
                header = cells
                if not header_is_sound(file, header, columns, faults, extra):
                    return []
            elif any(cells):
                row = Row(file, start, dict(zip(header, cells, strict=False)), faults)
                if len(cells) == len(header):
                    rows.append(row)
                else:
                    row.fault(f"{len(cells)} cells where the header has {len(header)}; quote a cell that has a comma")
            start = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(file, start, f"the line is no CSV: {error}"))
    if header is None:
        faults.append(Fault(file, 1, "the file has no header"))
    return rows


def header_is_sound(file: str, header: list[str], columns: Collection[str], faults: list[Fault], extra: bool) -> bool:
    missing = [c for c in columns if c not in header]
    unknown = [] if extra else [c for c in header if c not in columns]
    twice = sorted({c for c in header if header.count(c) > 1})
    for reason, names in (("missing column", missing), ("unknown column", unknown), ("column twice", twice)):
        faults.extend(Fault(file, 1, f"{reason} {name!r}") for name in names)
    return not missing and not twice
