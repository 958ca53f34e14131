"""A form as it was compiled: its parts in a tree, its questions in a row. Nothing here changes after loading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from programme.xlsform.rows import Row
from programme.xlsform.xpath import XPath

ASKED = frozenset(
    {
        *("text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple", "rank"),
        *("note", "acknowledge", "geopoint", "image", "audio", "video", "file", "barcode"),
    }
)
"""Types of questions that a chat can ask. Besides them: calculate, hidden, and the metadata types."""

METADATA = frozenset(
    ("start", "end", "today", "deviceid", "username", "phonenumber", "email", "subscriberid", "simserial")
)

_RESTLESS = re.compile(r"\b(now|random|randomize|uuid|once)\s*\(")
Pieces = tuple[str | XPath, ...]
"""A text with outputs: words, and expressions whose value stands between them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A label, hint or message: pieces, or the key of a translated text (`key`, or `by` an expression)."""

    pieces: Pieces = ()
    key: str = ""
    by: XPath | None = None


@dataclass(frozen=True, slots=True)
class Itemset:
    """Where a select's choices come from: an expression that gives rows, and what of a row is its name and label;
    `filtered` where the rows depend on answers."""

    rows: XPath
    value: str
    label: Text
    instance: str = ""
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A choice written in the question itself."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Action:
    """Set `target` to `value` when `events` happen; `source` is the part whose change it waits for."""

    target: str
    events: frozenset[str]
    value: XPath | str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A leaf of the form. `groups` are the paths of the groups and repeats around it, outermost first; `columns` are
    the survey sheet's own extra columns; `required` and `read_only` say whether it may ever be so."""

    path: str
    name: str
    type: str
    required: bool = False
    read_only: bool = False
    appearance: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        return self.type in ASKED

    def choice_columns(self, name: str) -> Mapping[str, str]:
        """The choices sheet's own extra columns of one choice."""
        return self.choices.get(name, {})


@dataclass(slots=True, eq=False)
class Part:
    """A node of the form's model: a leaf, a group, or a repeat (each of whose instances is then a group).

    `conditional` and `lockable` say whether it may ever be not relevant, or read-only, by itself or what is around it;
    `kept`, whether a calculated value stays until its sources change.
    A repeat has `initial` instances at first, and `templated` where a new instance of another repeat brings it."""

    name: str
    path: str
    parent: Part | None = None
    parts: dict[str, Part] = field(default_factory=dict)
    repeat: bool = False
    type: str = "string"
    default: str = ""
    relevant: XPath | None = None
    required: XPath | None = None
    read_only: XPath | None = None
    constraint: XPath | None = None
    calculate: XPath | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    preload: tuple[str, str] | None = None
    control: str = ""
    appearance: frozenset[str] = frozenset()
    attributes: dict[str, str] = field(default_factory=dict)
    label: Text | None = None
    hint: Text | None = None
    items: Itemset | tuple[Fixed, ...] = ()
    count: XPath | None = None
    initial: int = 0
    templated: int = 0
    fixed: bool = False
    kept: bool = False
    conditional: bool = False
    lockable: bool = False
    question: Question | None = None

    @property
    def leaf(self) -> bool:
        return not self.parts and not self.repeat

    # what the check of a form's expressions asks of it, as of any node
    def named(self, name: str) -> list[Part]:
        return [self.parts[name]] if name in self.parts else []

    def children(self) -> list[Part]:
        return list(self.parts.values())

    def all(self) -> Iterator[Part]:
        yield self
        for part in self.parts.values():
            yield from part.all()


class Form:
    """A loaded form. `questions` are in document order, hidden and calculated ones among them."""

    def __init__(self, root: Part, **known) -> None:
        self.root = root
        self.id: str = known["id"]
        self.version: str = known["version"]
        self.title: str = known["title"]
        self.languages: tuple[str, ...] = known["languages"]
        self.default_language: str = known["default_language"]
        self.settings: Mapping[str, str] = known["settings"]
        self.warnings: tuple[str, ...] = known["warnings"]
        self.texts: Mapping[str, Mapping[str, Mapping[str, Pieces]]] = known["texts"]
        self.instances: Mapping[str, Row] = known["instances"]
        self.actions: tuple[Action, ...] = known["actions"]
        self.media: Mapping[str, str] = {}
        """The files of labels that were given with the form: name → sha256 of a stored medium."""
        for part in root.all():
            above = part.parent
            part.conditional = part.relevant is not None or (above is not None and above.conditional)
            part.lockable = part.read_only is not None or (above is not None and above.lockable)
        self.parts: Mapping[str, Part] = {part.path: part for part in root.all()}
        self.questions: tuple[Question, ...] = tuple(p.question for p in root.all() if p.question is not None)
        self.kept = tuple(part for part in self.parts.values() if part.kept)
        self.counted = tuple(part for part in self.parts.values() if part.count is not None)
        self.started = tuple(a for a in self.actions if a.events & {"odk-instance-first-load", "odk-instance-load"})
        self.repeated = tuple(a for a in self.actions if "odk-new-repeat" in a.events)
        self.triggered = tuple(a for a in self.actions if "xforms-value-changed" in a.events)

    @cached_property
    def restless(self) -> bool:
        """Whether a value may change without an answer: by the hour, or by chance."""
        expressions = (
            getattr(part, name)
            for part in self.parts.values()
            for name in ("relevant", "required", "read_only", "constraint", "calculate", "count")
        )
        lists = (part.items.rows for part in self.parts.values() if isinstance(part.items, Itemset))
        return any(found is not None and _RESTLESS.search(found.source) for found in (*expressions, *lists))

    def question(self, path: str) -> Question:
        """Raises KeyError for a path that is no leaf of the form."""
        question = self.parts[path].question
        if question is None:
            raise KeyError(path)
        return question

    def language(self, wanted: str) -> str:
        """The form's language for a wanted one: by its name ("Tiếng Việt (vi)") or by its code ("vi")."""
        for name in self.languages:
            if wanted == name or name.endswith(f"({wanted})"):
                return name
        return self.default_language
