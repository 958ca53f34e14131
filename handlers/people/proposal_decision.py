"""Yes or no to what was proposed about people and units."""

from __future__ import annotations

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.people import close_unit, handover
from handlers.pipeline.route import Route
from programme.domain.buttons.people import AgreeToProposal, OpenProposal, RefuseProposal
from programme.domain.effects.people import Decide
from programme.domain.proposals import Proposal


def decides(s: Acting, p: Proposal) -> bool:
    """Whether it is the member's to say yes: who proposes looks after the unit themselves, or can't agree."""
    return s.may("apply", p.unit) if p.kind == "end" else s.may("confirm", p.unit) and p.role in s.grants(p.unit)


def show(s: Context, button: OpenProposal) -> Turn:
    """One of several that wait."""
    p = s.people.proposal(button.proposal)
    if p is None or not decides(s, p):
        return s.turn(Reply(s.texts("error.not_yours")))
    if p.state != "open":
        return s.turn(Reply(s.texts("handing.decided")))
    said = s.texts("people.proposed", what=handover.in_words(s, p))
    return s.turn(Reply(said, tuple(handover.decisions(s, p)), prompt=True))


def decide(s: Acting, id: str, agreed: bool) -> Decision:
    """The answer to what was proposed, if it still fits."""
    t, p = s.texts, s.people.proposal(id)
    if p is None or not decides(s, p):
        return Decision(t("error.not_yours"), made=False)
    if p.state != "open":
        return Decision(t("handing.decided"), made=False)
    proposer = s.people.get(p.by)
    if not agreed:
        tells = handover.tell_them(s, p, proposer, "told.refused_handing")
        refused = Decide(p.id, "refused", s.member.id)
        return Decision(t("handing.refused", what=handover.in_words(s, p)), (refused, *tells))
    if p.kind == "end":
        return close_unit.close(s, p)
    other, one = s.people.get(p.to), s.people.get(p.member)
    fits = other and one and other.state == one.state == "active" and handover.has(one, p.unit, p.role, s.today)
    if not fits or (p.last and p.last < s.today):
        return Decision(t("handing.gone"), (Decide(p.id, "refused", s.member.id, "no longer so"),), made=False)
    tells = handover.tell_them(s, p, proposer, "told.agreed_handing") + handover.tell_them(
        s, p, other, "told.takes_over"
    )
    effects = (Decide(p.id, "agreed", s.member.id), *handover.carried_out(s, p), *tells)
    return Decision(t("handing.done", what=handover.in_words(s, p)), effects)


ROUTE = Route(
    "proposals",
    buttons={
        OpenProposal: show,
        AgreeToProposal: lambda s, button: s.decided(decide(s, button.proposal, True)),
        RefuseProposal: lambda s, button: s.decided(decide(s, button.proposal, False)),
    },
)
