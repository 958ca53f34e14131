"""What a question of a form takes, and what came of an answer to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.understand.choices import Item
from handlers.understand.personal.personal import find_personal
from programme.xlsform import Instance, bare
from programme.xlsform.types import LISTS, canonical

SELECTS = LISTS | {"select_one"}


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a string, or a list for select_multiple; `companions` maps `bound`, `to`, `scope` to their values;
    `second` is the m of an answer n/m."""

    value: Any
    companions: Mapping[str, str] = field(default_factory=dict)
    second: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it can't be taken: `key` in the texts under `error.`; `offers` are canonical values worth offering."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader needs to know of a question: its type, its choices as `Item`s, which companions it has,
    the day it is, whether an answer n/m has a place for its m, whether it must be answered, whether words about
    people are refused (`guarded`), but those that are `cleared` by their marks, and `exact`: what is canonical already,
    written as the record has it (raises Refused)."""

    type: str
    items: Sequence[Item] = ()
    companions: frozenset[str] = frozenset()
    today: date = date.min
    ratio: bool = False
    cleared: tuple[str, ...] = ()
    required: bool = True
    guarded: bool = True
    exact: Callable[[str], str] | None = None


def wanted(
    instance: Instance, ref: str, today: date, companions: frozenset[str] = frozenset(), guarded: bool = True
) -> Wanted:
    """What the question at `ref` takes now."""
    question = instance.form.question(bare(ref))
    bind = instance.form.parts[question.path].type
    return Wanted(
        type=question.type,
        items=items(instance, ref) if question.type in SELECTS else (),
        companions=companions,
        today=today,
        ratio=bool(question.columns.get("ratio")),
        required=instance.required(ref),
        guarded=guarded,
        exact=lambda text: canonical(question, bind, text, instance.zone),
    )


def items(instance: Instance, ref: str) -> list[Item]:
    """The choices there are now, with the other words for them that the form gives."""
    question = instance.form.question(bare(ref))
    return [
        Item(i.name, i.label, aliases(question.choice_columns(i.name).get("aliases", "")))
        for i in instance.choices(ref)
    ]


def aliases(column: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in re.split("[,;]", column) if w.strip())


def shortened(text: str, most: int = 40) -> str:
    """A piece of what was said, short enough to be said back; without what may be kept nowhere."""
    for found in reversed(find_personal(text)):
        text = f"{text[: found.start]}…{text[found.end :]}"
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
