"""Whose data are used no more hears nothing that they did not ask for, and is shown to nobody by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.chat import VIA, Terminal
from bot.demo import settle
from bot.jobs.tick import Ticker
from programme.domain.effects.messages import Tell
from programme.domain.effects.people import SetStanding
from programme.domain.effects.privacy import LiftRestriction, Restrict
from programme.domain.messages import REMINDER, Outbound
from programme.packs.pack import load_programme
from storage import effects
from storage.database.store_faults import Stale
from storage.messages import outbox
from storage.people import accounts
from storage.queries import Queries

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def restricted(store, programme):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    waits = Outbound("phone", "lan", "Nhắc", key="r:2026-06-15:demo-lan", priority=REMINDER)
    store.transact(lambda conn: outbox.queue(conn, [waits], NOW)).result()
    apply(store, Restrict("demo-lan"))
    return store


def apply(store, effect):
    store.transact(lambda conn: effects.apply(conn, [effect], "", "", NOW)).result()


def waiting(store):
    rows = store.read(lambda conn: list(outbox.rows(conn, NOW + timedelta(days=400))))
    return [row.key for row in rows if row.address.startswith("lan") and row.state == "waiting"]


def test_nothing_is_sent_any_more(restricted, programme):
    apply(restricted, Tell("demo-lan", "Tin", "x:1"))
    for day in range(1, 40):
        Ticker(restricted, programme).tick(NOW + timedelta(days=day))
    assert waiting(restricted) == []


def test_the_store_gives_others_no_name_and_no_number(restricted):
    def seen(conn):
        people = Queries(conn).people
        return [people.get("demo-lan"), *[m for m in people.members_of("hl.ha-tu") if m.id == "demo-lan"]]

    assert [(m.name, m.addresses) for m in restricted.read(seen)] == [("", ()), ("", ())]
    assert restricted.read(lambda conn: accounts.member_at(conn, "phone", "lan")).name == "Lan (mẫu)"


def test_only_they_can_lift_it(restricted):
    with pytest.raises(Stale):
        apply(restricted, SetStanding("demo-lan", "active", "demo-ba"))
    apply(restricted, LiftRestriction("demo-lan"))
    assert restricted.read(lambda conn: accounts.member(conn, "demo-lan")).state == "active"


def test_the_leader_and_the_officer_read_no_name_anywhere(restricted, programme, tmp_path):
    said = []
    for who in ("ba", "hoa"):
        talk = Terminal(restricted, programme, tmp_path, "phone", who, NOW)
        for line in ("menu", "Đội viên", "/thanhvien", "XEM", "ai chưa báo", "đội Hà Tu có ai", "ban giao"):
            talk.now += timedelta(minutes=1)
            said += [r.text + " ".join(c.label for c in r.choices) for r in talk.say(line)]
    assert not [text for text in said if "Lan (mẫu)" in text] and VIA
