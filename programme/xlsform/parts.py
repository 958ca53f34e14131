"""What a form is made of: questions, groups and repeats, with their expressions, texts, choices and actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from programme.xlsform.xpath import XPath

ASKED = frozenset(
    {
        *("text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple", "rank"),
        *("note", "acknowledge", "geopoint", "image", "audio", "video", "file", "barcode"),
    }
)
"""Types of questions that a chat can ask. Besides them: calculate, hidden, and the metadata types."""
INPUTS = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
    "barcode": "barcode",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
}
CONTROLS = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
UPLOADS = {"image": "image", "audio": "audio", "video": "video"}
"""Types in XLSForm's words: of inputs by their bind, of other controls by their name, of uploads by their media."""

METADATA = frozenset(
    ("start", "end", "today", "deviceid", "username", "phonenumber", "email", "subscriberid", "simserial")
)

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

    @property
    def put(self) -> bool:
        """Whether it may be put as a question: it has a control, and is not read-only whatever is answered."""
        if not self.control or self.question is None or self.question.type == "note":
            return False
        return self.read_only is None or self.read_only.source != "true()"

    # what the check of a form's expressions asks of it, as of any node
    def named(self, name: str) -> list[Part]:
        return [self.parts[name]] if name in self.parts else []

    def children(self) -> list[Part]:
        return list(self.parts.values())

    def all(self) -> Iterator[Part]:
        yield self
        for part in self.parts.values():
            yield from part.all()


def asked_in(part: Part) -> Iterator[Part]:
    """The questions that may be asked within the root or one instance of a repeat, and the repeats there."""
    for inner in part.parts.values():
        if inner.parts and not inner.repeat:
            yield from asked_in(inner)
        elif inner.repeat or inner.put:
            yield inner
