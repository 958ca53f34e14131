"""How a form is told in one SMS: its keyword, and the word or letter that stands before each answer.

The columns are XLSForm's own: `sms_keyword` and `sms_separator` of the settings, `sms_field` of a question,
`sms_option` of a choice. A form without them has its id as the keyword and letters by position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from programme.language.vietnamese import fold
from programme.xlsform.form import Form
from programme.xlsform.parts import Question

UNTOLD = frozenset(("note", "image", "audio", "video", "file", "geopoint"))


@dataclass(frozen=True, slots=True)
class Field:
    """A question and the word that its answer follows in the line."""

    word: str
    question: Question


def keyword(form: Form) -> str:
    said = form.settings.get("sms_keyword", "").strip() or form.id
    return re.sub(r"[^A-Z0-9]", "", fold(said).upper())[:12] or "BM"


def separator(form: Form) -> str:
    """What parts the answers: "" where spaces do."""
    return form.settings.get("sms_separator", "").strip()


def fields(form: Form) -> tuple[Field, ...]:
    """What can be told in a line: not files, nor what repeats. Where any question has its own word, only those."""
    able = [q for q in form.questions if q.asked and q.type not in UNTOLD and not _repeats(form, q)]
    named = [Field(q.columns["sms_field"].split(",")[0].strip().upper(), q) for q in able if q.columns.get("sms_field")]
    return tuple(named) or tuple(Field(word, q) for word, q in zip(letters(), able, strict=False))


def options(question: Question) -> dict[str, str]:
    """The code of each choice that has one, by its name."""
    codes = {name: question.choice_columns(name).get("sms_option", "") for name in question.choices}
    return {name: code.split(",")[0].strip().upper() for name, code in codes.items() if code.strip()}


def letters() -> Iterator[str]:
    """A, B, … Z, AA, AB, …"""
    yield from ascii_uppercase
    for first in ascii_uppercase:
        yield from (first + second for second in ascii_uppercase)


def parts(form: Form, text: str) -> list[tuple[Field, str]] | None:
    """The answers in a line, each with its field; None where the line does not begin with the keyword."""
    head, _, rest = text.strip().partition(" ")
    if fold(head).upper() != keyword(form):
        return None
    mark, known = separator(form), {field.word: field for field in fields(form)}
    pieces = [p.strip() for p in rest.split(mark)] if mark and mark in rest else _pieces(rest, known)
    found = []
    for piece in pieces:
        word, _, value = piece.partition(" ")
        if (field := known.get(fold(word).upper().rstrip(":="))) and value.strip():
            found.append((field, value.strip(" ,;")))
    return found


def _pieces(text: str, known) -> list[str]:
    """Cut before every word that names a field, in the order of the form: a letter within an answer is no field."""
    order, at, cuts = list(known), -1, []
    for word in re.finditer(r"\S+", text):
        name = fold(word[0]).upper().rstrip(":=")
        if name in known and order.index(name) > at:
            at = order.index(name)
            cuts.append(word.start())
    return [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _repeats(form: Form, question: Question) -> bool:
    return any(form.parts[group].repeat for group in question.groups)
