"""One person: the numbers seen, another phone, a rest, an end. Each step asks the rights anew."""

from __future__ import annotations

from datetime import timedelta

from handlers import rights
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.people import (
    DisableMember,
    EnableMember,
    EndPosts,
    LeaveUnit,
    LostPhoneCode,
    NewPhone,
    NewPhoneCode,
    Rest,
    ShowMember,
    ShowPhone,
)
from programme.domain.codes import drawn
from programme.domain.effects.addresses import CutOff, MakeLink
from programme.domain.effects.people import SetPosts, SetStanding
from programme.domain.effects.privacy import Noted
from programme.domain.messages import NUMBERED
from programme.domain.model import Link, Member, Post
from programme.domain.posts import ended

CODE_LENGTH = 8
WORKS = timedelta(days=3)
"""How long a code for a new phone works."""
DAY = timedelta(days=1)


def known(s: Acting, id: str) -> Member | None:
    """The member, where one may see who is in a unit of theirs."""
    found = s.people.get(id)
    if found is None or found.state == "erased":
        return None
    held = [p for p in found.posts if p.until is None or p.until >= s.today] or found.posts[-1:]
    return found if any(s.may("people", p.unit) for p in held if p.unit in s.programme.units) else None


def show_phone(s: Context, button: ShowPhone) -> Turn:
    """The numbers, for whoever may see them; that they were seen is on the trail."""
    one = known(s, button.member)
    if one is None or not any(s.may("phones", p.unit) for p in one.posts if p.unit in s.programme.units):
        return s.turn(Reply(s.texts("error.not_yours")))
    numbers = ", ".join(dict.fromkeys(address for channel, address in one.addresses if channel in NUMBERED))
    said = s.texts("people.numbers", name=one.name, numbers=numbers or s.texts("word.none"))
    return s.turn(Reply(said), Noted(s.member.id, "see phone", one.id))


def managed(s: Acting, id: str) -> Member | None:
    one = known(s, id)
    return one if one and rights.manages(s.member, one, s.programme.units, s.today) else None


def _not_managed(s: Acting, id: str) -> Decision:
    """What is said where somebody also belongs to units that one may not change."""
    one = known(s, id)
    key = "people.elsewhere" if one and one.id != s.member.id else "error.not_yours"
    return Decision(s.texts(key), made=False)


def ask_which_phone(s: Context, button: NewPhone) -> Turn:
    t, one = s.texts, managed(s, button.member)
    if one is None or one.state != "active":
        return s.decided(_not_managed(s, button.member))
    choices = (
        NewPhoneCode(one.id).labelled(t("people.kept")),
        LostPhoneCode(one.id).labelled(t("people.lost")),
        ShowMember(one.id).labelled(t("word.back")),
    )
    return s.turn(Reply(t("people.which_phone", name=one.name), choices, prompt=True))


def new_phone(s: Acting, id: str, lost: bool = False) -> Decision:
    """A code that brings them in on another phone; the old one is cut off by then, a lost one now."""
    one = managed(s, id)
    if one is None or one.state != "active":
        return _not_managed(s, id)
    link = Link(drawn(s.fresh, CODE_LENGTH), one.id, s.now + WORKS, s.member.id)
    until = (s.today + WORKS).strftime("%d/%m")
    said = s.texts("people.code_lost" if lost else "people.code", name=one.name, code=link.code, until=until)
    cut = (CutOff(one.id, s.member.id, "lost"),) if lost else ()
    return Decision(said, (*cut, MakeLink(link), Noted(s.member.id, "new phone", one.id)), fleeting=True)


def ask_rest(s: Context, button: Rest) -> Turn:
    one = managed(s, button.member)
    return _sure(s, one, DisableMember, "people.rest_sure") if one else s.decided(_not_managed(s, button.member))


def _sure(s: Context, one: Member, kind: type[DisableMember | EndPosts], key: str) -> Turn:
    """The yes is one of the usual reasons: it goes on the trail."""
    t = s.texts
    choices = [kind(one.id, why).labelled(t(f"people.why.{why}")) for why in WHY[kind]]
    no = ShowMember(one.id).labelled(t("word.no"))
    return s.turn(Reply(t(key, name=one.name), (*choices, no), prompt=True))


def disable(s: Acting, id: str, why: str) -> Decision:
    """The account is paused; one that already is stays so."""
    if (one := managed(s, id)) is None:
        return _not_managed(s, id)
    done = () if one.state == "disabled" else (SetStanding(one.id, "disabled", s.member.id, why),)
    return Decision(s.texts("people.rests", name=one.name), done)


def enable(s: Acting, id: str) -> Decision:
    if (one := managed(s, id)) is None:
        return _not_managed(s, id)
    done = () if one.state == "active" else (SetStanding(one.id, "active", s.member.id),)
    return Decision(s.texts("people.is_back", name=one.name), done)


def mine_to_end(s: Acting, one: Member) -> list[Post]:
    """Their posts, of today and later, that are one's to end."""
    if one.id == s.member.id:
        return []
    held = [p for p in one.posts if p.until is None or p.until >= s.today]
    return [p for p in held if p.role in s.grants(p.unit)]


def ask_leave(s: Context, button: LeaveUnit) -> Turn:
    one = known(s, button.member)
    if one and mine_to_end(s, one):
        return _sure(s, one, EndPosts, "people.leave_sure")
    return s.decided(_not_managed(s, button.member))


def end_posts(s: Acting, id: str, why: str) -> Decision:
    """Their posts end with yesterday; who has none left has no account either. Reports stay."""
    one = known(s, id)
    if one is None or not (gone := mine_to_end(s, one)):
        return _not_managed(s, id)
    after = one.posts
    for post in gone:
        after = ended(after, post.unit, s.today - DAY, (post.role,))
    effects = [SetPosts(one.id, one.posts, after, s.member.id, "end post", why)]
    if one.state == "active" and not any(p.until is None or p.until >= s.today for p in after):
        effects.append(SetStanding(one.id, "disabled", s.member.id, "no post left"))
    return Decision(s.texts("people.left", name=one.name), tuple(effects))


def _disabled(s: Context, button: DisableMember) -> Turn:
    decision = disable(s, button.member, _reason(button))
    back = EnableMember(button.member).labelled(s.texts("people.on"))
    return s.decided(decision, *([back] if decision.made else []))


def _reason(button: DisableMember | EndPosts) -> str:
    """The reason where it is one of ours."""
    return button.reason if button.reason in WHY[type(button)] else ""


WHY = {DisableMember: ("busy", "other", "misused"), EndPosts: ("asked", "moved", "misused")}
"""Why somebody rests, or leaves; of their health nothing is asked."""
ROUTE = Route(
    "accounts",
    buttons={
        ShowPhone: show_phone,
        NewPhone: ask_which_phone,
        NewPhoneCode: lambda s, button: s.decided(new_phone(s, button.member)),
        LostPhoneCode: lambda s, button: s.decided(new_phone(s, button.member, lost=True)),
        Rest: ask_rest,
        DisableMember: _disabled,
        EnableMember: lambda s, button: s.decided(enable(s, button.member)),
        LeaveUnit: ask_leave,
        EndPosts: lambda s, button: s.decided(end_posts(s, button.member, _reason(button))),
    },
)
