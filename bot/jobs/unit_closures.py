"""Units whose end was agreed in the chat or on the command line, put over those of the pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from programme.domain.effects import Effect
from programme.domain.programme import Programme
from storage.database.session import Connection, Store
from storage.people import post_changes


def bring(store: Store, programme: Programme) -> None:
    """As the store knows it now. What the pack says itself of a unit's end goes first."""
    store.read(lambda conn: over(conn, programme))


def over(conn: Connection, programme: Programme) -> None:
    """The same within a transaction."""
    tree, found = programme.units, []
    for end in post_changes.ends(conn):
        unit = tree.first(end.unit)
        if unit and unit.valid_to is None:
            known = tuple(code for code in end.successors if code in tree)
            found.append(replace(unit, valid_to=end.last, successors=known, source=end.decision))
    tree.bring(found)


def decided(effects: Iterable[Effect]) -> bool:
    """Whether a turn may have ended a unit."""
    return any(effect.changes_units for effect in effects)
