"""From a unit that has ended to what it became, and to whoever looks after it."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.people.closed_units import is_over
from handlers.reporting import conversation
from programme.domain.messages import Choice


def instead(s: Context, heir: str) -> Turn:
    """A new report for what the unit became; the one begun for the old unit is let go of."""
    if heir not in s.own_units():
        return s.turn(Reply(s.texts("error.not_yours")))
    draft = s.state.draft
    if draft and not is_over(s, draft.unit):
        choices = (
            Choice("m:resume", s.texts("menu.resume")),
            Choice(f"m:discard:{draft.number:x}", s.texts("menu.discard")),
        )
        return s.turn(Reply(s.texts("menu.unfinished"), choices, prompt=True))
    return conversation.begin(s.with_state(s.state.but(draft=None)), heir)


def officer(s: Context, code: str) -> Turn:
    """Who looks after the unit now, by name."""
    t, mine = s.texts, {p.unit for p in s.posts}
    if code not in mine:
        return s.turn(Reply(t("error.not_yours")))
    names = ", ".join(m.name for m in s.coordinators(code)[:3] if m.state == "active")
    return s.turn(Reply(t("ended.who", names=names) if names else t("ended.nobody")))


ACTS = {"instead": instead, "officer": officer}
