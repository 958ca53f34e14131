"""A form filled question by question from lines of text, for the terminal: a line in, what is said next out.

Events are dicts: `{"ask","type","label","hint","required","choices"}`, `{"say"}`, `{"error","ask"}` and at the end
`{"submission","xml"}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from handlers.reading import Answer, Trouble, Wanted, read
from handlers.understand.choices import Item, match, match_many, yes_no
from programme.texts import Texts
from programme.vietnamese import nfc
from programme.xlsform import Ask, Instance, Note, Refused, RepeatAsk
from programme.xlsform.types import LISTS, canonical

BACK = "/back"
SELECTS = LISTS | {"select_one"}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")

Event = dict[str, Any]


class Filling:
    """One walk through a form. `done` is True when the record has been given out."""

    def __init__(self, instance: Instance, texts: Texts):
        self.instance = instance
        self.texts = texts
        self.stop: Ask | RepeatAsk | None = None
        self.mending = False
        self.done = False

    def start(self) -> list[Event]:
        return list(self._onward(None))

    def said(self, line: str) -> list[Event]:
        """Take a line as the answer to what was asked last."""
        stop, text = self.stop, nfc(line).strip()
        if stop is None or self.done:
            return []
        if text == BACK:
            return self._back(stop)
        try:
            if isinstance(stop, RepeatAsk):
                self._repeat(stop, text)
            else:
                self._answer(stop, text)
        except Refused as refused:
            return [self._error(refused.message or self.texts(f"refused.{refused.kind}"), stop.ref), self._ask(stop)]
        except _Misread as misread:
            return [self._error(str(misread), stop.ref), self._ask(stop)]
        return list(self._mend() if self.mending else self._onward(stop.ref))

    # --- the way ------------------------------------------------------------------------------------------------------

    def _onward(self, ref: str | None) -> Iterator[Event]:
        stop = self.instance.next(ref)
        while isinstance(stop, Note):
            yield {"say": stop.text}
            stop = self.instance.next(stop.ref)
        if stop is None:
            yield from self._mend()
        else:
            self.stop = stop
            yield self._ask(stop)

    def _mend(self) -> Iterator[Event]:
        """The end, unless an answer no longer holds: then that question once more."""
        faults = self.instance.faults()
        if faults:
            ref, kind, message = faults[0]
            self.mending = True
            self.stop = next(s for s in self.instance.walk() if isinstance(s, Ask) and s.ref == ref)
            yield self._error(message or self.texts(f"refused.{kind}"), ref)
            yield self._ask(self.stop)
            return
        self.done = True
        self.stop = None
        yield {"submission": self.instance.record(), "xml": self.instance.xml()}

    def _back(self, stop: Ask | RepeatAsk) -> list[Event]:
        before = self.instance.previous(stop.ref)
        if not isinstance(before, Ask | RepeatAsk):
            return [self._error(self.texts("error.first_question"), stop.ref), self._ask(stop)]
        self.stop, self.mending = before, False
        return [self._ask(before)]

    def _repeat(self, stop: RepeatAsk, text: str) -> None:
        """No means that there are no more: those from here on are removed."""
        wanted = yes_no(text)
        if wanted is None:
            raise _Misread(self.texts("error.yes_no"))
        if wanted and not stop.exists:
            self.instance.add_repeat(stop.ref)
        while not wanted and stop.exists:
            try:
                self.instance.remove_repeat(stop.ref)
            except KeyError:
                return

    # --- answers ------------------------------------------------------------------------------------------------------

    def _answer(self, stop: Ask, text: str) -> None:
        """An empty line keeps what is there: a default, or nothing where nothing is required."""
        if text == "":
            if self.instance.value(stop.ref) == "":
                self.instance.answer(stop.ref, None)
            return
        self.instance.answer(stop.ref, self._read(stop, text))

    def _read(self, stop: Ask, text: str) -> str | list[str]:
        """The canonical value: of a choice's name, label or number; of what is canonical already; of people's words."""
        question, kind = stop.question, stop.question.type
        if kind in SELECTS:
            return self._chosen(stop, text)
        try:
            return canonical(question, self.instance.form.parts[question.path].type, text, self.instance.zone)
        except Refused as refused:
            if refused.kind != "type":
                raise
        if kind == "acknowledge" and yes_no(text) is False and not self.instance.required(stop.ref):
            return ""
        day = _DAY.match(text) if kind == "date" else None
        if day:
            return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
        found = read(Wanted(kind, today=self.instance.now.date() if self.instance.now else date.min), text)
        if isinstance(found, Trouble):
            message = self.instance.constraint_message(stop.ref)
            raise _Misread(message or self.texts(f"error.{found.key}", **found.values))
        return found.value if isinstance(found, Answer) else ""

    def _chosen(self, stop: Ask, text: str) -> str | list[str]:
        choices = self.instance.choices(stop.ref)
        names = {choice.name for choice in choices}
        if text in names and stop.question.type == "select_one":
            return text
        pieces = [piece for piece in re.split(r"[,;\s]+", text) if piece]
        if stop.question.type in LISTS and set(pieces) <= names:
            return pieces
        aliases = {name: stop.question.choice_columns(name).get("aliases", "") for name in names}
        items = [Item(c.name, c.label, tuple(a for a in re.split(r"[,;]\s*", aliases[c.name]) if a)) for c in choices]
        if stop.question.type == "select_one":
            found = match(text, items)
        elif stop.question.type == "rank":
            return [self._one(piece, items) for piece in (text.split(",") if "," in text else pieces)]
        else:
            found = match_many(text, items)
        if not found.certain:
            raise _Misread(self.texts("error.choice_several" if found.names else "error.choice", got=text[:40]))
        return list(found.names) if stop.question.type in LISTS else found.names[0]

    def _one(self, text: str, items: list[Item]) -> str:
        found = match(text.strip(), items)
        if not found.certain:
            raise _Misread(self.texts("error.choice", got=text[:40]))
        return found.names[0]

    # --- what is said -------------------------------------------------------------------------------------------------

    def _error(self, message: str, ref: str) -> Event:
        return {"error": message, "ask": ref}

    def _ask(self, stop: Ask | RepeatAsk) -> Event:
        if isinstance(stop, RepeatAsk):
            return {"ask": stop.ref, "type": "repeat", "label": stop.label}
        ref, instance = stop.ref, self.instance
        event: Event = {
            "ask": ref,
            "type": stop.question.type,
            "label": instance.label(ref),
            "hint": instance.hint(ref),
            "required": instance.required(ref),
            "choices": [{"name": c.name, "label": c.label} for c in instance.choices(ref)],
        }
        if (value := instance.value(ref)) != "":
            event["value"] = value
        return event


class _Misread(Exception):
    """What was said can't be read; the text tells the person why."""
