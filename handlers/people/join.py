"""Joining: an invite's code, the notice, a recorded yes, a name. And what a stranger hears otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from handlers.context import Context, Reply, Turn
from handlers.people import invite_by_sms, link_address, phone_numbers
from handlers.pipeline.commands import command
from handlers.pipeline.route import Route
from handlers.privacy.my_data import a_name, no_name
from handlers.state import Prompt, State, Takes
from handlers.understand.choices import agreement, yes_no
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.people import AcceptInvite, AcceptLink, DeclineInvite, DeclineLink
from programme.domain.effects.addresses import Reach
from programme.domain.effects.people import Enrol, SetStanding
from programme.domain.messages import Choice, Inbound
from programme.domain.model import Invite, Member, Post
from programme.language.vietnamese import fold, nfc
from programme.language.words import alternatives, words_for

JOIN = alternatives("people.join", "marked.people.join")
CODE = re.compile(rf"(?:/start(?:@\w+)?\s+|{JOIN}\s+)?([A-Za-z0-9]{{5,8}})(?:\s+(\S.*))?", re.I)
HEADS = ("/start", *(f"{word} " for word in words_for("people.join")))
NOT_ME, NO_MORE = words_for("people.not_me"), words_for("people.no_more")
"""What else an invited number may say to hear no more of us."""
CLEAR = {"1": True, "2": False} | agreement()
"""What answers the notice; anything else is read as a yes or a no."""
TRIES = 5
PAUSE = timedelta(hours=1)
SILENCE = timedelta(hours=24)


class Notice(Prompt, frozen=True, tag="enrol_notice"):
    """Whether they agree to the notice, for the invite of that code; `name` where they said it with the code."""

    takes: ClassVar[Takes] = "a choice"
    invite: str
    name: str = ""


class Name(Prompt, frozen=True, tag="enrol_name"):
    """What they are called; `consented` is when they agreed (UTC, RFC 3339)."""

    takes: ClassVar[Takes] = "a name"
    invite: str
    consented: str


def stranger(s: Context, inbound: Inbound) -> Turn:
    """Anyone who is no member yet."""
    text = nfc(inbound.text).strip()
    prompt = s.state.prompt
    if isinstance(prompt, link_address.JoinAccount) and (inbound.choice or not link_address.named(text)):
        return _link_answered(s, inbound, prompt, text)
    if isinstance(prompt, Notice | Name):
        if fold(text).strip(" .!") in NOT_ME:
            return _not_me(s, inbound)
        if inbound.choice or not _code(text):
            return _answer(s, inbound, prompt, text)
    if found := _code(text):
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


def _code(text: str) -> re.Match[str] | None:
    """A code, and a name after it; None for words that are none."""
    found = CODE.fullmatch(link_address.named(text) or text)
    return found if found and (_codelike(found[1]) or fold(text).startswith(HEADS)) else None


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
        return Turn(s.state.but(greeted=s.now.isoformat()), (Reply(s.texts("enrol.refused")),))
    return by_code(s, code)


def _codelike(word: str) -> bool:
    """A bare word is taken for a code only if it has a digit, as all codes have."""
    return any(c.isdigit() for c in word) and any(c.isalpha() for c in word)


def _once_a_day(s: Context, key: str, **values: str) -> Turn:
    """A stranger's many messages start no storm of ours; who said that they are another is left alone."""
    if s.state.mistaken or (s.state.greeted and s.now - datetime.fromisoformat(s.state.greeted) < SILENCE):
        return Turn(s.state)
    return Turn(s.state.but(greeted=s.now.isoformat()), (Reply(s.texts(key, **values)),))


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
    s = s.with_state(s.state.but(tries=(), prompt=None))
    if s.member:
        return _join(s, invite, s.member.name)
    unit, role = s.unit_name(invite.unit), t(f"role.{invite.role}")
    issuer = s.programme.issuer
    text = t("enrol.notice", issuer=issuer, unit=unit, role=role, notice=t("consent.kept", issuer=issuer))
    return s.ask(Notice(code, name if a_name(name) else ""), Reply(text, _yes_or_no(s, code)))


