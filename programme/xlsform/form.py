"""A form as it was compiled. Nothing here changes after loading."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cached_property

from programme.xlsform.feeds import Feeds
from programme.xlsform.parts import Action, Itemset, Part, Pieces, Question, asked_in
from programme.xlsform.sheet_rows import Row

_RESTLESS = re.compile(r"\b(now|random|randomize|uuid|once)\s*\(")


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
        self._asked: dict[str, tuple[Part, ...]] = {}

    @cached_property
    def numbered(self) -> bool:
        """Whether its questions have numbers of their own."""
        return any("number" in question.columns for question in self.questions)

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

    def asked_in(self, part: Part) -> tuple[Part, ...]:
        """What `parts.asked_in` gives, remembered."""
        found = self._asked.get(part.path)
        if found is None:
            found = self._asked[part.path] = tuple(asked_in(part))
        return found

    @cached_property
    def feeds(self) -> Feeds:
        """What feeds what, read when it is first wanted."""
        return Feeds(self.parts)

    @cached_property
    def print(self) -> str:
        """The same for forms that are the same as far as what is asked when."""
        conditions = ((part.path, part.relevant.source if part.relevant else "") for part in self.parts.values())
        return f"{zlib.crc32(repr((self.id, self.version, *conditions)).encode()):08x}"

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
