"""Who takes over, who stands in and until when, who goes to another unit. Days do the rest: a post that has begun or
ended by its dates gives its rights and reminders from that day, by itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.context import Context, Reply, Turn
from programme.domain.effects import Tell
from programme.domain.messages import Choice
from programme.domain.model import Member
from programme.domain.posts import handed_over, stood_in
from programme.domain.staffing import Proposal, Propose, SetPosts
from programme.language.texts import Texts
from programme.language.vietnamese import fold
from reports.words import dmy

LENT = ("leader", "coordinator")
"""Roles that are handed over and lent."""
LONGEST = timedelta(days=366)
DAY = timedelta(days=1)
DAYS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")
RUN = re.compile(r"(?<![\d/.])(\d{1,2}) ?- ?(\d{1,2})[/.](\d{1,2})")
"""`1-14/7`."""


# --- what is offered on a person's card -----------------------------------------------------------------------------


def offered(s: Context, one: Member) -> list[Choice]:
    """To hand over or lend a role to this person: one's own, or one that one may give in a unit that one looks after;
    where nobody has it, a leader's only, of a unit that reports and has none below."""
    if one.id == s.member.id:
        return []
    found = []
    for unit in dict.fromkeys(p.unit for p in one.posts_on(s.today)):
        for role in LENT:
            if not _may(s, unit, role) or has(one, unit, role, s.today):
                continue
            bare = role == "leader" and s.programme.kind_of(unit).reports and not _below(s, unit)
            if bare or has(s.member, unit, role, s.today) or _holder(s, unit, role, one.id):
                names = {"role": s.texts(f"role.{role}"), "unit": s.unit_name(unit)}
                found += [
                    Choice(f"p:hand:{one.id}:{role[0]}:{unit}", s.texts("handing.hand", **names)),
                    Choice(f"p:lend:{one.id}:{role[0]}:{unit}", s.texts("handing.lend", **names)),
                ]
    return found


def _below(s: Context, unit: str) -> tuple[str, ...]:
    return s.programme.units.children(unit, s.today)


def _may(s: Context, unit: str, role: str) -> bool:
    """One's own role, or one that one may give."""
    if unit not in s.programme.units or not s.programme.units[unit].exists_on(s.today):
        return False
    own = any((p.unit, p.role) == (unit, role) for p in s.posts)
    return s.may("hand over", unit) and (own or (role in s.grants(unit) and s.may("confirm", unit)))


def has(one: Member, unit: str, role: str, day: date) -> bool:
    return any((p.unit, p.role) == (unit, role) for p in one.posts_on(day))


