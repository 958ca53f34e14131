"""The answer to a check."""

from __future__ import annotations

from handlers.context import Reply, Turn
from handlers.draft import check_rules, review
from handlers.draft.moves import echo, proceed
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait
from handlers.state import AtQuestion, AtReview
from programme.domain.activities import write_less


def press(session: DraftSession, action: str) -> Turn:
    """Takes the answer to the check that waits and goes on."""
    name, t = session.draft.check, session.s.texts
    if name.startswith("unusual"):
        return _unusual(session, name.removeprefix("unusual"), action)
    if name == "includes" and action == "slip":
        return Turn(session.s.state.but(draft=None, options=()), (Reply(t("review.cancelled")),))
    if name == "same" and action == "yes" and (row := check_rules.same(session)):
        return Turn(session.s.state.but(draft=None, options=()), (Reply(t("check.same_kept", code=row.report)),))
    if action not in ("yes", "no"):
        return wait(session)
    if name == "includes":
        less = write_less(check_rules.already(session)) if action == "yes" else ""
        session.instance.answer("/data/date_less", less)
    session.save(stop=AtReview(), settled={**session.draft.settled, name: action})
    return _on(session, proceed(session, None))


def _on(session: DraftSession, turn: Turn) -> Turn:
    """A line that was complete but for its checks is filed when they are answered."""
    ready = session.draft.line and not (session.draft.at or session.draft.check or session.draft.mends)
    return review.send(session) if ready else turn


def _unusual(session: DraftSession, ref: str, action: str) -> Turn:
    if action == "mend":
        return wait(session.save(stop=AtQuestion(ref, changing=session.draft.walked)))
    if action == "several" and "/data/times" in session.form.parts:
        settled = {**session.draft.settled, f"unusual{ref}": session.instance.value(ref)}
        return wait(session.save(stop=AtQuestion("/data/times", changing=session.draft.walked), settled=settled))
    if action.startswith("="):
        session.instance.answer(ref, action[1:])
    settled = {**session.draft.settled, f"unusual{ref}": session.instance.value(ref)}
    session.save(stop=AtReview(), settled=settled)
    return _on(session, proceed(session, ref, echo(session, ref)))
