"""Who floods gets one notice, then a pause; nothing of theirs is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.chat import Terminal
from bot.demo import settle
from handlers.flood import MANY, SPAN
from programme.pack import load_programme

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def lan(store, programme, tmp_path):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    return Terminal(store, programme, tmp_path, "phone", "lan", NOW)


def told(talk: Terminal, line: str, seconds: float = 1) -> str:
    talk.now += timedelta(seconds=seconds)
    return "\n".join(reply.text for reply in talk.say(line))


def flood(talk: Terminal) -> list[str]:
    return [told(talk, "menu") for _ in range(MANY + 10)]


def test_one_notice_then_a_pause_then_as_before(lan):
    heard = flood(lan)
    assert all("Chọn việc" in text for text in heard[:MANY])
    assert "tạm ngừng" in heard[MANY] and heard[MANY + 1 :] == [""] * 9
    assert "Chọn việc" in told(lan, "menu", SPAN.total_seconds())


def test_slowly_is_no_flood(lan):
    assert all("Chọn việc" in told(lan, "menu", SPAN.total_seconds() / MANY) for _ in range(3 * MANY))


def test_a_report_goes_on_in_the_pause(lan):
    """Whoever answers the form is answered, however fast, and words of danger always are."""
    told(lan, "/baocao")
    flood(lan)
    for line in ("Truyền thông", "Ma túy", "hôm nay"):
        assert told(lan, line, 0) not in ("", None)
    assert "Bao nhiêu lượt" not in told(lan, "menu", 0)
    assert "113" in told(lan, "có người bị đánh cứu với", 0)
    assert "6." in told(lan, "45", 0)


def test_all_are_kept(lan, store):
    from sqlalchemy import func, select

    from storage import tables

    flood(lan)
    assert store.read(lambda conn: conn.scalar(select(func.count()).select_from(tables.inbox))) == MANY + 10


def test_a_clock_put_back_does_not_prolong_the_pause(lan):
    flood(lan)
    lan.now -= timedelta(days=1)
    assert "Chọn việc" in told(lan, "menu")
