"""A unit that ends, or goes into another: proposed by whoever looks after it, with the last day and the number of the
decision, applied by the province. Its members are told; their reports stay."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.context import Context, Reply, Turn
from handlers.people import handover
from programme.domain.effects import Tell
from programme.domain.messages import Choice
from programme.domain.staffing import Decide, Proposal, Propose
from reports.words import dmy

SAID = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})[\s,;:]+(.{3,40}\S)\s*", re.S)
"""The last day and the decision: `30/6/2026 QĐ 123/QĐ-UBND`."""
BACK, AHEAD = timedelta(days=366), timedelta(days=183)
NOBODY = "-"
DAY = timedelta(days=1)
OFFERED = 8


def begin(s: Context, unit: str) -> Turn:
    """Asks for the day and the decision."""
    if why := _refused(s, unit):
        return s.turn(Reply(s.texts(why)))
    state = s.state.but(awaiting=f"over {unit}")
    return s.with_state(state).turn(Reply(s.texts("ending.which", unit=s.unit_name(unit)), prompt=True))


def _refused(s: Context, unit: str) -> str:
    """Why it can't be ended here, a key of the texts: only what lies below one's own and has nothing below itself."""
    tree = s.programme.units
    if unit not in tree or not s.may("end", unit) or unit in [p.unit for p in s.posts]:
        return "error.not_yours"
    if tree.children(unit, s.today):
        return "ending.has_below"
    return "" if tree[unit].valid_to is None else "ending.over"


def told(s: Context, unit: str, text: str) -> Turn:
    """The day and the decision; then what takes over is asked."""
    t = s.texts
    if why := _refused(s, unit):
        return s.turn(Reply(t(why)))
    said = SAID.fullmatch(text)
    last = _day(said) if said else None
    if last is None or not s.today - BACK <= last <= s.today + AHEAD:
        again = s.with_state(s.state.but(awaiting=f"over {unit}"))
        return again.turn(Reply(t("ending.unread"), prompt=True))
    state = s.state.but(awaiting=f"heir {unit} {last} {' '.join(said[4].split())}")
    return _which(s.with_state(state), unit, _near(s, unit, last)[:OFFERED])


def _which(s: Context, unit: str, codes: list[str]) -> Turn:
    choices = [Choice(f"p:heir:{unit}:{code}", s.unit_name(code)) for code in codes]
    choices.append(Choice(f"p:heir:{unit}:{NOBODY}", s.texts("ending.nobody")))
    return s.turn(Reply(s.texts("ending.heir", unit=s.unit_name(unit)), tuple(choices), prompt=True))


def named(s: Context, rest: str, text: str) -> Turn:
    """What takes over, by its name."""
    unit, last, _ = rest.split(" ", 2)
    found = [u.code for u, _ in s.programme.units.find(text, on=s.today) if _fits(s, unit, u.code, last)]
    return _which(s.with_state(s.state.but(awaiting=f"heir {rest}")), unit, found[:OFFERED])


def _fits(s: Context, unit: str, code: str, last: str) -> bool:
    """Whether a unit of that type is there the day after."""
    tree = s.programme.units
    day = date.fromisoformat(last) + DAY
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
        code
        for own in (p.unit for p in s.posts)
        for code in tree.subtree(own, s.today)
        if _fits(s, unit, code, last.isoformat())
    ]
    beside = tree.parent(unit, s.today)
    return sorted(dict.fromkeys(fits), key=lambda code: tree.parent(code, s.today) != beside)


def heir(s: Context, about: str) -> Turn:
    """What takes over was chosen: applied by the province, proposed to it by others."""
    t = s.texts
    unit, _, code = about.partition(":")
    parts = s.state.awaiting.split(" ", 3)
    if len(parts) != 4 or parts[:2] != ["heir", unit]:
        return s.turn(Reply(t("stale.gone")))
    s = s.with_state(s.state.but(awaiting=""))
    last = date.fromisoformat(parts[2])
    if (why := _refused(s, unit)) or (code != NOBODY and not _fits(s, unit, code, parts[2])):
        return s.turn(Reply(t(why or "error.not_yours")))
    heirs = () if code == NOBODY else (code,)
    new = Proposal(s.fresh[:16], "end", unit, s.member.id, None, last, successors=heirs, decision=parts[3])
    if s.may("apply", unit):
        return agreed(s, replace(new, state="agreed", decided_by=s.member.id))
    top = s.programme.units.above(unit, s.today)[-1]
    asked = [m for m in s.people.members_of(top) if m.state == "active" and _decides(s, m, top)]
    tells = []
    for officer in asked:
        words = s.speaks_to(officer)
        text = words("told.proposed", name=s.member.name, what=handover.said(s, new, words))
        tells.append(Tell(officer.id, text, f"prop:{new.id}", tuple(handover.decisions(s, new, words)), s.by_day()))
    return s.turn(Reply(t("handing.proposed", what=handover.said(s, new))), Propose(new), *tells)


def _decides(s: Context, member, top: str) -> bool:
    return any(p.unit == top and p.role in ("coordinator", "admin") for p in member.posts_on(s.today))


def agreed(s: Context, p: Proposal) -> Turn:
    """It ends: who is in it hears from when, and where to."""
    tree = s.programme.units
    if tree[p.unit].valid_to is not None or any(not tree[c].exists_on(p.last + DAY) for c in p.successors):
        gone = (Decide(p.id, "refused", s.member.id, "no longer so"),) if p.state == "open" else ()
        return s.turn(Reply(s.texts("handing.gone")), *gone)
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
    return s.turn(Reply(s.texts("ending.done", what=handover.said(s, p))), effect, *tells)


VERBS = {"over": begin, "heir": heir}
