"""Joining: an invite's code, the notice, a recorded yes, a name. And what a stranger hears otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import menu
from handlers.context import Context, Reply, Turn
from handlers.people import invite_by_sms, link_address, phone_numbers
from handlers.privacy.my_data import a_name
from handlers.state import State
from handlers.understand.choices import yes_no
from programme.domain.effects import Enrol, Reach
from programme.domain.messages import Choice, Inbound
from programme.domain.model import Invite, Member, Post
from programme.domain.staffing import SetStanding
from programme.language.vietnamese import fold, nfc

CODE = re.compile(r"(?:/start(?:@\w+)?\s+|dk\s+|đk\s+)?([A-Za-z0-9]{5,8})(?:\s+(\S.*))?", re.I)
NOT_ME = ("nham", "nham roi", "nham so", "khong phai toi")
NO_MORE = ("ngung", "ngung nhan tin", "tc", "tu choi", "stop", "huy")
"""What else an invited number may say to hear no more of us."""
TRIES = 5
PAUSE = timedelta(hours=1)
SILENCE = timedelta(hours=24)


def stranger(s: Context, inbound: Inbound) -> Turn:
    """Anyone who is no member yet."""
    text = nfc(inbound.text).strip()
    if s.state.link and (inbound.choice.startswith("l:") or not link_address.named(text)):
        return link_address.answered(s, inbound.choice, text)
    if s.state.invite and fold(text).strip(" .!") in NOT_ME:
        return _not_me(s, inbound)
    if s.state.invite:
        return _answer(s, inbound, text)
    found = CODE.fullmatch(text)
    if code := link_address.named(text):
        found = CODE.fullmatch(code)
    if found and (_codelike(found[1]) or fold(text).startswith(("dk ", "/start"))):
        if not phone_numbers.can_join(inbound.channel, inbound.address):
            return _once_a_day(s, "enrol.not_mobile", number=inbound.address)
        return by_code(s, found[1].upper(), nfc(found[2] or "").strip())
    if phone_numbers.is_deaf(inbound.channel, inbound.address):
        return Turn(s.state)
    if invite_by_sms.refused(s, inbound.channel, inbound.address):
        return Turn(s.state)  # who said that they are another is not written to, whatever they write
    if code := invite_by_sms.waits(s, inbound.channel, inbound.address):
        return _invited(s, inbound, text, code)
    return _once_a_day(s, "stranger.how", issuer=s.programme.issuer, numbers=s.numbers())


def _not_me(s: Context, inbound: Inbound) -> Turn:
    """An invitation that reached another: nothing is sent there again."""
    state = State(mistaken=True)
    return Turn(state, (), (Reach(inbound.channel, inbound.address, False),))


def _invited(s: Context, inbound: Inbound, text: str, code: str) -> Turn:
    """The first words of a number that was invited by SMS: the notice, unless they say no or that they are another."""
    said = fold(text).strip(" .!")
    if said in NOT_ME or said in NO_MORE:
        return _not_me(s, inbound)
    if unusable(s, s.people.invite(code)):
        return _once_a_day(s, "stranger.how", issuer=s.programme.issuer, numbers=s.numbers())
    if yes_no(text) is False:
        return Turn(s.state.but(told=s.now.isoformat()), (Reply(s.texts("enrol.refused")),))
    return by_code(s, code)


def _codelike(word: str) -> bool:
    """A bare word is taken for a code only if it has a digit, as all codes have."""
    return any(c.isdigit() for c in word) and any(c.isalpha() for c in word)


def _once_a_day(s: Context, key: str, **values: str) -> Turn:
    """A stranger's many messages start no storm of ours; who said that they are another is left alone."""
    if s.state.mistaken or (s.state.told and s.now - datetime.fromisoformat(s.state.told) < SILENCE):
        return Turn(s.state)
    return Turn(s.state.but(told=s.now.isoformat()), (Reply(s.texts(key, **values)),))


