"""A stored state that is none of ours: put aside whole, its person starts at the menu and is told."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest

from bot.inbound.receive import Receiver
from handlers.pipeline.routes import STATES
from programme.domain.effects.people import Enrol
from programme.domain.messages import Inbound
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage.messages import conversations, message_keys
from storage.people import accounts

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
QN = load_programme("quang-ninh")
SECRET = "Nguyễn Thị Bí Mật"
DRAFT = {
    "number": 1,
    "form": "activity",
    "version": QN.forms["activity"].version,
    "unit": "hl.ha-tu",
    "stop": {"stop": "question", "ref": "/data/kind"},
}


@pytest.mark.parametrize(
    "state",
    [
        f'{{"draft":{{"number":"một","form":"{SECRET}"}}}}',
        f'{{"prompt":{{"prompt":"of another release","about":"{SECRET}"}}}}',
        f'{{"prompt":{{"prompt":"new_name","about":"{SECRET}"}},"options":7}}',
        f'["{SECRET}"]',
        f'{{"draft":{{"{SECRET}',
        '{"prompt":[]}',
        '{"prompt":{}}',
        *(
            json.dumps({"draft": {**DRAFT, **fault}})
            for fault in (
                {"unit": "gone"},
                {"stop": {"stop": "question", "ref": "/data/gone"}},
                {"stop": {"stop": "check", "name": "unusual/data/gone"}},
                {"saved": {"answers": {"/data/kind": {"a": SECRET}}}},
                {"saved": {"answers": [SECRET]}},
            )
        ),
        json.dumps({"draft": DRAFT, "pace": {"calm": SECRET, "idle": [SECRET] * 9}}),
    ],
)
def test_it_is_put_aside_and_begun_anew(store, state, caplog):
    lan = Member("lan", "Lan", (Post("hl.ha-tu", "member"),), consented_at=NOW, consent=QN.notice)

    def settle(conn) -> None:
        accounts.enrol(conn, Enrol(lan, ""), "phone", "1", NOW)
        conversations.save(conn, "m:lan", state, NOW)

    store.transact(settle).result()
    receiver = Receiver(store, QN)
    with caplog.at_level(logging.ERROR):
        turn = store.transact(
            lambda conn: receiver.turn(conn, Inbound("phone", "1", "k1", NOW, "54"), "f" * 32)
        ).result()
    assert "không đọc lại được" in turn.replies[0].text and "Chọn việc" in turn.replies[1].text
    assert SECRET not in caplog.text and "could not be read" in caplog.text
    [aside] = store.read(message_keys.aside)
    assert aside.raw.decode() == state
    kept = store.read(lambda conn: conversations.load(conn, "m:lan"))
    assert STATES.from_json(kept).draft is None

    after = store.transact(
        lambda conn: receiver.turn(conn, Inbound("phone", "1", "k2", NOW, "menu"), "e" * 32)
    ).result()
    assert "không đọc lại được" not in after.replies[0].text
