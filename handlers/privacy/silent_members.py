"""Members of whom nothing was heard for long: a list for who looks after them."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.people import ShowMember, SilentMembers, UnitMembers
from programme.domain.effects.privacy import Noted
from programme.domain.query_rows import SilentMember

LISTED = 10


def found(s: Context, unit: str) -> list[SilentMember]:
    """Those of the unit and all below it; none for who does not look after it, or where nobody is ever forgotten."""
    days = s.handling.keep.silent
    if not days or unit not in s.programme.units or not s.may("confirm", unit):
        return []
    units = s.programme.units.subtree(unit, s.today)
    return list(s.people.silent(tuple(units), s.now - timedelta(days=days)))


def shown(s: Context, button: SilentMembers) -> Turn:
    """When each was last heard, and what becomes of it."""
    t, all_ = s.texts, found(s, button.unit)
    if not all_:
        own = button.unit in s.programme.units and s.may("confirm", button.unit)
        return s.turn(Reply(t("silence.nobody" if own else "error.not_yours")))
    at = int(button.page) if str(button.page).isdecimal() else 0
    here = all_[at * LISTED : (at + 1) * LISTED]
    head = t(
        "silence.head", unit=s.unit_name(button.unit), count=len(all_), months=round(s.handling.keep.silent / 30.4)
    )
    lines = [head, *(f"• {_line(s, one)}" for one in here)]
    choices = [ShowMember(one.id).labelled(one.name) for one in here if one.name]
    if len(all_) > (at + 1) * LISTED:
        choices.append(SilentMembers(button.unit, at + 1).labelled(t("word.next_page")))
    choices.append(UnitMembers(button.unit).labelled(t("word.back")))
    return s.turn(Reply("\n".join(lines), tuple(choices), prompt=True), Noted(s.member.id, "see silent", button.unit))


def _line(s: Context, one: SilentMember) -> str:
    t, heard = s.texts, one.heard.astimezone(s.zone)
    name = one.name or t("people.withheld")
    day = f"{heard.day}/{heard.month}/{heard.year}"
    if one.until is None or (one.told and one.told < one.heard):
        return t("silence.line", name=name, day=day)
    until = one.until.astimezone(s.zone)
    return t("silence.told", name=name, day=day, until=f"{until.day}/{until.month}/{until.year}")


ROUTE = Route("silent members", buttons={SilentMembers: shown})