def by_code(s: Context, code: str, name: str = "") -> Turn:
    """A code that was sent: the notice if it works, else why it does not; after five wrong ones a pause."""
    t = s.texts
    tries = tuple(at for at in s.state.tries if s.now - datetime.fromisoformat(at) < PAUSE)
    if len(tries) >= TRIES:
        return Turn(s.state.but(tries=tries), (Reply(t("code.paused")),))
    if link_address.named(code):
        if link_address.good(s, code):
            return link_address.offer(s, code)
        code = ""
    invite = s.people.invite(code) if code else None
    if invite is None and code and (link := link_address.good(s, code)) and link.cut:
        return link_address.offer(s, code)
    why = unusable(s, invite)
    if why:
        tries = (*tries, s.now.isoformat())
        left = TRIES - len(tries)
        tail = t("code.left", left=left) if left else t("code.paused")
        return Turn(s.state.but(tries=tries), (Reply(f"{t(why)} {tail}"),))
    posts = [(p.unit, p.role) for p in s.posts]
    if (invite.unit, invite.role) in posts:
        return Turn(s.state, (Reply(t("code.already", unit=s.unit_name(invite.unit))),))
    state = s.state.but(invite=code, tries=(), consented="", name=name if a_name(name) else "")
    if s.member:
        return _join(s, state, invite, s.member.name)
    unit, role = s.unit_name(invite.unit), t(f"role.{invite.role}")
    issuer = s.programme.issuer
    text = t("enrol.notice", issuer=issuer, unit=unit, role=role, notice=t("consent.kept", issuer=issuer))
    choices = (Choice(f"e:yes:{code}", t("enrol.yes")), Choice(f"e:no:{code}", t("enrol.no")))
    asked = tuple((c.value, c.label) for c in choices)
    return Turn(state.but(asked=asked), (Reply(text, choices, prompt=True),))


def back(s: Context, text: str) -> Turn | None:
    """Who has left all units may be invited anew; who was disabled in theirs may not. None for anything but a code that
    works."""
    found = CODE.fullmatch(text)
    if not found or any(p.until is None or p.until >= s.today for p in s.member.posts):
        return None
    if unusable(s, s.people.invite(found[1].upper())):
        return None
    turn = by_code(s, found[1].upper())
    return replace(turn, effects=(*turn.effects, SetStanding(s.member.id, "active", s.member.id, found[1].upper())))


def unusable(s: Context, invite: Invite | None) -> str:
    if invite is None:
        return "code.wrong"
    if invite.revoked:
        return "code.revoked"
    if invite.expires and s.today > invite.expires:
        return "code.expired"
    if (unit := s.programme.units.get(invite.unit)) is None or not unit.exists_on(s.today):
        return "code.unit_over"
    return "code.used" if invite.uses < 1 else ""


def _answer(s: Context, inbound: Inbound, text: str) -> Turn:
    """The answer to the notice, or the name."""
    t, state = s.texts, s.state
    if not state.consented:
        said = _decision(inbound, text)
        if said is None:
            choices = tuple(Choice(v, label) for v, label in state.asked)
            return Turn(state, (Reply(t("enrol.choose"), choices, prompt=True),))
        if not said:
            return Turn(state.but(invite="", asked=(), told=s.now.isoformat()), (Reply(t("enrol.refused")),))
        state = state.but(consented=s.now.isoformat(), asked=())
        if not state.name:
            return Turn(state, (Reply(t("enrol.name"), prompt=True),))
    name = state.name or a_name(text)
    if not name:
        return Turn(state, (Reply(t("enrol.name_again"), prompt=True),))
    invite = s.people.invite(state.invite)
    if why := unusable(s, invite):
        return Turn(state.but(invite="", consented="", name=""), (Reply(t(why)),))
    return _join(s, state, invite, name)


def _decision(inbound: Inbound, text: str) -> bool | None:
    word = inbound.choice or text
    if inbound.choice:
        return {"e:yes": True, "e:no": False}.get(word.rsplit(":", 1)[0])
    plain = fold(text).strip(" .!")
    return {"1": True, "dong y": True, "2": False, "khong dong y": False}.get(plain, yes_no(text))


def _join(s: Context, state, invite: Invite, name: str) -> Turn:
    """The member that the invite makes: its unit and role, whoever uses it."""
    t = s.texts
    post = Post(invite.unit, invite.role, since=s.today)
    old = s.member
    member = Member(
        id=old.id if old else s.fresh,
        name=name,
        posts=(*(old.posts if old else ()), post),
        language=old.language if old else s.texts.language,
        consented_at=old.consented_at if old else datetime.fromisoformat(state.consented),
        consent=old.consent if old else s.programme.notice,
    )
    unit, role = s.unit_name(invite.unit), t(f"role.{invite.role}")
    clean = state.but(invite="", consented="", name="", told="", asked=(), mistaken=False)
    welcome = t("enrol.added" if old else "enrol.welcome", name=name, unit=unit, role=role)
    if s.traits.plain:  # the welcome says how to report; a menu would cost another message
        return Turn(clean, (Reply(welcome),), (Enrol(member, invite.code),))
    seen = menu.show(replace(s, member=member, state=clean))
    return Turn(seen.state, (Reply(welcome), *seen.replies), (Enrol(member, invite.code),))
