"""Which choice is meant: by the name in a button, its place among all, or the number of a line that was shown."""

from __future__ import annotations

import re
from datetime import date

from handlers.draft.session import DraftSession
from programme.domain.buttons.draft_actions import Choose
from programme.domain.buttons.reporting import DraftButton

MOST_VALUE = 44  # bytes of a choice's name that still fit a button's payload of 64; a longer one goes by its place
NUMBERS = re.compile(r"[0-9]{1,2}(?:[\s,;.+]+[0-9]{1,2})*")


def value_of(session: DraftSession, ref: str, name: str) -> str:
    """How a button names a choice: by name, or by place where the name is too long for a button."""
    if len(name.encode()) <= MOST_VALUE:
        return name
    return f"#{[i.name for i in session.instance.choices(ref)].index(name)}"


def name_of(session: DraftSession, ref: str, value: str) -> str:
    """The choice that a button names; "" for a place where there is none."""
    if not (value.startswith("#") and value[1:].isdecimal()):
        return value
    items = session.instance.choices(ref)
    return items[int(value[1:])].name if int(value[1:]) < len(items) else ""


def label_of(session: DraftSession, name: str) -> str:
    """What a choice, or a day, is called."""
    if label := next((i.label for i in session.instance.choices(session.draft.at) if i.name == name), ""):
        return label
    try:
        day = date.fromisoformat(name)
        return f"{day.day}/{day.month}/{day.year}"
    except ValueError:
        return name


def numbered(session: DraftSession, ref: str, text: str) -> list[str] | None:
    """The choices that `1,3` names where choices are numbered lines: those that were shown by these numbers, which is
    not always the form's order. [] where a number stands by no answer, None where the text is no numbers."""
    if session.s.traits.buttons or not session.question(ref).type.startswith("select"):
        return None
    shown = [_answer(session, payload) for payload, _ in session.s.state.options]
    if not any(shown) or not NUMBERS.fullmatch(text.strip()):
        return None
    numbers = [int(n) for n in re.findall("[0-9]+", text)]
    found = [shown[n - 1] if 1 <= n <= len(shown) else None for n in numbers]
    if not all(found):
        return []
    return list(dict.fromkeys(name_of(session, ref, choice.name) for choice in found))


def _answer(session: DraftSession, payload: str) -> Choose | None:
    """The answer that a choice of the last message gives to the question that waits."""
    button = DraftButton.of(payload)
    here = button and isinstance(button.action, Choose) and session.payload(button.action) == payload
    return button.action if here else None
