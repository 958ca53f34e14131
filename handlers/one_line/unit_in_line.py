"""Which unit a line is for: the words after DV."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from handlers.context import Context
from programme.language.vietnamese import fold


def unit_named(s: Context) -> Callable[[Sequence[str]], tuple[str, int]]:
    """Which unit the words after DV name, and how many of them: one of the member's own by words that no other unit
    has, or one that they may report for by its name."""
    own = {code: _said_as(s, code) for code in s.own_units(gone=True)}

    def found(said: Sequence[str]) -> tuple[str, int]:
        for count in range(len(said), 0, -1):
            wanted = set(said[:count])
            fits = [code for code, names in own.items() if any(wanted <= set(name.split()) for name in names)]
            exact = [code for code in fits if fold(" ".join(said[:count])) in own[code]]
            if len(exact or fits) == 1 and (exact or not _is_of_others(s, wanted, own)):
                return (exact or fits)[0], count
            if fits:
                continue
            near = [u.code for u, score in s.programme.units.find(" ".join(said[:count]), on=s.today) if score >= 100]
            near = [code for code in near if s.may("reports", code)]
            if len(near) == 1:
                return near[0], count
        return "", 1 if said else 0

    return found


def _is_of_others(s: Context, words: set[str], own: Collection[str]) -> bool:
    """Whether a part of a name may as well begin another unit's, as "Hà" of Hà Tu does Hạ Long; what all units of a
    kind are called ("CLB") only chooses among one's own."""
    names = {unit.code: set(fold(unit.name).split()) for unit in s.programme.units}
    kinds = {s.programme.units[code].kind for code in own}
    alike = ([names[unit.code] for unit in s.programme.units if unit.kind == kind] for kind in kinds)
    place = words.difference(*(set.intersection(*mates) for mates in alike if len(mates) > 1))
    return bool(place) and any(words <= name for code, name in names.items() if code not in own)


def _said_as(s: Context, code: str) -> list[str]:
    """What a unit is called, its kind's words among them: "CLB" names the club, "DOI" the team."""
    unit, kind = s.programme.units[code], s.programme.kind_of(code)
    return [fold(name) for name in (unit.name, *unit.aliases, f"{unit.name} {kind.vi}")]
