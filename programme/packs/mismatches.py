"""What the documents of a pack do not agree on, or leave open: warnings, computed from the pack's own rows.

The pack's notes.csv adds those that no sum or count can show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from programme.domain.model import Unit
from programme.packs.pack_tables import Fault, read_rows
from programme.packs.targets import TargetFile
from programme.packs.unit_files import DAY, UNITS, UnitFiles

DECLARED, NOTES = "declared.csv", "notes.csv"


def mismatches(folder: Path, files: UnitFiles, targets: TargetFile, faults: list[Fault]) -> list[Fault]:
    """All warnings of a pack; faults in the two files read here are added to `faults`."""
    return [
        *sums_of_areas(files, targets),
        *sums_of_parts(targets),
        *counts(folder, files, faults),
        *not_located(files),
        *chosen_parents(files),
        *notes(folder, faults),
    ]


def sums_of_areas(files: UnitFiles, targets: TargetFile) -> Iterator[Fault]:
    """A unit's target against the sum of those of the units below it."""
    tops = {unit: above(files, unit) for _, unit in targets.rows}
    for (period, code), row in targets.rows.items():
        below = [unit for p, unit in targets.rows if p == period and code in tops[unit] and unit != code]
        for indicator in targets.indicators:
            keys = [(period, unit, indicator) for unit in below]
            values = [targets.values[key].value for key in keys if key in targets.values]
            whole = targets.values.get((period, code, indicator))
            if values and whole and sum(values) != whole.value:
                yield row.warning(
                    f"{indicator}: the {len(values)} rows below {code} make {sum(values)}, "
                    f"but {whole.value} is declared",
                    whole.source,
                )


def sums_of_parts(targets: TargetFile) -> Iterator[Fault]:
    """An indicator's target against the sum of the indicators it is made of."""
    for (period, code), row in targets.rows.items():
        for indicator in targets.indicators.values():
            whole = targets.values.get((period, code, indicator.name))
            parts = [targets.values.get((period, code, part)) for part in indicator.sum_of]
            if whole and parts and None not in parts:
                total = sum(part.value for part in parts if part)
                if total != whole.value:
                    yield row.warning(
                        f"{indicator.name}: {' + '.join(indicator.sum_of)} make {total}, but {whole.value} is declared",
                        whole.source,
                    )


def counts(folder: Path, files: UnitFiles, faults: list[Fault]) -> Iterator[Fault]:
    """A declared number of units against those that the pack lists under the same items of the document."""
    listed = Counter(row["item"] for row in files.rows.values())
    for row in read_rows(folder, DECLARED, ("name", "items", "value", "source"), faults):
        declared, items = row.whole("value"), row.several("items")
        for item in items:
            if not listed[item]:
                row.fault(f"item {item!r} is not in the column item of {UNITS}")
        found = {item: listed[item] for item in items}
        if declared is not None and sum(found.values()) != declared:
            parts = ", ".join(f"{item}: {n}" for item, n in found.items())
            yield row.warning(
                f"{row['name']}: {declared} declared, {sum(found.values())} in {UNITS} ({parts})", row["source"]
            )


def not_located(files: UnitFiles) -> Iterator[Fault]:
    for code, unit in files.units.items():
        if not unit.located:
            yield files.rows[code].warning(f"{unit.name}: the documents do not name its ward", unit.source)


def chosen_parents(files: UnitFiles) -> Iterator[Fault]:
    """Where a parent ended and was split, which successor was taken and why; where none was taken, that."""
    for pairs in files.parent_rows.values():
        ordered = sorted(pairs, key=lambda pair: (pair[0].since is not None, pair[0].since))
        for (before, _), (after, row) in pairwise(ordered):
            gone: Unit = files.units[before.code]
            unit = files.units[row["unit"]]
            if gone.valid_to is None or after.since != gone.valid_to + DAY or not gone.successors:
                continue
            if after.code not in gone.successors:
                yield row.warning(
                    f"{unit.name}: {gone.name} became {names(files, gone.successors)}, "
                    f"but the parent is {files.units[after.code].name}",
                    row["source"],
                )
            elif len(gone.successors) > 1 and not row["note"]:
                row.fault(f"{gone.name} was split; say in the column note why {after.code} is the parent")
            elif len(gone.successors) > 1:
                yield row.warning(
                    f"{unit.name}: {gone.name} was split into {names(files, gone.successors)}; "
                    f"{files.units[after.code].name} is chosen: {row['note']}",
                    row["source"],
                )


def notes(folder: Path, faults: list[Fault]) -> Iterator[Fault]:
    for row in read_rows(folder, NOTES, ("name", "text", "source"), faults):
        yield row.warning(f"{row.needed('name')}: {row.needed('text')}", row["source"])


def above(files: UnitFiles, code: str) -> set[str]:
    """Every unit that was ever above it."""
    found: set[str] = set()
    todo = [code]
    while todo:
        fresh = {p.code for p in files.units[todo.pop()].parents} - found
        found |= fresh
        todo.extend(fresh)
    return found


def names(files: UnitFiles, codes: tuple[str, ...]) -> str:
    return ", ".join(files.units[code].name for code in codes if code in files.units)
