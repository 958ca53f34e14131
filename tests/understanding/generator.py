"""Messages as people write them, with the right reading of each by construction: `messages(programme, seed)`.

A message is put together from parts in one of many orders, then made as a phone, a habit and a channel would have it.
Wording stands in `phrases.toml` and `talks.toml`. The same seed gives the same messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from programme.domain.programme import Programme
from tests.understanding.cases import Case
from tests.understanding.days_said import Said, any_days
from tests.understanding.deeds import IMPLICIT, Deed
from tests.understanding.noise import Piece, noisy
from tests.understanding.parts import FIRST, Maker
from tests.understanding.phrases import PHRASES, filled
from tests.understanding.talk_messages import TALK, expected

DAYS = 720
REPORTS = 0.74
"""The share of reports; the rest is talk."""
OF_ONE = ("counselling", "referral", "rehab_mobilisation", "post_rehab", "loan", "victim_support")
"""Kinds that are about single persons, whose names people write."""
STYLES = {"sms": ("casual", "short", "short", "formal"), "zalo": ("casual", "casual", "casual", "labelled", "short"),
          "telegram": ("formal", "formal", "casual", "labelled")}  # fmt: skip


def messages(programme: Programme, seed: int = 1) -> Iterator[Case]:
    """Without end."""
    chance = Random(seed)
    maker = Maker(programme, chance)
    talks: list[Callable[..., Any]] = list(TALK)
    weights = list(TALK.values())
    while True:
        unit = chance.choice(maker.units)
        today = FIRST + timedelta(days=chance.randrange(DAYS))
        channel = chance.choice(("sms", "sms", "zalo", "zalo", "telegram"))
        maker.colloquial = {"sms": 0.3, "zalo": 0.2, "telegram": 0.08}[channel]
        if chance.random() < REPORTS:
            maker.unit = unit
            pieces, right, made = report(maker, channel, unit.code, today)
            context = None
        else:
            pieces, right, context, made = chance.choices(talks, weights)[0](maker, unit.code, today)
        text, noise, secret = noisy(pieces, channel, chance)
        right["must_not_store"] = secret
        yield Case(text, unit.code, today, right, context, channel, (*made, *noise))


def report(maker: Maker, channel: str, unit: str, today: date) -> tuple[list[Piece], dict[str, Any], list[str]]:
    """One activity in four of five, else several."""
    said = any_days(today, maker.chance)
    if maker.chance.random() < 0.2:
        return several(maker, channel, unit, today, said)
    style = maker.choose(STYLES[channel])
    made = [f"style {style}", f"day: {said.way}"]
    deed = maker.deed(a_kind(maker, unit))
    parts = Parts(maker, style, said, made)
    topic, place, ward = parts.told(deed)
    if deed.kind in OF_ONE and maker.chance.random() < 0.08:
        deed.figures += maker.person()
        made.append("person")
    shape = maker.choose(PHRASES["shape"][style])
    pieces = filled(shape, parts.slots | {"act": deed.act, "figures": deed.figures, "topic": topic, "place": place[0]})
    if "{day}" not in shape:
        raise ValueError(f"no day in {shape!r}")
    if "{place}" not in shape or not place[0]:
        place, ward = ([], ""), ""
    activity = activity_of(deed, said, place[1], ward)
    right = expected("report", [activity], asks_of([deed], said), may_of([deed], said))
    return pieces, right, made


class Parts:
    """The parts that stand beside an activity."""

    def __init__(self, maker: Maker, style: str, said: Said, made: list[str]) -> None:
        self.maker, self.said, self.made = maker, said, made
        self.style = style
        manner = "formal" if style == "formal" else "casual"
        hello = PHRASES["hello"]
        self.slots: dict[str, Any] = {
            "hello": split_signs(maker, hello[manner]),
            "who": lambda: words(maker.choose(PHRASES["who"][manner])) if maker.chance.random() < 0.8 else maker.own(),
            "bye": lambda: split_signs(maker, hello["bye"]) if style != "formal" else [],
            "day": [("n", said.words)] if said.words else [],
            "code": lambda: words(maker.choose(PHRASES["shape"]["codes"])),
            "between": self.between,
            "trap": self.trap,
        }

    def told(self, deed: Deed) -> tuple[list[Piece], tuple[list[Piece], str], str]:
        """Topic and place of the activity, where it has them."""
        topic: list[Piece] = []
        if deed.wants_topic and self.maker.chance.random() < 0.85:
            topic, deed.topics = self.maker.topic((deed.implied,) if deed.implied else ())
        elif deed.wants_topic:
            deed.may.add("topics")
        if deed.wants_place and self.maker.chance.random() < 0.85:
            pieces, own, ward = self.maker.place(deed.places)
            if ward:
                self.made.append("ward")
            return topic, (pieces, own), ward
        return topic, ([], ""), ""

    def between(self) -> list[Piece]:
        chance = self.maker.chance
        out: list[Piece] = []
        if chance.random() < 0.35:
            out = words(self.maker.choose(PHRASES["chatter_between"]["free"]))
        if self.style == "casual" and chance.random() < 0.2:
            out = [*out, ("x", self.maker.choose(PHRASES["hello"]["emoji"]))]
            self.made.append("emoji")
        return out

    def trap(self) -> list[Piece]:
        roll = self.maker.chance.random()
        if roll < 0.55:
            self.made.append("trap")
            return self.maker.trap()
        if roll < 0.60:
            self.made.append("plan beside")
            return self.maker.plan()
        if roll < 0.64:
            self.made.append("contact")
            return self.maker.contact()
        return []


def several(
    maker: Maker, channel: str, unit: str, today: date, said: Said
) -> tuple[list[Piece], dict[str, Any], list[str]]:
    """Two to four activities in a list or a row; the day, sometimes the topic, stands at the head."""
    style = "formal" if channel == "telegram" else "casual"
    made = ["several", f"day: {said.way}"]
    parts = Parts(maker, style, said, made)
    kinds: list[str] = []
    for _ in range(maker.choose((2, 2, 2, 3, 3, 4))):
        kind = a_kind(maker, unit)
        if kind not in kinds:
            kinds.append(kind)
    head = maker.choose(PHRASES["several"]["heads"])
    common, topics = maker.topic() if "{topic}" in head else ([], ())
    pieces = filled(head, parts.slots | {"topic": common})
    listed = maker.chance.random() < 0.5
    bullet = maker.choose(PHRASES["several"]["bullets"])
    join = maker.choose(PHRASES["several"]["joins"])
    made.append("list" if listed else "row")
    deeds, activities = [], []
    for i, kind in enumerate(kinds):
        deed = maker.deed(kind)
        alike: list[tuple[str, ...]] = []
        if topics:
            alike = [(), topics, (*deed.topics, *topics), deed.topics] if not deed.wants_topic or deed.implied else []
            deed.wants_topic = False
            deed.topics = deed.topics or topics
        topic, place, ward = parts.told(deed)
        shape = maker.choose(PHRASES["several"]["part"])
        if not place[0]:
            shape = shape.removeprefix("{place} : ")
        if "{place}" not in shape or not place[0]:
            place, ward = ([], ""), ""
        if "{topic}" not in shape and deed.wants_topic:
            topic, deed.topics = [], (deed.implied,) if deed.implied else ()
            deed.may.add("topics")
        if not topics and i:
            alike += [activities[0]["topics"], deed.topics]
        if listed:
            pieces += [(".", "\n"), ("x", bullet.replace("{i}", str(i + 1)).strip())]
        elif i:
            pieces += filled(join, {})
        slots = {"act": deed.act, "figures": deed.figures, "topic": topic, "place": place[0]}
        pieces += filled(shape, slots)
        deeds.append(deed)
        activities.append(activity_of(deed, said, place[1], ward, alike))
    if maker.chance.random() < 0.3:
        pieces += [(".", "\n" if listed else "."), *parts.trap()]
    for activity in activities:
        activity["places_or"] = [a["place"] for a in activities if a["place"]]
        activity["wards_or"] = [a["ward"] for a in activities if a["ward"]]
    may = may_of(deeds, said) | {"place"}
    return pieces, expected("report", activities, asks_of(deeds, said), may), made


def a_kind(maker: Maker, unit: str) -> str:
    """Mostly what such a unit does."""
    kinds = maker.programme.kind_of(unit)
    roll = maker.chance.random()
    if roll < 0.4:
        return "communication"
    return maker.choose(kinds.kinds if roll < 0.75 else kinds.all_kinds)


def activity_of(deed: Deed, said: Said, place: str, ward: str, alike: Sequence[tuple[str, ...]] = ()) -> dict[str, Any]:
    """`alike` are topics that are as right: where one part says them, nobody knows whether the others share them."""
    values = dict(deed.values)
    if deed.kind in IMPLICIT and "sessions" not in values:
        if said.last is None and (said.first or (place and not said.period)):
            values["sessions"] = {"value": 1, "bound": None}
        deed.may.add("sessions")
    return {
        "kind": deed.kind,
        "topics": list(deed.topics),
        "topics_or": [list(topics) for topics in alike],
        "date": said.first.isoformat() if said.first else None,
        "date_to": said.last.isoformat() if said.last else None,
        "period": said.period or None,
        "place": place or None,
        "ward": ward or None,
        "figures": values,
    }


def asks_of(deeds: list[Deed], said: Said) -> set[str]:
    return {name for deed in deeds for name in deed.asks} | ({"date"} if said.ask else set())


def may_of(deeds: list[Deed], said: Said) -> set[str]:
    """What may be asked. A whole period said in passing ("trong tuần") may be asked back."""
    return {name for deed in deeds for name in deed.may}


def words(text: str) -> list[Piece]:
    return [("w", text)] if text else []


def split_signs(maker: Maker, options: list[str]) -> list[Piece]:
    return filled(maker.choose(options), {})
