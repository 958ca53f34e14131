"""Words for people: one file a language in programme/language/texts/, a pack may say some of them its own way.

`Texts("vi", …)("receipt.head", code="K7P2")` fills `{code}`; `{count|person|people}` is the word that fits the count. A
key that no file has is a fault of ours and raises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "texts"
FIRST = "vi"
LANGUAGES = (FIRST, *sorted(path.stem for path in HERE.glob("*.toml") if path.stem != FIRST))
"""The languages that have a file of texts, the one first that speaks to who has chosen none."""
SHORT = "sms."  # before the key of a text: how it is said where a message has 160 letters

PLURALS: Mapping[str, Callable[[int], int]] = {"none": lambda count: 0, "one": lambda count: int(count != 1)}
"""Which of the words of `{count|…|…}` fits a count, by the rule that a language names under `language.plural`: always
the first; the first for 1, the second for all else."""
_COUNTED = re.compile(r"\{(\w+)\|([^{}]+)\}")

TAIL = "sms.tail"  # no text of a file: it comes from the operator's settings


class Texts:
    """The messages of one language: call it with a key and the values that the message names."""

    def __init__(self, language: str, messages: Mapping[str, str]):
        self.language = language
        self.messages = messages

    def __call__(self, key: str, /, **values: Any) -> str:
        text = self.messages[key]
        if "|" in text:
            text = _COUNTED.sub(lambda found: self._word(values[found[1]], found[2].split("|")), text)
        return text.format(**values).strip("\n")

    def _word(self, counted: int | str, words: list[str]) -> str:
        """The word for a count, which may be in figures ("1.254", "over 900")."""
        count = counted if isinstance(counted, int) else int("".join(filter(str.isdecimal, counted)) or 0)
        return words[min(PLURALS[self.messages["language.plural"]](count), len(words) - 1)]

    @property
    def tail(self) -> str:
        """What ends an SMS that nobody asked for, where its sender is a name that nobody can answer: whom to answer."""
        return self.messages.get(TAIL, "")

    def __contains__(self, key: str) -> bool:
        return key in self.messages

    def get(self, key: str, /, default: str = "", **values: Any) -> str:
        return self(key, **values) if key in self.messages else default


def flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested TOML tables as dotted keys."""
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


@cache
def _own(language: str) -> dict[str, str]:
    return flatten(tomllib.loads((HERE / f"{language}.toml").read_text("utf-8")))


@cache
def _overridden(language: str, overrides: tuple[tuple[str, str], ...], plain: bool) -> Texts:
    messages = _own(language) | dict(overrides)
    short = {key.removeprefix(SHORT): text for key, text in messages.items() if key.startswith(SHORT)} if plain else {}
    return Texts(language, messages | short)


def load_texts(language: str, overrides: Mapping[str, str] | None = None, plain: bool = False) -> Texts:
    """The texts of `language` (the first where it is not one of ours) with a pack's own wordings over them. With
    `plain` those that have a short way (`sms.menu.head` for `menu.head`) are said that way."""
    chosen = language if language in LANGUAGES else FIRST
    return _overridden(chosen, tuple(sorted((overrides or {}).items())), plain)
