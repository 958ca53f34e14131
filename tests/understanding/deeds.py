"""Activities as they are said: what was done and its figures, with what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from programme.domain.model import KINDS
from tests.understanding import numbers_said
from tests.understanding.noise import Piece
from tests.understanding.phrases import PHRASES, SLOT, filled

IMPLICIT = ("communication", "club_meeting", "training", "study_visit")
"""Kinds where one session is meant where none is counted."""
SIZES = {
    "sessions": (1, 6), "participants": (8, 400), "leaflets": (20, 900), "banners": (1, 30), "slogans": (1, 20),
    "panels": (1, 9), "posters": (5, 60), "visual_mixed": (6, 60), "items": (1, 30), "minutes": (10, 200),
    "persons": (1, 40), "persons_approached": (2, 20), "persons_identified": (1, 5), "condoms": (50, 2500),
    "needles": (20, 1500), "total": (5, 60), "establishments": (2, 30), "violations": (1, 5), "received": (1, 9),
    "new": (1, 3), "active": (3, 12), "issued": (1, 9), "persons_in_need": (3, 20),
}  # fmt: skip
PART_OF = {
    "participants_female": "participants", "participants_students": "participants",
    "persons_agreed": "persons_approached",
    "signed": "total", "clean": "total", "handled": "violations", "violations": "establishments",
    "persons_identified": "persons",
}  # fmt: skip
BASES = {"tip_handling": {"handled": "received"}, "job_referral": {"persons": "persons_in_need"}}
MONEY = {"amount_vnd": (10, 900), "fine_vnd": (5, 300)}
"""In 100,000 đồng."""
ROUGH = ("participants", "leaflets", "condoms", "needles", "participants_female")
"""Figures that people give with a bound."""
IMPLIED = {
    "drug": re.compile("nghiện|methadone|sau cai|cai nghiện"),
    "trafficking": re.compile("bị mua bán|nạn nhân|mua bán người"),
    "prostitution": re.compile("mại dâm"),
}
"""Words that say a topic though they name none."""


@dataclass
class Deed:
    """One activity as it is said, and what it means; `asks` are names that a right reading asks, `may` that it may."""

    kind: str
    act: list[Piece]
    figures: list[Piece]
    values: dict[str, dict[str, Any]]
    topics: tuple[str, ...] = ()
    asks: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    wants_topic: bool = True
    wants_place: bool = True
    places: tuple[str, ...] = ()
    implied: str = ""


class Deeds:
    """Makes activities. Kinds without phrases of their own are said by their names."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.colloquial = 0.2

    def choose(self, options: Any) -> Any:
        return self.chance.choice(options)

    def deed(self, kind: str) -> Deed:
        phrases = PHRASES["kind"].get(kind) or plain_phrases(kind)
        did = self.choose(phrases["did"])
        deed = Deed(kind, filled(did, {}, "k"), [], {}, places=tuple(phrases.get("places", ())))
        self._figures(deed, phrases)
        if implied := phrases.get("implies"):
            deed.topics = (implied,)
            deed.may.add("topics")
        for words, topic in phrases.get("implies_where", {}).items():
            if words in did:
                deed.topics = (topic,)
        if not deed.values and not deed.asks:
            deed.asks.add(KINDS[kind][0])
        bears = " ".join(text for _, text in (*deed.act, *deed.figures))
        deed.implied = deed.topics[0] if deed.topics else next((t for t, w in IMPLIED.items() if w.search(bears)), "")
        deed.wants_topic = not phrases.get("no_topic") and not deed.topics
        if not deed.wants_topic or deed.implied:
            deed.may.add("topics")
            deed.topics = (deed.implied,) if deed.implied else ()
        deed.wants_place = not phrases.get("no_place")
        return deed

    def _figures(self, deed: Deed, phrases: Mapping[str, Any]) -> None:
        keys = self.choose(phrases["sets"]).split()
        if len(keys) > 1 and keys[0] == "sessions" and self.chance.random() < 0.3:
            keys = [*keys[1:], keys[0]]
        values: dict[str, int] = {}
        for i, key in enumerate(keys):
            phrase = self.choose(phrases[key])
            names = SLOT.findall(phrase)
            self._numbers(deed, names, values, keys, phrases)
            slots: dict[str, Any] = {}
            for name in names:
                slots[name] = self._said(deed, key, name, values[name])
            if i:
                deed.figures.append((".", ",") if self.chance.random() < 0.75 else ("w", ""))
            deed.figures += filled(phrase, slots, "k")
            if key == "none":
                deed.values["violations"] = {"value": 0, "bound": None}
        self._sums(deed, keys[0], values)

    def _numbers(self, deed: Deed, names: list[str], values: dict[str, int], keys: list[str], phrases: Any) -> None:
        """Chooses the values of a phrase: parts no greater than their whole."""
        bases = {**PART_OF, **BASES.get(deed.kind, {})}
        for name in sorted(names, key=lambda n: n in bases):
            if name in values:
                continue
            if name == "sessions" and "each" in names:
                values[name] = self.chance.randint(2, 5)
            elif name in MONEY:
                values[name] = self.chance.randint(*MONEY[name]) * 100_000
            elif name in ("men", "teachers", "each", "first", "second"):
                values[name] = self.chance.randint(3, 90)
            elif bases.get(name) in values:
                values[name] = self.chance.randint(1, max(1, values[bases[name]]))
            elif name in ("participants_female", "participants_students"):
                values[name] = self.chance.randint(5, 200)
            else:
                values[name] = self._size(name, deed.kind)

    def _size(self, name: str, kind: str) -> int:
        low, high = SIZES.get(name, (1, 40))
        if name == "participants" and kind != "communication":
            low, high = 4, 60
        n = self.chance.randint(low, high)
        if high >= 200 and self.chance.random() < 0.45:
            n = max(10, round(n, -1))
        if high >= 400 and self.chance.random() < 0.12:
            n = self.choose((100, 150, 200, 250, 1000, 1200, 1254, 900, 350, 3500, 2000))
        return n

    def _said(self, deed: Deed, key: str, name: str, n: int) -> list[Piece]:
        if name in MONEY:
            deed.values[name] = {"value": n, "bound": None}
            return [numbers_said.money(n, self.chance)]
        plain = name in ("men", "teachers", "each", "first", "second")
        alone = key == name or key in ("female", "approached")
        if not plain and alone and name in ROUGH and self.chance.random() < 0.13:
            return self._roughly(deed, name, n)
        if not plain:
            deed.values[name] = {"value": n, "bound": None}
        exact = key.endswith("_of") or plain or not alone
        return [numbers_said.said(n, self.chance, 0.0 if exact else self.colloquial)]

    def _roughly(self, deed: Deed, name: str, n: int) -> list[Piece]:
        """With a bound; sometimes so that nobody knows the number."""
        if self.chance.random() < 0.2:
            deed.asks.add(name)
            n = max(20, round(n, -1))
            return self.choose((
                [("n", f"{n}-{n + 10}")], [("n", f"{n} đến {n + 10}")], [("q", "vài chục")], [("q", "mấy chục")],
                [("w", "tầm"), ("n", f"{n} đến {n + 20}")],
            ))  # fmt: skip
        bound = self.choose(("min", "max", "about", "about"))
        n = max(20, round(n, -1))
        deed.values[name] = {"value": n, "bound": bound}
        return [("w", self.choose(numbers_said.BOUNDS[bound])), numbers_said.said(n, self.chance, self.colloquial)]

    def _sums(self, deed: Deed, key: str, values: Mapping[str, int]) -> None:
        """What is said in parts and meant as a whole."""
        exact = {"bound": None}
        if key == "women_men":
            deed.values["participants"] = {"value": values["participants_female"] + values["men"], **exact}
        elif key == "students_teachers":
            deed.values["participants"] = {"value": values["participants_students"] + values["teachers"], **exact}
        elif key == "each_session":
            deed.values["participants"] = {"value": values["each"] * values["sessions"], **exact}
        elif key == "mornings":
            deed.values["participants"] = {"value": values["first"] + values["second"], **exact}
            deed.may.add("sessions")


def plain_phrases(kind: str) -> dict[str, Any]:
    """A kind that has no phrases yet: its name and the names of its figures."""
    words = kind.replace("_", " ")
    return {"did": [words], "sets": [KINDS[kind][0]], KINDS[kind][0]: [f"{{{KINDS[kind][0]}}} {KINDS[kind][0]}"]}
