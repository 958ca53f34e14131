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

MOST = 100  # each takes about 2 KB a question
_kept: OrderedDict[tuple, Instance] = OrderedDict()
_guard = Lock()


def load(form: Form, saved: Mapping[str, Any], env: Env, whose: tuple, known: str = "") -> Instance:
    """The instance of these answers. Whoever takes one has it alone until they `keep` it."""
    with _guard:
        found = _kept.pop(whose, None)
    if found is not None and _same(found, form, saved, env):
        found.env, found.now = env, env.now.astimezone(env.zone)
        return found
    return Instance.load(form, saved, env, known)


def keep(instance: Instance, whose: tuple) -> None:
    if instance.form.restless:
        return
    with _guard:
        _kept[whose] = instance
        if len(_kept) > MOST:
            _kept.popitem(last=False)


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