def hand(s: Context, about: str, lend: bool = False) -> Turn:
    """From when, or from when to when: asked in words, with the usual days to press."""
    t = s.texts
    found = _about(s, about)
    if found is None:
        return s.turn(Reply(t("error.not_yours")))
    one, unit, role = found
    names = {"name": one.name, "role": t(f"role.{role}"), "unit": s.unit_name(unit)}
    state = s.state.but(awaiting=f"hand {'lend' if lend else 'hand'}:{one.id}:{role[0]}:{unit}")
    if lend:
        return s.with_state(state).turn(Reply(t("handing.which_days", **names), prompt=True))
    month = (s.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    days = dict.fromkeys((s.today, s.today + DAY, month))
    choices = tuple(Choice(f"p:day:{one.id}:{role[0]}:{unit}:{d:%d%m}", dmy(d)) for d in days)
    return s.with_state(state).turn(Reply(t("handing.which_day", **names), choices, prompt=True))


def _about(s: Context, about: str) -> tuple[Member, str, str] | None:
    """`member:l:unit`, where all of it is so and one may."""
    id, _, rest = about.partition(":")
    letter, _, unit = rest.partition(":")
    role = next((r for r in LENT if r[0] == letter), "")
    one = s.people.get(id)
    fits = one and one.state == "active" and id != s.member.id and any(p.unit == unit for p in one.posts_on(s.today))
    return (one, unit, role) if fits and role and _may(s, unit, role) and not has(one, unit, role, s.today) else None


def pressed_day(s: Context, about: str) -> Turn:
    """One of the days that were offered."""
    about, _, day = about.rpartition(":")
    ahead = (s.today + timedelta(days=n) for n in range(63))
    first = next((d for d in ahead if f"{d:%d%m}" == day), None)
    if first is None or (found := _about(s, about)) is None:
        return s.turn(Reply(s.texts("stale.gone" if first is None else "error.not_yours")))
    return _do(s, *found, first, None)


def days(s: Context, about: str, text: str) -> Turn:
    """`1/7` for handing over, `1/7-14/7` for standing in."""
    kind, _, rest = about.partition(":")
    found = _about(s, rest)
    if found is None:
        return s.turn(Reply(s.texts("error.not_yours")))
    read = _days(s, text)
    if read is None or (kind == "lend") != (read[1] is not None):
        again = s.with_state(s.state.but(awaiting=f"hand {about}"))
        return again.turn(Reply(s.texts("handing.bad_days" if kind == "lend" else "handing.bad_day"), prompt=True))
    return _do(s, *found, *read)


def _days(s: Context, text: str) -> tuple[date, date | None] | None:
    """Days of today or later: "1/7" is the next one."""
    plain = RUN.sub(r"\1/\3-\2/\3", fold(text))
    found = [_day(s, *each) for each in DAYS.findall(plain)]
    if not found or len(found) > 2 or None in found:
        return None
    first, last = found[0], found[1] if len(found) == 2 else None
    return (first, last) if first >= s.today and first <= (last or first) <= s.today + LONGEST else None


def _day(s: Context, day: str, month: str, year: str) -> date | None:
    try:
        found = date(int(year or s.today.year), int(month), int(day))
    except ValueError:
        return None
    return found if year or found >= s.today else _next_year(found)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# --- done, or proposed ------------------------------------------------------------------------------------------------


def _do(s: Context, one: Member, unit: str, role: str, first: date, last: date | None) -> Turn:
    """At once by who looks after the unit; others propose it to who does."""
    t = s.texts
    kind = "stand_in" if last else "handover"
    holder = s.member if has(s.member, unit, role, s.today) else _holder(s, unit, role, one.id)
    new = Proposal(s.fresh[:16], kind, unit, s.member.id, first, last, role, holder.id if holder else "", one.id)
    if s.may("confirm", unit) and (last or role in s.grants(unit)):  # one's own office is lent, not given away
        return s.turn(
            Reply(t("handing.done", what=said(s, new))), *carried_out(s, new), *told(s, new, one, "told.takes_over")
        )
    asked = [m for m in s.coordinators(unit) if m.state == "active"]
    if not asked:
        return s.turn(Reply(t("handing.nobody")))
    tells = []
    for officer in asked:
        words = s.speaks_to(officer)
        text = words("told.proposed", name=s.member.name, what=said(s, new, words))
        tells.append(Tell(officer.id, text, f"prop:{new.id}", tuple(decisions(s, new, words)), s.by_day()))
    return s.turn(Reply(t("handing.proposed", what=said(s, new))), Propose(new), *tells)


def _holder(s: Context, unit: str, role: str, but: str) -> Member | None:
    return next((m for m in s.people.members_of(unit) if m.id != but and has(m, unit, role, s.today)), None)


def carried_out(s: Context, p: Proposal) -> list[SetPosts]:
    """What becomes of the posts of both; one may have been without holder."""
    other, one = s.people.get(p.to), s.people.get(p.member) if p.member else None
    first = max(p.first, s.today)
    mine = one.posts if one else ()
    if p.last:
        left, right = stood_in(mine, other.posts, p.unit, p.role, first, p.last)
    else:
        left, right = handed_over(mine, other.posts, p.unit, p.role, first)
    why = " ".join(filter(None, (p.id if p.by != s.member.id else "", p.role, p.unit)))
    effects = [SetPosts(other.id, other.posts, right, s.member.id, p.kind, why)]
    return effects + ([SetPosts(one.id, one.posts, left, s.member.id, p.kind, why)] if one else [])


def told(s: Context, p: Proposal, whom: Member | None, key: str) -> list[Tell]:
    if whom is None or whom.id == s.member.id or whom.state != "active":
        return []
    words = s.speaks_to(whom)
    return [Tell(whom.id, words(key, what=said(s, p, words)), f"{key}:{p.id}", (), s.by_day())]


def said(s: Context, p: Proposal, t: Texts | None = None) -> str:
    """`từ 1/7 đến 14/7 Lan làm đội trưởng của Đội Hà Tu thay Ba`."""
    t = t or s.texts
    unit = s.programme.units[p.unit].name
    if p.kind == "end":
        names = ", ".join(s.programme.units[c].name for c in p.successors) or t("word.none")
        return t("handing.said_end", unit=unit, last=dmy(p.last), names=names, decision=p.decision)
    other, one = s.people.get(p.to), s.people.get(p.member) if p.member else None
    values = {"name": other.name if other else "", "role": t(f"role.{p.role}"), "unit": unit, "first": dmy(p.first)}
    values["instead"] = t("handing.instead", name=one.name) if one else ""
    return t("handing.said_lend", last=dmy(p.last), **values) if p.last else t("handing.said_hand", **values)


def decisions(s: Context, p: Proposal, t: Texts | None = None) -> list[Choice]:
    t = t or s.texts
    return [Choice(f"p:yes:{p.id}", t("handing.yes")), Choice(f"p:no:{p.id}", t("handing.no"))]


VERBS = {
    "hand": hand,
    "lend": lambda s, about: hand(s, about, lend=True),
    "day": pressed_day,
}
