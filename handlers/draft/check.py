"""The answer to a check."""

from __future__ import annotations

from handlers.context import Reply, Turn
from handlers.draft import check_rules, review
from handlers.draft.moves import echo, proceed
from handlers.draft.session import Case
from handlers.draft.stops import wait
from handlers.state import AtQuestion, AtReview
from programme.domain.activities import write_less


def press(case: Case, action: str) -> Turn:
    """Takes the answer to the check that waits and goes on."""
    name, t = case.draft.check, case.s.texts
    if name.startswith("unusual"):
        return _unusual(case, name.removeprefix("unusual"), action)
    if name == "includes" and action == "slip":
        return Turn(case.s.state.but(draft=None, options=()), (Reply(t("review.cancelled")),))
    if name == "same" and action == "yes" and (row := check_rules.same(case)):
        return Turn(case.s.state.but(draft=None, options=()), (Reply(t("check.same_kept", code=row.report)),))
    if action not in ("yes", "no"):
        return wait(case)
    if name == "includes":
        less = write_less(check_rules.already(case)) if action == "yes" else ""
        case.instance.answer("/data/date_less", less)
    case.save(stop=AtReview(), settled={**case.draft.settled, name: action})
    return _on(case, proceed(case, None))


def _on(case: Case, turn: Turn) -> Turn:
    """A line that was complete but for its checks is filed when they are answered."""
    ready = case.draft.line and not (case.draft.at or case.draft.check or case.draft.mends)
    return review.send(case) if ready else turn


def _unusual(case: Case, ref: str, action: str) -> Turn:
    if action == "mend":
        return wait(case.save(stop=AtQuestion(ref, changing=case.draft.walked)))
    if action == "several" and "/data/times" in case.form.parts:
        settled = {**case.draft.settled, f"unusual{ref}": case.instance.value(ref)}
        return wait(case.save(stop=AtQuestion("/data/times", changing=case.draft.walked), settled=settled))
    if action.startswith("="):
        case.instance.answer(ref, action[1:])
    settled = {**case.draft.settled, f"unusual{ref}": case.instance.value(ref)}
    case.save(stop=AtReview(), settled=settled)
    return _on(case, proceed(case, ref, echo(case, ref)))
