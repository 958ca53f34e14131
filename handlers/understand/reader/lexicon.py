"""The lexicon: phrases by what they say, found in a text by one walk. It comes from a TOML file a language; a kind of
activity is a table there."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from handlers.understand.reader.patterns import Patterns, words_of
from handlers.understand.reader.tokens import folded, marked, sound, with_marks
from programme.language.vietnamese import fold

if TYPE_CHECKING:
    from handlers.understand.reader.tokens import Token

HERE = Path(__file__).parents[3] / "programme" / "language" / "understand"


@dataclass(frozen=True, slots=True)
class KindWords:
    """How one kind is spoken of: the figure of each head noun, of a bare number, of n and m in a share, and the one
    that is 1 where a single event is told; `whole` is the figure of a total of the main one."""

    name: str
    figures: Mapping[str, str]
    main: str = ""
    ratio: tuple[str, ...] = ()
    event: str = ""
    topic: str = ""
    alone: frozenset[str] = frozenset()
    whole: str = ""
    verb: bool = False
    ways: bool = False
    adds: bool = False
    long: bool = False
    holds: bool = False
    after: str = ""
    beside: str = ""
    away: bool = False
    agreed: str = ""
    yields: bool = False
    visits: bool = False


class Hit(NamedTuple):
    """A phrase of the lexicon at tokens `start` to `end` (exclusive): `group` and `name` say which."""

    start: int
    end: int
    group: str
    name: str


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)


class Lexicon:
    """All phrases in one tree of folded words; a phrase fits where no word's marks speak against it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._root = _Node()
        self.words: set[str] = set()  # folded
        self.marks: set[str] = set()  # with marks
        self.pairs: dict[tuple[str, str], tuple[str, str]] = {}
        self.exact: set[tuple[str, str]] = set()
        self.told_pairs: dict[tuple[str, str], tuple[str, str]] = {}
        self.sounds: dict[str, list[str]] = {}
        self.kinds = {name: _kind(name, table) for name, table in data["kind"].items()}
        self.short = {marked(key): value for key, value in data["short"].items()}
        self.dotted = {fold(key): value for key, value in data["dotted"].items()}
        self.before_number: Mapping[str, str] = data["short_before_number"]
        self.after_number: Mapping[str, str] = data["short_after_number"]
        self.in_capitals = {fold(key): value for key, value in data["short_in_capitals"].items()}
        self.number_marks = frozenset(m for word in data["number"]["marked"].split() for m in with_marks(word))
        self.place_stops = frozenset(folded(word)[0] for word in data["place"]["stop"].split())
        stops = data["place"]["stop"].split()
        self.place_stop_marks = {
            key: {with_marks(w)[0] for w in stops if folded(w)[0] == key} for key in self.place_stops
        }
        self.campaigns: dict[str, str] = data["campaign"]
        self.bounds: Mapping[str, Sequence[str]] = data["bound"]
        self.sets = {name: frozenset(words.split()) for name, words in data["set"].items()}
        self.looks_of = {name: re.compile(pattern) for name, pattern in data["pattern"].items()}
        self.behind_t: dict[str, str] = data["behind_t"]
        self.before_word = {folded(pair): said for pair, said in data["short_before_word"].items()}
        self.behind_word = {folded(pair): said for pair, said in data["short_behind_word"].items()}
        self.respelt = {word: re.compile(looks) for word, looks in data["respelt"].items()}
        self.looks = {
            name: re.compile("|".join(table["looks"])) for name, table in data["kind"].items() if "looks" in table
        }
        self.talk = next(name for name, table in data["kind"].items() if table.get("talk"))
        self.verbs = frozenset(name for name, table in data["kind"].items() if table.get("verb"))
        self.people = self.sets["people"]
        self.like: dict[str, str] = data["like"]
        self.schools = frozenset(folded(data["spelled"]["schools"]))
        self.inside = frozenset(folded(data["spelled"]["inside"]))
        self.denied = frozenset(folded(data["spelled"]["denied"]))
        self.of_bodies = frozenset(folded(data["spelled"]["of_bodies"]))
        self.numbered = frozenset(data["numbered"]["words"].split())
        turns = {f"kind:{name}": table["turns"] for name, table in data["kind"].items() if "turns" in table}
        self.patterns = Patterns({**data["said"], **turns})
        for line in (line for lines in turns.values() for line in lines):
            self.words.update(folded(" ".join(words_of(line))))
            self.marks.update(with_marks(" ".join(words_of(line))))
        self._learn(data)
        self.in_order = sorted(self.words)  # so that of two words as near the same is always taken
        for word in self.in_order:
            self.sounds.setdefault(sound(word), []).append(word)

    def _learn(self, data: Mapping[str, Any]) -> None:
        for name, table in data["kind"].items():
            for strength in ("strong", "weak"):
                for phrase in table.get(strength, ()):
                    self._add(phrase, f"kind:{strength}", name)
        for group in ("topic", "head", "bound", "place", "unit_body", "day", "intent", "number", "aside"):
            for name, phrases in data[group].items():
                for phrase in phrases if isinstance(phrases, list) else phrases.split():
                    if (group, name) != ("place", "stop") and (group, name) != ("number", "marked"):
                        self._add(phrase, group, name)
        for expanded in (*data["short"].values(), *data["dotted"].values()):
            self.words.update(folded(expanded))

    def _add(self, phrase: str, group: str, name: str) -> None:
        words, marks = folded(phrase), with_marks(phrase)
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.ends.append((marks, group, name))
        self.words.update(words)
        self.marks.update(marks)
        told = group.startswith("kind") or group in ("topic", "day")
        for pair in itertools.pairwise(words):
            self.exact.add(pair)
            heard = (sound(pair[0]), sound(pair[1]))
            self.pairs.setdefault(heard, pair)
            if told:
                self.told_pairs.setdefault(heard, pair)

    def at(self, tokens: Sequence[Token], start: int) -> list[Hit]:
        """Every phrase that begins at a token, shorter ones first."""
        found: list[Hit] = []
        node = self._root.next.get(tokens[start].key)
        end = start + 1
        while node is not None:
            for marks, group, name in node.ends:
                for token, mark in zip(tokens[start:end], marks, strict=True):
                    if token.mark and token.mark != mark:
                        break
                else:
                    found.append(Hit(start, end, group, name))
            if end == len(tokens) or tokens[end].key == "\n":
                break
            node = node.next.get(tokens[end].key)
            end += 1
        return found


def _kind(name: str, table: Mapping[str, Any]) -> KindWords:
    return KindWords(
        name,
        table.get("figures", {}),
        table.get("main", ""),
        tuple(table.get("ratio", ())),
        table.get("event", ""),
        table.get("topic", ""),
        frozenset(table.get("alone", ())),
        table.get("whole", ""),
        *(table.get(name, False) for name in ("verb", "ways", "adds", "long", "holds")),
        table.get("after", ""),
        table.get("beside", ""),
        table.get("away", False),
        "agreed" if "agreed" in table.get("figures", {}) else "",
        table.get("yields", False),
        table.get("visits", False),
    )


_READ: dict[str, Lexicon] = {}
_READING = Lock()


def lexicon(language: str = "vi") -> Lexicon:
    """The lexicon of a language, read once: a fifth of a second's work."""
    if language not in _READ:
        with _READING:
            if language not in _READ:
                _READ[language] = Lexicon(tomllib.loads((HERE / f"{language}.toml").read_text("utf-8")))
    return _READ[language]


def is_read(language: str = "vi") -> bool:
    """Whether the lexicon is at hand."""
    return language in _READ
