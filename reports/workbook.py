"""A digest's workbook: the summary, a row a unit, and the raw reports with their codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.table import SHEET_ROWS, UNPRINTABLE

COUNT, SHARE, DAY, MOMENT = "#,##0", "0.0%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows under a header. `formats` are number formats by column, from 0."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    formats: dict[int, str]
    widths: Sequence[int] = ()


def save(sheets: Iterable[Sheet], path: Path) -> None:
    """Written row by row, so that a million rows take no more memory than a few. Words are words, never formulas."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _sheet(book, sheet)
    book.save(path)


def _sheet(book: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    made = book.create_sheet(sheet.name[:31])
    made.freeze_panes = "B2"
    for place, name in enumerate(sheet.header):
        width = sheet.widths[place] if place < len(sheet.widths) else min(WIDEST, max(11, len(name) + 2))
        made.column_dimensions[get_column_letter(place + 1)].width = width
    fill, bold = PatternFill("solid", fgColor="DCE6F1"), Font(bold=True)
    header = []
    for name in sheet.header:
        made_cell = cell(made, name)
        made_cell.fill, made_cell.font = fill, bold
        header.append(made_cell)
    made.append(header)
    count = 1
    for row in sheet.rows:
        if count == SHEET_ROWS:
            break
        made.append([cell(made, value, sheet.formats.get(place, "")) for place, value in enumerate(row)])
        count += 1
    made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.header))}{count}"


def cell(sheet: Any, value: Any, form: str = "") -> Any:
    """A cell that holds what it is given: a text that begins with "=" stays a text."""
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            made.quotePrefix = True  # what is copied out of the cell stays a text too
    elif form:
        made.number_format = form
    return made
