"""A digest made whole: its figures read, its text, its chart and its workbook; one that fails stops no other."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from programme.domain.model import Report
from programme.domain.programme import Programme
from programme.language.texts import Texts
from reports import chart, workbook
from reports.digest_files import picture, sheets
from reports.scope import whole
from reports.summary import Summary, parts_of
from storage.database.session import Connection, Store
from storage.queries import Queries
from storage.reports.reports import between

log = logging.getLogger(__name__)


@dataclass
class Written:
    """Which files were made, and why one was not."""

    made: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def attempt(self, path: Path, make: Callable[[Path], None]) -> None:
        """The file takes its name when it is whole."""
        draft = path.with_name(f".{path.name}.part")
        try:
            make(draft)
            draft.replace(path)
            self.made.append(path)
        except Exception as fault:  # a chart is never worth a digest
            log.error("%s could not be made: %s", path.name, type(fault).__name__)
            self.failed[path.name] = type(fault).__name__
        finally:
            draft.unlink(missing_ok=True)


def write(
    store: Store, programme: Programme, t: Texts, summary: Summary, png: Path, xlsx: Path, *, viewer: bool = False
) -> Written:
    """Draws the chart and writes the workbook."""
    written = Written()
    written.attempt(png, lambda path: _chart(programme, t, summary, path, viewer))
    written.attempt(xlsx, lambda path: store.read(lambda conn: _workbook(conn, programme, t, summary, path, viewer)))
    return written


def _chart(programme: Programme, t: Texts, summary: Summary, path: Path, viewer: bool) -> None:
    path.write_bytes(chart.draw(picture(programme, t, summary, viewer=viewer)))


def _workbook(conn: Connection, programme: Programme, t: Texts, summary: Summary, path: Path, viewer: bool) -> None:
    by_unit, reports = defaultdict(list), []
    for since, until, codes in parts_of(programme, summary):
        units = whole(programme, codes)
        for group in Queries(conn).figures.groups(units, [(since, until)], by_unit=True):
            by_unit[group.unit].append(group)
        reports.append(between(conn, units, since, until))
    workbook.save(list(sheets(programme, t, summary, by_unit, once(chain(*reports)), viewer=viewer)), path)


def once(reports: Iterable[Report]) -> Iterator[Report]:
    """A report of activities before and after a change of the tree is one report."""
    seen: set[str] = set()
    for report in reports:
        if report.code not in seen:
            seen.add(report.code)
            yield report
