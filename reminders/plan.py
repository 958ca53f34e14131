"""What is due, to whom, when and on which channel. Pure: people and facts in, reminders out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from programme.domain.messages import REMINDER, Choice, traits_of
from programme.language.texts import load_texts
from reminders.facts import Person
from reminders.items import Days, Fate, Item, fold, items
from reminders.occasions import Occasion
from reminders.quiet import Quiet, next_moment
from reminders.roster import Roster
from reminders.wording import Words

if TYPE_CHECKING:
    from programme.domain.programme import Programme


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
    priority: int = REMINDER
    not_before: datetime | None = None


class Spoken(NamedTuple):
    """What is the same in the reminders of all members of the same posts."""

    kind: str
    campaign: str
    phase: str
    unit: str
    text: str
    choices: tuple[Choice, ...]
    items: tuple[str, ...]


class Folded(NamedTuple):
    """What there is to say to members of the same posts, what of it is said, and what became of the rest. `spoken` are
    the words by language and by whether they go by SMS."""

    found: tuple[Item, ...]
    said: tuple[Item, ...]
    fates: tuple[tuple[Item, Fate], ...]
    spoken: dict[tuple[str, bool], Spoken]


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
        self._folded: dict[tuple, Folded] = {}
        self._moments: dict[Quiet, datetime] = {}
        self._stamps: dict[datetime, str] = {}

    def one(self, person: Person, first: date) -> Planned | None:
        if person.stopped:
            return None
        since = person.since or first
        about = (person.posts, since, person.id if person.id in self.roster.facts.again else "")
        folded = self._folded.get(about)
        if folded is None:
            found = items(person, self.days, since, self.roster)
            said, fates = fold(found, self.roster.today)
            folded = self._folded[about] = Folded(tuple(found), tuple(said), tuple(fates), {})
        if not folded.found:
            return None
        if not folded.said:
            return Planned(person, None, folded.fates)
        if not person.ways:
            return Planned(person, None, tuple((item, "unreachable") for item in folded.found))
        return Planned(person, self._reminder(person, folded), folded.fates)

    def moment(self, person: Person) -> datetime:
        if person.quiet not in self._moments:
            hour, minute = self.programme.agenda.hour
            self._moments[person.quiet] = next_moment(self.now, hour * 60 + minute, person.quiet, self.zone)
        return self._moments[person.quiet]

    def _reminder(self, person: Person, folded: Folded) -> Reminder:
        channel, address = person.ways[0]
        way = (person.language, traits_of(channel, address).plain)
        said = folded.spoken.get(way)
        if said is None:
            said = folded.spoken[way] = self._spoken(folded.said, *way)
        kind, campaign, phase, unit, text, choices, items = said
        at = self.moment(person)
        key = f"{self._stamp(at)}{person.id}"
        return Reminder(at, kind, campaign, phase, person.id, unit, channel, address, key, text, choices, items)

    def _stamp(self, at: datetime) -> str:
        """What the key of a reminder of that day begins with."""
        if at not in self._stamps:
            self._stamps[at] = f"r:{at.date()}:"
        return self._stamps[at]

    def _spoken(self, said: Sequence[Item], language: str, plain: bool) -> Spoken:
        keys = tuple(item.key for item in said)
        about = (language, plain, keys, tuple(item.by for item in said))
        if about not in self._said:
            words = self._words.get(language)
            if words is None:
                texts = load_texts(language, self.programme.texts.get(language))
                words = self._words[language] = Words(self.roster, texts)
            self._said[about] = (words.sms(said), ()) if plain else (words.chat(said), words.choices(said))
        o = said[0].occasion
        return Spoken(o.kind, o.name, o.phase, said[0].unit, *self._said[about], keys)

    def forget(self) -> None:
        """Lets go of what was made for many, if it is much: a plan for very many needs no more room than for a few."""
        for made in (self._said, self._folded):
            if len(made) > KEPT:
                made.clear()
