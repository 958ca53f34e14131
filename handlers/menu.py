"""The menu by role: which entries it has, in which order, and what a typed label of it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import rights
from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.buttons.button import Button
from programme.domain.buttons.menu import OpenMenu
from programme.domain.buttons.reporting import ResumeDraft
from programme.domain.messages import Choice
from programme.language.vietnamese import fold

OFFICERS = ("coordinator", "admin")
MOST = 6
"""Choices of an officer's menu; the others are behind one more button."""


@dataclass(frozen=True)
class Menu:
    """The entries of all routes, and in which order a role's menu lists them: `kinds` by role."""

    entries: Mapping[type[Button], MenuEntry]
    kinds: Mapping[str, Sequence[type[Button]]]

    def for_role(self, role: str) -> list[MenuEntry]:
        return [self.entries[kind] for kind in self.kinds.get(role, ())]


def role_of(s: Context) -> str:
    """The highest role of the member's posts today."""
    return rights.highest(p.role for p in s.posts) or "member"


def show(s: Context, menu: Menu, page: OpenMenu, *said: str) -> Turn:
    """The menu, the draft that waits first; of an officer's a page at a time."""
    t, role = s.texts, role_of(s)
    choices = _choices(s, menu.for_role(role))
    if s.state.draft:
        choices.insert(0, ResumeDraft().labelled(t("menu.resume")))
    if role in OFFICERS and len(choices) > MOST:
        more = OpenMenu("2").labelled(t("menu.more"))
        choices = choices[MOST:] if page.page else [*choices[:MOST], more]
    units = ", ".join(s.unit_name(p.unit) for p in s.posts if p.unit in s.programme.units)
    head = t("menu.head", units=units or t("menu.no_unit"))
    return s.turn(Reply("\n".join([*said, head]), tuple(choices), prompt=True))


def _choices(s: Context, entries: Sequence[MenuEntry]) -> list[Choice]:
    offered = ((entry, entry.button(s)) for entry in entries)
    return [button.labelled(entry.label(s)) for entry, button in offered if button is not None]


def may_press(s: Context, menu: Menu, button: Button) -> bool:
    """Whether the member's menu lists a button, or it may be pressed although it does not; what is no entry is asked
    about where it leads."""
    entry, role = menu.entries.get(type(button)), role_of(s)
    return entry is None or role in entry.allowed or type(button) in menu.kinds.get(role, ())


def labelled(s: Context, menu: Menu, text: str) -> Button | None:
    """The entry that the whole message names by its own words."""
    plain = fold(text)
    for entry in menu.for_role(role_of(s)):
        if fold(entry.label(s)) == plain and (button := entry.button(s)):
            return button
    return None


def route(menu: Menu) -> Route:
    """The menu's own line in the table of routes."""

    def typed(s: Context, text: str) -> Turn | None:
        button = labelled(s, menu, text)
        return Turn(s.state, then=button) if button else None

    return Route(
        "menu",
        buttons={OpenMenu: lambda s, button: show(s, menu, button)},
        commands={"menu": lambda rest: OpenMenu()},
        phrases=(typed,),
    )
