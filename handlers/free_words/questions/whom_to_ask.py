"""Whom to ask about what a member may not see or do themselves."""

from __future__ import annotations

from handlers import rights
from handlers.context import Context, Reply, Turn

MOST = 2


def may(s: Context, right: str) -> bool:
    """Whether the member has a right over any unit of their posts."""
    return any(s.may(right, post.unit) for post in s.posts if post.unit in s.programme.units)


def people_for(s: Context, right: str) -> str:
    """ "Ba (mẫu) – đội trưởng; Hòa (mẫu) – cán bộ phụ trách": who has the right over the member's unit, the nearest
    first; "" for nobody."""
    unit, tree = s.unit_of(), s.programme.units
    found: dict[str, str] = {}
    for code in (unit, *tree.above(unit, s.today)) if unit else ():
        held = {one.id: {p.role for p in one.posts_on(s.today) if p.unit == code} for one in s.people.members_of(code)}
        for one in sorted(s.people.members_of(code), key=lambda one: "admin" in held[one.id]):
            if held[one.id] and one.id != s.member.id and rights.may(one, right, unit, tree, s.today):
                found.setdefault(one.id, f"{one.name} – {s.texts(f'role.{rights.highest(held[one.id])}')}")
        if len(found) >= MOST:
            break
    return "; ".join(list(found.values())[:MOST])


def not_theirs(s: Context, right: str, *said: str) -> Turn:
    """That it is not the member's to see or do, and whom to ask; what is `said` comes first."""
    whom = people_for(s, right)
    why = s.texts("whom.not_yours", whom=whom) if whom else s.texts("error.not_yours")
    return s.turn(Reply("\n".join([*said, why])))
