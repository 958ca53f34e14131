"""What a message was read as. Plain values: the chat, the command line and the tests take the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

INTENTS = (
    "report",
    "nil",
    "correction",
    "withdraw",
    "question",
    "help",
    "stop",
    "emergency",
    "plan",
    "chatter",
    "unclear",
)

ABOUT = (
    "behalf", "nudge", "plans", "account", "cost", "move", "paper", "source", "targets", "inbox", "silent", "deadline",
    "close", "people", "system", "sent", "sessions", "figures", "other",
)  # fmt: skip
"""What a question is about, the more particular first; a call for help asks "how" or "whom"."""
CAMPAIGN = "campaign"
"""The period of a question about the campaign that runs, or ran last."""


@dataclass(frozen=True, slots=True)
class Span:
    """Letters `start` to `end` of the text in NFC, and what they say: `figure:participants`, `kind`, `topic`, `date`,
    `place`, `ward`, `intent`, `personal` …"""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it was said; `bound` is min, max, about or ""."""

    value: int
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. `kind` is "" where none is said; `date` to `date_to` are the days that are said, `period` one that
    is named (2026-06, 2026-Q3, 2026-W29); `place` in the text's own words, `ward` the code of a unit that is named;
    `figures` by name, without those that are not said."""

    kind: str = ""
    topics: tuple[str, ...] = ()
    date: date | None = None
    date_to: date | None = None
    period: str = ""
    place: str = ""
    ward: str = ""
    figures: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a correction says: a figure with its new value, a day, a period, a place, topics or a kind."""

    figure: str = ""
    value: Value | None = None
    date: date | None = None
    place: str = ""
    topics: tuple[str, ...] = ()
    kind: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for beside its period: `topics`; `by` how the figures are cut (unit, topic, month, before
    for the period before, past for the same days a year before; "" for not); `at` a unit in the text's own words;
    `goes_on` where only one part is said, and the rest is what was asked before ("theo xã", "riêng ma túy")."""

    topics: tuple[str, ...] = ()
    by: str = ""
    at: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """`intent` is one of INTENTS; `asks` names what is to be asked or confirmed; `period`, `date`, `date_to` are those
    of a nil report or a question (`period` of a question may be CAMPAIGN); `about` says what a question is about
    (ABOUT), "yes" or "no" of a short answer, "hello" of a greeting, and `asked` what is wanted of it; `refused` are the
    words that may not be kept. A figure without a span does not exist."""

    intent: str
    activities: tuple[Activity, ...] = ()
    asks: tuple[str, ...] = ()
    period: str = ""
    date: date | None = None
    date_to: date | None = None
    change: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    about: str = ""
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class Talk:
    """What went before the message: the figures, kind and day of the last report, the open draft, and the figure,
    "date", "topics" or "place" that was asked."""

    last_report: Activity | None = None
    open_draft: Activity | None = None
    open_question: str = ""
