"""Every message that goes to somebody who did not just ask for it, in one table: who hears what, and how often at most.
A message's key begins with its row's name and says for what it is sent once; nobody gets a key twice. A new message to
others is a row here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from programme.domain.effects import Effect
from programme.domain.effects.messages import SendInvitation, Tell


@dataclass(frozen=True, slots=True)
class ProactiveMessage:
    """`to` hears it at most once for each of `per`; `by` is the effect that sends it, None for what a job sends."""

    to: str
    per: tuple[str, ...]
    by: type[Effect] | None = Tell


PROACTIVE_MESSAGES: Mapping[str, ProactiveMessage] = {
    # about reports
    "late": ProactiveMessage("officers, of a supplementary report", ("report",)),
    "decided": ProactiveMessage("its sender, of the decision about it", ("report", "revision")),
    "alike": ProactiveMessage("the leader, of a report like another", ("matter",)),
    "merged": ProactiveMessage("the sender of the one that is merged", ("report",)),
    "back": ProactiveMessage("the sender of a figure that is doubted", ("matter", "time")),
    "correction": ProactiveMessage("officers, of a correction that is asked for", ("report", "day")),
    "asked": ProactiveMessage("who asked for a correction, of the decision", ("matter",)),
    "replaced": ProactiveMessage("who asked for a correction that another one replaces", ("matter",)),
    "answered": ProactiveMessage(
        "the others of a unit, of the answer to an urgent question", ("question", "unit", "time")
    ),
    # about people
    "unread": ProactiveMessage("officers, of who wants to be called", ("member", "day")),
    "left": ProactiveMessage("officers, of a unit without a leader", ("leaving", "unit")),
    "prop": ProactiveMessage("officers, of a proposal", ("proposal",)),
    "proposal": ProactiveMessage("whom a proposal is about, of the decision", ("proposal", "what")),
    "ended": ProactiveMessage("the members of a unit that ends", ("unit",)),
    "invite": ProactiveMessage("who is invited by SMS", ("invite",), SendInvitation),
    "copy": ProactiveMessage("officers, of who wants a copy of their data on paper", ("member", "day")),
    # sent by jobs
    "silent": ProactiveMessage("a member who was silent for long, before they are forgotten", ("member", "day"), None),
    "r": ProactiveMessage("members, of what is due", ("day", "member"), None),
    "digest": ProactiveMessage("officers, of a period", ("unit", "period", "member"), None),
    "ask": ProactiveMessage("who is asked an urgent question", ("question", "member"), None),
    "ceiling": ProactiveMessage(
        "administrators, of a unit's SMS that cost too much", ("unit", "month", "member"), None
    ),
    "photo": ProactiveMessage("the sender of a photo that can't be kept", ("file",), None),
    "form": ProactiveMessage("the sender of a form, whether it can be used", ("file",), None),
}
"""The first part of a message's key → its row. What `Tell` sends has `tell:` before it and whom it is for behind it."""
