"""Live forms kept between two messages of one person, so that a step evaluates what its answer touches and no more.

Nothing is remembered here that the draft does not say: an instance that does not hold the draft's very answers is not
used, nor one of another day or language, nor of a form whose values change by themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from programme.xlsform import Env, Form, Instance

MOST = 10_000
"""Questions of all forms that are kept; each takes about 2 KB."""


class Shelf:
    """Live forms by whose they are; those left alone the longest make room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple, Instance] = OrderedDict()
        self._questions = 0
        self._guard = Lock()

    def take(self, whose: tuple) -> Instance | None:
        with self._guard:
            return self._taken(whose)

    def put(self, whose: tuple, instance: Instance) -> None:
        with self._guard:
            self._taken(whose)
            self._kept[whose] = instance
            self._questions += len(instance.form.questions)
            while self._questions > self._most:
                self._taken(next(iter(self._kept)))

    def _taken(self, whose: tuple) -> Instance | None:
        found = self._kept.pop(whose, None)
        if found is not None:
            self._questions -= len(found.form.questions)
        return found


_shelf = Shelf(MOST)


def load(form: Form, saved: Mapping[str, Any], env: Env, whose: tuple, known: str = "") -> Instance:
    """The instance of these answers. Whoever takes one has it alone until they `keep` it."""
    found = _shelf.take(whose)
    if found is not None and _same(found, form, saved, env):
        found.env, found.now = env, env.now.astimezone(env.zone)
        return found
    return Instance.load(form, saved, env, known)


def keep(instance: Instance, whose: tuple) -> None:
    if not instance.form.restless:
        _shelf.put(whose, instance)


def _same(found: Instance, form: Form, saved: Mapping[str, Any], env: Env) -> bool:
    today = env.now.astimezone(env.zone).date()
    return (
        found.form is form
        and found.env.zone == env.zone
        and found.env.language == env.language
        and found.env.username == env.username
        and found.now.date() == today
        and found.answers == saved["answers"]
        and found.repeats == saved["repeats"]
    )
