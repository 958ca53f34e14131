"""One person at many addresses: a short-lived code from one channel, sent from another, joins the two after a yes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import ClassVar

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from handlers.state import Prompt, Takes
from handlers.understand.choices import yes_no
from programme.domain.buttons.people import AcceptLink, DeclineLink, LinkAddress, NotMyNumber, SentByMistake
from programme.domain.buttons.reporting import SentReports
from programme.domain.effects.addresses import Join, Leave, MakeLink
from programme.domain.model import Link
from programme.language.vietnamese import fold
from programme.language.words import alternatives

LASTS = timedelta(minutes=15)
CODE = re.compile(rf"(?:/?(?:{alternatives('keypad.link', 'people.join')}|start)\s+)?(lk\d{{5}})", re.I)


class JoinAccount(Prompt, frozen=True, tag="link_offer"):
    """Whether this address is to join the account of the link `code`."""

    takes: ClassVar[Takes] = "a choice"
    code: str


def fresh(s: Context, button: LinkAddress | None = None) -> Turn:
    """A code for the member to send from their other channel."""
    code = f"LK{int(s.fresh[:12], 16) % 100_000:05}"
    minutes = int(LASTS.total_seconds() // 60)
    text = s.texts("link.code", code=code, minutes=minutes)
    return s.turn(Reply(text, fleeting=True), MakeLink(Link(code, s.member.id, s.now + LASTS)))


def named(text: str) -> str:
    """The link code that the whole message is, "" for none."""
    found = CODE.fullmatch(fold(text))
    return found[1].upper() if found else ""


def good(s: Context, code: str) -> Link | None:
    link = s.people.link(code)
    return link if link and link.until > s.now else None


def offer(s: Context, code: str) -> Turn:
    """Whose account this address would join; asked before it does."""
    t, link = s.texts, good(s, code)
    owner = s.people.get(link.member) if link else None
    if owner is None or owner.state != "active":
        return Turn(s.state, (Reply(t("link.over")),))
    if s.member and not (link.cut and s.member.id == owner.id):
        key = "link.already" if s.member.id == owner.id else "link.taken"
        return Turn(s.state, (Reply(t(key, name=s.member.name)),))
    choices = (AcceptLink(code).labelled(t("link.yes")), DeclineLink(code).labelled(t("word.no")))
    text = t("link.ask_new" if link.cut else "link.ask", name=owner.name, channel=t(f"channel.{s.traits.name}"))
    return s.ask(JoinAccount(code), Reply(text, choices))


def answered(s: Context, prompt: JoinAccount, text: str) -> Turn:
    """Yes or no in words."""
    yes = {"1": True, "2": False}.get(fold(text).strip(" .!"), yes_no(text))
    if yes is None:
        t = s.texts
        choices = (AcceptLink(prompt.code).labelled(t("link.yes")), DeclineLink(prompt.code).labelled(t("word.no")))
        return s.ask_again(prompt, Reply(t("error.choose"), choices))
    return join(s, prompt.code, yes)


def press(s: Context, button: AcceptLink | DeclineLink) -> Turn:
    """A button under the offer that waits; one of another offer is over."""
    prompt = s.state.prompt
    if not isinstance(prompt, JoinAccount) or button.code != prompt.code:
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    return join(s, prompt.code, isinstance(button, AcceptLink))


def join(s: Context, code: str, yes: bool) -> Turn:
    t, link = s.texts, good(s, code)
    calm = s.state.but(prompt=None, options=())
    if not yes or link is None:
        return Turn(calm, (Reply(t("link.not" if not yes else "link.over")),))
    owner = s.people.get(link.member)
    key = "link.joined_new" if link.cut else "link.joined"
    return Turn(calm, (Reply(t(key, name=owner.name if owner else "")),), (Join(link.member, code),))


def code_sent(s: Context, text: str) -> Turn | None:
    """A link code as the whole message."""
    code = named(text)
    return offer(s, code) if code else None


# --- a number that changed hands ------------------------------------------------------------------------------------


def mistaken(s: Context, button: SentByMistake | None = None) -> Turn:
    """NHAM from a member: what was reported, or a number that changed hands?"""
    t = s.texts
    choices = (SentReports().labelled(t("mistaken.report")), NotMyNumber().labelled(t("mistaken.number")))
    return s.turn(Reply(t("mistaken.which"), choices, prompt=True))


def left(s: Context, button: NotMyNumber) -> Turn:
    return Turn(s.state.but(options=()), (Reply(s.texts("mistaken.left")),), (Leave(s.member.id),))


ROUTE = Route(
    "addresses of one person",
    buttons={LinkAddress: fresh, AcceptLink: press, DeclineLink: press, SentByMistake: mistaken, NotMyNumber: left},
    prompts={JoinAccount: answered},
    phrases=(code_sent,),
)
