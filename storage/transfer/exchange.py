"""Reports out of the store and into it, a JSON object each; export, import and export again give the same lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from programme.domain.model import Report
from storage.privacy import audit
from storage.reports import reports
from storage.schema import tables as t
from storage.schema.columns import dump, storable
from storage.transfer.imported_report import report_from
from storage.transfer.report_json import activity_to


@dataclass(frozen=True, slots=True)
class BadField:
    """What is wrong with a line: `line` counts from 1."""

    line: int
    field: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field}: {self.why}"


class BadLines(Exception):
    """Lines that cannot be imported; `faults` names all of them, and nothing was imported."""

    def __init__(self, faults: list[BadField]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the lines."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(self.new + other.new, self.updated + other.updated, self.unchanged + other.unchanged)


def to_json(report: Report) -> dict[str, Any]:
    """The report as the contract writes it, its fields in this order."""
    return {
        "code": report.code,
        "form": report.form,
        "version": report.version,
        "unit": report.unit,
        "joint_units": list(report.joint_units),
        "member": report.member,
        "entered_by": report.entered_by,
        "channel": report.channel,
        "state": report.state,
        "merged_into": report.merged_into,
        "period": report.period,
        "filed_at": _time(report.filed_at),
        "activities": [activity_to(activity) for activity in report.activities],
        "answers": dict(report.answers),
        "revision": report.revision,
        "revisions": [
            {
                "number": revision.number,
                "at": _time(revision.at),
                "by": revision.by,
                "why": revision.why,
                "answers": dict(revision.answers),
                "activities": [activity_to(activity) for activity in revision.activities],
            }
            for revision in report.revisions
        ],
        "media": [{"sha256": medium.sha256, "type": medium.type, "name": medium.name} for medium in report.media],
    }


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def from_json(data: Mapping[str, Any], zone: tzinfo = UTC) -> Report:
    """The report of a line; without a code, its code is "". BadLines names every field that is wrong."""
    faults: list[tuple[str, str]] = []
    report = report_from(data, faults, zone)
    if faults:
        raise BadLines([BadField(1, *fault) for fault in faults])
    return report


def line(report: Report) -> str:
    """The report as one line of jsonl, without its end."""
    return storable(dump(to_json(report)))


def export(
    conn: Connection, units: Collection[str] | None = None, since: date | None = None, until: date | None = None
) -> Iterator[dict[str, Any]]:
    """The reports of these units (None: of all) with activities in these days, in the order they were filed."""
    return map(to_json, reports.between(conn, units, since, until))


def check(
    conn: Connection, lines: Iterable[str | bytes], zone: tzinfo = UTC, units: Collection[str] | None = None
) -> list[BadField]:
    """Every fault of the lines, those against what the store holds too; with `units`, other units are unknown."""
    faults: list[BadField] = []
    for number, report in _parse(lines, zone, units, faults, 1):
        _fate(conn, number, report, faults)
    return faults


def import_(
    conn: Connection,
    lines: Iterable[str | bytes],
    at: datetime,
    zone: tzinfo = UTC,
    units: Collection[str] | None = None,
    first: int = 1,
) -> Counts:
    """Take the lines in, numbered from `first`: new reports, newer revisions of known ones; the rest changes nothing.
    A line without a code gets one, once. BadLines names every fault, and then nothing is imported."""
    faults: list[BadField] = []
    parsed = [*_parse(lines, zone, units, faults, first)]
    counts = Counts()
    for number, report in parsed:
        fate, origin = _fate(conn, number, report, faults)
        if faults:
            continue  # only looked at for more faults: the transaction will not be committed
        if fate == "new":
            kept = replace(report, code=reports.fresh_code(conn)) if origin else report
            reports.file(conn, kept, origin)
        elif fate == "updated":
            reports.supersede(conn, kept := report)
        if fate != "unchanged":
            audit.note(conn, at, "", "import", kept.code)
        counts = counts.plus(Counts(**{fate: 1}))
    if faults:
        raise BadLines(sorted(faults, key=lambda fault: fault.line))
    return counts


def _parse(
    lines: Iterable[str | bytes], zone: tzinfo, units: Collection[str] | None, faults: list[BadField], first: int
) -> Iterator[tuple[int, Report]]:
    for number, raw in enumerate(lines, first):
        try:
            text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
            if not text.strip():
                continue
            data = json.loads(storable(text), parse_constant=_no_number)
        except UnicodeDecodeError:
            faults.append(BadField(number, "line", "is no UTF-8"))
            continue
        except (ValueError, RecursionError):
            faults.append(BadField(number, "line", "is no JSON"))
            continue
        found: list[tuple[str, str]] = []
        report = report_from(data, found, zone, units)
        faults += [BadField(number, *fault) for fault in found]
        if not found:
            yield number, report


def _no_number(name: str) -> None:
    raise ValueError(name)


def _fate(conn: Connection, number: int, report: Report, faults: list[BadField]) -> tuple[str, str | None]:
    """What is to become of it (new, updated, unchanged), and its origin where it has no code."""
    if not report.code:
        origin = sha256(line(report).encode()).hexdigest()
        known = conn.scalar(select(t.reports.c.code).where(t.reports.c.origin == origin))
        return ("unchanged" if known else "new"), origin
    kept = reports.get(conn, report.code)
    if kept is None:
        return "new", None
    if line(kept) == line(report):
        return "unchanged", None
    if (kept.filed_at, kept.member) != (report.filed_at, report.member):
        faults.append(BadField(number, "code", f"{report.code} is another report here"))
    elif kept.revision > report.revision:
        return "unchanged", None  # an old export does not undo what has been mended since
    return "updated", None