def _yes_or_no(s: Context, code: str) -> tuple[Choice, ...]:
    t = s.texts
    return AcceptInvite(code).labelled(t("enrol.yes")), DeclineInvite(code).labelled(t("enrol.no"))


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


def _link_answered(s: Context, inbound: Inbound, prompt: link_address.JoinAccount, text: str) -> Turn:
    if button := AcceptLink.of(inbound.choice) or DeclineLink.of(inbound.choice):
        return link_address.press(s, button)
    return link_address.answered(s, prompt, text)


def _answer(s: Context, inbound: Inbound, prompt: Notice | Name, text: str) -> Turn:
    """The answer to the notice, or the name."""
    t, calm = s.texts, s.with_state(s.state.but(prompt=None, options=()))
    if not inbound.choice and fold(text).strip(" .!") in NO_MORE:
        return Turn(calm.state.but(greeted=s.now.isoformat()), (Reply(t("enrol.refused")),))
    if isinstance(prompt, Notice):
        said = _yes(inbound, prompt, text)
        if said is None:
            return s.ask(prompt, Reply(t("enrol.choose"), _yes_or_no(s, prompt.invite)))
        if not said:
            state = calm.state.but(greeted=s.now.isoformat())
            return Turn(state, (Reply(t("enrol.refused")),))
        if not prompt.name:
            return calm.ask(Name(prompt.invite, s.now.isoformat()), Reply(t("enrol.name")))
        prompt, text = Name(prompt.invite, s.now.isoformat()), prompt.name
    if command(text)[0] or not (name := a_name(text)):
        return s.ask(prompt, Reply(no_name(s, text)))
    invite = s.people.invite(prompt.invite)
    if why := unusable(s, invite):
        return Turn(calm.state, (Reply(t(why)),))
    return _join(calm, invite, name, prompt.consented)


def _yes(inbound: Inbound, prompt: Notice, text: str) -> bool | None:
    """Whether they agree; None for words that say neither, and for the button of another invite's notice."""
    if inbound.choice:
        button = AcceptInvite.of(inbound.choice) or DeclineInvite.of(inbound.choice)
        return isinstance(button, AcceptInvite) if button and button.code == prompt.invite else None
    plain = fold(text).strip(" .!")
    return CLEAR.get(plain, yes_no(text))


def _join(s: Context, invite: Invite, name: str, consented: str = "") -> Turn:
    """The member that the invite makes: its unit and role, whoever uses it."""
    t = s.texts
    post = Post(invite.unit, invite.role, since=s.today)
    old = s.member
    member = Member(
        id=old.id if old else s.fresh,
        name=name,
        posts=(*(old.posts if old else ()), post),
        language=old.language if old else s.texts.language,
        consented_at=old.consented_at if old else datetime.fromisoformat(consented),
        consent=old.consent if old else s.programme.notice,
    )
    unit, role = s.unit_name(invite.unit), t(f"role.{invite.role}")
    clean = s.state.but(greeted="", options=(), prompt=None, mistaken=False)
    welcome = t("enrol.added" if old else "enrol.welcome", name=name, unit=unit, role=role)
    if s.traits.plain:  # the welcome says how to report; a menu would cost another message
        return Turn(clean, (Reply(welcome),), (Enrol(member, invite.code),))
    return Turn(clean, (Reply(welcome),), (Enrol(member, invite.code),), then=OpenMenu(), member=member)


def code_sent(s: Context, text: str) -> Turn | None:
    """A member sends the code of another invite, bare or after /start."""
    plain = text.removeprefix("/start").strip()
    found = CODE.fullmatch(text)
    if text.startswith("/start") and not plain:
        return Turn(s.state, then=OpenMenu())
    if text.startswith("/start"):
        return by_code(s, plain.split()[0].upper())
    return by_code(s, found[1].upper()) if found and s.people.invite(found[1].upper()) else None


def _over(s: Context, prompt: Notice | Name, text: str) -> Turn:
    """A stranger's question whose address became a member's meanwhile."""
    return Turn(s.state, then=OpenMenu())


ROUTE = Route("joining", prompts={Notice: _over, Name: _over}, phrases=(code_sent,))
