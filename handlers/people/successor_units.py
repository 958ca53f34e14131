"""From a unit that has ended to what it became, and to whoever looks after it."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.people.closed_units import is_over
from handlers.pipeline.route import Route
from handlers.reporting import begin_report
from programme.domain.buttons.reporting import ReportForSuccessor, WhoLooksAfter


def report_for_successor(s: Context, button: ReportForSuccessor) -> Turn:
    """A new report for what the unit became; the one begun for the old unit is let go of."""
    if button.unit not in s.own_units():
        return s.turn(Reply(s.texts("error.not_yours")))
    if s.state.draft and not is_over(s, s.state.draft.unit):
        return begin_report.unfinished(s)
    return conversation.begin(s.with_state(s.state.but(draft=None)), button.unit)


def who_looks_after(s: Context, button: WhoLooksAfter) -> Turn:
    """Who looks after the unit now, by name."""
    t, mine = s.texts, {p.unit for p in s.posts}
    if button.unit not in mine:
        return s.turn(Reply(t("error.not_yours")))
    names = ", ".join(m.name for m in s.coordinators(button.unit)[:3] if m.state == "active")
    return s.turn(Reply(t("ended.who", names=names) if names else t("ended.nobody")))


ROUTE = Route(
    "successors of a closed unit",
    buttons={ReportForSuccessor: report_for_successor, WhoLooksAfter: who_looks_after},
)
