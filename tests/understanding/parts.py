"""The parts that stand beside an activity: topic, place, the sender's unit, digits that are no counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from programme.domain.org_units import own_name
from programme.domain.programme import Programme
from programme.language.vietnamese import fold
from tests.understanding.deeds import Deeds
from tests.understanding.noise import Piece
from tests.understanding.phrases import PHRASES, TALKS, filled

FIRST = date(2026, 1, 5)
REPORTING = (
    "team", "club", "counselling_point", "community_model", "support_model", "trafficking_club", "commune",
    "prevention_model", "inspection",
)  # fmt: skip
TOPIC_ROLL = ("drug", "drug", "drug", "prostitution", "trafficking", "hiv")


class Maker(Deeds):
    """Makes parts for one pack. Kinds without phrases of their own are said by the form's words for them."""

    def __init__(self, programme: Programme, chance: Random) -> None:
        super().__init__(chance)
        self.programme = programme
        self.units = [u for u in programme.units if u.kind in REPORTING and u.exists_on(FIRST)]
        self.wards = [u for u in programme.units if u.kind == "commune"]
        self.unit = self.units[0]
        wards = {own_name(ward.name) for ward in self.wards}
        self.names = [name for name in PHRASES["place"]["names"] if fold(name) not in wards]

    def own(self) -> list[Piece]:
        """The sender's unit by one of its names."""
        return [("p", self.choose((self.unit.name, *self.unit.aliases)))]

    def topic(self, topics: tuple[str, ...] = ()) -> tuple[list[Piece], tuple[str, ...]]:
        names = topics or (self.choose(TOPIC_ROLL),)
        said = self.choose(PHRASES["topic"][names[0]]["about"])
        if not topics and self.chance.random() < 0.07:
            other = self.choose([t for t in TOPIC_ROLL if t != names[0]])
            names = (names[0], other)
            said += self.choose(PHRASES["topic"]["two"]["join"]) + self.choose(TALKS["noun"]["topics"][other])
        return [("k", said)], names

    def place(self, only: tuple[str, ...] = ()) -> tuple[list[Piece], str, str]:
        """Its pieces, its own words, and the ward's name where one is named."""
        places = PHRASES["place"]
        if only:
            said = [("p", self.choose(only))]
        else:
            kind = self.choose(("plain", "numbered", "numbered", "named"))
            small = [("n", str(self.chance.randint(1, 12)))]
            other = [("n", str(self.chance.randint(1, 12)))]
            name = [("p", self.choose(self.names))]
            said = filled(self.choose(places[kind]), {"n": small, "m": other, "name": name}, "p")
        own = " ".join(text for _, text in said)
        at = self.choose(places["at"])
        pieces: list[Piece] = [("w", at), *said] if at else said
        if not only and self.chance.random() < 0.15:
            ward = self.choose(self.wards)
            kinds = {"xã": "commune", "đặc": "zone", "thị": "town"}
            head = places[kinds.get(ward.name.split()[0].lower(), "ward")]
            name = ward.name.split(" ", 2 if ward.name.startswith(("Đặc khu", "Thị trấn")) else 1)[-1]
            pieces = [*pieces, (".", ","), *filled(self.choose(head), {"ward": [("p", name)]})]
            return pieces, own, name
        return pieces, own, ""

    def trap(self) -> list[Piece]:
        """A clause whose digits are no counts."""
        return filled(self.choose(PHRASES["trap"]["clauses"]), self.odd)

    def plan(self) -> list[Piece]:
        return filled(self.choose(PHRASES["trap"]["plans"]), self.odd)

    def person(self) -> list[Piece]:
        """Somebody's name, which must not be kept."""
        people = PHRASES["people"]
        name = " ".join(self.choose(people[part]) for part in ("family", "middle", "given"))
        return filled(self.choose(people["said"]), {**self.odd, "name": [("s", name)]})

    def contact(self) -> list[Piece]:
        """A phone or identity number, which must not be kept."""
        sort = self.choose(("contacts", "contacts", "identity"))
        number = self._phone() if sort == "contacts" else f"022{self.chance.randrange(10**9):09}"
        return filled(self.choose(PHRASES["trap"][sort]), {"phone": [("s", number)], "identity": [("s", number)]})

    def _phone(self) -> str:
        digits = self.choose(("091", "098", "037", "086", "0912")) + f"{self.chance.randrange(10**7):07}"
        digits = digits[:10]
        return self.choose(
            (digits, digits, f"{digits[:4]} {digits[4:7]} {digits[7:]}", f"{digits[:4]}.{digits[4:7]}.{digits[7:]}")
        )

    @property
    def odd(self) -> Mapping[str, Callable[[], list[Piece]]]:
        """Slots of traps and talk."""
        r = self.chance.randint
        hour = r(6, 20)
        return {
            "hour": lambda: [("n", str(hour))],
            "later": lambda: [("n", str(hour + 2))],
            "minute": lambda: [("n", self.choose(("00", "15", "30", "45")))],
            "campaign": lambda: [("n", self.choose(PHRASES["trap"]["campaigns"]))],
            "number": lambda: [("n", str(r(2, 400)))],
            "money": lambda: [("n", str(r(1, 9)))],
            "percent": lambda: [("n", str(r(20, 100)))],
            "age": lambda: [("n", str(r(13, 18)))],
            "age2": lambda: [("n", str(r(25, 60)))],
            "ordinal": lambda: [("n", str(r(2, 38)))],
            "few": lambda: [("n", str(r(2, 9)))],
            "tens": lambda: [("n", str(r(2, 20) * 10))],
            "seats": lambda: [("n", self.choose(("16", "29", "45", "7")))],
            "grade": lambda: [("n", str(r(6, 12)))],
            "minutes": lambda: [("n", self.choose(("30", "45", "60", "90")))],
            "quarter": lambda: [("n", str(r(1, 4)))],
            "mm": lambda: [("n", str(r(1, 12)))],
        }
