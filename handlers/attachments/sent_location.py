"""A place on a map as the answer where a place is asked: its name, where the message has one; else only that it was
sent, and when. Coordinates are kept only where a form asks for them: they may be somebody's home."""

from __future__ import annotations

from handlers.context import Context, Turn
from handlers.draft import conversation, question
from handlers.draft.session import DraftSession
from handlers.pipeline import open_question
from handlers.state import AtQuestion
from handlers.wording.place_words import sent_place
from programme.domain.messages import Inbound
from programme.language.vietnamese import nfc

LONGEST = 200
"""Letters of a place's name."""


def take(inbound: Inbound, s: Context) -> Turn:
    """The answer to the question that waits, where it is one for a place; else said to be of no use now."""
    if s.state.draft is None or s.state.prompt is not None:
        return open_question.again(s, s.texts("odd.location"))
    if question.kind(s) == "geopoint":
        return conversation.say(s, f"{inbound.location[0]:.7f} {inbound.location[1]:.7f}")
    session = _at_place(DraftSession(s, s.state.draft))
    if session is None:
        return open_question.again(s, s.texts("odd.location"))
    name = " ".join(nfc(inbound.place).split())[:LONGEST]
    turn = conversation.turn_of(question.take(session, name or sent_place(s)))
    return turn if name or turn.refused else turn.below(s.texts("place.no_coordinates"))


def _at_place(session: DraftSession) -> DraftSession | None:
    """The draft at its question for the place, if that waits or the review shows that it was left out."""
    draft = session.draft
    if draft.at:
        return session if _asks(session, draft.at) else None
    left_out = (n.ref for n in session.asks() if _asks(session, n.ref) and session.instance.value(n.ref) == "")
    ref = "" if draft.check else next(left_out, "")
    return session.save(stop=AtQuestion(ref, changing=True), todo=()) if ref else None


def _asks(session: DraftSession, ref: str) -> bool:
    """Whether the question is for a place: it offers those that were used last."""
    return not ref.endswith("]") and session.question(ref).columns.get("quick") == "recent"
