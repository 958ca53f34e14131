"""Posts by their dates: ended, added, handed over, lent for some days. Pure: what somebody's posts become."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from programme.domain.model import Post

DAY = timedelta(days=1)
Posts = tuple[Post, ...]


def added(posts: Posts, unit: str, role: str, since: date | None = None, until: date | None = None) -> Posts:
    """With the post, unless one of that unit and role holds on all of these days already."""
    for post in posts:
        if (post.unit, post.role) == (unit, role) and _covers(post, since, until):
            return posts
    return (*posts, Post(unit, role, since, until))


def ended(posts: Posts, unit: str, last: date, roles: Collection[str] = ()) -> Posts:
    """Without what these posts in the unit (of any role where none is given) would hold after `last`."""
    return tuple(_until(posts, unit, last, roles))


def _until(posts: Posts, unit: str, last: date, roles: Collection[str]) -> Iterator[Post]:
    for post in posts:
        if post.unit != unit or (roles and post.role not in roles) or (post.until and post.until <= last):
            yield post
        elif post.since is None or post.since <= last:
            yield replace(post, until=last)


def interrupted(posts: Posts, unit: str, role: str, first: date, last: date) -> Posts:
    """The post in the unit rests from `first` to `last` and goes on afterwards."""
    found: list[Post] = []
    for post in posts:
        if (post.unit, post.role) != (unit, role) or not _meets(post, first, last):
            found.append(post)
            continue
        if post.since is None or post.since < first:
            found.append(replace(post, until=first - DAY))
        if post.until is None or post.until > last:
            found.append(replace(post, since=last + DAY))
    return tuple(found)


def handed_over(mine: Posts, theirs: Posts, unit: str, role: str, first: date) -> tuple[Posts, Posts]:
    """The role in the unit goes to another for good; who had it stays as a member."""
    left = added(ended(mine, unit, first - DAY, (role,)), unit, "member", first)
    return left, added(theirs, unit, role, first)


def stood_in(mine: Posts, theirs: Posts, unit: str, role: str, first: date, last: date) -> tuple[Posts, Posts]:
    """Another has the role in the unit from `first` to `last`; who had it is a member for these days, and has it back
    the day after by themselves."""
    lent = added(interrupted(mine, unit, role, first, last), unit, "member", first, last)
    return lent, added(theirs, unit, role, first, last)


def moved(posts: Posts, unit: str, to: str, role: str, first: date) -> Posts:
    """From one unit to another, in that role there."""
    return added(ended(posts, unit, first - DAY), to, role, first)


def _covers(post: Post, since: date | None, until: date | None) -> bool:
    begun = post.since is None or (since is not None and post.since <= since)
    return begun and (post.until is None or (until is not None and until <= post.until))


def _meets(post: Post, first: date, last: date) -> bool:
    return (post.since is None or post.since <= last) and (post.until is None or post.until >= first)
