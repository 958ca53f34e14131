"""Presses that only the review of a counted form has: another part, an instance of a repeat more or less."""

from __future__ import annotations

from handlers.context import Turn
from handlers.draft.moves import added, removed
from handlers.draft.parts_review import numbered, repeats
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait


def press(session: DraftSession, action: str) -> Turn | None:
    """A button that only such a review has, or None."""
    mark, rest = action[:1], action[1:]
    if not rest.isdigit():
        return None
    if mark == "p":
        return wait(session.save(stop=session.draft.stop.but(page=int(rest))))
    found = repeats(session)
    if mark not in "xn" or int(rest) >= len(found):
        return None
    stop = found[int(rest)]
    if stop.exists and mark == "x":
        removed(session, stop.ref)
        return wait(session.save(), session.s.texts("review.removed", label=numbered(stop)))
    return added(session, stop.ref) if not stop.exists and mark == "n" else None
