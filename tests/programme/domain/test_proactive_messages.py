"""Whatever sends to somebody other than who writes has its row in the one table of proactive messages."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

from programme.domain.effects.messages import SendInvitation, Tell
from programme.domain.proactive_messages import PROACTIVE_MESSAGES
from storage import effects
from storage.messages import outbox

ROOT = Path(__file__).parents[3]
QUEUES = {outbox.queue, outbox.pour}
MOVED = "_carry"  # what waits already goes to another address of the same person


def keys(room: str, call: str) -> Iterator[tuple[str, list[str]]]:
    """Where a key of a message is written in a room, and its parts."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
                named = [word.value for word in node.keywords if word.arg == "key"]
                written = named or (node.args[2:3] if call == "Tell" else [])
                for key in written:
                    assert isinstance(key, ast.JoinedStr), f"{path.name}:{key.lineno}: a key that is not written there"
                    text = "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in key.values)
                    yield f"{path.name}:{key.lineno}", text.split(":")


TOLD = list(keys("handlers", "Tell"))


@pytest.mark.parametrize(("where", "parts"), TOLD, ids=[where for where, _ in TOLD])
def test_what_is_told_to_others_has_its_row_and_its_cap(where, parts):
    row = PROACTIVE_MESSAGES[parts[0]]
    assert row.by is Tell and len(parts) - 1 == len(row.per)


def test_no_row_is_idle():
    assert {name for name, row in PROACTIVE_MESSAGES.items() if row.by is Tell} == {parts[0] for _, parts in TOLD}


def _sends(code: CodeType, home: dict, seen: set) -> bool:
    """Whether a function, or one of ours that it calls, queues a message."""
    for name in code.co_names:
        found = home.get(name)
        inner = [getattr(found, other, None) for other in code.co_names] if isinstance(found, ModuleType) else [found]
        for one in inner:
            if not isinstance(one, FunctionType):
                continue
            if one in QUEUES:
                return True
            ours = one.__module__.startswith("storage.") and one.__name__ != MOVED
            if ours and one not in seen:
                seen.add(one)
                if _sends(one.__code__, one.__globals__, seen):
                    return True
    lambdas = (const for const in code.co_consts if inspect.iscode(const))
    return any(_sends(const, home, seen) for const in lambdas)


def senders() -> set[type]:
    """The effects whose entry queues a message."""
    return {e.effect for e in effects.ENTRIES if _sends(e.do.__code__, e.do.__globals__, set())}


def test_every_effect_that_sends_to_others_has_its_row():
    assert {Tell, SendInvitation} <= senders()
    assert senders() - {row.by for row in PROACTIVE_MESSAGES.values()} == set(), (
        "give it a row in programme/domain/proactive_messages.py"
    )
