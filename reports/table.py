"""Reports as a table: a row for each activity, a column for each figure; for csv and xlsx."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from programme.domain.model import KINDS, Activity, Report
from reports.readers import shown_figures
from reports.totals import Total, written

FIGURES = tuple(dict.fromkeys(name for names in KINDS.values() for name in names))
REPORT = (
    "code",
    "unit",
    "joint_units",
    "member",
    "entered_by",
    "channel",
    "state",
    "merged_into",
    "period",
    "filed_at",
)
ACTIVITY = ("kind", "scope", "topics", "date", "date_to", "place", "ward", "note")
HEADER = (*REPORT, *ACTIVITY, *FIGURES, "approximate")
SHEET_ROWS = 1_000_000  # a sheet ends at 1,048,576

FORMULA = re.compile(r"[=+\-@\t\r]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def rows(reports: Iterable[Report], sensitive: Collection[str] = (), near: Collection[str] = ()) -> Iterator[list[Any]]:
    """The cells under HEADER: a row an activity; one with the kind "nil" for a nil report, with no kind for one
    that tells of no activity. A missing figure is an empty cell, not 0; `approximate` names those that were not counted
    exactly, as in "participants:min". Of `sensitive` figures of units
    that are not `near` only whether they are few is told: "<5", ">4"."""
    for report in reports:
        same = [
            report.code,
            report.unit,
            " ".join(report.joint_units),
            report.member,
            report.entered_by,
            report.channel,
            report.state,
            report.merged_into or "",
            report.period,
            report.filed_at.isoformat(),
        ]
        for activity in report.activities:
            yield same + _cells(activity, shown_figures(activity, sensitive if report.unit not in near else ()))
        if not report.activities:
            yield [*same, "nil" if report.nil else "", *[""] * (len(HEADER) - len(same) - 1)]


def _cells(activity: Activity, totals: Mapping[str, Total]) -> list[Any]:
    figures = {name.partition(".")[2]: total for name, total in totals.items()}
    bounds = " ".join(f"{name}:{total.bound}" for name, total in figures.items() if total.bound and not total.hidden)
    return [
        activity.kind,
        activity.scope,
        " ".join(activity.topics),
        activity.date.isoformat(),
        activity.date_to.isoformat() if activity.date_to else "",
        activity.place,
        activity.ward,
        activity.note,
        *[_number(figures[name]) if name in figures else "" for name in FIGURES],
        bounds,
    ]


def _number(total: Total) -> int | str:
    return written(total) if total.hidden else total.value


def write_csv(
    reports: Iterable[Report], out: IO[str], *, sensitive: Collection[str] = (), near: Collection[str] = ()
) -> None:
    """RFC 4180; what a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in rows(reports, sensitive, near):
        writer.writerow([_plain(cell) for cell in row])


def _plain(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    cell = UNPRINTABLE.sub("\ufffd", cell)
    return "'" + cell if FORMULA.match(cell) else cell


def write_xlsx(
    reports: Iterable[Report], path: Path, *, sensitive: Collection[str] = (), near: Collection[str] = ()
) -> None:
    """A workbook whose words are words, never formulas; a new sheet where one is full."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet: Any = None
    for n, row in enumerate(rows(reports, sensitive, near)):
        if n % SHEET_ROWS == 0:
            sheet = _sheet(book)
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a text that begins with "=" becomes a formula
            cells.append(cell)
        sheet.append(cells)
    if sheet is None:
        _sheet(book)
    book.save(path)


def _sheet(book: Any) -> Any:
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    sheet.append(HEADER)
    return sheet
