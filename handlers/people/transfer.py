"""A person's posts in words, and from one unit to another."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from programme.domain.messages import Choice
from programme.domain.model import Member, Post
from programme.domain.posts import moved
from programme.domain.staffing import SetPosts
from reports.words import dmy


def post_words(s: Context, post: Post) -> str:
    """`đội trưởng – Đội Hà Tu (từ 1/7 đến 14/7)`."""
    t = s.texts
    since = dmy(post.since) if post.since and post.since > s.today else ""
    until = dmy(post.until) if post.until else ""
    key = f"handing.{'from_to' if since and until else 'from' if since else 'to'}"
    days = t(key, since=since, until=until) if since or until else ""
    return f"{t(f'role.{post.role}')} – {s.unit_name(post.unit)}{days}"


def move(s: Context, id: str) -> Turn:
    t, one = s.texts, s.people.get(id)
    if one is None or not _movable(s, one):
        return s.turn(Reply(t("error.not_yours")))
    state = s.state.but(awaiting=f"move {id}")
    return s.with_state(state).turn(Reply(t("handing.where", name=one.name), prompt=True))


def _movable(s: Context, one: Member) -> list[Post]:
    """What they hold today in units that one looks after, in roles that one may give."""
    held = [p for p in one.posts_on(s.today) if p.unit in s.programme.units and s.may("confirm", p.unit)]
    return [p for p in held if p.role in s.grants(p.unit)] if one.id != s.member.id else []


def where(s: Context, id: str, text: str) -> Turn:
    """The unit by its name: one that one looks after too."""
    found = [u for u, _ in s.programme.units.find(text, on=s.today) if s.may("confirm", u.code)]
    if not found:
        return s.turn(Reply(s.texts("behalf.none")))
    choices = tuple(Choice(f"p:to:{id}:{u.code}", u.name) for u in found[:8])
    return s.turn(
        Reply(s.texts("handing.which_unit"), (*choices, Choice(f"p:see:{id}", s.texts("word.back"))), prompt=True)
    )


def to(s: Context, about: str) -> Turn:
    """From the unit they are in (the first of several that are one's to change) to that one, today, in the same
    role."""
    t = s.texts
    id, _, unit = about.partition(":")
    one = s.people.get(id)
    posts = _movable(s, one) if one and unit in s.programme.units else []
    post = next((p for p in posts if p.unit != unit and p.role in s.grants(unit)), None)
    if post is None or not s.may("confirm", unit) or not s.programme.units[unit].exists_on(s.today):
        return s.turn(Reply(t("error.not_yours")))
    after = moved(one.posts, post.unit, unit, post.role, s.today)
    said = t("handing.moved", name=one.name, old=s.unit_name(post.unit), new=s.unit_name(unit))
    return s.turn(Reply(said), SetPosts(one.id, one.posts, after, s.member.id, "move"))


VERBS = {"move": move, "to": to}
