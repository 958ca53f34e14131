"""Questions about people and the bot: accounts, members, whom to turn to, what runs, what it costs, and all else."""

from __future__ import annotations

import re

from handlers.context import Context, Reply, Turn
from handlers.figures import sms_cost
from handlers.figures.figure_reach import reach
from handlers.free_words.not_understood import kept
from handlers.free_words.questions.named_unit import unit_named
from handlers.free_words.questions.whom_to_ask import may, not_theirs, people_for
from handlers.people.account_state import known
from handlers.understand.reader.reading import Reading
from programme.domain.buttons.figures import QuickFigures
from programme.domain.buttons.menu import Help
from programme.domain.buttons.people import LinkAddress, NewPin, ShowMember, UnitMembers
from programme.domain.buttons.reporting import AskOfficer
from programme.domain.model import Member
from programme.domain.phones import phone
from programme.language.vietnamese import fold
from programme.language.words import words_for

NUMBER = re.compile(r"\+?\d[\d .-]{7,14}\d")
FEW = 30
"""Units whose members are looked through for a name."""


def account(s: Context, text: str, reading: Reading) -> Turn:
    """The card of whose account it is, for who may change it; one's own phone and PIN, and whom to ask."""
    t, number = s.texts, NUMBER.search(text)
    if not may(s, "people"):
        return _own_account(s, text)
    one = _holder(s, number[0]) if number else _by_name(s, text)
    if one is not None:
        return Turn(s.state, then=ShowMember(one.id))
    lead = t("asked.no_holder") if number else t("asked.which_member")
    return Turn(s.state, then=UnitMembers(), lead=lead)


def _holder(s: Context, number: str) -> Member | None:
    """Whose number it is, where one may see who is in their unit."""
    found = s.people.with_number(phone(number).number)
    return known(s, found.id) if found else None


def _by_name(s: Context, text: str) -> Member | None:
    units, said = reach(s), f" {fold(text)} "
    if len(units) > FEW:
        return None
    named = {m.id: m for code in units for m in s.people.members_of(code) if m.name and f" {_given(m.name)} " in said}
    return known(s, next(iter(named))) if len(named) == 1 else None


def _given(name: str) -> str:
    """The last word of a name is what a person is called by; what stands in brackets is no part of it."""
    return next(iter(fold(re.sub(r"\(.*?\)", "", name)).split()[-1:]), "")


def _own_account(s: Context, text: str) -> Turn:
    if any(f" {word} " in f" {fold(text)} " for word in words_for("keypad.pin")):
        return s.turn(Reply(s.texts("asked.pin"), (NewPin().labelled(s.texts("asked.new_pin")),), prompt=True))
    t, whom = s.texts, people_for(s, "people")
    said = t("asked.phone", whom=whom) if whom else t("asked.phone_here")
    return s.turn(Reply(said, (LinkAddress().labelled(t("settings.link")),)))


def people(s: Context, text: str, reading: Reading) -> Turn:
    """Who is in the unit that is named; who may not see that hears who leads it."""
    unit = unit_named(s, reading.asked.at, reach(s))
    if may(s, "people") and (not unit or s.may("people", unit)):
        return Turn(s.state, then=UnitMembers(unit))
    return whom(s, text, reading)


def whom(s: Context, text: str, reading: Reading) -> Turn:
    """Who leads and looks after the member's unit; one tap lets the officer call back."""
    t, names = s.texts, people_for(s, "people")
    if not names:
        return s.turn(Reply(t("asked.nobody", numbers=s.numbers())))
    return _to_officer(s, text, t("asked.whom", whom=names))


def _to_officer(s: Context, text: str, said: str, *more) -> Turn:
    """The words go to the officer by one tap."""
    choices = (AskOfficer().labelled(s.texts("asked.call")), *more)
    turn = s.turn(Reply(said, choices, prompt=True))
    return Turn(turn.state.but(unread=kept(s, text)), turn.replies)


def system(s: Context, text: str, reading: Reading) -> Turn:
    """That the bot runs; where more is seen, for who looks after the machine."""
    server = [s.texts("asked.server")] if any(post.role == "admin" for post in s.posts) else []
    return s.turn(Reply("\n".join([s.texts("free.running"), *server])))


def cost(s: Context, text: str, reading: Reading) -> Turn:
    return sms_cost.cost(s) if may(s, "ask") else not_theirs(s, "ask")


def other(s: Context, text: str, reading: Reading) -> Turn:
    """A question that the bot has no answer to: the officer, by one tap, or the ways to what there is."""
    t, names = s.texts, people_for(s, "people")
    said = t("asked.other", whom=names) if names else t("free.question")
    ways = (QuickFigures().labelled(t("menu.figures")), Help().labelled(t("menu.help")))
    return _to_officer(s, text, said, *ways) if names else s.turn(Reply(said, ways, prompt=True))
