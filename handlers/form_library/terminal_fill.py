"""A form filled question by question from lines of text, for the terminal: a line in, what is said next out.

Events are dicts: `{"ask","type","label","hint","required","choices"}`, `{"say"}`, `{"error","ask"}` and at the end
`{"submission","xml"}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.understand.choices import yes_no
from handlers.understand.expected_answer import Trouble, wanted
from handlers.understand.typed_answer import read
from programme.language.texts import Texts
from programme.language.vietnamese import nfc
from programme.xlsform import Ask, Instance, Note, Refused, RepeatAsk

BACK = "/back"

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
        """The canonical value, as a chat would understand it; but here nobody's words are kept, so all are taken."""
        found = read(wanted(self.instance, stop.ref, self.instance.now.date(), guarded=False), text)
        if isinstance(found, Trouble):
            message = self.instance.constraint_message(stop.ref)
            raise _Misread(message or self.texts(f"error.{found.key}", **found.values))
        return found.value

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
