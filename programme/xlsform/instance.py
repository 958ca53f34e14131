"""One person's answers to a form: asked for, changed, walked, recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from programme.xlsform import choosing, form_events, form_words, record, repeats, shown, walk
from programme.xlsform.choosing import Item
from programme.xlsform.form import Form
from programme.xlsform.form_faults import Refused
from programme.xlsform.parts import Part
from programme.xlsform.tree import Node
from programme.xlsform.types import LISTS, canonical
from programme.xlsform.walk import Note, Stop
from programme.xlsform.world import Env, World


class Instance(World):
    """The answers to one form. Refs are paths with 1-based positions in repeats: `/data/rep[2]/age`."""

    def __init__(self, form: Form, env: Env):
        super().__init__(form, env)
        self._places: tuple[int, dict[str, int]] | None = None
        self._sure = -1

    @classmethod
    def new(cls, form: Form, env: Env) -> Instance:
        """A fresh one, with its defaults and metadata."""
        self = cls(form, env)
        form_events.begin(self)
        repeats.settle(self)
        return self

    @classmethod
    def load(cls, form: Form, saved: Mapping[str, Any], env: Env, known: str = "") -> Instance:
        """One that was saved; `known` is what it `knows` was then."""
        self = cls(form, env)
        self.answers = dict(saved["answers"])
        self.repeats = dict(saved["repeats"])
        shown.restore(self, known)
        if form.kept:
            kept = {part.path for part in form.kept}
            self.restored = {ref for ref in self.answers if bare(ref) in kept}
            form_events.settle(
                self, form.kept
            )  # before anything changes: so that it is known what would make them anew
        return self

    def save(self) -> dict[str, Any]:
        """What `load` takes: JSON, with answers and numbers of instances only."""
        form_events.settle(self, self.form.kept)  # what is calculated into an answer may wait to be made anew
        return {"answers": dict(self.answers), "repeats": dict(self.repeats)}

    def knows(self) -> str:
        """What was worked out of what is relevant, for `load`: then a step evaluates what its answer touches only."""
        return shown.kept(self)

    def places(self) -> dict[str, int]:
        """The place of every question among those that are asked now, by ref."""
        if self._places is None or self._places[0] != self.shapes:
            self._places = self.shapes, shown.places(self)
        return self._places[1]

    # --- answering ----------------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str | list[str] | None) -> None:
        """Take an answer, or take it away (None or ''). Raises Refused, and KeyError for a ref that is not there."""
        node = self.node(ref)
        part = node.part
        if part.question is None:
            raise KeyError(ref)
        if part.control and self.read_only_at(node):
            raise Refused("readonly")
        text = " ".join(value) if isinstance(value, list) else value or ""
        if text == "" and part.control and self.cell(node, "required"):
            raise Refused("required", self.required_message(ref))
        if text != "":
            text = self._checked(node, text)
        watched, before = form_events.watched(self), self.raw(node)
        form_events.put(self, node, text)
        if text != "" and part.control and self.relevant_at(node) and not self.cell(node, "constraint"):
            message = self.constraint_message(ref)  # it may say the answer that is refused
            form_events.put(self, node, before)
            raise Refused("constraint", message)
        form_events.trigger(self, watched)
        repeats.settle(self)

    def _checked(self, node: Node, text: str) -> str:
        """The answer as it is written. Raises Refused."""
        question = node.part.question
        try:
            if question.type == "select_one" or question.type in LISTS:
                return choosing.chosen(self, node, text)
            return canonical(question, node.part.type, text, self.zone)
        except Refused as refused:
            raise Refused(refused.kind, self.constraint_message(node.ref)) from None

    def add_repeat(self, ref: str) -> None:
        """Make the instance `ref`, the next of its repeat. Raises KeyError where it can't be the next."""
        repeats.add(self, ref)

    def remove_repeat(self, ref: str) -> None:
        """Remove the instance `ref`; those after it move up. Raises KeyError where it is not there."""
        repeats.remove(self, ref)

    def made(self, node: Node) -> None:
        """A new instance of a repeat gets its defaults, unless it held answers before."""
        held = f"{node.ref}/"
        if not any(ref.startswith(held) for ref in self.answers):
            self.unread(lambda: form_events.begin_repeat(self, node))

    # --- asking -------------------------------------------------------------------------------------------------------

    def value(self, ref: str) -> str:
        """What expressions read there: '' where it is not relevant."""
        return self.node(ref).text()

    def relevant(self, ref: str) -> bool:
        return self.relevant_at(self.node(ref))

    def required(self, ref: str) -> bool:
        return self.cell(self.node(ref), "required")

    def read_only(self, ref: str) -> bool:
        return self.read_only_at(self.node(ref))

    def walk(self) -> Iterator[Stop]:
        """All stops that are relevant now, in order."""
        return walk.within(self, self.root)

    def next(self, ref: str | None = None) -> Stop | None:
        """The stop after `ref` (None: the first), or None at the end. After a RepeatAsk whose instance is there come
        its questions; after one whose instance is not there, what follows the repeat."""
        return next(iter(self.walk() if ref is None else walk.after(self, ref)), None)

    def previous(self, ref: str | None) -> Stop | None:
        """The question before `ref` (None: the last of all), passing over notes; None at the beginning."""
        last = None
        for stop in self.walk():
            if stop.ref == ref:
                break
            if not isinstance(stop, Note):
                last = stop
        return last

    def faults(self) -> list[tuple[str, str, str | None]]:
        """(ref, kind, message) of every relevant question that is required and empty, or out of its constraint."""
        found = []
        self._anew()
        for stop in self.walk():
            if not isinstance(stop, walk.Ask):
                continue
            node = self.node(stop.ref)
            if self.cell(node, "value") == "":
                if self.cell(node, "required"):
                    found.append((stop.ref, "required", self.required_message(stop.ref)))
            elif not self.cell(node, "constraint"):
                found.append((stop.ref, "constraint", self.constraint_message(stop.ref)))
        return found

    def choices(self, ref: str) -> list[Item]:
        """The choices there are now, in order."""
        return choosing.choices(self, self.node(ref))

    def label(self, ref: str) -> str:
        return self.label_of(self.node(ref))

    def label_of(self, node: Node) -> str:
        return form_words.spoken(self, node.part.label, node)

    def wording(self, part: Part) -> str:
        """A part's label as it stands in the sheet's language, for a list of questions: outputs are left out."""
        return form_words.plain(self, part.label)

    def hint(self, ref: str) -> str:
        node = self.node(ref)
        return form_words.spoken(self, node.part.hint, node)

    def guidance(self, ref: str) -> str:
        node = self.node(ref)
        return form_words.spoken(self, node.part.hint, node, "guidance")

    def required_message(self, ref: str) -> str | None:
        node = self.node(ref)
        return form_words.spoken(self, node.part.required_message, node) or None

    def constraint_message(self, ref: str) -> str | None:
        node = self.node(ref)
        return form_words.spoken(self, node.part.constraint_message, node) or None

    def media(self, ref: str) -> dict[str, str]:
        """The label's files by kind: {"image": "map.png"}."""
        label = self.node(ref).part.label
        return form_words.media(self, label.key) if label is not None and label.key else {}

    def choice_media(self, ref: str) -> dict[str, tuple[str, ...]]:
        """The files of the choices that have any, by the choice's name."""
        return choosing.media(self, self.node(ref))

    def record(self) -> dict[str, Any]:
        self._anew()
        return record.record(self)

    def xml(self) -> str:
        self._anew()
        return record.xml(self)

    def announce(self, ref: str) -> None:
        """What waits for a change of `ref` happens, though it has the value it had: what goes along with it changed."""
        node = self.node(ref)
        form_events.trigger(self, {**form_events.watched(self), node: None})
        repeats.settle(self)

    def _anew(self) -> None:
        """A record is made of the answers alone, not of what was kept beside them."""
        if self._sure != self.changes:
            shown.forget(self)
            self._sure = self.changes


def bare(ref: str) -> str:
    """A ref without positions: the path of its question."""
    return "/".join(step.partition("[")[0] for step in ref.split("/")) if "[" in ref else ref
