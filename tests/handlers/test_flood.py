"""Who floods gets one notice, then a pause; nothing of theirs is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.commands.chat import Terminal
from bot.demo import settle
from handlers.pipeline.flood import MANY, SPAN
from programme.packs.pack import load_programme
from storage.messages import message_keys
from storage.schedule import reminders
from storage.schema import tables

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


def kept(store) -> list[str]:
    """What was put aside whole, in the order it came."""
    return [json.loads(one.raw)["text"] for one in store.read(message_keys.aside) if one.why == "flood"]


def test_all_are_kept(lan, store):
    """Each is taken once; the words of those that were not answered are there to be read for 7 days."""
    flood(lan)
    told(lan, "Chị Hoa gọi lại giúp em")
    assert store.read(lambda conn: conn.scalar(select(func.count()).select_from(tables.inbox))) == MANY + 11
    assert kept(store) == ["menu"] * 10 + ["… gọi lại giúp em"]
    later = told(lan, "menu", SPAN.total_seconds())
    assert later.startswith("11 tin gửi lúc tạm ngừng") and "Chọn việc" in later
    assert told(lan, "menu").startswith("Đội CTXHTN Hà Tu")


def test_what_was_asked_for_in_the_pause_is_done(lan, store):
    flood(lan)
    assert told(lan, "NGUNG") == ""
    assert store.read(lambda conn: reminders.wishes(conn, "demo-lan"))[1]


def test_commands_count_whatever_they_do(lan):
    """Settings changed to and fro are messages too."""
    heard = [told(lan, ("NGUNG", "MO")[n % 2]) for n in range(MANY + 5)]
    assert all(heard[:MANY]) and "tạm ngừng trả lời" in heard[MANY] and heard[MANY + 1 :] == [""] * 4


REPORT = (
    "/baocao",
    "truyền thông",
    "ma túy",
    "hôm nay",
    "{n}",
    "không đếm riêng",
    "nhà văn hóa khu {n}",
    "không",
    "gửi",
)


def test_a_fast_honest_member_is_never_paused(lan):
    """Eight questions, again and again, a second each: 50 messages in 5 minutes, and never a pause."""
    for n in range(1, 7):
        for line in REPORT:
            heard = told(lan, line.format(n=30 + n))
            assert heard and "tạm ngừng" not in heard, line
        while "ĐÃ NHẬN" not in heard:  # the same day twice is asked about
            heard = told(lan, "2" if "Buổi khác" in heard or "Giống" in heard else "gửi")
            assert heard and "tạm ngừng" not in heard


def test_to_and_fro_in_a_report_is_no_progress(lan):
    """Ticked and unticked, an answer and back: who plays with the buttons is paused like others."""
    for line in ("/baocao", "truyền thông", "ma túy"):
        told(lan, line)
    heard = [told(lan, "/lui") for _ in range(MANY + 5)]
    assert any("tạm ngừng" in text for text in heard) and heard[-1] == ""


def test_a_number_in_the_pause_means_what_was_shown_last(lan):
    """What was not seen is not answered by accident."""
    flood(lan)
    told(lan, "cài đặt")
    assert "Chưa có báo cáo nào" in told(lan, "3", SPAN.total_seconds())  # the third of the menu, not of the settings


def test_a_clock_put_back_does_not_prolong_the_pause(lan):
    flood(lan)
    lan.now -= timedelta(days=1)
    assert "Chọn việc" in told(lan, "menu")
