"""What a paper is made of: headings, paragraphs, lists and tables; what a person must still fill in is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fill:
    """What only a person knows, in the place where it belongs."""

    what: str

    def __str__(self) -> str:
        return f"[ĐIỀN: {self.what}]"


HEAD = (Fill("số, ký hiệu"), Fill("địa danh"))
FOOT = (Fill("họ tên, chữ ký"), Fill("chức vụ, họ tên, chữ ký, dấu"))
"""What stands in the head and at the foot of every paper."""
Text = str | Fill | tuple["str | Fill", ...]
"""Words, a gap, or both in a row."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    text: Text


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `widths` are shares of the page's width."""

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Para | Points | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """`name` is its file's, `title` and `about` stand in the middle below the head."""

    name: str
    title: str
    about: str
    body: tuple[Block, ...]
    wide: bool = False
    """Whether its tables want the page turned."""

    @property
    def gaps(self) -> int:
        """What is still to be filled in, the head's and the foot's too."""
        return len((*HEAD, *FOOT)) + sum(
            isinstance(part, Fill) for block in self.body for text in texts(block) for part in parts(text)
        )


def parts(text: Text) -> tuple[str | Fill, ...]:
    return text if isinstance(text, tuple) else (text,)


def texts(block: Block) -> Iterator[Text]:
    if isinstance(block, Heading | Para):
        yield block.text
    elif isinstance(block, Points):
        yield from block.items
    else:
        yield from block.head
        for row in block.rows:
            yield from row


def plain(text: Text) -> str:
    return "".join(str(part) for part in parts(text))


def points(items: Iterable[Text]) -> Points:
    return Points(tuple(items))
