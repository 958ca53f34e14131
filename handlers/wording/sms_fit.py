"""Replies where a message has 160 letters: without diacritics unless the member wants them, on one segment, long lists
a page at a time.

A text's earlier parts (what was understood, what was wrong) give way to its last one, the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.context import Context, Reply, Turn, pairs
from handlers.pipeline.route import Route
from programme.domain.buttons.menu import NextPage
from programme.domain.effects.people import Prefer
from programme.domain.messages import Choice
from programme.domain.numbered_choices import numbered
from programme.language.vietnamese import nfc, plain

SEGMENT = 160
TEXT = "~"  # stands before the text of a next page
LABEL = 34  # letters of a choice's words
LEAST = 12  # a piece of text is not cut shorter


def short(s: Context, turn: Turn) -> Turn:
    """The turn as a plain channel says it; what did not fit of the choices waits in the state. Who has just changed how
    SMS are spelt sees it at once."""
    for effect in turn.effects:
        if isinstance(effect, Prefer) and effect.accents is not None:
            s = replace(s, member=replace(s.member, accents=effect.accents))
    replies, state = [], turn.state
    for reply in turn.replies:
        fit, rest = fitted(s, reply)
        replies.append(fit)
        if (
            (rest and not reply.choices)
            or (rest and reply.whole)
            or (reply.choices and state.options and state.options == pairs(reply.choices))
        ):
            state = state.but(options=pairs(fit.choices), more=pairs(rest))
    if state is turn.state and turn.replies and not state.options:
        state = state.but(more=())
    return replace(turn, replies=tuple(replies), state=state)


def next_page(s: Context, button: NextPage) -> Turn:
    """The choices that did not fit."""
    choices = tuple(Choice(value, label) for value, label in s.state.more)
    if choices and choices[0].value == TEXT:
        page = Reply(choices[0].label, choices[1:], prompt=len(choices) > 1, whole=True)
        return Turn(s.state.but(options=pairs(page.choices), more=()), (page,))
    return Turn(s.state.but(options=pairs(choices)), (Reply(s.texts("word.further"), choices, prompt=True),))


def fitted(s: Context, reply: Reply) -> tuple[Reply, tuple[Choice, ...]]:
    """The reply on one segment, and the choices that are for the next page."""
    room = SEGMENT - len(_to_answer(s))
    way = spelt(s)
    choices = tuple(Choice(c.value, _cut(way(c.label), LABEL)) for c in reply.choices)
    text = lines(reply.text, way)
    listed = reply.whole or (not choices and "\n\n" not in text)
    if listed and text.count("\n") > 1 and len(numbered(text, choices)) > room:
        return _paged(s, reply, text, choices, room)
    wanted = len(numbered("", choices[:2])) if choices else 0
    text = shortened(text, room - min(wanted, room // 2) - (1 if choices else 0))
    shown, rest = choices, ()
    if choices and len(numbered(text, choices)) > room:
        more = NextPage().labelled(way(s.texts("word.further_key")))
        count = max(1, _fitting(text, choices, more, room))
        shown, rest = (*choices[:count], more), choices[count:]
    return replace(reply, text=text + _to_answer(s), choices=shown), rest


def _paged(
    s: Context, reply: Reply, text: str, choices: Sequence[Choice], room: int
) -> tuple[Reply, tuple[Choice, ...]]:
    """A list told in lines: as many as fit, the others on the next page, the choices on the last."""
    more, rows = NextPage().labelled(spelt(s)(s.texts("word.further_key"))), text.split("\n")
    count = max((n for n in range(1, len(rows)) if len(numbered("\n".join(rows[:n]), (more,))) <= room), default=1)
    shown = _cut("\n".join(rows[:count]), room - len(numbered("", (more,))) - 1)
    return replace(reply, text=shown + _to_answer(s), choices=(more,)), (
        Choice(TEXT, "\n".join(rows[count:])),
        *choices,
    )


def _fitting(text: str, choices: Sequence[Choice], more: Choice, room: int) -> int:
    return max((n for n in range(len(choices)) if len(numbered(text, (*choices[:n], more))) <= room), default=1)


def _to_answer(s: Context) -> str:
    """The number to answer to, where the sender is a name that nobody can answer."""
    return spelt(s)(f" {s.texts('word.answer_to', number=s.reply_to)}") if s.reply_to else ""


def spelt(s: Context) -> Callable[[str], str]:
    """How a text is written for the reader: without diacritics, unless they want them (then it costs more SMS)."""
    return nfc if s.member and s.member.accents else plain


def lines(text: str, way: Callable[[str], str] = plain) -> str:
    """The text as it is spelt; a blank line stays where parts end."""
    return re.sub(r"[ \t]+", " ", re.sub(r"\n{2,}", "\n\n", way(text))).strip()


def shortened(text: str, room: int) -> str:
    """The text in `room` letters: of its parts (set apart by blank lines) the first ones are cut or left out."""
    parts = text.split("\n\n")
    while len("\n".join(parts)) > room and len(parts) > 1:
        over = len("\n".join(parts)) - room
        if len(parts[0]) - over >= LEAST:
            parts[0] = _cut(parts[0], len(parts[0]) - over)
        else:
            parts.pop(0)
    return _cut("\n".join(parts), room)


def _cut(text: str, room: int) -> str:
    """At most `room` letters, cut behind a word."""
    if len(text) <= room:
        return text
    cut = text[: max(1, room - 2)]
    at = max(cut.rfind(" "), cut.rfind("\n"))
    return f"{cut[:at] if at > room // 2 else cut}..".replace("...", "..")


def joined(s: Context, *pieces: tuple[str, int]) -> str:
    """The pieces (text, rank) that fit on one segment, in their order: those of the highest rank go first; of rank 0
    nothing is left out, the longest is cut."""
    most, way = room(s), spelt(s)
    kept = [(way(text), rank) for text, rank in pieces if text]
    while len(" ".join(text for text, _ in kept)) > most and max((rank for _, rank in kept), default=0):
        worst = max(range(len(kept)), key=lambda i: (kept[i][1], i))
        kept.pop(worst)
    texts = [text for text, _ in kept]
    while texts and (over := len(" ".join(texts)) - most) > 0:
        i = max(range(len(texts)), key=lambda k: len(texts[k]))
        shorter = _cut(texts[i], len(texts[i]) - over)
        if shorter == texts[i]:
            break
        texts[i] = shorter
    return " ".join(texts)


def room(s: Context) -> int:
    """Letters that a text without choices may have."""
    return SEGMENT - len(_to_answer(s))


ROUTE = Route("the next page of an SMS", buttons={NextPage: next_page})
