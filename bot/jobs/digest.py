"""A digest made whole: its figures read, its text, its chart and its workbook; one that fails stops no other."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from bot.workshop import jobs
from bot.workshop.parent import HERE, Bench, Failed
from programme.domain.model import Report
from programme.domain.programme import Programme
from programme.language.texts import Texts
from reports.digest_files import picture, sheets
from reports.readers import Reader
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

    def attempt(self, path: Path, make: Callable[[Path], Failed | None]) -> None:
        """The file takes its name when it is whole."""
        draft = path.with_name(f".{path.name}.part")
        try:
            if isinstance(failed := make(draft), Failed):
                return self._fail(path, failed.why)
            draft.replace(path)
            self.made.append(path)
        except Exception as fault:  # a chart is never worth a digest
            self._fail(path, type(fault).__name__)
        finally:
            draft.unlink(missing_ok=True)

    def _fail(self, path: Path, why: str) -> None:
        log.error("%s could not be made: %s", path.name, why)
        self.failed[path.name] = why


def write(
    store: Store,
    programme: Programme,
    t: Texts,
    summary: Summary,
    looks: Reader,
    png: Path,
    xlsx: Path,
    *,
    viewer: bool = False,
    bench: Bench = HERE,
) -> Written:
    """Draws the chart and writes the workbook, at the `bench`; the summary is as who `looks` is shown it."""
    written = Written()

    def draw(path: Path) -> Failed | None:
        drawn = bench.do(jobs.draw_chart, picture(programme, t, summary), seconds=jobs.CHART)
        return drawn if isinstance(drawn, Failed) else path.write_bytes(drawn) and None

    def save(path: Path) -> Failed | None:
        rows = path.with_name(f"{path.name}.rows")
        try:
            with rows.open("wb") as target:
                store.read(lambda conn: _put_down(conn, programme, t, summary, looks, target, viewer=viewer))
            return bench.do(jobs.save_workbook, str(rows), str(path), seconds=jobs.WORKBOOK)
        finally:
            rows.unlink(missing_ok=True)

    written.attempt(png, draw)
    written.attempt(xlsx, save)
    return written


def _put_down(
    conn: Connection, programme: Programme, t: Texts, summary: Summary, looks: Reader, target: BinaryIO, *, viewer: bool
) -> None:
    """The workbook's rows, read from the store into a file."""
    by_unit, reports = defaultdict(list), []
    looks = replace(looks, figures=Queries(conn).figures)
    for since, until, codes in parts_of(programme, summary):
        units = whole(programme, codes)
        for group in looks.figures.groups(units, [(since, until)], by_unit=True):
            by_unit[group.unit].append(group)
        reports.append(between(conn, units, since, until))
    jobs.put_down(sheets(programme, t, summary, by_unit, once(chain(*reports)), looks, viewer=viewer), target)


def once(reports: Iterable[Report]) -> Iterator[Report]:
    """A report of activities before and after a change of the tree is one report."""
    seen: set[str] = set()
    for report in reports:
        if report.code not in seen:
            seen.add(report.code)
            yield report
