"""What a button does at a stop of a draft, as typed values; each packs to the few letters that stand for it on the
wire, for ever."""

from __future__ import annotations

from typing import ClassVar

import msgspec

MOST_DIGITS = 6


class Action(msgspec.Struct, frozen=True):
    """`mark` is what it begins with on the wire; its one field follows, where it has one."""

    mark: ClassVar[str] = ""

    def pack(self) -> str:
        """The text that a button carries."""
        fields = self.__struct_fields__
        return f"{self.mark}{getattr(self, fields[0])}" if fields else self.mark

    def __str__(self) -> str:
        return self.pack()


class Unknown(Action, frozen=True):
    """What no button of ours says."""

    text: str


# --- at a question ----------------------------------------------------------------------------------------------------


class Choose(Action, frozen=True):
    """An answer: the name of a choice, `#3` for the fourth where the name is too long, a day, a period, a number."""

    mark: ClassVar[str] = "="
    name: str


class Tick(Action, frozen=True):
    """A choice of several, or the next of a ranking. Pressed twice, it stays ticked."""

    mark: ClassVar[str] = "+"
    name: str


class Untick(Action, frozen=True):
    mark: ClassVar[str] = "-"
    name: str


class Suggested(Action, frozen=True):
    """The answer that the label shows; `place` counts the suggestions from 0."""

    mark: ClassVar[str] = "@"
    place: int


class Explain(Action, frozen=True):
    """How to type what has no button: `topic` is a text's key below `ask.`."""

    mark: ClassVar[str] = "?"
    topic: str


class TurnPage(Action, frozen=True):
    """Another page of a list, or part of a review; counted from 0."""

    mark: ClassVar[str] = "p"
    page: int


class Back(Action, frozen=True):
    mark: ClassVar[str] = "back"


class Skip(Action, frozen=True):
    mark: ClassVar[str] = "skip"


class Keep(Action, frozen=True):
    """The answer stays as it is."""

    mark: ClassVar[str] = "keep"


class KeepWithout(Action, frozen=True):
    """The answer is kept without the words that may name a person or a home."""

    mark: ClassVar[str] = "without"


class NotAName(Action, frozen=True):
    """The words that may name a person do not."""

    mark: ClassVar[str] = "named"


class RankAnew(Action, frozen=True):
    mark: ClassVar[str] = "again"


class TickSeveral(Action, frozen=True):
    """More than one choice is to be ticked."""

    mark: ClassVar[str] = "many"


class Done(Action, frozen=True):
    """All is ticked."""

    mark: ClassVar[str] = "done"


# --- at a check -------------------------------------------------------------------------------------------------------


class Yes(Action, frozen=True):
    mark: ClassVar[str] = "yes"


class No(Action, frozen=True):
    mark: ClassVar[str] = "no"


class Mistake(Action, frozen=True):
    """The whole report was a slip."""

    mark: ClassVar[str] = "slip"


class Correct(Action, frozen=True):
    """The answer is to be put right."""

    mark: ClassVar[str] = "mend"


class SeveralTimes(Action, frozen=True):
    """The figure is that of more than one occasion."""

    mark: ClassVar[str] = "several"


# --- at the review ----------------------------------------------------------------------------------------------------


class Send(Action, frozen=True):
    mark: ClassVar[str] = "send"


class Edit(Action, frozen=True):
    """The list of the answers, to change one."""

    mark: ClassVar[str] = "edit"


class Later(Action, frozen=True):
    """The draft is kept for another day."""

    mark: ClassVar[str] = "later"


class Drop(Action, frozen=True):
    """The report stays as it was sent."""

    mark: ClassVar[str] = "drop"


class Cancel(Action, frozen=True):
    mark: ClassVar[str] = "cancel"


class Add(Action, frozen=True):
    """A question that is only put where it is wanted; `path` begins its path and fits a button."""

    mark: ClassVar[str] = "add"
    path: str


class EditNumber(Action, frozen=True):
    """The questions that people call by this number."""

    mark: ClassVar[str] = "e"
    number: str


class RemoveRepeat(Action, frozen=True):
    """An instance of a repeat; `place` counts all that can be removed or added, from 0."""

    mark: ClassVar[str] = "x"
    place: int


class AddRepeat(Action, frozen=True):
    mark: ClassVar[str] = "n"
    place: int


# --- read -------------------------------------------------------------------------------------------------------------

WORDS: dict[str, Action] = {
    kind.mark: kind()
    for kind in (
        *(Back, Skip, Keep, KeepWithout, NotAName, RankAnew, TickSeveral, Done),
        *(Yes, No, Mistake, Correct, SeveralTimes),
        *(Send, Edit, Later, Drop, Cancel),
    )
}
TEXTS: dict[str, type[Action]] = {kind.mark: kind for kind in (Choose, Tick, Untick, Explain)}
PLACES: dict[str, type[Action]] = {kind.mark: kind for kind in (Suggested, TurnPage, RemoveRepeat, AddRepeat)}


def read_action(text: str) -> Action:
    """The action that packs to `text`."""
    if (word := WORDS.get(text)) is not None:
        return word
    mark, rest = text[:1], text[1:]
    if mark in TEXTS:
        return TEXTS[mark](rest)
    if mark in PLACES and _is_place(rest):
        return PLACES[mark](int(rest))
    if text.startswith(Add.mark):
        return Add(text.removeprefix(Add.mark))
    return EditNumber(rest) if mark == EditNumber.mark else Unknown(text)


def _is_place(text: str) -> bool:
    """Whether the text is a number as it is packed: without zeros before it, and of a sane length."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and (text == "0" or text[0] != "0")
