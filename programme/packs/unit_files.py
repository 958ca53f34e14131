"""units.csv and parents.csv of a pack: read, and checked to make one tree on every day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from programme.domain.model import Parent, Unit
from programme.packs.pack_tables import Fault, Row, read_rows

UNITS, PARENTS = "units.csv", "parents.csv"
UNIT_COLUMNS = ("code", "name", "kind", "item", "valid_from", "valid_to", "successors", "aliases", "located", "source")
PARENT_COLUMNS = ("unit", "parent", "since", "until", "source", "note")
CODE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class UnitFiles:
    """The units with their parents, and the rows they came from: `rows` by code, `parent_rows` by code in order."""

    units: Mapping[str, Unit]
    rows: Mapping[str, Row]
    parent_rows: Mapping[str, list[tuple[Parent, Row]]]


def read_units(folder: Path, kinds: Collection[str], faults: list[Fault]) -> UnitFiles:
    rows: dict[str, Row] = {}
    units: dict[str, Unit] = {}
    for row in read_rows(folder, UNITS, UNIT_COLUMNS, faults):
        unit = read_unit(row, kinds)
        if unit.code not in units:
            units[unit.code], rows[unit.code] = unit, row
            continue
        first, at = units[unit.code], rows[unit.code].number
        if (first.name, first.kind) == (unit.name, unit.kind):
            row.fault(f"duplicate code {unit.code!r}, already in row {at}")
        else:
            row.fault(f"code {unit.code!r} is reused: row {at} gave it to {first.name!r}; a code is never reused")
    parent_rows: dict[str, list[tuple[Parent, Row]]] = defaultdict(list)
    for row in read_rows(folder, PARENTS, PARENT_COLUMNS, faults):
        if row["unit"] not in units:
            row.fault(f"unknown unit {row['unit']!r}")
        elif row["parent"] not in units:
            row.fault(f"unknown parent {row['parent']!r}")
        else:
            parent = Parent(row["parent"], row.day("since"), row.day("until"))
            parent_rows[row["unit"]].append((parent, row))
    for code, unit in units.items():
        check_successors(unit, units, rows[code])
        check_parents(unit, units, rows[code], parent_rows.get(code, []))
    units = {c: replace(u, parents=tuple(p for p, _ in parent_rows.get(c, ()))) for c, u in units.items()}
    check_cycles(units, parent_rows)
    return UnitFiles(units, rows, parent_rows)


def read_unit(row: Row, kinds: Collection[str]) -> Unit:
    if not CODE.fullmatch(row["code"]):
        row.fault(f"code {row['code']!r} is not small letters and digits joined by . or -")
    if row["kind"] not in kinds:
        row.fault(f"unknown kind {row['kind']!r}; unit-kinds.csv has {', '.join(kinds)}")
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to")
    if valid_from and valid_to and valid_from > valid_to:
        row.fault(f"valid_from {valid_from} is after valid_to {valid_to}")
    return Unit(
        code=row["code"],
        name=row.needed("name"),
        kind=row["kind"],
        valid_from=valid_from,
        valid_to=valid_to,
        successors=row.several("successors", "|"),
        aliases=row.several("aliases", "|"),
        located=row.yes("located"),
        source=row["source"],
    )


def check_successors(unit: Unit, units: Mapping[str, Unit], row: Row) -> None:
    if unit.successors and unit.valid_to is None:
        row.fault("it has successors but no valid_to")
    for code in unit.successors:
        if code not in units:
            row.fault(f"unknown successor {code!r}")
        elif unit.valid_to and not units[code].exists_on(unit.valid_to + DAY):
            row.fault(f"successor {code!r} does not exist on {unit.valid_to + DAY}")


def check_parents(unit: Unit, units: Mapping[str, Unit], unit_row: Row, parents: list[tuple[Parent, Row]]) -> None:
    """On each day of the unit one parent, which exists then; a unit without any row is a root."""
    start, end = span(unit.valid_from, unit.valid_to)
    if start > end:
        return  # said already
    stays: list[tuple[date, date, Row]] = []
    for parent, row in parents:
        since, until = span(parent.since, parent.until)
        if since > until:
            row.fault(f"since {since} is after until {until}")
            continue
        since, until = max(since, start), min(until, end)
        if since > until:
            row.fault(f"{unit.code!r} does not exist on any of these days")
            continue
        above = units[parent.code]
        first, last = span(above.valid_from, above.valid_to)
        if since < first or until > last:
            row.fault(f"parent {parent.code!r} does not exist {missing(since, until, first, last)}")
        stays.append((since, until, row))
    stays.sort(key=lambda stay: stay[:2])
    day = start  # the first day not yet accounted for
    for since, until, row in stays:
        if since < day:
            row.fault(f"{unit.code!r} has two parents on {since}")
        elif since > day:
            unit_row.fault(f"{unit.code!r} has no parent {said(day, since - DAY)}")
        if until == date.max:
            return
        day = max(day, until + DAY)
    if stays and day <= end:
        unit_row.fault(f"{unit.code!r} has no parent {said(day, end)}")


def check_cycles(units: Mapping[str, Unit], parent_rows: Mapping[str, list[tuple[Parent, Row]]]) -> None:
    """Follow the parents up on each day on which any of them begins; what comes back to itself is a cycle."""
    days = {date.min} | {p.since for pairs in parent_rows.values() for p, _ in pairs if p.since}
    days |= {u.valid_from for u in units.values() if u.valid_from}
    told: set[frozenset[str]] = set()
    for day in sorted(days):
        sound: set[str] = set()
        for code in units:
            path: dict[str, None] = {}
            at: str | None = code
            while at is not None and at not in sound and at not in path:
                path[at] = None
                at = units[at].parent_on(day) if units[at].exists_on(day) else None
            if at in path:
                ring = list(path)[list(path).index(at) :]
                if frozenset(ring) not in told:
                    told.add(frozenset(ring))
                    row = next(r for p, r in parent_rows[at] if p.code == units[at].parent_on(day))
                    row.fault(f"a cycle of parents: {' in '.join([*ring, at])}")
            sound.update(path)


def span(first: date | None, last: date | None) -> tuple[date, date]:
    return first or date.min, last or date.max


def missing(since: date, until: date, first: date, last: date) -> str:
    """The days of since–until on which what exists first–last does not."""
    return said(since, min(until, first - DAY)) if since < first else said(max(since, last + DAY), until)


def said(first: date, last: date) -> str:
    if first == date.min:
        return f"until {last}" if last < date.max else "on any day"
    return f"on {first}" if first == last else f"from {first}" + (f" to {last}" if last < date.max else "")
