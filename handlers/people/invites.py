"""Invites made in the chat: for which role, for how many and until when; and taken back."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Context, Reply, Turn
from programme.domain.codes import drawn
from programme.domain.messages import Choice
from programme.domain.model import Invite
from programme.domain.staffing import MakeInvite, RevokeInvite

OFFERS = ((1, 7), (5, 7), (20, 30), (50, 30))
"""How many times and how many days a code may work: the first is for one person."""
SHOWN = 8


def begin(s: Context, rest: str) -> Turn:
    """`hl.ha-tu:member:20:30`: whatever is not said yet is asked, one tap each."""
    t = s.texts
    unit, _, rest = rest.partition(":")
    role, _, rest = rest.partition(":")
    allowed = s.grants(unit)
    if not allowed or (role and role not in allowed) or not s.programme.units[unit].exists_on(s.today):
        return s.turn(Reply(t("error.not_yours")))
    if not role and len(allowed) > 1:
        choices = tuple(Choice(f"p:invite:{unit}:{each}", t(f"role.{each}")) for each in allowed)
        return s.turn(Reply(t("inviting.role", unit=s.unit_name(unit)), choices, prompt=True))
    role = role or allowed[0]
    offer = next(((n, days) for n, days in OFFERS if rest == f"{n}:{days}"), None)
    if offer is None:
        choices = tuple(
            Choice(
                f"p:invite:{unit}:{role}:{n}:{days}", t(f"inviting.{'one' if n == 1 else 'many'}", count=n, days=days)
            )
            for n, days in OFFERS
        )
        about = t("inviting.how", unit=s.unit_name(unit), role=t(f"role.{role}"))
        return s.turn(Reply(about, choices, prompt=True))
    return _made(s, unit, role, *offer)


def _made(s: Context, unit: str, role: str, uses: int, days: int) -> Turn:
    t, until = s.texts, s.today + timedelta(days=days)
    invite = Invite(drawn(s.fresh), unit, role, uses, until)
    named = {"unit": s.unit_name(unit), "role": t(f"role.{role}"), "count": uses, "until": f"{until.day}/{until.month}"}
    choices = (Choice(f"p:revoke:{invite.code}", t("inviting.revoke", code=invite.code)),)
    said = t("inviting.made", code=invite.code, **named)
    return s.turn(Reply(said, choices), MakeInvite(invite, s.member.id))


def listed(s: Context, unit: str) -> Turn:
    """The invites into the unit that still work, to be taken back one by one."""
    t = s.texts
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
    choices = [Choice(f"p:revoke:{i.code}", t("inviting.revoke", code=i.code)) for i, _ in found[:SHOWN]]
    return s.turn(Reply("\n".join(lines), (*choices, *_more(s, unit)), prompt=True))


def _more(s: Context, unit: str) -> tuple[Choice, ...]:
    return (Choice(f"p:invite:{unit}", s.texts("people.invite")), Choice(f"m:people:{unit}", s.texts("word.back")))


def revoke(s: Context, code: str) -> Turn:
    """The code works no more; who came in by it stays."""
    t, invite = s.texts, s.people.invite(code.upper())
    if invite is None or invite.role not in s.grants(invite.unit):
        return s.turn(Reply(t("error.not_yours")))
    if invite.revoked:
        return s.turn(Reply(t("inviting.gone", code=invite.code)))
    return s.turn(Reply(t("inviting.revoked", code=invite.code)), RevokeInvite(invite.code, s.member.id))
