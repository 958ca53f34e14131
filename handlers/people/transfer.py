"""A person's posts in words, and from one unit to another."""

from __future__ import annotations

from typing import ClassVar

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from handlers.state import Prompt, Takes
from programme.domain.buttons.people import MoveMember, MoveMemberTo, ShowMember
from programme.domain.effects.people import SetPosts
from programme.domain.model import Member, Post
from programme.domain.posts import moved
from reports.sums_in_words import dmy


def post_words(s: Context, post: Post) -> str:
    """`đội trưởng – Đội Hà Tu (từ 1/7 đến 14/7)`."""
    t = s.texts
    since = dmy(post.since) if post.since and post.since > s.today else ""
    until = dmy(post.until) if post.until else ""
    key = f"handing.{'from_to' if since and until else 'from' if since else 'to'}"
    days = t(key, since=since, until=until) if since or until else ""
    return f"{t(f'role.{post.role}')} – {s.unit_name(post.unit)}{days}"


class WhereTo(Prompt, frozen=True, tag="transfer_to"):
    """The unit that a member goes to."""

    takes: ClassVar[Takes] = "a unit"
    member: str


def ask_where(s: Context, button: MoveMember) -> Turn:
    one = s.people.get(button.member)
    if one is None or not _movable(s, one):
        return s.turn(Reply(s.texts("error.not_yours")))
    return s.ask(WhereTo(one.id), Reply(s.texts("handing.where", name=one.name)))


def _movable(s: Acting, one: Member) -> list[Post]:
    """What they hold today in units that one looks after, in roles that one may give."""
    held = [p for p in one.posts_on(s.today) if p.unit in s.programme.units and s.may("confirm", p.unit)]
    return [p for p in held if p.role in s.grants(p.unit)] if one.id != s.member.id else []


def unit_named(s: Context, prompt: WhereTo, text: str) -> Turn:
    """The unit by its name: one that one looks after too. Another name may follow what is offered."""
    found = [u for u, _ in s.programme.units.find(text, on=s.today) if s.may("confirm", u.code)]
    if not found:
        return s.ask_again(prompt, Reply(s.texts("behalf.none")))
    choices = tuple(MoveMemberTo(prompt.member, u.code).labelled(u.name) for u in found[:8])
    back = ShowMember(prompt.member).labelled(s.texts("word.back"))
    return s.ask(prompt, Reply(s.texts("handing.which_unit"), (*choices, back)))


def unit_chosen(s: Context, button: MoveMemberTo) -> Turn:
    """A unit that was offered; the question is answered."""
    answered = s.with_state(s.state.but(prompt=None))
    return answered.decided(transfer(answered, button.member, button.unit))


def transfer(s: Acting, member: str, unit: str) -> Decision:
    """From the unit they are in (the first of several that are one's to change) to that one, today, in the same
    role."""
    one = s.people.get(member)
    posts = _movable(s, one) if one and unit in s.programme.units else []
    post = next((p for p in posts if p.unit != unit and p.role in s.grants(unit)), None)
    if post is None or not s.may("confirm", unit) or not s.programme.units[unit].exists_on(s.today):
        return Decision(s.texts("error.not_yours"), made=False)
    after = moved(one.posts, post.unit, unit, post.role, s.today)
    said = s.texts("handing.moved", name=one.name, old=s.unit_name(post.unit), new=s.unit_name(unit))
    return Decision(said, (SetPosts(one.id, one.posts, after, s.member.id, "move"),))


ROUTE = Route(
    "transfer",
    buttons={MoveMember: ask_where, MoveMemberTo: unit_chosen},
    prompts={WhereTo: unit_named},
)
