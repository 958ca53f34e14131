"""What was typed where a question has choices: one of them, several, all in order, or a yes."""

from __future__ import annotations

import re

from handlers.understand.choices import match, match_many, yes_no
from handlers.understand.expected_answer import Answer, Trouble, Wanted, shortened
from programme.language.vietnamese import fold


def read_one(wanted: Wanted, text: str) -> Answer | Trouble:
    if any(item.name == text for item in wanted.items):
        return Answer(text)
    found = match(text, wanted.items)
    if found.certain and len(found.names) == 1:
        return Answer(found.names[0])
    names = found.names or _holding(wanted, text)
    if names:
        return Trouble("choice_several", {"got": shortened(text)}, tuple(names))
    return Trouble("choice", {"got": shortened(text)})


def _holding(wanted: Wanted, text: str) -> list[str]:
    """The choices whose words have these letters anywhere, without diacritics: for a long list."""
    part = fold(text)
    return [i.name for i in wanted.items if part in fold(i.label)] if 2 <= len(part) <= 40 else []


def _named(wanted: Wanted, text: str) -> list[str]:
    """The pieces of a list of names of choices, [] where one is none."""
    pieces, names = [p for p in re.split(r"[,;\s]+", text) if p], {item.name for item in wanted.items}
    return pieces if set(pieces) <= names else []


def read_several(wanted: Wanted, text: str) -> Answer | Trouble:
    if named := _named(wanted, text):
        return Answer(named)
    found = match_many(text, wanted.items)
    if found.unknown or not found.names:
        return Trouble("choice", {"got": shortened(found.unknown[0] if found.unknown else text)})
    if not found.certain:
        return Trouble("choice_several", {"got": shortened(text)}, tuple(found.names))
    return Answer(list(found.names))


def read_ranking(wanted: Wanted, text: str) -> Answer | Trouble:
    """Every choice once, in the order they were said."""
    if named := _named(wanted, text):
        return Answer(named)
    ranks: list[str] = []
    for piece in re.split("[,;>]" if re.search("[,;>]", text) else r"\s+", text):
        one = read_one(wanted, piece.strip())
        if isinstance(one, Trouble):
            return one
        ranks.append(one.value)
    if len(set(ranks)) < len(wanted.items) or len(ranks) > len(wanted.items):
        return Trouble("rank", {"count": len(wanted.items)})
    return Answer(ranks)


def read_yes(wanted: Wanted, text: str) -> Answer | Trouble:
    said = yes_no(text)
    if said is False and not wanted.required:
        return Answer("")
    return Answer("OK") if said else Trouble("acknowledge")
