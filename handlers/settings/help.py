"""Help that fits the moment: about the open question where there is one."""

from __future__ import annotations

from handlers import menu
from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.buttons.menu import Help


def show(s: Context, button: Help) -> Turn:
    numbers = s.numbers()
    if s.state.draft and s.state.prompt is None:
        return conversation.resume(s, s.texts("help.draft", numbers=numbers))
    officer = menu.role_of(s) in menu.OFFICERS
    return s.turn(Reply(s.texts("help.coordinator" if officer else "help.member", numbers=numbers)))


ROUTE = Route(
    "help",
    buttons={Help: show},
    commands={"help": lambda rest: Help()},
    menu=(MenuEntry(Help, lambda s: s.texts("menu.help"), lambda s: Help()),),
)
