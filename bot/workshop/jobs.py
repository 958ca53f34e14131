"""What the workshop can do. Each job takes and gives plain values, and imports what it needs when it is done: Pillow,
matplotlib, openpyxl and pyxform are loaded in the workshop's process and not in the bot's."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from programme.xforms import XForm
from programme.xlsform import Fault, FormFaults
from reports import chart, workbook
from reports.chart import Picture
from reports.table import SHEET_ROWS
from reports.workbook import Sheet

PHOTO, CHART, WORKBOOK, FORM = 30.0, 60.0, 300.0, 60.0
"""Seconds that each may take, the start of its libraries included."""
BATCH = 500
"""Rows that are put down and read together."""


def develop_photo(raw: bytes) -> bytes | str:
    """The JPEG that is kept of a photo, or why it is none."""
    from bot.inbound.picture import NoPicture, develop

    try:
        return develop(raw)
    except NoPicture as refusal:
        return refusal.why


def draw_chart(picture: Picture) -> bytes:
    """The PNG."""
    return chart.draw(picture)


def save_workbook(rows: str, path: str) -> None:
    """The sheets that `put_down` left in the file `rows`, as a workbook at `path`."""
    with open(rows, "rb") as source:
        workbook.save(picked_up(source), Path(path))


def compile_form(file: str, content: bytes, beside: Path | None, extra: Mapping[str, bytes | Path]) -> dict | list:
    """The fields of its XForm; a list of the fields of its faults where it can't be asked."""
    from programme.xlsform.form_compiler import compile_form

    try:
        return asdict(compile_form(file, content, beside, extra))
    except FormFaults as wrong:
        return [astuple(fault) for fault in wrong.faults]


def xform_of(made: dict | list) -> XForm:
    """What `compile_form` made. Raises FormFaults."""
    if isinstance(made, list):
        raise FormFaults([Fault(*fields) for fields in made])
    return XForm(**made)


def put_down(sheets: Iterable[Sheet], target: BinaryIO) -> None:
    """Sheets written row by row, so that a million rows take no more memory than a few."""
    for sheet in sheets:
        pickle.dump(replace(sheet, rows=()), target)
        rows = islice(sheet.rows, SHEET_ROWS)
        while batch := list(islice(rows, BATCH)):
            pickle.dump(batch, target)
        pickle.dump(None, target)


def picked_up(source: BinaryIO) -> Iterator[Sheet]:
    """The sheets of a file, each with its rows as they are read, before the next sheet is."""
    while True:
        try:
            sheet = pickle.load(source)
        except EOFError:
            return
        rows = _batches(source)
        yield replace(sheet, rows=rows)
        for _ in rows:  # what the sheet had no room for
            pass


def _batches(source: BinaryIO) -> Iterator[list]:
    while (batch := pickle.load(source)) is not None:
        yield from batch
