"""Yes or no to what was proposed about people and units."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.people import close_unit, handover
from programme.domain.staffing import Decide, Proposal


def decides(s: Context, p: Proposal) -> bool:
    """Whether it is the member's to say yes: who proposes looks after the unit themselves, or can't agree."""
    return s.may("apply", p.unit) if p.kind == "end" else s.may("confirm", p.unit) and p.role in s.grants(p.unit)


def opened(s: Context, id: str) -> Turn:
    """One of several that wait."""
    p = s.people.proposal(id)
    if p is None or not decides(s, p):
        return s.turn(Reply(s.texts("error.not_yours")))
    if p.state != "open":
        return s.turn(Reply(s.texts("handing.decided")))
    said = s.texts("people.proposed", what=handover.said(s, p))
    return s.turn(Reply(said, tuple(handover.decisions(s, p)), prompt=True))


def decide(s: Context, id: str, agreed: bool) -> Turn:
    """The answer to what was proposed, if it still fits."""
    t, p = s.texts, s.people.proposal(id)
    if p is None or not decides(s, p):
        return s.turn(Reply(t("error.not_yours")))
    if p.state != "open":
        return s.turn(Reply(t("handing.decided")))
    proposer = s.people.get(p.by)
    if not agreed:
        told = handover.told(s, p, proposer, "told.refused_handing")
        return s.turn(
            Reply(t("handing.refused", what=handover.said(s, p))), Decide(p.id, "refused", s.member.id), *told
        )
    if p.kind == "end":
        return close_unit.agreed(s, p)
    other, one = s.people.get(p.to), s.people.get(p.member)
    fits = other and one and other.state == one.state == "active" and handover.has(one, p.unit, p.role, s.today)
    if not fits or (p.last and p.last < s.today):
        gone = Decide(p.id, "refused", s.member.id, "no longer so")
        return s.turn(Reply(t("handing.gone")), gone)
    told = handover.told(s, p, proposer, "told.agreed_handing") + handover.told(s, p, other, "told.takes_over")
    return s.turn(
        Reply(t("handing.done", what=handover.said(s, p))),
        Decide(p.id, "agreed", s.member.id),
        *handover.carried_out(s, p),
        *told,
    )


VERBS = {
    "open": opened,
    "yes": lambda s, id: decide(s, id, True),
    "no": lambda s, id: decide(s, id, False),
}
