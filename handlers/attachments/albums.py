"""Where the photos of an album went. A channel brings them one by one, in any order and perhaps minutes apart; each
goes where those before it went, whatever has become of that since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from handlers.state import Album, State

KEPT = 8
"""Albums that are remembered of a person."""
BEHIND = timedelta(minutes=1)
"""A photo that comes alone within this time after another is of one album with it, where the channel has none."""
NOWHERE = 0


def noted(state: State, id: str, number: int, at: datetime, name: str) -> State:
    """The state with a photo of the album having gone to the draft of that number."""
    before = next((album for album in state.albums if album.id == id and (id or album.number == number)), None)
    names = (*(before.names if before else ()), name)
    others = (album for album in state.albums if album.id != id)
    return state.but(albums=(*others, Album(id, number, at.isoformat(), names))[-KEPT:])


def number_of(state: State, id: str, at: datetime) -> int | None:
    """The number of the draft that the album went to, NOWHERE for one that was dropped; None where none of it came."""
    found = next((album for album in state.albums if album.id == id), None)
    if found is None or (not id and not timedelta() <= at - datetime.fromisoformat(found.at) <= BEHIND):
        return None
    return found.number


def names_in(state: State, id: str, number: int) -> tuple[str, ...]:
    """The photos of the album that went to the draft of that number."""
    return next((album.names for album in state.albums if id and (album.id, album.number) == (id, number)), ())


def forgotten(state: State, number: int, names: Collection[str]) -> State:
    """The state where these photos of the draft of that number have gone nowhere yet."""
    kept = (
        album.but(names=tuple(name for name in album.names if name not in names)) if album.number == number else album
        for album in state.albums
    )
    return state.but(albums=tuple(album for album in kept if album.names))


def renumbered(state: State, old: int, new: int) -> State:
    """The state where what went to the draft `old` is in the draft `new` now."""
    return state.but(albums=tuple(a.but(number=new) if a.number == old and old else a for a in state.albums))
