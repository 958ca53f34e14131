"""The nouns that every room shares: frozen values, no behaviour that needs a clock, a file or a database.

Times are aware and in UTC; dates are the pack's local dates; codes are our own and never reused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

KINDS: Mapping[str, tuple[str, ...]] = {
    "communication": ("sessions", "participants", "participants_female", "participants_students", "leaflets"),
    "visual": ("banners", "slogans", "panels", "posters", "leaflets", "visual_mixed"),
    "broadcast": ("items", "minutes"),
    "media_item": ("items",),
    "counselling": ("persons",),
    "referral": ("persons",),
    "rehab_mobilisation": ("persons_approached", "persons_agreed", "persons"),
    "club_meeting": ("sessions", "participants"),
    "post_rehab": ("persons",),
    "vocational_training": ("persons",),
    "job_referral": ("persons", "persons_in_need"),
    "job_placement": ("persons",),
    "loan": ("persons", "amount_vnd"),
    "victim_support": ("persons", "persons_identified"),
    "harm_reduction": ("persons", "condoms", "needles"),
    "commitment": ("signed", "total"),
    "labour_registration": ("signed", "total"),
    "inspection": ("establishments", "total", "violations", "handled", "fine_vnd"),
    "tip_handling": ("received", "handled"),
    "training": ("sessions", "participants"),
    "study_visit": ("sessions", "participants"),
    "model_launch": ("new", "active"),
    "clean_unit": ("clean", "total"),
    "plan": ("issued",),
}
"""Kinds of activity and the names of their figures (the field's facts, table "Kinds of activity").
`nil` is no kind of activity: a nil report is a report without activities."""

TOPICS = ("drug", "prostitution", "trafficking", "hiv")
ROLES = ("member", "leader", "coordinator", "admin", "viewer")

Bound = Literal["min", "max", "about"]


# --- what comes in and goes out -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Traits:
    """What a channel can show: `buttons` (else choices are numbered lines), `plain` (GSM-7 without diacritics is
    preferred), `limit` characters a message, `files` whether documents can be sent."""

    name: str
    buttons: bool
    plain: bool = False
    limit: int = 4096
    files: bool = False


CHANNELS: Mapping[str, Traits] = {
    t.name: t
    for t in (
        Traits("telegram", buttons=True, limit=4096, files=True),
        Traits("zalo_bot", buttons=False, limit=2000),
        Traits("zalo_oa", buttons=True, limit=2000),
        Traits("kannel", buttons=False, plain=True, limit=918),
        Traits("android_sms", buttons=False, plain=True, limit=918),
        Traits("phone", buttons=True, limit=4096, files=True),
    )
}

LOOKS: Mapping[str, Traits] = {
    "telegram": CHANNELS["phone"],
    "zalo": Traits("phone", buttons=False, limit=2000),
    "sms": Traits("phone", buttons=False, plain=True, limit=918),
}
"""What the simulator may look like. A person has an address there for each: `lan`, `lan/zalo`, `lan/sms`."""


def phone_address(person: str, looks: str) -> str:
    """The address on the simulator of a person (no slash in it) who holds a phone of these looks."""
    return person if looks == "telegram" else f"{person}/{looks}"


def looks_of(address: str) -> str:
    """The looks that an address on the simulator asks for; telegram where it names none of ours."""
    looks = address.rpartition("/")[2] if "/" in address else ""
    return looks if looks in LOOKS else "telegram"


def traits_of(channel: str, address: str) -> Traits:
    """What can be shown at an address: the channel's traits; on the simulator those of the looks it has there."""
    return LOOKS[looks_of(address)] if channel == "phone" else CHANNELS[channel]


@dataclass(frozen=True, slots=True)
class Media:
    """A file a person sent: `ref` is the channel's own handle to fetch it by, `size` in bytes where known."""

    kind: Literal["photo", "document", "audio", "video"]
    ref: str
    name: str = ""
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a person. `key` is unique within its channel for ever (a message or press id, not an update id);
    `choice` is the payload of a pressed button and `message` the channel's id of the message that carried it;
    `oddity` names what is no plain message: group, edited, forwarded, sticker, voice, other, blocked, unblocked."""

    channel: str
    address: str
    key: str
    at: datetime
    text: str = ""
    choice: str = ""
    media: tuple[Media, ...] = ()
    location: tuple[float, float] | None = None
    contact: str = ""
    message: str = ""
    oddity: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a numbered line. `value` is at most 64 bytes and means the same whenever it is pressed."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: `ref` is the sha256 of a stored medium, or `path:…` of a file in the media folder."""

    ref: str
    name: str
    mime: str


ANSWER, DIGEST, REMINDER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to a person. `key` is unique for ever: queued twice, it is sent once. `edits` is the channel's id of
    a message to change in place where the channel can; `prompt` marks a question that a newer one replaces."""

    channel: str
    address: str
    text: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    key: str = ""
    not_before: datetime | None = None
    priority: int = ANSWER
    edits: str = ""
    prompt: bool = False


# --- people and units -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parent:
    """Whose child a unit is from `since` to `until`, both inclusive, None for open."""

    code: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit, dated. `kind` is one of the pack's unit kinds; `located` is False where the documents do not name
    its ward; `joint` parents never occur: on one day a unit has at most one parent."""

    code: str
    name: str
    kind: str
    parents: tuple[Parent, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    located: bool = True
    source: str = ""

    def parent_on(self, day: date) -> str | None:
        for p in self.parents:
            if (p.since is None or p.since <= day) and (p.until is None or day <= p.until):
                return p.code
        return None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Post:
    """A member's place: which unit, in which role, from when to when (inclusive, None for open)."""

    unit: str
    role: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One person, many addresses. `id` is opaque. `state` is active, disabled or erased; `preferred` are channels in
    the order they are to be tried, by comma."""

    id: str
    name: str
    posts: tuple[Post, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    language: str = "vi"
    state: str = "active"
    consented_at: datetime | None = None
    consent: str = ""
    preferred: str = ""

    def posts_on(self, day: date) -> tuple[Post, ...]:
        return tuple(
            p for p in self.posts if (p.since is None or p.since <= day) and (p.until is None or day <= p.until)
        )


@dataclass(frozen=True, slots=True)
class Invite:
    """`uses` is how often it may still be used; `expires` the last local day it works."""

    code: str
    unit: str
    role: str
    uses: int = 1
    expires: date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """What a member reports by on a borrowed phone: `code` is their name code, `hash` what their PIN is checked by;
    after too many `wrong` tries in a row nothing is taken until `until`."""

    member: str
    code: str
    hash: str
    wrong: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A code that joins another address to its member, good until `until`."""

    code: str
    member: str
    until: datetime


# --- reports --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A count; `bound` says how it is approximate: min ("trên"), max ("gần", "dưới"), about, or None for counted."""

    value: int
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """`scope` is event, or period where one figure stands for a whole period (date and date_to are the period's)."""

    kind: str
    topics: tuple[str, ...]
    date: date
    figures: Mapping[str, Figure]
    scope: Literal["event", "period"] = "event"
    date_to: date | None = None
    place: str = ""
    note: str = ""

    @property
    def day(self) -> date:
        """The day that decides the period it counts in."""
        return self.date_to or self.date


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """A photo of a report: `name` is what the answers call it, `sha256` is empty until it has been fetched."""

    name: str
    type: str = "image/jpeg"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a report was before it was mended: `answers` and `activities` as JSON, kept for ever."""

    number: int
    at: datetime
    by: str
    why: str
    answers: Mapping[str, Any]
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A filed report. `state`: filed, late (a supplementary report that waits
    for a coordinator), returned, approved, merged, withdrawn."""

    code: str
    form: str
    version: str
    unit: str
    member: str
    entered_by: str
    channel: str
    period: str
    filed_at: datetime
    activities: tuple[Activity, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    joint_units: tuple[str, ...] = ()
    state: str = "filed"
    merged_into: str | None = None
    revision: int = 1
    revisions: tuple[Revision, ...] = ()
    media: tuple[StoredMedium, ...] = ()

    @property
    def nil(self) -> bool:
        """Whether it says that there was nothing to report; another form's answers without activities do not."""
        return not self.activities and (self.form in ("", "nil", "activity") or not self.answers)


COUNTED = ("filed", "returned", "approved")
"""States whose figures count. A late one counts when a coordinator has approved it."""


# --- what a turn does to the store ----------------------------------------------------------------------------------


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
class MoveCampaign:
    """A campaign in a year gets these days, by a document; `vi`, `topic` and `within` are those of a new one."""

    campaign: str
    year: int
    revision: int
    days: tuple[date, date, date, date]
    source: str
    member: str
    vi: str = ""
    topic: str = ""
    within: str = ""


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
    """Say something to another member, on the first way to them. `key` is unique for ever among what is told them."""

    member: str
    text: str
    key: str
    choices: tuple[Choice, ...] = ()
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Remind these silent units on that day, in the name of a unit's post: each is reminded by hand once a day."""

    units: tuple[str, ...]
    by: str
    post: str
    day: date


Deed = (
    Tell
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
)
