"""Actions of a draft's buttons: what they are on the wire, and what is read of anything that looks like one."""

from __future__ import annotations

import pytest

from programme.domain.buttons import draft_actions
from programme.domain.buttons.draft_actions import (
    Action,
    Add,
    AddRepeat,
    Back,
    Cancel,
    Choose,
    Correct,
    Done,
    Drop,
    Edit,
    EditNumber,
    Explain,
    Keep,
    KeepWithout,
    Later,
    Mistake,
    No,
    NotAName,
    RankAnew,
    RemoveRepeat,
    Send,
    SeveralTimes,
    Skip,
    Suggested,
    Tick,
    TickSeveral,
    TurnPage,
    Unknown,
    Untick,
    Yes,
    read_action,
)
from programme.domain.buttons.reporting import DraftButton, NewReport

WIRE = {
    "=drug": Choose("drug"),
    "=2026-06-15": Choose("2026-06-15"),
    "=#12": Choose("#12"),
    "=a:b": Choose("a:b"),
    "=": Choose(""),
    "+drug": Tick("drug"),
    "-drug": Untick("drug"),
    "@0": Suggested(0),
    "?date_other": Explain("date_other"),
    "p2": TurnPage(2),
    "back": Back(),
    "skip": Skip(),
    "keep": Keep(),
    "named": NotAName(),
    "without": KeepWithout(),
    "again": RankAnew(),
    "many": TickSeveral(),
    "done": Done(),
    "yes": Yes(),
    "no": No(),
    "slip": Mistake(),
    "mend": Correct(),
    "several": SeveralTimes(),
    "send": Send(),
    "edit": Edit(),
    "later": Later(),
    "drop": Drop(),
    "cancel": Cancel(),
    "add/data/photos/photo": Add("/data/photos/photo"),
    "e5": EditNumber("5"),
    "x1": RemoveRepeat(1),
    "n10": AddRepeat(10),
    "": Unknown(""),
    "p": Unknown("p"),
    "p02": Unknown("p02"),
    "p²": Unknown("p²"),
    "x٣": Unknown("x٣"),
    "n1234567": Unknown("n1234567"),
    "Send": Unknown("Send"),
}


@pytest.mark.parametrize(("text", "action"), WIRE.items(), ids=repr)
def test_an_action_is_the_same_letters_both_ways(text, action):
    assert read_action(text) == action
    assert action.pack() == text


def test_every_kind_of_action_is_among_them():
    kinds = {kind for kind in vars(draft_actions).values() if isinstance(kind, type) and issubclass(kind, Action)}
    assert {type(action) for action in WIRE.values()} == kinds - {Action}


def test_a_button_is_read_with_its_action():
    button = DraftButton("1f", "5f0a", Choose("a:b"))
    assert button.pack() == "q:1f:5f0a:=a:b"
    assert DraftButton.of(button.pack()) == button
    assert DraftButton.of("q:1f:5f0a") is None and DraftButton.of(NewReport().pack()) is None
