"""A feature's line in the table of routes: which commands, buttons, open questions and phrases lead to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.context import Context, Turn
from handlers.state import Prompt
from programme.domain.buttons.button import Button

Press = Callable[[Context, Any], Turn]
"""(context, button) → turn."""
Answer = Callable[[Context, Any, str], Turn]
"""(context without the prompt, the prompt, the words) → turn; one that is `refused` asks again."""
Command = Callable[[str], Button]
"""what follows the command → the button that it stands for."""
Phrase = Callable[[Context, str], Turn | None]
"""(context, the whole message) → turn, or None where the words are something else."""


def first_of(s: Context, text: str, *readers: Phrase) -> Turn | None:
    """The turn of the first that takes the words."""
    return next(filter(None, (reader(s, text) for reader in readers)), None)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: the `kind` of button that it presses, and its `label`. `button` gives None where there is
    nothing to open; `allowed` are the roles that may press it although their menu does not list it. Which roles' menus
    list it is in `MENUS`."""

    kind: type[Button]
    label: Callable[[Context], str]
    button: Callable[[Context], Button | None]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """`phrases` are tried in the order of the table; `always` are the commands that do what they say in every state and
    leave the open question as it was; `numbers` read a bare number under a message that nobody asked for."""

    name: str
    buttons: Mapping[type[Button], Press] = field(default_factory=dict)
    prompts: Mapping[type[Prompt], Answer] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    always: tuple[Phrase, ...] = ()
    numbers: tuple[Phrase, ...] = ()
    free: tuple[Phrase, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
