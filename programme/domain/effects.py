"""What a turn does to the store: frozen values that `storage/effects.py` carries out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programme.domain.approvals import Deciding
from programme.domain.consent import Decision
from programme.domain.messages import Choice
from programme.domain.model import Link, Member, Pin, Report
from programme.domain.staffing import Staffing


@dataclass(frozen=True, slots=True)
class Enrol:
    """Make `member` (new id) or add a post and an address to the one it names; use the invite once."""

    member: Member
    invite: str


@dataclass(frozen=True, slots=True)
class FileReport:
    report: Report


@dataclass(frozen=True, slots=True)
class ReviseReport:
    """Replace the report of the same code; `report.revision` is the new number, the old one goes to the revisions."""

    report: Report
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawReport:
    code: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class FetchMedium:
    """Durable work: fetch `ref` from `channel`, take its EXIF off, keep it under `name`."""

    name: str
    channel: str
    ref: str
    mime: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class TakeForm:
    """Durable work: fetch a form's file, check it, offer it to `unit`, and say in `language` what came of it."""

    medium: FetchMedium
    file: str
    unit: str
    by: str
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class WithdrawForm:
    """The unit is offered the form of this key no more; what was begun may be ended."""

    key: str
    unit: str
    by: str


@dataclass(frozen=True, slots=True)
class Reach:
    """An address blocked the bot (`ok` False: nothing is sent there) or came back."""

    channel: str
    address: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Prefer:
    """What a member set for themselves; None leaves as it is."""

    member: str
    language: str | None = None
    channel: str | None = None
    stopped: bool | None = None
    quiet: tuple[int, int] | None = None
    """Minutes of the day between which nothing is sent that was not asked for."""
    accents: bool | None = None
    """Whether SMS come with diacritics."""


@dataclass(frozen=True, slots=True)
class Settle:
    """A unit says of a campaign's year or a deadline that it is complete (`enough`) or that there is `none`."""

    unit: str
    name: str
    answer: str
    member: str


@dataclass(frozen=True, slots=True)
class RemindAgain:
    """The member wants to hear of a campaign's year for their unit again on that day."""

    member: str
    season: str
    unit: str
    day: date


@dataclass(frozen=True, slots=True)
class AskUrgently:
    """Ask units, before `until`, what they did on a topic ("" for all) since a day."""

    id: str
    member: str
    post: str
    topic: str
    since: date
    units: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class AnswerUrgent:
    """A unit's answer: yes, unsure, or mend with the numbers it said."""

    ask: str
    unit: str
    answer: str
    said: str
    member: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The member's calendar opens by this token from now on, and by no older one; by none where it is empty."""

    member: str
    token: str


@dataclass(frozen=True, slots=True)
class MoveCampaign:
    """A campaign in a year gets these days, by a document, or is withdrawn (`gone`); `vi`, `topic`, `within`,
    `unit_kinds` and `goal` are those of a new one."""

    campaign: str
    year: int
    revision: int
    days: tuple[date, date, date, date]
    source: str
    member: str
    vi: str = ""
    topic: str = ""
    within: str = ""
    unit_kinds: tuple[str, ...] = ()
    goal: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class KeepPin:
    """The member's new name code and PIN; or those they have, with the tries counted."""

    pin: Pin


@dataclass(frozen=True, slots=True)
class MakeLink:
    link: Link


@dataclass(frozen=True, slots=True)
class Join:
    """The address that the message came from is the member's from now on; the link is used up."""

    member: str
    link: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The address that the message came from is the member's no more."""

    member: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Say something to another member, on the first way to them. `key` is unique for ever among what is told them.
    Where that way has no buttons to press, `brief` is said instead, if there is one, with what to type in it."""

    member: str
    text: str
    key: str
    choices: tuple[Choice, ...] = ()
    not_before: datetime | None = None
    brief: str = ""


@dataclass(frozen=True, slots=True)
class SendInvitation:
    """Send the words of an invite to a mobile number (E.164) on a channel of SMS: once for its code, and not to who
    said that they are another."""

    code: str
    unit: str
    by: str
    channel: str
    number: str
    text: str
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Remind these silent units on that day, in the name of a unit's post: each is reminded by hand once a day."""

    units: tuple[str, ...]
    by: str
    post: str
    day: date


Effect = (
    Deciding
    | Staffing
    | Decision
    | Tell
    | SendInvitation
    | Nudge
    | Enrol
    | FileReport
    | ReviseReport
    | WithdrawReport
    | FetchMedium
    | Reach
    | Prefer
    | KeepPin
    | MakeLink
    | Join
    | Leave
    | TakeForm
    | WithdrawForm
    | Settle
    | RemindAgain
    | AskUrgently
    | AnswerUrgent
    | MoveCampaign
    | Subscribe
)
