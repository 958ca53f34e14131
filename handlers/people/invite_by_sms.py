"""Inviting by a phone number, `MOI 0912 345 678`: an SMS with a code, once, to a mobile number that did not refuse it.

And what an invited number answers: its first words lead to the notice, NHAM to silence for ever.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import ClassVar

from handlers import rights
from handlers.context import Context, Reply, Turn
from handlers.people import phone_numbers
from handlers.pipeline.route import Route
from handlers.state import Prompt, Takes
from handlers.wording import sms_fit
from programme.domain.buttons.people import InviteBySms
from programme.domain.codes import drawn
from programme.domain.effects.messages import SendInvitation
from programme.domain.effects.people import MakeInvite
from programme.domain.messages import CHANNELS
from programme.domain.model import Invite
from programme.domain.phones import phone
from programme.language.texts import load_texts
from programme.language.vietnamese import fold
from programme.language.words import alternatives, words_for

NUMBER = r"(\+?\d[\d .()-]{1,18}\d)(?:[\s,]+([a-z].*))?"
HEAD = re.compile(rf"{alternatives('people.invite')}\s+{NUMBER}", re.S)
ASKED = (*words_for("people.invite"), *words_for("people.invite_by_number"))
WORKS = timedelta(days=14)
AGAIN = timedelta(days=7)
"""A number that does not answer is not asked again sooner."""
MOST = 20
"""Invitations of one member a day."""
INVITED = ("member", "leader", "coordinator", "viewer")
"""What somebody may be invited to be by SMS; an administrator never."""
SAID = {role: words_for(f"role.{role}") for role in ("leader", "coordinator")}
"""How a role may be named behind the number."""
NAME = 24  # letters of the name of who invites


def named(s: Context, text: str) -> Turn | None:
    """The turn that `MOI` and a number lead to; None for any other text."""
    plain_text = fold(text).strip(" .!")
    found = HEAD.fullmatch(plain_text)
    if found and (len(re.sub(r"\D", "", found[1])) > 6 or not found[2]):
        return invite(s, found[1], found[2] or "")
    return ask(s) if plain_text in ASKED and _units(s) else None


class Number(Prompt, frozen=True, tag="invite_number"):
    """The number that is to be invited."""

    takes: ClassVar[Takes] = "a number"


def ask(s: Context) -> Turn:
    """What to send to invite somebody, for who may."""
    if not _units(s):
        return s.turn(Reply(s.texts("error.not_yours")))
    return s.ask(Number(), Reply(s.texts("invite.which")))


def number_said(s: Context, prompt: Number, text: str) -> Turn:
    found = re.fullmatch(NUMBER, fold(text), re.S)
    why = _mobile(found[1])[1] if found else ""
    if found and not why:
        return invite(s, found[1], found[2] or "")
    said = s.texts(f"invite.{why}", number=" ".join(found[1].split())) if why else s.texts("invite.which")
    return s.ask_again(prompt, Reply(said))


def invite(s: Context, typed: str, rest: str = "") -> Turn:
    """Invites the number into the unit and role that `rest` names, asking for what is left open."""
    t = s.texts
    units = _units(s)
    if not units:
        return s.turn(Reply(t("error.not_yours")))
    number, why = _mobile(typed)
    if why:
        return s.turn(Reply(t(f"invite.{why}", number=" ".join(typed.split()))))
    role, rest = _role(rest)
    found = _where(s, units, rest)
    if len(found) == 1:
        return _as_what(s, number, found[0], role)
    choices = tuple(InviteBySms(number, code, role).labelled(s.programme.units[code].name) for code in found[:8])
    key = "invite.where" if choices else "invite.where_name"
    return s.turn(Reply(t(key, number=_dialled(number)), choices, prompt=bool(choices)))


def _as_what(s: Context, number: str, unit: str, role: str) -> Turn:
    """The role is asked for where the inviter may give several and named none."""
    allowed = _roles(s, unit)
    if not allowed or (role and role not in allowed) or _mobile(number)[1]:
        return s.turn(Reply(s.texts("error.not_yours")))
    if role or len(allowed) == 1:
        return _send(s, number, unit, role or allowed[0])
    choices = tuple(InviteBySms(number, unit, each).labelled(s.texts(f"role.{each}")) for each in allowed)
    text = s.texts("invite.as_what", number=_dialled(number), unit=s.unit_name(unit))
    return s.turn(Reply(text, choices, prompt=True))


def press(s: Context, button: InviteBySms) -> Turn:
    """A unit or a role was chosen; without any of them it is asked which number."""
    return _as_what(s, button.number, button.unit, button.role) if button.number else ask(s)


def _send(s: Context, number: str, unit: str, role: str) -> Turn:
    t, where = s.texts, {"number": _dialled(number), "unit": s.unit_name(unit), "role": s.texts(f"role.{role}")}
    if standing := s.people.number_state(number):
        return s.turn(Reply(t(f"invite.{standing}", **where)))
    if (before := s.people.sms_invitation(number, s.now)) and s.now < before[1] + AGAIN:
        days = {"day": _dm(s, before[1]), "again": _dm(s, before[1] + AGAIN)}
        return s.turn(Reply(t("invite.already", **where, **days)))
    midnight = datetime.combine(s.today, time(), s.zone)
    if s.people.count_invitations(s.member.id, midnight) >= MOST:
        return s.turn(Reply(t("invite.enough", count=MOST)))
    new = Invite(drawn(s.fresh), unit, role, expires=s.today + WORKS)
    until = f"{new.expires.day}/{new.expires.month}"
    made = MakeInvite(new, s.member.id)
    if not s.sms:
        return s.turn(Reply(t("invite.no_gateway", code=new.code, until=until, **where)), made)
    morning = s.by_day()
    key = "invite.sent" if morning is None else "invite.sent_later"
    told = Reply(t(key, code=new.code, until=until, **where))
    where = (s.sms, number, words(s, new))
    return s.turn(told, made, SendInvitation(new.code, unit, s.member.id, *where, not_before=morning))


def words(s: Context, new: Invite) -> str:
    """The invitation itself: who invites, where to, the code, the way out; one segment, never a link."""
    texts = load_texts("vi", s.programme.texts.get("vi"), plain=True)
    there = replace(s, texts=texts, traits=CHANNELS[s.sms], reply_to=s.sms_reply_to, member=None)
    name = s.member.name if len(s.member.name) <= NAME else s.member.name.split()[-1][:NAME]
    who = texts("invite.sms_who", issuer=s.programme.issuer, name=name, unit=there.unit_name(new.unit))
    said = sms_fit.joined(there, (who, 0), (texts("invite.sms_how", code=new.code), 0))
    return sms_fit.fitted(there, Reply(said))[0].text


# --- what the invited answer ------------------------------------------------------------------------------------------


def waits(s: Context, channel: str, address: str) -> str:
    """The code of the invitation that an SMS from there may answer, "" for none."""
    if channel not in phone_numbers.SMS or s.state.mistaken:
        return ""
    found = s.people.sms_invitation(address, s.now)
    return found[0] if found else ""


def refused(s: Context, channel: str, address: str) -> bool:
    """Whether whoever writes SMS from there wanted to hear no more of us."""
    return channel in phone_numbers.SMS and s.people.number_state(address) == "refused"


# --- the number, the unit, the role -----------------------------------------------------------------------------------


def _mobile(typed: str) -> tuple[str, str]:
    """(the number as E.164, "") for a mobile phone of this country; else ("", what it is: short, landline, wrong)."""
    found, digits = phone(typed), re.sub(r"\D", "", typed)
    charged = digits.startswith(("1800", "1900")) and len(digits) <= 10
    if not charged and "landline" in (found.kind, phone_numbers.kind(typed)):
        return "", "landline"
    if found.kind == "mobile" and phone_numbers.kind(found.number) == "mobile" and found.number.startswith("+84"):
        return found.number, ""
    service = charged or (found.kind == "short" and not digits.startswith("0"))
    return "", "short" if service else "wrong"


def _dialled(number: str) -> str:
    """+84912345678 as people write it, 0912345678."""
    return f"0{number[3:]}" if number.startswith("+84") else number


def _roles(s: Context, unit: str) -> tuple[str, ...]:
    """What the member may invite others to be in a unit."""
    return tuple(role for role in rights.grants(s.member, unit, s.programme.units, s.today) if role in INVITED)


def _units(s: Context) -> list[str]:
    """The units where the member has a post that may invite."""
    return [code for code in dict.fromkeys(p.unit for p in s.posts) if _roles(s, code)]


def _role(rest: str) -> tuple[str, str]:
    """(the role that the words name, "" for none; the words without it)."""
    for role, names in SAID.items():
        for name in names:
            if found := re.search(rf"\b{name}\b", rest):
                return role, f"{rest[: found.start()]} {rest[found.end() :]}".strip(" ,")
    return "", rest


def _where(s: Context, mine: list[str], rest: str) -> list[str]:
    """The units that the words name among those the member may invite into, those that report before others; their
    own one that reports where they name none. One where it is clear."""
    if rest:
        mine = [u.code for u, _ in s.programme.units.find(rest, on=s.today) if _roles(s, u.code)]
    reporting = [code for code in mine if s.programme.kind_of(code).reports]
    return reporting or (mine if rest else [])


def _dm(s: Context, at: datetime) -> str:
    day = at.astimezone(s.zone).date()
    return f"{day.day}/{day.month}"


ROUTE = Route("invitations by SMS", buttons={InviteBySms: press}, prompts={Number: number_said}, phrases=(named,))
