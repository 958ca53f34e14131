"""Every effect has its one entry, and says in its class what else follows from it."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections import Counter
from datetime import UTC, date, datetime

import pytest

import programme.domain.effects as package
from programme.domain.effects import Effect
from programme.domain.effects.addresses import Join, Leave, Reach
from programme.domain.effects.people import Decide, Enrol
from programme.domain.effects.privacy import Agree, Erase, Noted
from programme.domain.effects.schedule import MoveCampaign
from programme.domain.model import Member
from storage import effects
from storage.effects.entry import Row
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


def declared() -> list[type[Effect]]:
    """The effects of all modules of the package."""
    found = []
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, Effect) and kind is not Effect and kind.__module__ == module.name:
                found.append(kind)
    return found


def test_every_effect_has_exactly_one_entry():
    registered = Counter(entry.effect for entry in effects.ENTRIES)
    assert set(registered) == set(declared())
    assert {kind.__name__ for kind, count in registered.items() if count > 1} == set()


@pytest.mark.parametrize("kind", declared(), ids=lambda kind: kind.__name__)
def test_an_effect_is_frozen_and_its_properties_are_no_fields(kind):
    assert dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen and "__dict__" not in dir(kind)
    asked = {name for name in vars(Effect) if not name.startswith("_")}
    assert {field.name for field in dataclasses.fields(kind)} & asked == set()


def test_what_follows_from_an_effect():
    """What a turn asks of its effects; most have none of it."""
    campaign = MoveCampaign("drug-month", 2026, 1, (date(2026, 6, 1),) * 4, "CV 1", "m1")
    assert Reach("telegram", "5", ok=False).closes_address == ("telegram", "5")
    assert Reach("telegram", "5", ok=True).closes_address is None
    assert Enrol(Member("m1", "Lan"), "").enrols == "m1"
    assert campaign.changes_campaigns and Decide("p1", "agreed", "m1").changes_units and Erase("m1", "m1").erases_member
    assert Join("m1", "x").takes_address and Leave("m1").leaves_address
    asked = [name for name in vars(Effect) if not name.startswith("_")]
    assert not any(getattr(Agree("m1", "2"), name) for name in asked)


def test_effects_are_done_in_order_each_with_its_rows(write, read):
    write(effects.apply, [Noted("m1", "see phone", "m2", "lost"), Noted("m1", "see list", "qn")], "phone", "lan", NOW)
    assert [dataclasses.astuple(entry) for entry in read(lambda conn: list(audit.entries(conn)))] == [
        (NOW, *Row("m1", "see phone", "m2", "lost")),
        (NOW, *Row("m1", "see list", "qn")),
    ]
