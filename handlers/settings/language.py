"""The language that a member reads."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.pipeline.route import MenuEntry, Route
from programme.domain.buttons.menu import Language
from programme.domain.effects.people import Prefer
from programme.language.texts import LANGUAGES, load_texts


def language(s: Context, button: Language) -> Turn:
    """Asks which, or sets the one that was chosen; an open draft is shown in it at once."""
    if button.code in LANGUAGES:
        after = replace(s, texts=load_texts(button.code, s.programme.texts.get(button.code)))
        said, effect = after.texts("language.set"), Prefer(s.member.id, language=button.code)
        if s.state.draft and s.state.prompt is None:
            return replace(conversation.resume(after, said), effects=(effect,))
        return s.turn(Reply(said), effect)
    choices = tuple(Language(code).labelled(load_texts(code)("language.own")) for code in LANGUAGES)
    return s.turn(Reply(s.texts("language.which"), choices, prompt=True))


ROUTE = Route(
    "language",
    buttons={Language: language},
    commands={"language": Language},
    menu=(MenuEntry(Language, lambda s: s.texts("menu.language"), lambda s: Language()),),
)
