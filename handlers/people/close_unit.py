"""A unit that ends, or goes into another: proposed by whoever looks after it, with the last day and the number of the
decision, applied by the province. Its members are told; their reports stay."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.people import handover
from handlers.pipeline.route import Route
from handlers.state import Prompt, Takes
from programme.domain.buttons.people import CloseInto, CloseUnit
from programme.domain.effects.messages import Tell
from programme.domain.effects.people import Decide, Propose
from programme.domain.proposals import Proposal
from programme.language.vietnamese import fold
from reports.sums_in_words import dmy

SAID = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})[\s,;:]+(?:theo\s+)?(.{3,40}\S)\s*", re.S)
"""The last day and the decision: `30/6/2026 QĐ 123/QĐ-UBND`."""
BACK, AHEAD = timedelta(days=366), timedelta(days=183)
NOBODY = "-"
DAY = timedelta(days=1)
OFFERED = 8


class LastDay(Prompt, frozen=True, tag="close_unit"):
    """The unit's last day, and the decision that ends it."""

    unit: str


class Successor(Prompt, frozen=True, tag="close_unit_successor"):
    """What takes over from a unit after its last day, by a decision."""

    takes: ClassVar[Takes] = "a unit"
    unit: str
    last: date
    decision: str


def begin(s: Context, button: CloseUnit) -> Turn:
    """Asks for the day and the decision."""
    if why := _refused(s, button.unit):
        return s.turn(Reply(s.texts(why)))
    return s.ask(LastDay(button.unit), Reply(s.texts("ending.which", unit=s.unit_name(button.unit))))


def _refused(s: Acting, unit: str) -> str:
    """Why it can't be ended here, a key of the texts: only what lies below one's own and has nothing below itself."""
    tree = s.programme.units
    if unit not in tree or not s.may("end", unit) or unit in [p.unit for p in s.posts]:
        return "error.not_yours"
    if tree.children(unit, s.today):
        return "ending.has_below"
    return "" if tree[unit].valid_to is None else "ending.over"


def last_day(s: Context, prompt: LastDay, text: str) -> Turn:
    """The day and the decision; then what takes over is asked."""
    t, unit = s.texts, prompt.unit
    if why := _refused(s, unit):
        return s.turn(Reply(t(why)))
    said = SAID.fullmatch(text)
    last = _day(said) if said else None
    if last is None or not s.today - BACK <= last <= s.today + AHEAD:
        return s.ask_again(prompt, Reply(t("ending.unread")))
    asked = Successor(unit, last, " ".join(said[4].split()))
    return s.ask(asked, _which(s, unit, _near(s, unit, last)[:OFFERED]))


def _which(s: Context, unit: str, codes: list[str]) -> Reply:
    choices = [CloseInto(unit, code).labelled(s.unit_name(code)) for code in codes]
    choices.append(CloseInto(unit, NOBODY).labelled(s.texts("ending.nobody")))
    return Reply(s.texts("ending.heir", unit=s.unit_name(unit)), tuple(choices))


def successor_named(s: Context, prompt: Successor, text: str) -> Turn:
    """What takes over, by its name: at once where it is named in full or was offered, else it is offered first."""
    if why := _refused(s, prompt.unit):
        return s.turn(Reply(s.texts(why)))
    units = s.programme.units.find(text, on=s.today)
    found = [u.code for u, _ in units if _fits(s, prompt.unit, u.code, prompt.last)]
    offered = {label for _, label in s.state.options}
    if len(found) == 1 and ((name := s.unit_name(found[0])) in offered or fold(name) == fold(text)):
        return s.decided(propose(s, prompt.unit, prompt.last, (found[0],), prompt.decision))
    reply = _which(s, prompt.unit, found[:OFFERED])
    return s.ask(prompt, reply) if found else s.ask_again(prompt, reply)


