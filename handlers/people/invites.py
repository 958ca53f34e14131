"""Invites made in the chat: for which role, for how many and until when; and taken back."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.people import InviteInto, ListInvites, RevokeCode, UnitMembers
from programme.domain.codes import drawn
from programme.domain.effects.people import MakeInvite, RevokeInvite
from programme.domain.messages import Choice
from programme.domain.model import Invite

OFFERS = ((1, 7), (5, 7), (20, 30), (50, 30))
"""How many times and how many days a code may work: the first is for one person."""
SHOWN = 8


def begin(s: Context, button: InviteInto) -> Turn:
    """Whatever is not said yet is asked, one tap each."""
    t, unit, role = s.texts, button.unit, button.role
    allowed = s.grants(unit)
    if not allowed or (role and role not in allowed) or not s.programme.units[unit].exists_on(s.today):
        return s.turn(Reply(t("error.not_yours")))
    if not role and len(allowed) > 1:
        choices = tuple(InviteInto(unit, each).labelled(t(f"role.{each}")) for each in allowed)
        return s.turn(Reply(t("inviting.role", unit=s.unit_name(unit)), choices, prompt=True))
    role = role or allowed[0]
    offer = next((pair for pair in OFFERS if (button.uses, button.days) == tuple(map(str, pair))), None)
    if offer is None:
        choices = tuple(
            InviteInto(unit, role, n, days).labelled(t(f"inviting.{'one' if n == 1 else 'many'}", count=n, days=days))
            for n, days in OFFERS
        )
        about = t("inviting.how", unit=s.unit_name(unit), role=t(f"role.{role}"))
        return s.turn(Reply(about, choices, prompt=True))
    return _made(s, unit, role, *offer)


def make(s: Acting, unit: str, role: str, uses: int, days: int) -> tuple[Decision, Invite | None]:
    """A code for so many people and days, into a role that one may give."""
    t, until = s.texts, s.today + timedelta(days=days)
    if role not in s.grants(unit) or not s.programme.units[unit].exists_on(s.today):
        return Decision(t("error.not_yours"), made=False), None
    invite = Invite(drawn(s.fresh), unit, role, uses, until)
    named = {"unit": s.unit_name(unit), "role": t(f"role.{role}"), "count": uses, "until": f"{until.day}/{until.month}"}
    return Decision(t("inviting.made", code=invite.code, **named), (MakeInvite(invite, s.member.id),)), invite


def _made(s: Context, unit: str, role: str, uses: int, days: int) -> Turn:
    decision, invite = make(s, unit, role, uses, days)
    if invite is None:
        return s.decided(decision)
    return s.decided(decision, RevokeCode(invite.code).labelled(s.texts("inviting.revoke", code=invite.code)))


def show_list(s: Context, button: ListInvites) -> Turn:
    """The invites into the unit that still work, to be taken back one by one."""
    t, unit = s.texts, button.unit
    if not s.grants(unit):
        return s.turn(Reply(t("error.not_yours")))
    found = [(invite, by) for invite, by in s.people.invites_for([unit], s.today) if invite.role in s.grants(unit)]
    if not found:
        return s.turn(Reply(t("inviting.none", unit=s.unit_name(unit)), _more(s, unit)))
    lines = [t("inviting.list", unit=s.unit_name(unit))]
    for invite, _ in found[:SHOWN]:
        until = f"{invite.expires.day}/{invite.expires.month}" if invite.expires else t("inviting.open")
        values = {"code": invite.code, "role": t(f"role.{invite.role}"), "count": invite.uses, "until": until}
        lines.append(t("inviting.line", **values))
    choices = [RevokeCode(i.code).labelled(t("inviting.revoke", code=i.code)) for i, _ in found[:SHOWN]]
    return s.turn(Reply("\n".join(lines), (*choices, *_more(s, unit)), prompt=True))


def _more(s: Context, unit: str) -> tuple[Choice, ...]:
    return (InviteInto(unit).labelled(s.texts("people.invite")), UnitMembers(unit).labelled(s.texts("word.back")))


def revoke(s: Acting, code: str) -> Decision:
    """The code works no more; who came in by it stays."""
    t, invite = s.texts, s.people.invite(code.upper())
    if invite is None or invite.role not in s.grants(invite.unit):
        return Decision(t("error.not_yours"), made=False)
    if invite.revoked:
        return Decision(t("inviting.gone", code=invite.code), made=False)
    return Decision(t("inviting.revoked", code=invite.code), (RevokeInvite(invite.code, s.member.id),))


ROUTE = Route(
    "invites",
    buttons={
        InviteInto: begin,
        ListInvites: show_list,
        RevokeCode: lambda s, button: s.decided(revoke(s, button.code)),
    },
)
