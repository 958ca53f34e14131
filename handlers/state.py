"""What is remembered of a person between two messages. It goes through JSON at every wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal, Self, Union

import msgspec

Takes = Literal["words", "a name", "a number", "a choice", "a unit", "reports"]
"""`words` are kept as they are, when nothing personal is in them. `a name` is the member's own, `a number` that of who
is invited, each with a reader of its own; of `a choice` and `a unit` nothing is kept but which; `reports` have a reader
that guards each answer."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """A frozen value that is kept as JSON: only what is set is written."""

    def but(self, **changes: Any) -> Self:
        """The value with these fields changed. TypeError for a field that it has not."""
        return msgspec.structs.replace(self, **changes)


class Prompt(Value, frozen=True, omit_defaults=True, tag_field="prompt"):
    """A question outside a draft that waits for words; its fields are what it is about. Each kind has a `tag` of its
    own, which stays as long as there are states with it. One that does not `insist` lets words that it can't take, and
    the whole line of a report, be read as if nothing were open. What it `takes` says how its words are guarded: they
    are looked through, unless only what is of use is kept of them."""

    insists: ClassVar[bool] = True
    takes: ClassVar[Takes] = "words"

    @property
    def answered(self) -> int:
        """How many of its parts are answered, for one that is asked in steps."""
        return 0


class AtQuestion(Value, frozen=True, omit_defaults=True, tag_field="stop", tag="question"):
    """The draft waits at the question `ref`. `page` is the page of a long list, `picked` what is ticked so far, `held`
    an answer without the words that may name a person, `doubted` the marks of these, `cleared` of those that are no
    name, as its sender says: they are sent once more. `changing` says that the review comes after it."""

    ref: str
    page: int = 0
    picked: tuple[str, ...] | None = None
    held: str = ""
    doubted: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    changing: bool = False


class AtCheck(Value, frozen=True, omit_defaults=True, tag_field="stop", tag="check"):
    """The draft waits at a check: `unusual<ref>`, `includes` or `same`."""

    name: str


class AtReview(Value, frozen=True, omit_defaults=True, tag_field="stop", tag="review"):
    """The draft waits at its review or, `listing`, at the list of its answers."""

    listing: bool = False
    page: int = 0


class Draft(Value, frozen=True, omit_defaults=True):
    """A report that is being filled in. `saved` is the form instance's own and `shown` what it knew of what is
    relevant; `todo` are questions to put before the review comes back, `trail` those already put, for the way back,
    `done` those answered or skipped, `walked` that the review was reached once; `settled` maps checks to their answers;
    `mends` is the code of the report that is changed, `requests` that this only asks for a correction; `line` the line
    that it was told in; `begun` when (UTC, RFC 3339), "" for one of an older release."""

    number: int
    form: str
    version: str
    unit: str
    stop: AtQuestion | AtCheck | AtReview = AtReview()
    saved: dict[str, Any] = {}
    shown: str = ""
    todo: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    walked: bool = False
    settled: dict[str, str] = {}
    mends: str = ""
    requests: bool = False
    line: str = ""
    begun: str = ""

    @property
    def at(self) -> str:
        """The question that waits, "" at a check or the review."""
        return self.stop.ref if isinstance(self.stop, AtQuestion) else ""

    @property
    def check(self) -> str:
        """The check that waits, "" at a question or the review."""
        return self.stop.name if isinstance(self.stop, AtCheck) else ""

    @property
    def listing(self) -> bool:
        """Whether the list of the answers is shown instead of the review."""
        return isinstance(self.stop, AtReview) and self.stop.listing

    @property
    def changing(self) -> bool:
        """Whether one answer is being changed, so that there is a way back to the review."""
        return isinstance(self.stop, AtQuestion) and self.stop.changing

    @property
    def page(self) -> int:
        return 0 if isinstance(self.stop, AtCheck) else self.stop.page

    @property
    def picked(self) -> tuple[str, ...] | None:
        return self.stop.picked if isinstance(self.stop, AtQuestion) else None

    @property
    def held(self) -> str:
        return self.stop.held if isinstance(self.stop, AtQuestion) else ""


class Pace(Value, frozen=True, omit_defaults=True):
    """How fast somebody writes: `idle` when messages came that took no report further, `calm` until when no more of
    these are answered (UTC, RFC 3339), `unheard` how many were not."""

    idle: tuple[str, ...] = ()
    calm: str = ""
    unheard: int = 0


class AwaitsProof(Value, frozen=True, omit_defaults=True):
    """An SMS whose effects wait for a second proof: what was written, the `code` that was sent back `at` that time
    (UTC, RFC 3339), and how many `tries` were wrong; without a code nothing waits, and the tries are still counted."""

    words: str = ""
    choice: str = ""
    code: str = ""
    at: str = ""
    tries: int = 0


class LoosePhoto(Value, frozen=True, omit_defaults=True):
    """A photo that belongs to no report yet: `name` is what its file is kept under, `at` when it came (UTC, RFC 3339),
    `album` the album that it is of, "" for one sent alone."""

    name: str
    at: str = ""
    album: str = ""


class Album(Value, frozen=True, omit_defaults=True):
    """Where the photos of an album went, so that those that come later go there too: into the draft, or the report that
    it has become, of that `number`; 0 for nowhere. `id` is "" for photos that were sent alone one after another,
    `names` are those that came so far, `at` when the last one did."""

    id: str
    number: int
    at: str
    names: tuple[str, ...] = ()


class State(Value, frozen=True, omit_defaults=True):
    """`options` are the (payload, label) of the choices of the last message, so that a number answers them,
    `more` those that did not fit it; `prompt` the question that waits outside the draft, `doubted` and `cleared`
    as at a draft's question; `doubtful` words that may be a report or an answer, until one tap says which; `drafts` how
    many reports were begun, `filed` maps the last ones' numbers to the codes they became, `waiting` are drafts of one
    message that come up when the open one is done, `unit` is that of the last one; `photos` came before their report (a
    bare name in an older release), `albums` are the last ones and where they went; `unread_forwards` how those
    forwarded messages begin, of the ones that came together, that tell of no activity; `parked` what waits for a yes to
    a new notice; `tries` the times of wrong codes, `greeted` when a stranger was last told how to join, `mistaken` that
    an invitation was not meant for them, `grouped` that a group was told to write in private; `proof` an SMS that waits
    for one, `unread` when (UTC, RFC 3339) and what was not understood last, `refused` for which faults a line was, and
    how often running, `asked` when and which figures or silent units were shown last, as a button asks for them."""

    draft: Draft | None = None
    drafts: int = 0
    options: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    prompt: Any = None  # a Prompt or None; StateCodec knows the kinds
    doubtful: str = ""
    doubted: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    unit: str = ""
    filed: dict[str, str] = {}
    waiting: tuple[Draft, ...] = ()
    photos: tuple[LoosePhoto | str, ...] = ()
    albums: tuple[Album, ...] = ()
    unread_forwards: tuple[str, ...] = ()
    pace: Pace = Pace()
    parked: tuple[dict[str, Any], ...] = ()
    tries: tuple[str, ...] = ()
    greeted: str = ""
    mistaken: bool = False
    grouped: bool = False
    proof: AwaitsProof | None = None
    unread: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


EMPTY = State()


class UnreadableState(ValueError):
    """A stored state that is none of ours."""


class StateCodec:
    """States as JSON and back; `prompts` are all kinds of prompt that a state may hold."""

    def __init__(self, prompts: Iterable[type[Prompt]]):
        self._prompt = Union[tuple(prompts)]  # noqa: UP007 – the union is made of a list
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(State).decode

    def to_json(self, state: State) -> str:
        """ "" for a state with nothing in it."""
        return "" if state == EMPTY else self._encode(state).decode()

    def from_json(self, text: bytes | str) -> State:
        """The state that was written. UnreadableState for what is none."""
        if not text:
            return EMPTY
        try:
            state = self._decode(text)
            return state.but(prompt=self._prompt_of(state.prompt)) if state.prompt is not None else state
        except (msgspec.MsgspecError, ValueError) as fault:
            raise UnreadableState(type(fault).__name__) from None

    def _prompt_of(self, kept: Any) -> Prompt:
        prompt = msgspec.convert(kept, self._prompt)
        behind = getattr(prompt, "behind", None)  # one that waits below another
        return prompt if behind is None else prompt.but(behind=self._prompt_of(behind))
