"""The store's copy of the pack's tree: for joins, and so that a code never comes to mean another place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from programme.domain.model import Parent, Unit
from storage.database.dialects import insert_or_set
from storage.database.store_faults import StoreFault
from storage.schema import tables as t

_COLUMNS = ("name", "kind", "valid_from", "valid_to", "parents", "successors", "aliases", "located", "source", "at")
_PUT = insert_or_set(t.units, *_COLUMNS)


def bring_up(conn: Connection, units: Iterable[Unit], at: datetime) -> int:
    """Bring the copy up to these units; how many were new or different. A unit that is missing is left as it was.
    StoreFault names every code that would come to mean another place (its name and its kind both changed)."""
    known = {unit.code: unit for unit in all_units(conn)}
    fresh = [unit for unit in units if known.get(unit.code) != unit]
    other = [
        f"{unit.code} is {was.kind} {was.name!r}, not {unit.kind} {unit.name!r}"
        for unit in fresh
        if (was := known.get(unit.code)) and was.name != unit.name and was.kind != unit.kind
    ]
    if other:
        raise StoreFault("codes of units are never used again: " + "; ".join(other))
    if fresh:
        _PUT(conn, [_row(unit, at) for unit in fresh])
    return len(fresh)


def all_units(conn: Connection) -> list[Unit]:
    """Every unit the store ever knew, by code."""
    return [_unit(row) for row in conn.execute(select(t.units).order_by(t.units.c.code))]


def _row(unit: Unit, at: datetime) -> dict[str, Any]:
    row = {name: getattr(unit, name) for name in ("code", *_COLUMNS) if name not in ("parents", "at")}
    return row | {"parents": [[p.code, _iso(p.since), _iso(p.until)] for p in unit.parents], "at": at}


def _unit(row: Any) -> Unit:
    return Unit(
        row.code,
        row.name,
        row.kind,
        tuple(Parent(code, _date(since), _date(until)) for code, since, until in row.parents),
        row.valid_from,
        row.valid_to,
        tuple(row.successors),
        tuple(row.aliases),
        row.located,
        row.source,
    )


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
