"""Words that people type: one file a language in programme/language/words/. All languages are heard at once, whichever
one a person reads.

A key names a list: words and phrases as they are compared (`fold`), those under `marked` with their marks. Below
`pattern` and `marked_pattern` a line is a regular expression, any of them fits, and `<self>` is the pattern of that
name beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from programme.language.texts import LANGUAGES
from programme.language.vietnamese import fold, nfc

HERE = Path(__file__).parent / "words"
MARKED = ("marked.", "marked_pattern.")
PATTERNS = ("pattern.", "marked_pattern.")
NOTHING = r"(?!)"  # the pattern that nothing fits
_NAMED = re.compile(r"<([a-z_]+)>")
Lists = Mapping[str, tuple[str, ...]]


class WordsFault(ValueError):
    """A file of words that can't be used: which one, which key, and why."""


def words_for(key: str, language: str = "") -> tuple[str, ...]:
    """The words of a key, in the order of the files and without repeats; of one language where it is named."""
    spoken = (language,) if language else LANGUAGES
    return tuple(dict.fromkeys(word for each in spoken for word in lists_of(each)[key]))


def names_in(group: str) -> tuple[str, ...]:
    """The keys of a group: `names_in("command")` is menu, report, nil …"""
    return tuple(key.rpartition(".")[2] for key in lists_of(LANGUAGES[0]) if key.rpartition(".")[0] == group)


def meanings(group: str) -> dict[str, str]:
    """What each word of a group of keys stands for: `meanings("bound.before")["over"]` is `min`."""
    found: dict[str, str] = {}
    for name in names_in(group):
        for word in words_for(f"{group}.{name}"):
            if found.setdefault(word, name) != name:
                raise WordsFault(f"{group}: “{word}” stands for {found[word]} and for {name}")
    return found


def alternatives(*keys: str) -> str:
    """The words of these keys as one group of a regular expression, the longest first."""
    found = sorted({word for key in keys for word in words_for(key)}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, found))})" if found else NOTHING


def pattern(key: str) -> str:
    """The patterns of a key as one regular expression, without a group around it."""
    return "|".join(filter(None, (_joined(lists_of(each), key) for each in LANGUAGES))) or NOTHING


def compiled(key: str) -> re.Pattern[str]:
    """The patterns of a key, ready to search."""
    try:
        return re.compile(pattern(key))
    except re.error as fault:
        raise WordsFault(f"{key}: no regular expression ({fault})") from None


def at_words(key: str) -> re.Pattern[str]:
    """The patterns of a key, ready to search, each only where a word or a sign begins."""
    return re.compile(rf"(?<![a-z0-9])(?:{compiled(key).pattern})")


def _joined(lists: Lists, key: str) -> str:
    """The lines of a pattern as one, with those that it names put in."""
    room = key.rpartition(".")[0]
    return _NAMED.sub(lambda name: f"(?:{_joined(lists, f'{room}.{name[1]}') or NOTHING})", "|".join(lists[key]))


def as_compared(key: str, word: str) -> str:
    """The word as the text is that it is compared with."""
    return nfc(word).lower() if key.startswith(MARKED) else fold(word)


@cache
def lists_of(language: str) -> Lists:
    """All lists of one language by their dotted keys. Raises WordsFault with everything that is wrong in its file."""
    lists = _read(language)
    faults = list(_faults(lists))
    if language != LANGUAGES[0]:
        known = lists_of(LANGUAGES[0])
        faults += [f"{key} is missing; a language that has no such words says []" for key in known if key not in lists]
        faults += [f"{key}: no such key" for key in lists if key not in known]
    if faults:
        raise WordsFault("; ".join(f"words/{language}.toml: {fault}" for fault in faults))
    return lists


def _read(language: str) -> dict[str, tuple[str, ...]]:
    path = HERE / f"{language}.toml"
    try:
        return dict(_flat(tomllib.loads(path.read_text("utf-8")), ""))
    except FileNotFoundError:
        raise WordsFault(f"words/{language}.toml is missing: the words that people type in this language") from None
    except ValueError as fault:
        raise WordsFault(f"words/{language}.toml: {fault}") from None


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in table.items():
        key = prefix + name
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, str):
            yield key, tuple(value.strip("\n").split("\n") if key.startswith(PATTERNS) else value.split())
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield key, tuple(value)
        else:
            raise WordsFault(f"{key} is neither a list of words nor a text of single words")


def _faults(lists: Lists) -> Iterator[str]:
    """Words that are not written as they are compared, and patterns that nobody wrote."""
    for key, words in lists.items():
        for word in words:
            if word != (compared := as_compared(key, word)):
                yield f"{key}: write “{compared}” for “{word}”"
        if key.startswith(PATTERNS):
            room = key.rpartition(".")[0]
            named = {name for word in words for name in _NAMED.findall(word)}
            yield from (f"{key}: <{name}> is no pattern of {room}" for name in named if f"{room}.{name}" not in lists)
