"""One person at many addresses: a short-lived code from one channel, sent from another, joins the two after a yes."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.context import Context, Reply, Turn
from handlers.understand.choices import yes_no
from programme.domain.effects import Join, Leave, MakeLink
from programme.domain.messages import Choice
from programme.domain.model import Link
from programme.language.vietnamese import fold

LASTS = timedelta(minutes=15)
CODE = re.compile(r"(?:/?(?:lien ?ket|link|start|dk)\s+)?(lk\d{5})", re.I)


def fresh(s: Context) -> Turn:
    """A code for the member to send from their other channel."""
    code = f"LK{int(s.fresh[:12], 16) % 100_000:05}"
    minutes = int(LASTS.total_seconds() // 60)
    text = s.texts("link.code", code=code, minutes=minutes)
    return s.turn(Reply(text), MakeLink(Link(code, s.member.id, s.now + LASTS)))


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
    choices = (Choice(f"l:yes:{code}", t("link.yes")), Choice(f"l:no:{code}", t("word.no")))
    asked = tuple((c.value, c.label) for c in choices)
    text = t("link.ask_new" if link.cut else "link.ask", name=owner.name, channel=t(f"channel.{s.traits.name}"))
    return Turn(s.state.but(link=code, asked=asked), (Reply(text, choices, prompt=True),))


def answered(s: Context, choice: str, text: str) -> Turn:
    """Yes or no to joining."""
    t, code = s.texts, s.state.link
    said = fold(text).strip(" .!")
    yes = choice.startswith("l:yes") if choice.startswith("l:") else {"1": True, "2": False}.get(said, yes_no(text))
    if yes is None:
        choices = tuple(Choice(value, label) for value, label in s.state.asked)
        return Turn(s.state, (Reply(t("error.choose"), choices, prompt=True),))
    calm = s.state.but(link="", asked=())
    link = good(s, code)
    if not yes or link is None:
        return Turn(calm, (Reply(t("link.not" if not yes else "link.over")),))
    owner = s.people.get(link.member)
    key = "link.joined_new" if link.cut else "link.joined"
    return Turn(calm, (Reply(t(key, name=owner.name if owner else "")),), (Join(link.member, code),))


# --- a number that changed hands ------------------------------------------------------------------------------------


def mistaken(s: Context, rest: str = "") -> Turn:
    """NHAM from a member: what was reported, or a number that changed hands?"""
    t = s.texts
    if rest == "left":
        return Turn(s.state.but(asked=()), (Reply(t("mistaken.left")),), (Leave(s.member.id),))
    choices = (Choice("m:sent", t("mistaken.report")), Choice("m:mistaken:left", t("mistaken.number")))
    return s.turn(Reply(t("mistaken.which"), choices, prompt=True))
