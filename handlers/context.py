"""What one message is answered from, and what the answer is: Context in, Turn out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from handlers import rights
from handlers.queries import Approvals, Figures, Forms, Messages, People, Queries, Reports, Schedule
from handlers.state import Prompt, State
from programme.domain.buttons.button import Button
from programme.domain.effects import Effect
from programme.domain.handling import Handling
from programme.domain.messages import Attachment, Choice, Traits
from programme.domain.model import Member, Report
from programme.language.texts import Texts, load_texts

if TYPE_CHECKING:
    from handlers.understand.reader.told import Told
    from programme.domain.programme import Programme
    from programme.xlsform import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts, on what ground and when: all that a decision asks for. `now` is in UTC, `today` in the pack's zone,
    `fresh` a new opaque id, `handling` how personal data are handled here."""

    programme: Programme
    texts: Texts
    now: datetime
    today: date
    member: Member | None
    queries: Queries
    fresh: str
    handling: Handling = field(default_factory=Handling)

    @property
    def people(self) -> People:
        return self.queries.people

    @property
    def reports(self) -> Reports:
        return self.queries.reports

    @property
    def figures(self) -> Figures:
        return self.queries.figures

    @property
    def approvals(self) -> Approvals:
        return self.queries.approvals

    @property
    def schedule(self) -> Schedule:
        return self.queries.schedule

    @property
    def forms(self) -> Forms:
        return self.queries.forms

    @property
    def messages(self) -> Messages:
        return self.queries.messages

    def form(self, name: str, version: str = "") -> Form | None:
        """The pack's form of that name, else that version of one that a coordinator gave."""
        return self.programme.forms.get(name) or self.queries.forms.get(name, version)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.zone)

    def unit_name(self, code: str) -> str:
        return self.programme.units[code].name

    def label(self, named: Any) -> str:
        """The words that the pack has for something, in the reader's language."""
        return getattr(named, self.texts.language, "") or named.vi

    @property
    def posts(self):
        return self.member.posts_on(self.today) if self.member else ()

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
                for m in self.queries.people.members_of(code)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Acting):
    """Everything a handler may know. `reply_to` is the number to answer to where the sender is a name that nobody can
    answer; `sms` the channel by which who is no member can be sent an SMS, "" for none, and `sms_reply_to` the number
    to answer to there; `public_url` where our pages are, "" for nowhere; `told` what the message tells, where that was
    read before its transaction."""

    state: State
    traits: Traits
    reply_to: str = ""
    sms: str = ""
    sms_reply_to: str = ""
    tariff: tuple[int, int] = (0, 0)
    public_url: str = ""
    told: Told | None = None

    def unit_name(self, code: str) -> str:
        """The unit's name; where letters are few in the short words that `unit.short` lists."""
        name = self.programme.units[code].name
        if not self.traits.plain:
            return name
        for pair in self.texts("unit.short").split("; "):
            long, _, brief = pair.partition(": ")
            name = name.replace(long, brief)
        return name if len(name) <= 28 else f"{name[:26].rsplit(' ', 1)[0]}.."

    def unit_of(self, state: State | None = None) -> str:
        """The unit that the member reports for unless they choose another: the one of the draft, else the last used."""
        draft = (state or self.state).draft
        if draft:
            return draft.unit
        codes = [p.unit for p in self.posts]
        return self.state.unit if self.state.unit in codes else (codes[0] if codes else "")

    def numbers(self, between: str = " · ") -> str:
        """The numbers to call in danger; on channels where every letter costs, without what each is for."""
        said = self.programme.help_numbers
        if self.traits.plain:
            return ", ".join(h.number for h in said)
        return between.join(f"{h.number} – {self.label(h)}" for h in said)

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

    def with_state(self, state: State) -> Context:
        return replace(self, state=state)

    def turn(self, reply: Reply, *effects: Effect) -> Turn:
        """One reply, and what is done. Its choices can be answered by number; a newer offer closes an open prompt."""
        options = pairs(reply.choices)
        prompt = None if options else self.state.prompt
        return Turn(self.state.but(options=options, prompt=prompt), (reply,), effects)

    def decided(self, decision: Decision, *choices: Choice) -> Turn:
        """What a decision says, and its effects."""
        return self.turn(Reply(decision.said, choices, fleeting=decision.fleeting), *decision.effects)

    def ask(self, prompt: Prompt, reply: Reply, *effects: Effect) -> Turn:
        """A question that waits for words: `prompt` says what it is about."""
        reply = replace(reply, prompt=True)
        state = self.state.but(options=pairs(reply.choices), prompt=prompt, doubted=(), cleared=())
        return Turn(state, (reply,), effects)

    def ask_again(self, prompt: Prompt, reply: Reply) -> Turn:
        """The question once more, after words that it could not take."""
        return replace(self.ask(prompt, reply), refused=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision says to who made it, and what it does; not `made` where they may not, or it is too late. What is
    `fleeting` is blanked once it has gone out."""

    said: str
    effects: tuple[Effect, ...] = ()
    made: bool = True
    fleeting: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One message back. `prompt` marks a question that waits for an answer: its choices can be answered by number;
    `whole` a text of which nothing is left out: what does not fit comes on a next page, with the choices behind it;
    `fleeting` one that is blanked once it has gone out."""

    text: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    prompt: bool = False
    whole: bool = False
    fleeting: bool = False


def pairs(choices: Iterable[Choice]) -> tuple[tuple[str, str], ...]:
    """Choices as a state remembers them."""
    return tuple((c.value, c.label) for c in choices)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message leads to: the new state, the replies in order, what is done to the store.

    It may go on: `then` is a button, or its payload, that is pressed next, `lead` what is said above its reply,
    `member` who the sender has just become; `answered` are words that go on to the open question. `refused` says that
    the open question did not take the words and asks again; `settles` that others may come together with the message,
    whose answer will stand in the place of this one if it has not gone out by then."""

    state: State
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = field(default=())
    then: Button | str | None = None
    member: Member | None = None
    lead: str = ""
    answered: str = ""
    refused: bool = False
    settles: bool = False

    def below(self, said: str, between: str = "\n") -> Turn:
        """The turn with this said above its first reply, or alone where it has none."""
        if not self.replies:
            return replace(self, replies=(Reply(said),))
        first, *others = self.replies
        return replace(self, replies=(replace(first, text=f"{said}{between}{first.text}"), *others))
