"""What expressions ask of the world outside the form's nodes: lists, texts, the clock, chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from programme.xlsform import choosing, form_words
from programme.xlsform.form import Form
from programme.xlsform.sheet_rows import Row
from programme.xlsform.tree import Node, Tree
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


class World(Tree):
    """A tree of nodes with the environment that its expressions are run in."""

    def __init__(self, form: Form, env: Env):
        super().__init__(form, env.zone)
        self.env = env
        self.now = env.now.astimezone(env.zone)
        self.language = form.language(env.language)
        self.language_code = env.language
        self._chances = 0

    def still(self, node: Node, text: str) -> str:
        return choosing.still(self, node, text)

    def offered(self, node: Node) -> list[str]:
        return choosing.names(self, node)

    def instance(self, key: str) -> list[Row]:
        found = self.form.instances.get(key)
        return [] if found is None else [found]

    def pulldata(self, source: str, column: str, key: str, wanted: str) -> str:
        found = self.form.instances.get(source)
        for row in found.rows() if found is not None else ():
            if choosing.cell(row, key) == wanted:
                return choosing.cell(row, column)
        return ""

    def itext(self, key: str, node: Any) -> str:
        return form_words.filled(self, form_words.found(self, key), node)

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
