"""Who may do what on which unit: the one place that says so. Pure; all of it is decided from what was loaded anyway.

A role is held over a unit: by a post there, or as coordinator, administrator or viewer by a post above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from programme.domain.model import ROLES, Member, Post, Report

if TYPE_CHECKING:
    from programme.domain.org_units import UnitTree

PROVINCE = "province"
"""What a coordinator at a root is beside coordinator."""
RANK = ("viewer", "member", "leader", "coordinator", PROVINCE, "admin")
OVERSEES = ("coordinator", "admin", "viewer")
INHERITS = ("member", "leader")
"""Roles whose holders are members of what their unit became."""

TEAM = frozenset(("member", "leader", "coordinator", PROVINCE, "admin"))
LEADS = TEAM - {"member"}
OFFICE = LEADS - {"leader"}
TOP = OFFICE - {"coordinator"}
RIGHTS: dict[str, frozenset[str]] = {
    "file": TEAM,  # send a report or say that there is none
    "totals": TEAM | {"viewer"},
    "reports": LEADS,  # open reports of others
    "mend": LEADS,  # mend and withdraw reports of others
    "approve": OFFICE,  # agree to a supplementary report
    "silent": LEADS | {"viewer"},
    "nudge": LEADS,
    "ask": OFFICE,  # ask urgently
    "forms": OFFICE,  # give a form, take it back
    "campaigns": TOP,  # add, move and withdraw any campaign, asked of a root
    "own campaigns": OFFICE,  # those of one's own area alone
    "people": LEADS,  # see who is in the unit
    "phones": LEADS,
    "hand over": LEADS,  # propose who takes over or stands in
    "confirm": OFFICE,  # agree to it
    "end": OFFICE,  # propose that a unit ends
    "apply": TOP,  # end it
}
"""Right → the roles over a unit that have it."""
GRANTS: dict[str, tuple[str, ...]] = {
    "leader": ("member",),
    "coordinator": ("member", "leader"),
    PROVINCE: ("member", "leader", "coordinator", "viewer"),
    "admin": ROLES,
}
"""Role over a unit → the roles in that unit that whoever has it may invite to, change, and end."""


def roles_over(posts: Iterable[Post], unit: str, tree: UnitTree, today: date) -> frozenset[str]:
    """All roles that these posts of today give over a unit; none over a unit that there never was."""
    if unit not in tree:
        return frozenset()
    found, above = set(), set(tree.above(unit, today))
    roots = tree.roots(today) if any(p.role == "coordinator" for p in posts) else ()
    for post in posts:
        if post.unit == unit or (post.unit in above and post.role in OVERSEES):
            found.add(post.role)
            if post.role == "coordinator" and post.unit in roots:
                found.add(PROVINCE)
        elif post.role in INHERITS and _became(post.unit, unit, tree, today):
            found.add("member")
    return frozenset(found)


def _became(old: str, unit: str, tree: UnitTree, today: date) -> bool:
    """Whether a unit that is gone is that one now."""
    return old in tree and not tree[old].exists_on(today) and unit in tree.heirs(old, today)


def highest(roles: Iterable[str]) -> str | None:
    """The role that has most rights, as a post names it."""
    found = max(roles, key=RANK.index, default=None)
    return "coordinator" if found == PROVINCE else found


def may(member: Member | None, right: str, about: str | Report, tree: UnitTree, today: date) -> bool:
    """Whether the member has the right over a unit, or over a report's. One's own report may always be opened, and
    mended while one may still report for its unit; nobody who is not active may do anything."""
    if member is None or member.state != "active":
        return False
    unit = about if isinstance(about, str) else about.unit
    roles = roles_over(member.posts_on(today), unit, tree, today)
    if not isinstance(about, str) and member.id in (about.member, about.entered_by):
        if right == "reports":
            return True
        if right == "mend":
            return bool(roles & RIGHTS["file"])
    return bool(roles & RIGHTS[right])


def grants(member: Member | None, unit: str, tree: UnitTree, today: date) -> tuple[str, ...]:
    """The roles in the unit that the member may invite to, change and end, in the order of ROLES."""
    if member is None or member.state != "active":
        return ()
    over = roles_over(member.posts_on(today), unit, tree, today)
    found = {role for mine in over for role in GRANTS.get(mine, ())}
    return tuple(role for role in ROLES if role in found)


def manages(member: Member | None, other: Member, tree: UnitTree, today: date) -> bool:
    """Whether all that the other holds, now and later, is the member's to change, so that whole accounts are: to
    disable one, to let another phone in. Nobody manages themselves, or who wants what is kept of them used no more."""
    if member is None or member.id == other.id or other.state in ("erased", "restricted"):
        return False
    held = [post for post in other.posts if post.until is None or post.until >= today] or list(other.posts[-1:])
    return bool(held) and all(post.role in grants(member, post.unit, tree, today) for post in held)
