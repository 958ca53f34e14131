"""A message while it is read: its tokens, the phrases of the lexicon in it, and which tokens already have a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.understand.reader.lexicon import Hit, Lexicon
from handlers.understand.reader.patterns import WordLine
from handlers.understand.reader.reading import Span
from handlers.understand.reader.tokens import Token

_QUOTES = ('"', "“", "”", "'")


@dataclass(slots=True)
class Page:
    """`said` is the keys of all tokens with one space between them, for patterns; `taken` says of each token what has
    claimed it ("" where nothing has)."""

    text: str
    tokens: list[Token]
    words: Lexicon
    said: str = ""
    hits: list[list[Hit]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    loud: bool = False  # all in capitals
    listed: bool = False  # parts put side by side, as in a line of a report
    at_school: bool = False
    asides: set[int] = field(default_factory=set)  # sentences where something is only planned, or beside the work
    _places: list[int] = field(default_factory=list)
    _groups: dict[str, list[Hit]] = field(default_factory=dict)
    _starting: dict[tuple[str, int], list[Hit]] = field(default_factory=dict)
    _lines: dict[tuple[bool, ...], WordLine] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)
    _in_quotes: bool = False
    _ends: dict[int, list[Hit]] = field(default_factory=dict)
    _turns: list[Hit] | None = None
    _turned_to: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.loud = self.text == self.text.upper()
        self._keys = [token.key for token in self.tokens]
        self.said = " ".join(self._keys)
        for i, key in enumerate(self._keys):
            self._places += [i] * (len(key) + 1)
        self.hits = [self.words.at(self.tokens, i) for i in range(len(self.tokens))]
        self.taken = [""] * len(self.tokens)
        self._in_quotes = any(mark in self.text for mark in _QUOTES)
        for hit in (hit for hits in self.hits for hit in hits):
            self._groups.setdefault(hit.group, []).append(hit)
            self._ends.setdefault(hit.end, []).append(hit)
            self._starting.setdefault((hit.group, hit.start), []).append(hit)
        for hits in self._starting.values():
            hits.sort(key=lambda hit: -hit.end)
        schools = [h for h in self._groups.get("place", ()) if self.key(h.start) in self.words.sets["school"]]
        self.at_school = any(not self.covered(h, ("head",)) for h in schools)

    def tells(self, name: str, *, hidden: Sequence[bool] = ()) -> list[tuple[int, int]]:
        """Where a turn of phrase of the lexicon stands, as (start, end); hidden tokens are no words."""
        if name not in self.words.patterns:
            return []
        line = self._lines.get(tuple(hidden))
        if line is None:
            line = self._lines[tuple(hidden)] = WordLine(self.tokens, hidden)
        return list(line.find(self.words.patterns[name]))

    @property
    def turns(self) -> list[Hit]:
        """The turns of phrase that name kinds, numbers among their words."""
        if self._turns is None:
            names = [(kind, f"kind:{kind}") for kind in self.words.kinds]
            self._turns = [Hit(*turn, "kind:strong", kind) for kind, name in names for turn in self.tells(name)]
            looks = [(kind, m) for kind, look in self.words.looks.items() for m in look.finditer(self.said)]
            self._turns += [Hit(*self.where(*m.span()), "kind:strong", kind) for kind, m in looks]
        return self._turns

    @property
    def turned_to(self) -> frozenset[str]:
        """The kinds that turns of phrase name."""
        if self._turned_to is None:
            self._turned_to = frozenset(h.name for h in self.turns)
        return self._turned_to

    def where(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of letters `start` to `end` of `said`."""
        return self._places[start], self._places[max(start, end - 1)] + 1

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def free_of_place(self, i: int) -> bool:
        """Whether a token is part of no place's name."""
        return self.taken[i] not in ("place", "code")

    def claim(self, start: int, end: int, what: str) -> None:
        for i in range(start, min(end, len(self.taken))):
            self.taken[i] = self.taken[i] or what

    def span(self, start: int, end: int, what: str) -> None:
        """Tokens `start` to `end` say `what`."""
        if start < end:
            self.spans.append(Span(self.tokens[start].start, self.tokens[end - 1].end, what))

    def respan(self, what: str, now: str) -> None:
        self.spans = [Span(s.start, s.end, now if s.what == what else s.what) for s in self.spans]

    def key(self, i: int) -> str:
        return self._keys[i] if 0 <= i < len(self._keys) else ""

    def typed(self, start: int, end: int) -> str:
        """The letters of the text from one token to another."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def longest(self, i: int, group: str, names: Iterable[str] | None = None) -> Hit | None:
        """The longest phrase of a group at a token."""
        for hit in self._starting.get((group, i), ()):
            if names is None or hit.name in names:
                return hit
        return None

    def find(self, group: str, names: Iterable[str] | None = None) -> list[Hit]:
        """The longest phrases of a group, from left to right, none inside another."""
        found: list[Hit] = []
        for hit in self._groups.get(group, ()):
            if names is not None and hit.name not in names:
                continue
            if found and found[-1].start == hit.start:
                found[-1] = hit  # the longer one comes later
            elif not found or found[-1].end <= hit.start:
                found.append(hit)
        return found

    def find_around(self, group: str) -> list[Hit]:
        """As `find`, with the numbers and hours left out: "quản lý 12 người sau cai" has "quản lý người sau cai"."""
        kept = [i for i, taken in enumerate(self.taken) if taken not in ("number", "hour")]
        rest = [self.tokens[i] for i in kept]
        found, at = [], 0
        while at < len(rest):
            hits = [h for h in self.words.at(rest, at) if h.group == group] if rest[at].word else ()
            best = max(hits, key=lambda h: h.end, default=None)
            if best is None:
                at += 1
                continue
            found.append(Hit(kept[best.start], kept[best.end - 1] + 1, group, best.name))
            at = best.end
        return found

    def covered(self, hit: Hit, groups: tuple[str, ...], name: str = "") -> bool:
        """Whether a longer phrase of these groups holds the hit."""
        for start in range(max(0, hit.start - 4), hit.start + 1):
            for other in self.hits[start]:
                if name and other.name != name:
                    continue
                if other.group in groups and other.end >= hit.end and other.end - other.start > hit.end - hit.start:
                    return True
        return False

    def quoted(self, i: int) -> bool:
        """Whether a token stands in a saying or a title: "3 không, 4 có"."""
        if not self._in_quotes:
            return False
        marks = [n for n in range(max(0, i - 12), i) if self.key(n) in _QUOTES and self.taken[n] == ""]
        closes = any(self.key(n) in _QUOTES for n in range(i, min(i + 8, len(self.tokens))))
        return len(marks) % 2 == 1 and closes

    def is_name(self, i: int) -> bool:
        """Whether a word is written as a name: a capital inside a sentence."""
        token = self.tokens[i]
        inside = i > 0 and self.key(i - 1)[:1].isalnum()
        return inside and self.text[token.start].isupper() and not self.loud

    def ending(self, i: int, group: str, names: Iterable[str] | None = None) -> Hit | None:
        """The longest phrase of a group that ends right before token `i`."""
        for hit in self._ends.get(i, ()):
            if hit.group == group and (names is None or hit.name in names):
                return hit
        return None

    def said_at(self, i: int, words: str) -> bool:
        """Whether these folded words stand at a token."""
        said = words.split()
        return self._keys[i : i + len(said)] == said

    def said_before(self, i: int, words: str) -> bool:
        """Whether these folded words end right before a token."""
        count = len(words.split())
        return i >= count and self.said_at(i - count, words)
