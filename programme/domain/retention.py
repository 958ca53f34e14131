"""For how many days things are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keep:
    """Days; 0 for ever. `aside`: strangers' states, and what could not be read or was not answered, which no
    setting keeps longer than 7. `sent`: words and addresses of messages that went out. `drafts`: reports that nobody
    went on with. `keys`: what keeps a message from counting twice. `media`: photos. `trail`: who did what.
    `silent`: after how long a member of whom nothing is heard is to be forgotten."""

    aside: int = 30
    sent: int = 90
    drafts: int = 180
    keys: int = 400
    media: int = 1825
    trail: int = 1825
    silent: int = 730


NOTICE = 60
"""Days between the notice to a silent member and their being forgotten."""
LEAST = {"keys": 100, "silent": 365}
"""Reminders and digests look back 92 days, and gateways bring messages again for some days."""

ERASED = "erased.jsonl"
"""The file that says who was erased, without a name: beside the store, and beside its archives."""
