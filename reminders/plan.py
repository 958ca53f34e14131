"""What is due, to whom, when and on which channel. Pure: people and facts in, reminders out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from programme.messages import REMINDER, Choice, Outbound, traits_of
from programme.texts import load_texts
from reminders.facts import Person
from reminders.items import Days, Fate, Item, fold, items
from reminders.occasions import Occasion
from reminders.quiet import Quiet, next_moment
from reminders.roster import Roster
from reminders.wording import Words

if TYPE_CHECKING:
    from programme.pack import Programme


KEPT = 20_000
"""Texts that are kept for the next members of the same units."""


class Reminder(NamedTuple):
    """One message to one member: `kind`, `campaign` and `phase` are those of the first of its `items`, whose keys all
    are named. Its own key names the day and the member, so that a member gets one a day, whoever plans it."""

    at: datetime
    kind: str
    campaign: str
    phase: str
    member: str
    unit: str
    channel: str
    address: str
    key: str
    text: str
    choices: tuple[Choice, ...] = ()
    items: tuple[str, ...] = ()

    def outbound(self) -> Outbound:
        return Outbound(self.channel, self.address, self.text, self.choices, key=self.key, priority=REMINDER)


class Planned(NamedTuple):
    """What a plan says of one member: the reminder, None where there is nothing to say or no way to say it; and what
    became of what fell on earlier days."""

    person: Person
    reminder: Reminder | None
    fates: tuple[tuple[Item, Fate], ...] = ()


def plan(
    now: datetime,
    first: date,
    people: Iterable[Person],
    occasions: Iterable[Occasion],
    roster: Roster,
) -> Iterator[Planned]:
    """For each person who is to hear anything of what fell due from `first` (their own `since`) to the day of `now`.

    The reminder's `at` is the first moment from `now` on at which they may be disturbed; where that is later than
    `now`, it is better planned again then, for what will still be open. The roster is of the day of `now`."""
    planner = Planner(now, occasions, roster)
    for person in people:
        if (planned := planner.one(person, first)) is not None:
            yield planned


class Planner:
    """The plan of one moment; texts that are the same for many are made once."""

    def __init__(self, now: datetime, occasions: Iterable[Occasion], roster: Roster):
        self.now, self.roster, self.days = now, roster, Days(occasions)
        self.programme: Programme = roster.programme
        self.zone = ZoneInfo(self.programme.zone)
        self._said: dict[tuple, tuple[str, tuple[Choice, ...]]] = {}
        self._words: dict[str, Words] = {}
        self._folded: dict[tuple, tuple[list[Item], list[Item], list[tuple[Item, Fate]]]] = {}
        self._moments: dict[Quiet, datetime] = {}
        self._stamps: dict[datetime, str] = {}

    def one(self, person: Person, first: date) -> Planned | None:
        if person.stopped:
            return None
        since = person.since or first
        about = (person.posts, since) if person.id not in self.roster.facts.again else (person.posts, since, person.id)
        if about not in self._folded:
            found = items(person, self.days, since, self.roster)
            self._folded[about] = found, *fold(found, self.roster.today)
        found, said, fates = self._folded[about]
        if not found:
            return None
        if not said:
            return Planned(person, None, tuple(fates))
        if not person.ways:
            return Planned(person, None, tuple((item, "unreachable") for item in found))
        return Planned(person, self._reminder(person, said), tuple(fates))

    def moment(self, person: Person) -> datetime:
        if person.quiet not in self._moments:
            hour, minute = self.programme.agenda.hour
            self._moments[person.quiet] = next_moment(self.now, hour * 60 + minute, person.quiet, self.zone)
        return self._moments[person.quiet]

    def _reminder(self, person: Person, said: list[Item]) -> Reminder:
        channel, address = person.ways[0]
        at, lead = self.moment(person), said[0]
        text, choices = self._text(person.language, said, channel, address)
        o = lead.occasion
        return Reminder(
            at,
            o.kind,
            o.name,
            o.phase,
            person.id,
            lead.unit,
            channel,
            address,
            f"{self._stamp(at)}{person.id}",
            text,
            choices,
            tuple(item.key for item in said),
        )

    def _stamp(self, at: datetime) -> str:
        """What the key of a reminder of that day begins with."""
        if at not in self._stamps:
            self._stamps[at] = f"r:{at.date()}:"
        return self._stamps[at]

    def _text(self, language: str, said: list[Item], channel: str, address: str) -> tuple[str, tuple[Choice, ...]]:
        traits = traits_of(channel, address)
        about = (language, traits.plain, *((item.key, item.by) for item in said))
        if about not in self._said:
            words = self._words.get(language)
            if words is None:
                texts = load_texts(language, self.programme.texts.get(language))
                words = self._words[language] = Words(self.roster, texts)
            self._said[about] = (words.sms(said), ()) if traits.plain else (words.chat(said), words.choices(said))
        return self._said[about]

    def forget(self) -> None:
        """Lets go of what was made for many, if it is much: a plan for very many needs no more room than for a few."""
        for made in (self._said, self._folded):
            if len(made) > KEPT:
                made.clear()
