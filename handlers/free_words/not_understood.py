"""Words that nobody understood: whom to call is said once; the second time running they go to the unit's officer by one
tap, at most once a day."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from handlers.understand.personal.personal import find_personal
from programme.domain.buttons.menu import Help
from programme.domain.buttons.reporting import AskOfficer, NewReport
from programme.domain.effects.messages import Tell

LONGEST = 300
"""Letters of it that an officer is shown."""


def not_understood(s: Context, text: str, menu: Turn) -> Turn:
    """The `menu` with whom to call; the second time running, the way to the officer."""
    unread = kept(s, text)
    if not s.state.unread or s.member is None:
        return replace(menu, state=menu.state.but(unread=unread))
    t = s.texts
    if s.traits.plain:
        turn = s.turn(Reply(t("free.call_me"), prompt=True))
        return replace(turn, state=turn.state.but(unread=unread))
    choices = (AskOfficer().labelled(t("free.officer")), NewReport().labelled(t("menu.report")))
    turn = s.turn(Reply(t("free.not_again"), (*choices, Help().labelled(t("menu.help"))), prompt=True))
    return replace(turn, state=turn.state.but(unread=unread))


def kept(s: Context, text: str) -> tuple[str, str]:
    """When words came and what they are, as they wait for a tap that hands them on."""
    return s.now.isoformat(), without_personal(text)


def without_personal(text: str) -> str:
    """The words without those that may be kept nowhere."""
    rest = text
    for found in reversed(find_personal(text)):
        rest = f"{rest[: found.start]}…{rest[found.end :]}"
    return " ".join(rest.split())[:LONGEST] or "…"


def understood(s: Context, turn: Turn) -> Turn:
    """The turn, with what was not understood or was refused forgotten once something else was said."""
    old, new = s.state, turn.state
    if old.unread and new.unread == old.unread:
        new = new.but(unread=())
    if old.refused and new.refused == old.refused:
        new = new.but(refused=())
    return turn if new is turn.state else replace(turn, state=new)


def ask_officer(s: Context, button: AskOfficer) -> Turn:
    """The coordinators of the member's unit are asked to call, with the words that were not understood."""
    t, unit = s.texts, s.unit_of()
    officers = s.coordinators(unit) if unit else []
    if s.member is None:
        return Turn(s.state, (Reply(t("stale.gone")),))
    if not officers:
        return s.turn(Reply(t("free.no_officer", numbers=s.numbers())))
    words = s.state.unread[1] if s.state.unread else ""
    key = "free.for_officer" if words else "free.calls_officer"
    tells = [
        Tell(
            officer.id,
            s.speaks_to(officer)(key, who=s.member.name, unit=s.unit_name(unit), text=words),
            key=f"unread:{s.member.id}:{s.today}",
            not_before=s.by_day(),
        )
        for officer in officers
    ]
    return s.turn(Reply(t("free.sent_to_officer", name=officers[0].name)), *tells)


ROUTE = Route(
    "words for the officer", buttons={AskOfficer: ask_officer}, commands={"callback": lambda rest: AskOfficer()}
)
