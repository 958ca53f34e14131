"""A notice that has changed is put to people again, once; what they say before their yes is answered after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.commands.chat import Terminal
from bot.demo import settle
from programme.domain.programme import NOTICE
from programme.language.texts import LANGUAGES, load_texts
from programme.packs.pack import load_programme
from storage.people import accounts
from storage.privacy import audit

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
WORDED = {"2026-1": "6960b3"}
"""The first letters of the digest of each version's words. That members are 16 or older, and that a copy and a
restriction can be had, came into the first one later: nothing more is kept of anybody for it, so nobody is asked."""


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def newer(programme):
    return replace(programme, notice="2027-1")


@pytest.fixture
def settled(store, programme):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    return store


def told(talk: Terminal, *lines: str) -> str:
    said = []
    for line in lines:
        talk.now += timedelta(seconds=30)
        said += [reply.text for reply in talk.say(line)]
    return "\n".join(said)


def lan(store):
    return store.read(lambda conn: accounts.member_at(conn, "phone", "lan"))


def test_other_words_are_another_version():
    """Whoever changes the notice counts its version up, or nobody is asked."""
    words = "\n".join(load_texts(language)("consent.kept", issuer="X") for language in LANGUAGES)
    assert WORDED.get(NOTICE) == sha256(words.encode()).hexdigest()[:6], "give programme/packs/charter.py a new NOTICE"


def test_nobody_is_asked_twice(settled, programme, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW)
    assert "ĐÃ ĐỔI" in told(talk, "menu")
    heard = told(talk, "1")
    assert "đã ghi nhận" in heard and "Chọn việc" in heard
    assert (lan(settled).consent, lan(settled).consented_at) == ("2027-1", talk.now)
    assert "ĐỔI" not in told(talk, "menu")
    assert [
        e.why for e in settled.read(lambda conn: list(audit.entries(conn, lan(settled).id))) if e.what == "agree"
    ] == ["2027-1"]
    assert "ĐỔI" not in told(Terminal(settled, programme, tmp_path, "phone", "ba", NOW), "menu")


def test_what_was_said_meanwhile_is_answered_in_order(settled, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan/sms", NOW)
    assert "da doi" in told(talk, "BC TT MT 15/6 45 KHU 4")
    assert "du lieu moi" in told(talk, "BC CK MD 14/6 44/44")
    heard = told(talk, "dong y")
    assert heard.index("DA NHAN A222") < heard.index("DA NHAN E434")


def test_an_answer_keeps_its_question(settled, programme, newer, tmp_path):
    """The number that came answers what was offered before the notice, not the notice's own choices."""
    before = Terminal(settled, programme, tmp_path, "phone", "lan", NOW)
    told(before, "/baocao", "truyền thông")
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW + timedelta(minutes=5))
    assert "ĐÃ ĐỔI" in told(talk, "1")
    assert "3. Khi nào?" in told(talk, "có")


def test_no_is_no_and_what_was_sent_stays(settled, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW)
    told(talk, "BC TT MT 15/6 45 KHU 4")
    assert "chưa nhận báo cáo được" in told(talk, "không")
    assert "Trước hết" in told(talk, "menu")
    assert "DỮ LIỆU CỦA TÔI" in told(talk, "dữ liệu của tôi")
    assert "ĐÃ NHẬN" in told(talk, "đồng ý")


def test_from_no_to_the_way_out(settled, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW)
    told(talk, "menu", "2")
    assert "không lấy lại được" in told(talk, "2")
    assert "tin cuối cùng" in told(talk, "1")
    assert lan(settled) is None


def test_danger_does_not_wait(settled, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW)
    assert "113" in told(talk, "có người bị đánh cứu với")


def test_many_messages_do_not_pile_up(settled, newer, tmp_path):
    talk = Terminal(settled, newer, tmp_path, "phone", "lan", NOW)
    for n in range(15):
        talk.now += timedelta(minutes=1)
        told(talk, f"lời số {n}")
    heard = told(talk, "đồng ý")
    assert "đã ghi nhận" in heard
    assert "Chọn việc" in told(talk, "menu")
