"""What Telegram posts, and what we make of it: every file of tests/channels/telegram is one update and its Inbound."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Refused, Unreadable
from bot.channels.telegram.channel import Telegram
from programme.domain.messages import Inbound, Media

NOW = datetime(2026, 6, 27, 7, tzinfo=UTC)
CAPTURED = sorted((Path(__file__).parents[2] / "channels" / "telegram").glob("*.json"))
TOKEN = "5550001:AAGsynthetic-token-for-tests"


def channel(**settings) -> Telegram:
    made = Telegram(TOKEN, open_attachment=lambda file: b"", clock=lambda: NOW, **settings)
    made._username = "baocaobot"
    return made


def inbound(told: dict) -> Inbound:
    media = tuple(Media(**medium) for medium in told.pop("media", ()))
    place = told.pop("location", None)
    at, written = datetime.fromisoformat(told.pop("at")), told.pop("written", None)
    written = datetime.fromisoformat(written) if written else None
    return Inbound(**told, at=at, media=media, location=tuple(place) if place else None, written=written)


@pytest.mark.parametrize("file", CAPTURED, ids=lambda path: path.stem)
def test_captured(file):
    case = json.loads(file.read_text())
    raw = case["raw"].encode() if "raw" in case else json.dumps(case["update"]).encode()
    if case["inbound"] == "unreadable":
        with pytest.raises(Unreadable) as caught:
            channel().parse(raw)
        assert caught.value.raw == raw
    else:
        assert channel().parse(raw) == [inbound(told) for told in case["inbound"]]


def test_keys_are_those_of_messages_so_a_new_update_id_changes_nothing():
    case = json.loads((CAPTURED[0].parent / "text.json").read_text())["update"]
    first = channel().parse(json.dumps(case).encode())
    again = channel().parse(json.dumps(case | {"update_id": 1}).encode())
    assert first == again


NAMES = ("message", "chat", "id", "date", "text", "photo", "callback_query", "from", "type", "update_id", "message_id")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_whatever_comes_is_read_or_unreadable(value):
    with suppress(Unreadable):
        assert all(isinstance(found, Inbound) for found in READER.parse(json.dumps(value).encode()))


READER = channel()


@pytest.mark.parametrize(
    ("configured", "shown", "admitted"),
    [
        ("Se-cret_1", "Se-cret_1", True),
        ("Se-cret_1", "Se-cret_2", False),
        ("Se-cret_1", "", False),
        ("Se-cret_1", None, False),
        ("Se-cret_1", "bí mật", False),
        ("Se-cret_1", "\udcff", False),
        ("", "", False),
        ("", None, False),
    ],
)
def test_the_secret(configured, shown, admitted):
    settings = {"webhook_url": "https://example.org/telegram", "webhook_secret": configured} if configured else {}
    headers = {} if shown is None else {"X-Telegram-Bot-Api-Secret-Token": shown}
    if admitted:
        assert channel(**settings).read(headers, {}, b'{"update_id": 1}') == []
    else:
        with pytest.raises(Refused) as caught:
            channel(**settings).read(headers, {}, b'{"update_id": 1}')
        assert caught.value.status == 403
