"""What is remembered of a person between two messages. It round-trips through JSON at every wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A conversation over one form. `saved` is the instance's own; `at` the question that waits, empty at the review.

    `todo` are questions to put before the review comes back; `trail` those already put, for the way back; `done` those
    answered or skipped; `picked` what
    is ticked of a select_multiple so far; `page` which page of a long list is shown; `settled` the checks that were
    answered; `held` a text that may hold a name, until its sender says that it does not; `mends` the code of the filed
    report that is mended, `asks` that this only asks for a correction; `line` the one line that it was told in; `shown`
    what the instance knew of what is relevant.
    """

    number: int
    form: str
    version: str
    unit: str
    saved: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    todo: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    picked: tuple[str, ...] | None = None
    page: int = 0
    settled: Mapping[str, str] = field(default_factory=dict)
    check: str = ""
    held: str = ""
    mends: str = ""
    walked: bool = False
    editing: bool = False
    line: str = ""
    asks: bool = False
    shown: str = ""

    def but(self, **changes: Any) -> Draft:
        return _changed(self, DRAFT, changes)


@dataclass(frozen=True)
class State:
    """`asked` are the (value, label) of the choices last offered, so that a number answers them; `tries` the times
    (UTC, RFC 3339) of wrong codes; `told` when a stranger was last told how to join; `link` a code to
    join another address that waits for a yes, `mistaken` that an invitation was not meant for them; `invite` and
    `name` an enrolment under way; `filed` maps the last drafts' numbers to the codes they became; `photos` came
    before their report; `grouped` whether a group was told to write in private; `awaiting` what the next words are for
    (`behalf`); `more` are choices that did not fit where letters are few; `idle` when messages came that took no report
    further, `calm` until when no more of these are answered, `unheard` how many were not; `parked` what waits for a yes
    to a new notice."""

    draft: Draft | None = None
    drafts: int = 0
    asked: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    filed: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    told: str = ""
    invite: str = ""
    link: str = ""
    mistaken: bool = False
    consented: str = ""
    name: str = ""
    grouped: bool = False
    awaiting: str = ""
    more: tuple[tuple[str, str], ...] = ()
    idle: tuple[str, ...] = ()
    calm: str = ""
    unheard: int = 0
    parked: tuple[Mapping[str, Any], ...] = ()

    def but(self, **changes: Any) -> State:
        return _changed(self, STATE, changes)

    def to_json(self) -> dict[str, Any]:
        """Only what is set: an untouched state is an empty dict."""
        plain = {name: value for name, unset in STATE.items() if (value := getattr(self, name)) != unset}
        if self.draft:
            plain["draft"] = {name: getattr(self.draft, name) for name in DRAFT}
        return {k: v for k, v in plain.items() if v not in ({}, ())}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> State:
        values = dict(plain)
        if draft := values.get("draft"):
            known = {k: tuple(v) if isinstance(v, list) else v for k, v in draft.items() if k in DRAFT}
            values["draft"] = Draft(**known)
        for pairs in ("asked", "more"):
            if pairs in values:
                values[pairs] = tuple((a, b) for a, b in values[pairs])
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in STATE})


def _changed(one: Any, known: Mapping[str, Any], changes: dict[str, Any]) -> Any:
    """What dataclasses.replace makes, in a tenth of its time: several are made in every turn."""
    if not changes.keys() <= known.keys():
        raise TypeError(f"{type(one).__name__} has no {', '.join(changes.keys() - known.keys())}")
    other = object.__new__(type(one))
    other.__dict__.update(one.__dict__, **changes)
    return other


DRAFT = {f.name: f.default for f in fields(Draft)}
STATE = {f.name: f.default for f in fields(State)}
"""The fields and what they are unset; looked at in every turn."""
