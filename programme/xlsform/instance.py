"""One person's answers to a form: asked for, changed, walked, recorded."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any

from programme.xlsform import record, walk, wording
from programme.xlsform.faults import Refused
from programme.xlsform.form import Action, Fixed, Form, Itemset, Part
from programme.xlsform.rows import Row
from programme.xlsform.tree import MOST, Node, Tree, cast
from programme.xlsform.types import LISTS, canonical
from programme.xlsform.values import string
from programme.xlsform.walk import Note, Stop
from programme.xlsform.xpath import Focus, parse


@dataclass(frozen=True, slots=True)
class Env:
    """What a form can't know by itself: the time (aware), the reader's language, the zone dates are in, who and what
    answers, and a name for this record that stays the same until it is filed."""

    now: datetime
    language: str
    zone: tzinfo
    uuid: str
    username: str = ""
    deviceid: str = ""
    phonenumber: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A choice that can be made now."""

    name: str
    label: str


class Instance(Tree):
    """The answers to one form. Refs are paths with 1-based positions in repeats: `/data/rep[2]/age`."""

    def __init__(self, form: Form, env: Env):
        super().__init__(form, env.zone)
        self.env = env
        self.now = env.now.astimezone(env.zone)
        self.language = form.language(env.language)
        self.language_code = env.language
        self._chances = 0

    @classmethod
    def new(cls, form: Form, env: Env) -> Instance:
        """A fresh one, with its defaults and metadata."""
        self = cls(form, env)
        for part in form.parts.values():
            if part.preload is not None and (value := self._preloaded(part.preload)):
                self.answers.update((node.ref, value) for node in self._nodes(part))
        for action in form.started:
            for node in self._nodes(form.parts.get(action.target)):
                self._act(action, node)
        self._settle(form.kept)
        return self

    @classmethod
    def load(cls, form: Form, saved: Mapping[str, Any], env: Env) -> Instance:
        """One that was saved."""
        self = cls(form, env)
        self.answers = dict(saved["answers"])
        self.repeats = dict(saved["repeats"])
        if form.kept:
            kept = {part.path for part in form.kept}
            self.restored = {ref for ref in self.answers if bare(ref) in kept}
        return self

    def save(self) -> dict[str, Any]:
        """What `load` takes: JSON, with answers and numbers of instances only."""
        return {"answers": dict(self.answers), "repeats": dict(self.repeats)}

    # --- answering ----------------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str | list[str] | None) -> None:
        """Take an answer, or take it away (None or ''). Raises Refused, and KeyError for a ref that is not there."""
        node = self.node(ref)
        part, question = node.part, node.part.question
        if question is None:
            raise KeyError(ref)
        if part.control and self.cell(node, "read_only"):
            raise Refused("readonly")
        text = " ".join(value) if isinstance(value, list) else value or ""
        if text == "" and part.control and self.cell(node, "required"):
            raise Refused("required", self.required_message(ref))
        if text != "":
            text = self._checked(node, text)
        watched = {source: self.cell(source, "value") for source in self._watched()}
        before = self.raw(node)
        self._put(node, text)
        if text != "" and part.control and self.cell(node, "relevant") and not self.cell(node, "constraint"):
            self._put(node, before)
            raise Refused("constraint", self.constraint_message(ref))
        self._trigger(watched)

    def _checked(self, node: Node, text: str) -> str:
        """The answer as it is written. Raises Refused."""
        question = node.part.question
        try:
            if question.type == "select_one" or question.type in LISTS:
                chosen = text.split() if question.type in LISTS else [text]
                names = {item.name for item in self.choices(node.ref)}
                if not set(chosen) <= names or len(set(chosen)) < len(chosen):
                    raise Refused("choice")
                if question.type == "rank" and len(chosen) < len(names):
                    raise Refused("choice")
                return " ".join(chosen)
            return canonical(question, node.part.type, text, self.zone)
        except Refused as refused:
            raise Refused(refused.kind, self.constraint_message(node.ref)) from None

    def _put(self, node: Node, text: str) -> None:
        if node.part.calculate is not None:
            self.cell(node, "value")  # so that it is known what would make it anew
            self.answers[node.ref] = text
            self.put(node.cells["value"], text)
        else:
            self.answers[node.ref] = text
            self.touched(node, "value")

    # --- events -------------------------------------------------------------------------------------------------------

    def _preloaded(self, preload: tuple[str, str]) -> str:
        kind, what = preload
        if kind == "uid":
            return f"uuid:{self.env.uuid}"
        if kind == "timestamp" and what == "start":
            return self.now.isoformat(timespec="milliseconds")
        if kind == "date":
            return self.now.date().isoformat()
        return getattr(self.env, what, "") if kind == "property" and what in _PROPERTIES else ""

    def _act(self, action: Action, node: Node) -> None:
        if not self.cell(node, "relevant"):
            return
        value = action.value
        text = value if isinstance(value, str) else string(self.evaluate(node, value))
        self._put(node, cast(node.part, text))

    def _nodes(self, part: Part | None, within: Node | None = None) -> list[Node]:
        """All nodes of a part, or those of them inside an instance of a repeat."""
        chain: list[Part] = []
        while part is not None and part is not (within.part if within is not None else self.root.part):
            chain.insert(0, part)
            part = part.parent
        if part is None:
            return []
        nodes = [self.root if within is None else within]
        for step in chain:
            nodes = [kid for node in nodes for kid in node.named(step.name)]
        return nodes

    def made(self, node: Node, family: list[Node]) -> None:
        """A new instance of a repeat: what it held before, or its defaults."""
        super().made(node, family)
        held = f"{node.ref}/"
        if any(ref.startswith(held) for ref in self.answers) or not self._repeating:
            return
        self.unread(lambda: self._begin(node))

    def _begin(self, node: Node) -> None:
        for action in self.form.repeated:
            for target in self._nodes(self.form.parts.get(action.target), node):
                self._act(action, target)
        self._settle(part for part in self.form.kept if part.path.startswith(f"{node.part.path}/"))

    def _settle(self, parts) -> None:
        """Calculations that would not give the same again are done once, now."""
        for part in parts:
            for node in self._nodes(part):
                self.cell(node, "value")

    def _watched(self) -> list[Node]:
        return [node for path in {a.source for a in self.form.triggered} for node in self._nodes(self.form.parts[path])]

    def _trigger(self, watched: dict[Node, str], rounds: int = 20) -> None:
        """Actions that wait for a change of what was watched; what they change may set off others."""
        while rounds and (changed := [node for node, old in watched.items() if self.cell(node, "value") != old]):
            rounds -= 1
            watched = {node: self.cell(node, "value") for node in watched}
            for node in changed:
                for action in self.form.triggered:
                    if action.source == node.part.path:
                        for target in self._near(node, self.form.parts.get(action.target)):
                            self._act(action, target)

    def _near(self, node: Node, part: Part | None) -> list[Node]:
        """The nodes of a part in the innermost instance that holds them both."""
        holder: Node | None = node
        while holder is not None:
            if part is not None and part.path.startswith(f"{holder.part.path}/"):
                return self._nodes(part, holder)
            holder = holder.parent
        return []

    # --- repeats ------------------------------------------------------------------------------------------------------

    def add_repeat(self, ref: str) -> None:
        """Make the instance `ref`, the next of its repeat. Raises KeyError where it can't be the next."""
        parent, part, place = self._repeat(ref)
        count = len(self.repeated(parent, part))
        if part.count is not None or part.fixed or place != count + 1 or count >= MOST:
            raise KeyError(ref)
        self._resize(parent, part, count + 1)
        self.repeated(parent, part)

    def remove_repeat(self, ref: str) -> None:
        """Remove the instance `ref`; those after it move up. Raises KeyError where it is not there."""
        parent, part, place = self._repeat(ref)
        count = len(self.repeated(parent, part))
        if part.count is not None or part.fixed or not 1 <= place <= count:
            raise KeyError(ref)
        base = f"{parent.ref}/{part.name}"
        for held in (self.answers, self.repeats):
            moved = {}
            for key, value in held.items():
                if key.startswith(f"{base}[") and "]" in key:
                    at, _, rest = key[len(base) + 1 :].partition("]")
                    if int(at) == place:
                        continue
                    key = f"{base}[{int(at) - (int(at) > place)}]{rest}"
                moved[key] = value
            held.clear()
            held.update(moved)
        for node in parent.kids.get(part.name, []):
            self._forget(node)
        parent.kids[part.name] = []
        self._repeating = False
        try:
            self._resize(parent, part, count - 1)
            self.repeated(parent, part)
        finally:
            self._repeating = True

    _repeating = True

    def _repeat(self, ref: str) -> tuple[Node, Part, int]:
        above, _, last = ref.rpartition("/")
        name, _, place = last.rstrip("]").partition("[")
        parent = self.node(above)
        part = parent.part.parts[name]
        if not part.repeat:
            raise KeyError(ref)
        return parent, part, int(place)

    def _resize(self, parent: Node, part: Part, count: int) -> None:
        self.repeats[f"{parent.ref}/{part.name}"] = count
        self.touch(parent.cells[part.name])

    def _forget(self, node: Node) -> None:
        """Nobody may go on reading a node that is gone."""
        for cell in node.cells.values():
            self.touch(cell)
        for family in node.kids.values():
            for kid in family:
                self._forget(kid)

    # --- asking -------------------------------------------------------------------------------------------------------

    def value(self, ref: str) -> str:
        """What expressions read there: '' where it is not relevant."""
        return self.node(ref).text()

    def relevant(self, ref: str) -> bool:
        return self.cell(self.node(ref), "relevant")

    def required(self, ref: str) -> bool:
        return self.cell(self.node(ref), "required")

    def read_only(self, ref: str) -> bool:
        return self.cell(self.node(ref), "read_only")

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
        node = self.node(ref)
        items = node.part.items
        if isinstance(items, Itemset):
            rows = items.rows.run(Focus(node, self))
            return [Item(_cell(row, items.value), self._item_label(row, items, node)) for row in rows]
        return [Item(item.name, wording.spoken(self, item.label, node)) for item in items if isinstance(item, Fixed)]

    def _item_label(self, row: Row, items: Itemset, node: Node) -> str:
        if items.label.by is None:
            return wording.spoken(self, items.label, node)
        focus = Focus(row, self, node)
        return string(items.label.by.run(focus)).strip() or _cell(row, items.value)

    def label(self, ref: str) -> str:
        return self.label_of(self.node(ref))

    def label_of(self, node: Node) -> str:
        return wording.spoken(self, node.part.label, node)

    def hint(self, ref: str) -> str:
        node = self.node(ref)
        return wording.spoken(self, node.part.hint, node)

    def guidance(self, ref: str) -> str:
        node = self.node(ref)
        return wording.spoken(self, node.part.hint, node, "guidance")

    def required_message(self, ref: str) -> str | None:
        node = self.node(ref)
        return wording.spoken(self, node.part.required_message, node) or None

    def constraint_message(self, ref: str) -> str | None:
        node = self.node(ref)
        return wording.spoken(self, node.part.constraint_message, node) or None

    def media(self, ref: str) -> dict[str, str]:
        """The label's files by kind: {"image": "map.png"}."""
        return wording.media(self, self.node(ref).part.label)

    def record(self) -> dict[str, Any]:
        return record.record(self)

    def xml(self) -> str:
        return record.xml(self)

    # --- what functions ask of the world ------------------------------------------------------------------------------

    def instance(self, key: str) -> list[Row]:
        found = self.form.instances.get(key)
        return [] if found is None else [found]

    def pulldata(self, source: str, column: str, key: str, wanted: str) -> str:
        found = self.form.instances.get(source)
        for row in found.rows() if found is not None else ():
            if _cell(row, key) == wanted:
                return _cell(row, column)
        return ""

    def itext(self, key: str, node: Any) -> str:
        return wording.filled(self, wording.found(self, key), node)

    def choice_name(self, focus: Focus, value: str, path: str) -> str:
        nodes = parse(path).run(Focus(focus.current, self))
        if not isinstance(nodes, list) or not nodes:
            return ""
        return next((item.label for item in self.choices(nodes[0].ref) if item.name == value), "")

    def chance(self, node: Any) -> random.Random:
        """Chance that is the same for the same record, moment and order of asking."""
        self._chances += 1
        return random.Random(f"{self.env.uuid} {self.env.now.isoformat()} {node.ref} {self._chances}")

    def shuffle(self, node: Any) -> int:
        """A seed that stays the same for a question of this record."""
        return random.Random(f"{self.env.uuid} {node.ref}").randrange(1, 2**31 - 1)


_PROPERTIES = frozenset({"username", "deviceid", "phonenumber", "email"})


def _cell(row: Row, name: str) -> str:
    found = row.named(name)
    return found[0].text() if found else ""


def bare(ref: str) -> str:
    """A ref without positions: the path of its question."""
    return "/".join(step.partition("[")[0] for step in ref.split("/"))
