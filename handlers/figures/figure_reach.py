"""Whose figures a member may see, and how."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Acting
from handlers.rights import OVERSEES
from reports.readers import Reader, own_people


def heads(s: Acting) -> list[str]:
    """The units of the member's posts, those they look over first."""
    over = [p.unit for p in s.posts if p.role in OVERSEES]
    codes = over or [p.unit for p in s.posts]
    return [code for code in dict.fromkeys(codes) if code in s.programme.units]


def roots(s: Acting) -> list[str]:
    """The member's units without those below another of them, so that nothing is counted twice."""
    codes = heads(s)
    return [code for code in codes if not set(s.programme.units.ancestors(code, s.today)) & set(codes)]


def reach(s: Acting) -> list[str]:
    """The units whose figures the member may see: their own, and all below a post that looks over others."""
    codes: dict[str, None] = {}
    for post in s.posts:
        codes[post.unit] = None
        if post.role in OVERSEES:
            codes |= dict.fromkeys(s.programme.units.subtree(post.unit, s.today))
    return [code for code in codes if code in s.programme.units]


def areas(s: Acting, unit: str) -> Sequence[str]:
    """The units right below a unit, or below the member's own, those that have others below them first, by name."""
    over, tree = [unit] if unit else heads(s), s.programme.units
    mine = set(reach(s))
    below = [c for code in over for c in tree.children(code, s.today) if c in mine]
    return sorted(below, key=lambda code: (not tree.children(code, s.today), tree[code].name))


def reports(s: Acting, code: str) -> bool:
    """Whether a unit is expected to report today."""
    unit = s.programme.units[code]
    return s.programme.unit_kinds[unit.kind].reports and unit.exists_on(s.today)


def reader(s: Acting) -> Reader:
    """Who looks, and what they are shown exactly."""
    near = own_people(s.programme.units, s.posts, s.today)
    return Reader(s.programme, s.figures, s.today, tuple(roots(s)), None if near.issuperset(reach(s)) else near)
