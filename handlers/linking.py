"""One person at many addresses: a short-lived code from one channel, sent from another, joins the two after a yes."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.situation import Reply, Situation, Turn
from handlers.understand.choices import yes_no
from programme.deeds import Join, Leave, MakeLink, Prefer
from programme.messages import Choice
from programme.nouns import Link
from programme.vietnamese import fold
from programme.ways import ways

LASTS = timedelta(minutes=15)
CODE = re.compile(r"(?:/?(?:lien ?ket|link|start|dk)\s+)?(lk\d{5})", re.I)


def fresh(s: Situation) -> Turn:
    """A code for the member to send from their other channel."""
    code = f"LK{int(s.fresh[:12], 16) % 100_000:05}"
    minutes = int(LASTS.total_seconds() // 60)
    text = s.texts("link.code", code=code, minutes=minutes)
    return s.turn(Reply(text), MakeLink(Link(code, s.member.id, s.now + LASTS)))


def named(text: str) -> str:
    """The link code that the whole message is, "" for none."""
    found = CODE.fullmatch(fold(text))
    return found[1].upper() if found else ""


def good(s: Situation, code: str) -> Link | None:
    link = s.look.link(code)
    return link if link and link.until > s.now else None


def offer(s: Situation, code: str) -> Turn:
    """Whose account this address would join; asked before it does."""
    t, link = s.texts, good(s, code)
    owner = s.look.member(link.member) if link else None
    if owner is None or owner.state != "active":
        return Turn(s.state, (Reply(t("link.over")),))
    if s.member:
        key = "link.already" if s.member.id == owner.id else "link.taken"
        return Turn(s.state, (Reply(t(key, name=s.member.name)),))
    choices = (Choice(f"l:yes:{code}", t("link.yes")), Choice(f"l:no:{code}", t("word.no")))
    asked = tuple((c.value, c.label) for c in choices)
    text = t("link.ask", name=owner.name, channel=t(f"channel.{s.traits.name}"))
    return Turn(s.state.but(link=code, asked=asked), (Reply(text, choices, prompt=True),))


def answered(s: Situation, choice: str, text: str) -> Turn:
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
    owner = s.look.member(link.member)
    return Turn(calm, (Reply(t("link.joined", name=owner.name if owner else "")),), (Join(link.member, code),))


# --- which channel is tried first -----------------------------------------------------------------------------------


def settings(s: Situation, rest: str = "") -> Turn:
    """The order in which the member's channels are tried, and what else they may set; a channel pressed goes first."""
    t = s.texts
    order = list(dict.fromkeys(channel for channel, _ in ways(s.member)))
    deeds = ()
    if rest in order:
        order = [rest, *(name for name in order if name != rest)]
        deeds = (Prefer(s.member.id, channel=",".join(order)),)
    names = list(dict.fromkeys(t(f"channel.{name}") for name in order))
    choices = [Choice(f"m:settings:{name}", t("settings.first", channel=t(f"channel.{name}"))) for name in order[1:]]
    entries = ("link", "quiet", "stop", "again", "language")
    choices += [Choice(f"m:{entry}", t(f"settings.{entry}")) for entry in entries]
    text = t("settings.head", ways=" → ".join(names))
    return s.turn(Reply(text, tuple(choices), prompt=True), *deeds)


QUIET = ((21 * 60, 7 * 60), (20 * 60, 6 * 60), (22 * 60, 8 * 60), (18 * 60, 8 * 60), (0, 0))
"""Hours without messages that nobody asked for, to choose from; the last is none."""


def quiet(s: Situation, rest: str = "") -> Turn:
    """When the member wants no message that nobody asked for."""
    t = s.texts
    if rest.isdigit() and int(rest) < len(QUIET):
        hours = QUIET[int(rest)]
        return s.turn(Reply(t("quiet.set", hours=_hours(s, hours))), Prefer(s.member.id, quiet=hours))
    now = s.look.quiet(s.member.id) or QUIET[0]
    choices = tuple(Choice(f"m:quiet:{n}", _hours(s, hours)) for n, hours in enumerate(QUIET))
    return s.turn(Reply(t("quiet.which", hours=_hours(s, now)), choices, prompt=True))


def _hours(s: Situation, hours: tuple[int, int]) -> str:
    since, until = hours
    if since == until:
        return s.texts("quiet.none")
    return f"{since // 60:02}:{since % 60:02}–{until // 60:02}:{until % 60:02}"


# --- a number that changed hands ------------------------------------------------------------------------------------


def mistaken(s: Situation, rest: str = "") -> Turn:
    """NHAM from a member: what was reported, or a number that changed hands?"""
    t = s.texts
    if rest == "left":
        return Turn(s.state.but(asked=()), (Reply(t("mistaken.left")),), (Leave(s.member.id),))
    choices = (Choice("m:sent", t("mistaken.report")), Choice("m:mistaken:left", t("mistaken.number")))
    return s.turn(Reply(t("mistaken.which"), choices, prompt=True))
