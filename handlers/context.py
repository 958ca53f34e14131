"""What one message is answered from, and what the answer is: Situation in, Turn out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from handlers import rights
from handlers.state import State
from programme.domain.approvals import Matter
from programme.domain.effects import Deed
from programme.domain.messages import Attachment, Choice, Outbound, Traits
from programme.domain.model import Invite, Link, Member, Pin, Report
from programme.domain.staffing import Proposal
from programme.language.texts import Texts, load_texts

if TYPE_CHECKING:
    from programme.domain.campaigns import Season
    from programme.packs.pack import Programme
    from programme.xlsform import Form


class Lookup(Protocol):
    """What a handler may ask of the store, read-only and within the message's own transaction."""

    def invite(self, code: str) -> Invite | None: ...
    def link(self, code: str) -> Link | None: ...
    def invites_for(self, units: Collection[str] | None, today: date) -> Sequence[tuple[Invite, str]]: ...
    def proposal(self, id: str) -> Proposal | None: ...
    def proposals(self, units: Collection[str] | None) -> Sequence[Proposal]: ...
    def pin(self, code: str) -> Pin | None: ...
    def invited(self, number: str, now: datetime) -> tuple[str, datetime] | None: ...
    def invitations_by(self, member: str, since: datetime) -> int: ...
    def standing(self, number: str) -> str: ...
    def sms_uses(self, month: str) -> Sequence[Any]: ...
    def pin_of(self, member: str) -> Pin | None: ...
    def report(self, code: str) -> Report | None: ...
    def sent(self, member: str, limit: int = 10, before: datetime | None = None) -> Sequence[Report]: ...
    def reports_of(self, unit: str, since: date, until: date) -> Sequence[Report]: ...
    def activities(self, units: Collection[str] | None, since: date, until: date) -> Sequence[Any]: ...
    def highest(self, unit: str, kind: str, figure: str) -> int | None: ...
    def recent_places(self, unit: str, limit: int = 3) -> Sequence[str]: ...
    def reported(self, period: str) -> Collection[str]: ...
    def nil(self, unit: str, period: str) -> str | None: ...
    def groups(
        self,
        units: Collection[str] | None,
        spans: Sequence[tuple[date, date]],
        *,
        by_unit: bool = False,
        kinds: Collection[str] = (),
    ) -> Sequence[Any]: ...
    def filings(
        self, periods: Iterable[str], since: date, until: date, as_of: datetime, units: Collection[str] | None = None
    ) -> Sequence[Any]: ...
    def active(self, units: Collection[str] | None, since: date, until: date, topic: str = "") -> Collection[str]: ...
    def nudged(self, day: date) -> Mapping[str, str]: ...
    def editions(self, since: int, until: int) -> Sequence[Any]: ...
    def seasons(self, programme: Programme, years: range) -> Sequence[Season]: ...
    def settled(self) -> Collection[tuple[str, str]]: ...
    def missed(self, units: Collection[str] | None, since: date) -> Sequence[Any]: ...
    def ask(self, id: str) -> Any: ...
    def asks_of(self, post: str, since: datetime) -> int: ...
    def open_asks(self, units: Collection[str], now: datetime) -> Sequence[tuple[Any, str]]: ...
    def answers(self, ask: str) -> Sequence[tuple[str, str, str, str]]: ...
    def heard_since(self, member: str, at: datetime) -> bool: ...
    def reminder(self, member: str, today: date) -> tuple[Outbound, datetime] | None: ...
    def quiet(self, member: str) -> tuple[int, int] | None: ...
    def wishes(self, member: str) -> tuple[tuple[int, int] | None, bool]: ...
    def count_of(self, member: str) -> int: ...
    def fresh_code(self) -> str: ...
    def matter(self, id: str) -> Matter | None: ...
    def matters(
        self, places: Collection[str] | None, limit: int, offset: int = 0, kinds: Collection[str] = ()
    ) -> Sequence[Matter]: ...
    def matters_count(self, places: Collection[str] | None, kinds: Collection[str] = ()) -> int: ...
    def matters_of(self, code: str) -> Sequence[Matter]: ...
    def like(self, code: str, units: Collection[str], day: date, like: int, spot: int | None) -> Sequence[Any]: ...
    def form(self, name: str, version: str) -> Form | None: ...
    def offered(self, units: Collection[str]) -> Sequence[Any]: ...
    def member(self, id: str) -> Member | None: ...
    def members_of(self, unit: str) -> Sequence[Member]: ...


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a handler may know: `now` in UTC, `today` in the pack's zone, `fresh` a new opaque id,
    `reply_to` the number to answer to where the sender is a name that nobody can answer; `sms` the channel by which
    who is no member can be sent an SMS, "" for none, and `sms_reply_to` the number to answer to there;
    `public_url` where our pages are, "" for nowhere."""

    programme: Programme
    texts: Texts
    now: datetime
    today: date
    member: Member | None
    state: State
    look: Lookup
    traits: Traits
    fresh: str
    reply_to: str = ""
    sms: str = ""
    sms_reply_to: str = ""
    tariff: tuple[int, int] = (0, 0)
    public_url: str = ""

    def unit_of(self, state: State | None = None) -> str:
        """The unit that the member reports for unless they choose another: the one of the draft, else the last used."""
        draft = (state or self.state).draft
        if draft:
            return draft.unit
        codes = [p.unit for p in self.posts]
        return self.state.unit if self.state.unit in codes else (codes[0] if codes else "")

    def form(self, name: str, version: str = "") -> Form | None:
        """The pack's form of that name, else that version of one that a coordinator gave."""
        return self.programme.forms.get(name) or self.look.form(name, version)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.zone)

    def unit_name(self, code: str) -> str:
        """The unit's name; where letters are few in the short words that `unit.short` lists."""
        name = self.programme.units[code].name
        if not self.traits.plain:
            return name
        for pair in self.texts("unit.short").split("; "):
            long, _, brief = pair.partition(": ")
            name = name.replace(long, brief)
        return name if len(name) <= 28 else f"{name[:26].rsplit(' ', 1)[0]}.."

    def label(self, named: Any) -> str:
        """The words that the pack has for something, in the reader's language."""
        return getattr(named, self.texts.language, "") or named.vi

    def numbers(self, between: str = " · ") -> str:
        """The numbers to call in danger; on channels where every letter costs, without what each is for."""
        said = self.programme.help_numbers
        if self.traits.plain:
            return ", ".join(h.number for h in said)
        return between.join(f"{h.number} – {self.label(h)}" for h in said)

    @property
    def posts(self):
        return self.member.posts_on(self.today) if self.member else ()

    def own_units(self, gone: bool = False) -> list[str]:
        """The units that the member may report for, the one used last first; with `gone`, after them those that have
        ended, for what was done before."""
        tree, today = self.programme.units, self.today
        codes = [p.unit for p in self.posts if p.role != "viewer" and p.unit in tree]
        over = [code for code in codes if not tree[code].exists_on(today)]
        codes = [c for c in codes if c not in over] + [heir for code in over for heir in tree.heirs(code, today)]
        codes = [c for c in codes if self.programme.kind_of(c).reports and self.may("file", c)]
        codes.sort(key=lambda c: c != self.state.unit)
        return list(dict.fromkeys((*codes, *over) if gone else codes))

    def posted_units(self) -> list[str]:
        """Those of them where the member has a post: that nothing was done is for who was there to say, not for who
        came from a unit that was merged into it."""
        mine = {p.unit for p in self.posts}
        return [code for code in self.own_units() if code in mine]

    def with_state(self, state: State) -> Situation:
        return replace(self, state=state)

    def turn(self, reply: Reply, *deeds: Deed) -> Turn:
        """One reply, whose choices can be answered by number, and what is done."""
        asked = tuple((c.value, c.label) for c in reply.choices)
        return Turn(self.state.but(asked=asked), (reply,), deeds)

    def by_day(self) -> datetime | None:
        """When what is told to others may go out: nobody is woken (21:00–07:00) for what can wait until morning."""
        local = self.now.astimezone(self.zone)
        if 7 <= local.hour < 21:
            return None
        morning = local.replace(hour=7, minute=30, second=0, microsecond=0)
        return morning if local.hour < 7 else morning + timedelta(days=1)

    def speaks_to(self, member: Member) -> Texts:
        return load_texts(member.language, self.programme.texts.get(member.language))

    def coordinators(self, unit: str) -> list[Member]:
        """Who looks after a unit: the coordinators of the nearest unit above it that has any."""
        for code in self.programme.units.above(unit, self.today):
            found = [
                m
                for m in self.look.members_of(code)
                if m.state == "active"
                and any(p.unit == code and p.role == "coordinator" for p in m.posts_on(self.today))
            ]
            if found:
                return found
        return []

    def grants(self, unit: str) -> tuple[str, ...]:
        """The roles in the unit that the member may invite to, change and end."""
        return rights.grants(self.member, unit, self.programme.units, self.today)

    def may(self, right: str, about: str | Report) -> bool:
        """Whether the member has this right (of rights.RIGHTS) over a unit or a report."""
        return rights.may(self.member, right, about, self.programme.units, self.today)


@dataclass(frozen=True, slots=True)
class Reply:
    """One message back. `prompt` marks a question that waits for an answer: its choices can be answered by number."""

    text: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message leads to: the new state, the replies in order, what is done to the store."""

    state: State
    replies: tuple[Reply, ...] = ()
    deeds: tuple[Deed, ...] = field(default=())
