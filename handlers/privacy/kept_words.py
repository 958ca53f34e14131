"""Words for a question outside a report are looked through before it hears them: a reason, a theme, a document. What
is doubted is sent once more after one tap, as at a question of a form."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from handlers.state import Prompt
from handlers.understand.expected_answer import Trouble
from handlers.understand.personal.doubt import SUSPECTED, doubted
from handlers.understand.personal.left_out import without
from handlers.understand.personal.personal import find_personal
from programme.domain.buttons.menu import NotPersonal
from programme.domain.messages import Choice
from programme.language.vietnamese import fold

BETWEEN = re.compile("[_+.-]+")
"""What stands between the words of a file's name."""


def refused(s: Context, prompt: Prompt, text: str) -> Turn | None:
    """The question once more, below what is the matter with the words; None where it may have them."""
    if prompt.takes != "words":
        return None
    doubt = doubted(text, find_personal(text, places(s)), s.state.cleared)
    if doubt is None:
        return None
    offered = tuple(Choice(*pair) for pair in s.state.options if NotPersonal.wire != pair[0])
    if doubt.key in SUSPECTED:
        offered = (*offered, NotPersonal().labelled(s.texts(SUSPECTED[doubt.key])))
    trouble = Trouble(doubt.key, {"got": doubt.got})
    reply = Reply(s.texts(f"error.{trouble.key}", **trouble.values), offered, fleeting=True)
    turn = s.ask_again(prompt, reply)
    return replace(turn, state=turn.state.but(doubted=doubt.marks))


def fleeting(text: str, turn: Turn) -> Turn:
    """The turn, whose replies are blanked once they have gone out where the message has something personal: whatever
    quotes it."""
    if not text or all(reply.fleeting for reply in turn.replies) or not find_personal(text):
        return turn
    return replace(turn, replies=tuple(replace(reply, fleeting=True) for reply in turn.replies))


def remembered(s: Context, text: str) -> str:
    """A message that waits for something, without what may not be kept of it."""
    return without(text, find_personal(text), s.texts) if text else text


def file_name(name: str) -> str:
    """A file's name; its end alone where the name tells of a person."""
    path = PurePath(name)
    return f"file{path.suffix}" if find_personal(BETWEEN.sub(" ", path.stem)) else name


def places(s: Context) -> frozenset[str]:
    """The names of one's own units, folded: they are no person's."""
    return frozenset(fold(s.programme.units[p.unit].name) for p in s.posts if p.unit in s.programme.units)


def _cleared(s: Context, button: NotPersonal) -> Turn:
    """Nothing was kept of the words, so they are sent once more; others are looked at again."""
    prompt, marks = s.state.prompt, s.state.doubted
    if prompt is None or not marks:
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    left = tuple(Choice(*pair) for pair in s.state.options if NotPersonal.wire != pair[0])
    turn = s.ask(prompt, Reply(s.texts("error.personal_again"), left))
    return replace(turn, state=turn.state.but(doubted=(), cleared=marks))


ROUTE = Route("words that are no name", buttons={NotPersonal: _cleared})
