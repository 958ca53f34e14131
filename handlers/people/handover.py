"""Who takes over, who stands in and until when, who goes to another unit. Days do the rest: a post that has begun or
ended by its dates gives its rights and reminders from that day, by itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from handlers.state import Prompt
from programme.domain.buttons.people import AgreeToProposal, HandOver, HandOverOn, Lend, RefuseProposal
from programme.domain.effects.messages import Tell
from programme.domain.effects.people import Propose, SetPosts
from programme.domain.messages import Choice
from programme.domain.model import Member
from programme.domain.posts import handed_over, stood_in
from programme.domain.proposals import Proposal
from programme.language.texts import Texts
from programme.language.vietnamese import fold
from reports.sums_in_words import dmy

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
                    HandOver(one.id, role[0], unit).labelled(s.texts("handing.hand", **names)),
                    Lend(one.id, role[0], unit).labelled(s.texts("handing.lend", **names)),
                ]
    return found


def _below(s: Acting, unit: str) -> tuple[str, ...]:
    return s.programme.units.children(unit, s.today)


def _may(s: Acting, unit: str, role: str) -> bool:
    """One's own role, or one that one may give."""
    if unit not in s.programme.units or not s.programme.units[unit].exists_on(s.today):
        return False
    own = any((p.unit, p.role) == (unit, role) for p in s.posts)
    return s.may("hand over", unit) and (own or (role in s.grants(unit) and s.may("confirm", unit)))


def has(one: Member, unit: str, role: str, day: date) -> bool:
    return any((p.unit, p.role) == (unit, role) for p in one.posts_on(day))


class Days(Prompt, frozen=True, tag="handover_days"):
    """From when somebody takes a role over or, to `lend` it, from when to when."""

    member: str
    role: str
    unit: str
    lend: bool = False


def ask_days(s: Context, button: HandOver | Lend) -> Turn:
    """Asked in words, with the usual days to press."""
    t, lend = s.texts, isinstance(button, Lend)
    found = _about(s, button.member, button.role, button.unit)
    if found is None:
        return s.turn(Reply(t("error.not_yours")))
    one, unit, role = found
    names = {"name": one.name, "role": t(f"role.{role}"), "unit": s.unit_name(unit)}
    prompt = Days(one.id, role[0], unit, lend)
    if lend:
        return s.ask(prompt, Reply(t("handing.which_days", **names)))
    month = (s.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    days = dict.fromkeys((s.today, s.today + DAY, month))
    choices = tuple(HandOverOn(one.id, role[0], unit, f"{d:%d%m}").labelled(dmy(d)) for d in days)
    return s.ask(prompt, Reply(t("handing.which_day", **names), choices))


def _about(s: Acting, id: str, letter: str, unit: str) -> tuple[Member, str, str] | None:
    """The member, unit and role, by the first letter of it, where all of it is so and one may."""
    role = next((r for r in LENT if r[0] == letter), "")
    one = s.people.get(id)
    fits = one and one.state == "active" and id != s.member.id and any(p.unit == unit for p in one.posts_on(s.today))
    return (one, unit, role) if fits and role and _may(s, unit, role) and not has(one, unit, role, s.today) else None


def day_chosen(s: Context, button: HandOverOn) -> Turn:
    """One of the days that were offered."""
    ahead = (s.today + timedelta(days=n) for n in range(63))
    first = next((d for d in ahead if f"{d:%d%m}" == button.day), None)
    if first is None:
        return s.turn(Reply(s.texts("stale.gone")))
    s = s.with_state(s.state.but(prompt=None))
    return s.decided(hand_over(s, button.member, button.role, button.unit, first))


def days_said(s: Context, prompt: Days, text: str) -> Turn:
    """`1/7` for handing over, `1/7-14/7` for standing in."""
    if _about(s, prompt.member, prompt.role, prompt.unit) is None:
        return s.turn(Reply(s.texts("error.not_yours")))
    read = _days(s, text)
    if read is None or prompt.lend != (read[1] is not None):
        return s.ask_again(prompt, Reply(s.texts("handing.bad_days" if prompt.lend else "handing.bad_day")))
    return s.decided(hand_over(s, prompt.member, prompt.role, prompt.unit, *read))


def _days(s: Acting, text: str) -> tuple[date, date | None] | None:
    """Days of today or later: "1/7" is the next one."""
    plain = RUN.sub(r"\1/\3-\2/\3", fold(text))
    found = [_day(s, *each) for each in DAYS.findall(plain)]
    if not found or len(found) > 2 or None in found:
        return None
    first, last = found[0], found[1] if len(found) == 2 else None
    return (first, last) if first >= s.today and first <= (last or first) <= s.today + LONGEST else None


def _day(s: Acting, day: str, month: str, year: str) -> date | None:
    try:
        found = date(int(year or s.today.year), int(month), int(day))
    except ValueError:
        return None
    return found if year or found >= s.today else _next_year(found)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# --- done, or proposed ------------------------------------------------------------------------------------------------


def hand_over(s: Acting, id: str, letter: str, unit: str, first: date, last: date | None = None) -> Decision:
    """A role given from `first`, or lent until `last`: at once by who looks after the unit, others propose it to who
    does."""
    t, found = s.texts, _about(s, id, letter, unit)
    if found is None:
        return Decision(t("error.not_yours"), made=False)
    one, unit, role = found
    kind = "stand_in" if last else "handover"
    holder = s.member if has(s.member, unit, role, s.today) else _holder(s, unit, role, one.id)
    new = Proposal(s.fresh[:16], kind, unit, s.member.id, first, last, role, holder.id if holder else "", one.id)
    if s.may("confirm", unit) and (last or role in s.grants(unit)):  # one's own office is lent, not given away
        effects = (*carried_out(s, new), *tell_them(s, new, one, "told.takes_over"))
        return Decision(t("handing.done", what=in_words(s, new)), effects)
    officers = [m for m in s.coordinators(unit) if m.state == "active"]
    if not officers:
        return Decision(t("handing.nobody"), made=False)
    tells = []
    for officer in officers:
        words = s.speaks_to(officer)
        text = words("told.proposed", name=s.member.name, what=in_words(s, new, words))
        tells.append(Tell(officer.id, text, f"prop:{new.id}", tuple(decisions(s, new, words)), s.by_day()))
    return Decision(t("handing.proposed", what=in_words(s, new)), (Propose(new), *tells))


def _holder(s: Acting, unit: str, role: str, but: str) -> Member | None:
    return next((m for m in s.people.members_of(unit) if m.id != but and has(m, unit, role, s.today)), None)


def carried_out(s: Acting, p: Proposal) -> list[SetPosts]:
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


def tell_them(s: Acting, p: Proposal, whom: Member | None, key: str) -> list[Tell]:
    if whom is None or whom.id == s.member.id or whom.state != "active":
        return []
    words = s.speaks_to(whom)
    return [Tell(whom.id, words(key, what=in_words(s, p, words)), f"proposal:{p.id}:{key}", (), s.by_day())]


def in_words(s: Acting, p: Proposal, t: Texts | None = None) -> str:
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


def decisions(s: Acting, p: Proposal, t: Texts | None = None) -> list[Choice]:
    t = t or s.texts
    return [AgreeToProposal(p.id).labelled(t("handing.yes")), RefuseProposal(p.id).labelled(t("handing.no"))]


ROUTE = Route(
    "handing over and standing in",
    buttons={HandOver: ask_days, Lend: ask_days, HandOverOn: day_chosen},
    prompts={Days: days_said},
)
