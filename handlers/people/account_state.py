"""One person: the numbers seen, another phone, a rest, an end. Each step asks the rights anew."""

from __future__ import annotations

from datetime import timedelta

from handlers import rights
from handlers.context import Context, Reply, Turn
from programme.domain.codes import drawn
from programme.domain.effects import MakeLink
from programme.domain.messages import Choice
from programme.domain.model import Link, Member, Post
from programme.domain.posts import ended
from programme.domain.staffing import CutOff, Noted, SetPosts, SetStanding

CODE_LENGTH = 8
WORKS = timedelta(days=3)
"""How long a code for a new phone works."""
NUMBERS = ("kannel", "android_sms")
"""Channels whose addresses are phone numbers."""
DAY = timedelta(days=1)
WHY = {"off": ("busy", "other", "misused"), "out": ("asked", "moved", "misused")}
"""Why somebody rests, or leaves; of their health nothing is asked."""


def known(s: Context, id: str) -> Member | None:
    """The member, where one may see who is in a unit of theirs."""
    found = s.people.get(id)
    if found is None or found.state == "erased":
        return None
    held = [p for p in found.posts if p.until is None or p.until >= s.today] or found.posts[-1:]
    return found if any(s.may("people", p.unit) for p in held if p.unit in s.programme.units) else None


def phone(s: Context, id: str) -> Turn:
    """The numbers, for whoever may see them; that they were seen is on the trail."""
    one = known(s, id)
    if one is None or not any(s.may("phones", p.unit) for p in one.posts if p.unit in s.programme.units):
        return s.turn(Reply(s.texts("error.not_yours")))
    numbers = ", ".join(dict.fromkeys(address for channel, address in one.addresses if channel in NUMBERS))
    said = s.texts("people.numbers", name=one.name, numbers=numbers or s.texts("word.none"))
    return s.turn(Reply(said), Noted(s.member.id, "see phone", one.id))


def managed(s: Context, id: str) -> Member | None:
    one = known(s, id)
    return one if one and rights.manages(s.member, one, s.programme.units, s.today) else None


def _others(s: Context, id: str) -> Turn:
    """What is said where somebody also belongs to units that one may not change."""
    one = known(s, id)
    return s.turn(Reply(s.texts("people.elsewhere" if one and one.id != s.member.id else "error.not_yours")))


def new_phone(s: Context, id: str) -> Turn:
    t, one = s.texts, managed(s, id)
    if one is None or one.state != "active":
        return _others(s, id)
    choices = (Choice(f"p:code:{id}", t("people.kept")), Choice(f"p:lost:{id}", t("people.lost")))
    choices += (Choice(f"p:see:{id}", t("word.back")),)
    return s.turn(Reply(t("people.which_phone", name=one.name), choices, prompt=True))


def code(s: Context, id: str, lost: bool = False) -> Turn:
    """A code that brings them in on another phone; the old one is cut off by then, a lost one now."""
    t, one = s.texts, managed(s, id)
    if one is None or one.state != "active":
        return _others(s, id)
    link = Link(drawn(s.fresh, CODE_LENGTH), one.id, s.now + WORKS, s.member.id)
    until = (s.today + WORKS).strftime("%d/%m")
    said = t("people.code_lost" if lost else "people.code", name=one.name, code=link.code, until=until)
    cut = (CutOff(one.id, s.member.id, "lost"),) if lost else ()
    return s.turn(Reply(said), *cut, MakeLink(link), Noted(s.member.id, "new phone", one.id))


def rest(s: Context, id: str) -> Turn:
    return _sure(s, id, "off", "people.rest_sure") if managed(s, id) else _others(s, id)


def _sure(s: Context, id: str, verb: str, key: str) -> Turn:
    """The yes is one of the usual reasons: it goes on the trail."""
    one, t = known(s, id), s.texts
    choices = [Choice(f"p:{verb}:{id}:{why}", t(f"people.why.{why}")) for why in WHY[verb]]
    return s.turn(Reply(t(key, name=one.name), (*choices, Choice(f"p:see:{id}", t("word.no"))), prompt=True))


def _reason(verb: str, about: str) -> tuple[str, str]:
    """The id, and the reason where it is one of ours."""
    id, _, why = about.partition(":")
    return id, why if why in WHY[verb] else ""


def off(s: Context, about: str) -> Turn:
    id, why = _reason("off", about)
    if (one := managed(s, id)) is None:
        return _others(s, id)
    choices = (Choice(f"p:on:{id}", s.texts("people.on")),)
    done = SetStanding(one.id, "disabled", s.member.id, why)
    return s.turn(Reply(s.texts("people.rests", name=one.name), choices), *(() if one.state == "disabled" else (done,)))


def on(s: Context, id: str) -> Turn:
    if (one := managed(s, id)) is None:
        return _others(s, id)
    done = SetStanding(one.id, "active", s.member.id)
    return s.turn(Reply(s.texts("people.is_back", name=one.name)), *(() if one.state == "active" else (done,)))


def mine_to_end(s: Context, one: Member) -> list[Post]:
    """Their posts, of today and later, that are one's to end."""
    if one.id == s.member.id:
        return []
    held = [p for p in one.posts if p.until is None or p.until >= s.today]
    return [p for p in held if p.role in s.grants(p.unit)]


def leave(s: Context, id: str) -> Turn:
    one = known(s, id)
    return _sure(s, id, "out", "people.leave_sure") if one and mine_to_end(s, one) else _others(s, id)


def out(s: Context, about: str) -> Turn:
    """Their posts end with yesterday; who has none left has no account either. Reports stay."""
    id, why = _reason("out", about)
    one = known(s, id)
    if one is None or not (gone := mine_to_end(s, one)):
        return _others(s, id)
    after = one.posts
    for post in gone:
        after = ended(after, post.unit, s.today - DAY, (post.role,))
    effects = [SetPosts(one.id, one.posts, after, s.member.id, "end post", why)]
    if one.state == "active" and not any(p.until is None or p.until >= s.today for p in after):
        effects.append(SetStanding(one.id, "disabled", s.member.id, "no post left"))
    return s.turn(Reply(s.texts("people.left", name=one.name)), *effects)


VERBS = {
    "phone": phone,
    "new": new_phone,
    "code": code,
    "lost": lambda s, id: code(s, id, lost=True),
    "rest": rest,
    "off": off,
    "on": on,
    "leave": leave,
    "out": out,
}