def _fits(s: Acting, unit: str, code: str, last: date) -> bool:
    """Whether a unit of that type is there the day after."""
    tree = s.programme.units
    day = last + DAY
    return code in tree and code != unit and tree[code].kind == tree[unit].kind and tree[code].exists_on(day)


def _day(said: re.Match[str]) -> date | None:
    try:
        return date(int(said[3]), int(said[2]), int(said[1]))
    except ValueError:
        return None


def _near(s: Context, unit: str, last: date) -> list[str]:
    """Units of its type under the same parent that are there the day after; then the others of one's own."""
    tree = s.programme.units
    fits = [
        code for own in (p.unit for p in s.posts) for code in tree.subtree(own, s.today) if _fits(s, unit, code, last)
    ]
    beside = tree.parent(unit, s.today)
    return sorted(dict.fromkeys(fits), key=lambda code: tree.parent(code, s.today) != beside)


def successor_chosen(s: Context, button: CloseInto) -> Turn:
    """What takes over was chosen, while the question still waits."""
    prompt = s.state.prompt
    if not isinstance(prompt, Successor) or prompt.unit != button.unit:
        return s.turn(Reply(s.texts("stale.gone")))
    s = s.with_state(s.state.but(prompt=None))
    heirs = () if button.successor == NOBODY else (button.successor,)
    return s.decided(propose(s, prompt.unit, prompt.last, heirs, prompt.decision))


def propose(s: Acting, unit: str, last: date, heirs: tuple[str, ...], decision: str) -> Decision:
    """Applied by the province, proposed to it by others."""
    t = s.texts
    if (why := _refused(s, unit)) or not all(_fits(s, unit, code, last) for code in heirs):
        return Decision(t(why or "error.not_yours"), made=False)
    new = Proposal(s.fresh[:16], "end", unit, s.member.id, None, last, successors=heirs, decision=decision)
    if s.may("apply", unit):
        return close(s, replace(new, state="agreed", decided_by=s.member.id))
    top = s.programme.units.above(unit, s.today)[-1]
    officers = [m for m in s.people.members_of(top) if m.state == "active" and _decides(s, m, top)]
    tells = []
    for officer in officers:
        words = s.speaks_to(officer)
        text = words("told.proposed", name=s.member.name, what=handover.in_words(s, new, words))
        tells.append(Tell(officer.id, text, f"prop:{new.id}", tuple(handover.decisions(s, new, words)), s.by_day()))
    return Decision(t("handing.proposed", what=handover.in_words(s, new)), (Propose(new), *tells))


def _decides(s: Acting, member, top: str) -> bool:
    return any(p.unit == top and p.role in ("coordinator", "admin") for p in member.posts_on(s.today))


def close(s: Acting, p: Proposal) -> Decision:
    """It ends: who is in it hears from when, and where to."""
    tree = s.programme.units
    if tree[p.unit].valid_to is not None or any(not tree[c].exists_on(p.last + DAY) for c in p.successors):
        gone = (Decide(p.id, "refused", s.member.id, "no longer so"),) if p.state == "open" else ()
        return Decision(s.texts("handing.gone"), gone, made=False)
    tells = []
    for member in s.people.members_of(p.unit):
        if (
            member.state == "active"
            and member.id != s.member.id
            and any(q.unit == p.unit for q in member.posts_on(s.today))
        ):
            words = s.speaks_to(member)
            names = ", ".join(tree[code].name for code in p.successors)
            key = "told.ended_heir" if names else "told.ended"
            text = words(key, unit=tree[p.unit].name, last=dmy(p.last), decision=p.decision, names=names)
            tells.append(Tell(member.id, text, f"ended:{p.unit}", (), s.by_day()))
    effect = Decide(p.id, "agreed", s.member.id) if p.state == "open" else Propose(p)
    return Decision(s.texts("ending.done", what=handover.in_words(s, p)), (effect, *tells))


ROUTE = Route(
    "units that close",
    buttons={CloseUnit: begin, CloseInto: successor_chosen},
    prompts={LastDay: last_day, Successor: successor_named},
)
