"""Photos that belong to no report yet. Those that were sent just before a report go with it; what is older is never put
into one unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from handlers.attachments import albums
from handlers.context import Context
from handlers.draft import media_answers
from handlers.draft.session import DraftSession
from handlers.state import Draft, LoosePhoto, State

JUST_BEFORE = timedelta(minutes=30)
"""A report that comes within this time after a photo is the photo's."""
MOST = 30
"""Photos that are kept for a report that is yet to be begun, of one album or none."""


def waiting(state: State) -> tuple[LoosePhoto, ...]:
    """All of them, oldest first."""
    return tuple(LoosePhoto(photo) if isinstance(photo, str) else photo for photo in state.photos)


def added(s: Context, photo: LoosePhoto) -> State:
    """The state with one more."""
    return s.state.but(photos=(*waiting(s.state), photo))


def without(state: State, names: Collection[str]) -> State:
    """The state without these."""
    return state.but(photos=tuple(photo for photo in waiting(state) if photo.name not in names))


def now(s: Context, names: Collection[str]) -> State:
    """The state with these as if they had just come: their sender means them."""
    at = s.now.isoformat()
    photos = (photo.but(at=at) if photo.name in names else photo for photo in waiting(s.state))
    return s.state.but(photos=tuple(photos))


def just_before(s: Context) -> list[LoosePhoto]:
    """Those that were sent just before now."""
    return [photo for photo in waiting(s.state) if _is_new(s, photo)]


def _is_new(s: Context, photo: LoosePhoto) -> bool:
    return bool(photo.at) and s.now - datetime.fromisoformat(photo.at) <= JUST_BEFORE


def put_into(session: DraftSession) -> None:
    """Puts those that were sent just before into the draft, if it takes photos; its context's state has them no more
    and knows where they went."""
    photos = just_before(session.s)
    if photos and not media_answers.refuses(session):
        give(session, photos)


def give(session: DraftSession, photos: Iterable[LoosePhoto]) -> None:
    """Puts these photos into the draft."""
    photos = list(photos)
    media_answers.keep(session, [photo.name for photo in photos])
    held = media_answers.names(session)
    given = [photo for photo in photos if photo.name in held]
    state = without(session.s.state, [photo.name for photo in given])
    for photo in given:
        state = albums.noted(state, photo.album, session.draft.number, session.s.now, photo.name)
    session.s = session.s.with_state(state)


def moved_over(session: DraftSession, old: Draft) -> None:
    """Puts the photos of a draft that gives way into the one that takes its place."""
    s = session.s
    names = media_answers.names_in(s, old)
    if not names or media_answers.refuses(session):
        return
    media_answers.keep(session, names)
    session.s = s.with_state(albums.renumbered(s.state, old.number, session.draft.number))


def taken_out(s: Context, draft: Draft, only: Collection[str] | None = None) -> State:
    """The state with the draft's photos, or these of them, loose again as if they had just come. The draft that the
    state holds is left as it is."""
    held = media_answers.names_in(s, draft)
    photos = [name for name in held if only is None or name in only]
    of = {name: album.id for album in s.state.albums if album.number == draft.number for name in album.names}
    loose = (LoosePhoto(name, s.now.isoformat(), of.get(name, "")) for name in photos)
    state = s.state.but(photos=(*waiting(s.state), *loose))
    return albums.forgotten(state, draft.number, photos)
