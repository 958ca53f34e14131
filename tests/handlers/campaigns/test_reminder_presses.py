"""Buttons under reminders, urgent questions and digests, pressed through the front door by whoever may get hold of one:
rights, what is stale, what is pressed twice, and the open report beside them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from bot.demo import settle
from bot.inbound.receive import Receiver
from bot.jobs.tick import Ticker
from programme.domain.agenda import Year
from programme.domain.messages import Inbound
from programme.domain.programme import Campaign
from programme.domain.query_rows import CampaignRevision
from storage.messages import conversations, outbox
from storage.schedule import campaign_days, reminders, urgent_questions
from tests.support.reminder_world import local, quang_ninh

AT = local(date(2027, 6, 9), 9).astimezone(UTC)
TEAM, WARD = "hl.ha-tu", "x2025-6652"


@pytest.fixture
def press(store):
    """press(person, payload, at) → the answer; `text=` says something instead."""
    settle(store, quang_ninh(), datetime(2027, 1, 1, tzinfo=UTC))
    receiver, keys = Receiver(store, quang_ninh(), public_url="https://bc.example"), count(1)

    def press(person: str, choice: str = "", at: datetime = AT, text: str = "") -> str:
        inbound = Inbound("phone", person, f"k{next(keys)}", at, text=text, choice=choice)
        turn = store.transact(lambda conn: receiver.turn(conn, inbound, f"{next(keys):032x}")).result()
        return "\n".join(reply.text for reply in turn.replies)

    press.store, press.receiver = store, receiver
    return press


def effects_of(press) -> tuple[int, ...]:
    """How much is settled, to be said again, nudged, asked, moved: nothing of it grows by what nobody may do."""

    def read(conn):
        day = AT.date()
        settled, nudged = len(reminders.settled(conn)), len(reminders.nudged(conn, day))
        again = sum(map(len, reminders.again(conn, date(2027, 7, 30)).values()))
        asked = urgent_questions.count_for(conn, WARD, AT - timedelta(days=1)) + urgent_questions.count_for(
            conn, "qn", AT - timedelta(days=1)
        )
        return settled, nudged, again, asked, len(campaign_days.editions(conn, 2026, 2028))

    return press.store.read(read)


NOT_THEIRS = [
    ("phu", f"n:enough:drug-month.2027:{TEAM}"),
    ("phu", f"n:none:drug-month.2027:{TEAM}"),
    ("phu", f"n:today:drug-month.2027:{TEAM}"),
    ("phu", f"n:again:trafficking-day.2027:{TEAM}:0730"),
    ("phu", f"m:nudge:{TEAM}"),
    ("lan", "m:nudge"),
    ("lan", "m:urgent:drug:all:30:abcdef12"),
    ("ba", "m:urgent:drug:all:30:abcdef12"),
    ("lan", "n:add"),
    ("ba", "n:add:topic:drug"),
    ("phu", f"m:new:{TEAM}"),
    ("phu", f"m:nil:{TEAM}:2027-05"),
]


@pytest.mark.parametrize("person,payload", NOT_THEIRS)
def test_what_is_not_theirs_changes_nothing_and_says_so(press, person, payload):
    before = effects_of(press)
    assert "không thuộc quyền" in press(person, payload)
    assert effects_of(press) == before


STALE = [
    "n:enough:drug-month.2019:nowhere",
    f"n:again:drug-month.2027:{TEAM}:0601",  # its day is over
    f"n:again:no-campaign.2027:{TEAM}:0601",
    f"n:forget:drug-month.2027:{TEAM}",
    "n:material:no-campaign.2027",
    "n:move:abcdef12",
    "n:",
    "u:nothing:yes:hl.ha-tu",
    "u:",
]


@pytest.mark.parametrize("payload", STALE)
def test_what_is_stale_or_made_up_changes_nothing_and_says_so(press, payload):
    before = effects_of(press)
    said = press("ba", payload)
    assert "đã cũ" in said or "không thuộc quyền" in said
    assert effects_of(press) == before


def test_an_added_campaign_is_for_its_units_alone(press):
    """Its topic leads and the receipt counts its days where it is held, and nowhere else."""
    new = Campaign("c-1", "Đợt của phường", "", (6, 1), (6, 9), (6, 20), "trafficking", "KH 1", 2027, WARD)
    days = (date(2027, 6, 1), date(2027, 6, 9), date(2027, 6, 20), date(2027, 6, 25))
    kept = CampaignRevision(Year("c-1", 2027, 1, *days), "demo-hoa", AT, new)
    press.store.transact(lambda conn: campaign_days.put(conn, [kept])).result()
    said = press("lan", text="BC TT BN 9/6 45 KHU 4")
    assert "Đợt của phường: còn 11 ngày" in said
    assert "Đợt của phường" not in press("phu", text="BC TT BN 9/6 45 KHU 2")


def test_who_reports_after_a_move_reads_the_new_days_and_no_turn_asks_the_store_for_them(press):
    assert "còn 21 ngày" in press("lan", text="BC TT MT 9/6 45 KHU 4")
    days = (date(2027, 6, 1), date(2027, 6, 26), date(2027, 7, 10), date(2027, 7, 15))
    moved = CampaignRevision(Year("drug-month", 2027, 2, *days, source="CV 1"), "demo-thu", AT)
    press.store.transact(lambda conn: campaign_days.put(conn, [moved])).result()
    assert "còn 21 ngày" in press("lan", text="BC TT MT 8/6 46 KHU 5")  # moved through another process: within a minute
    press.receiver.shelf.clear()
    assert "còn 31 ngày" in press("lan", text="BC TT MT 7/6 47 KHU 6")


def test_a_shelf_is_read_once_a_minute(store):
    now, read = [0.0], []
    shelf = campaign_days.Shelf(lambda: now[0])

    def reading(conn, since, until):
        read.append(now[0])
        return []

    whole, campaign_days.editions = campaign_days.editions, reading
    try:
        for at in (0.0, 30.0, 59.9, 60.1, 61.0, 10.0):  # at last the clock was put back
            now[0] = at
            store.read(lambda conn: shelf.editions(conn, 2026, 2028))
    finally:
        campaign_days.editions = whole
    assert read == [0.0, 60.1, 10.0]


@pytest.mark.parametrize("payload", [f"n:enough:drug-month.2027:{TEAM}", "n:material:trafficking-day.2027",
                                     f"n:today:drug-month.2027:{TEAM}", f"n:again:trafficking-day.2027:{TEAM}:0730",
                                     "m:calendar", "m:silent", "m:nudge", f"m:nudge:{TEAM}", f"m:new:{TEAM}",
                                     "m:feed"])  # fmt: skip
def test_none_of_them_ends_an_open_report(press, payload):
    press("ba", "m:report")
    press("ba", text="Tư vấn")
    draft = draft_of(press)
    assert draft["stop"]["ref"] and press("ba", payload)
    assert draft_of(press) == draft
    assert "Khi nào" in press("ba", text="Ma túy")


def draft_of(press):
    return json.loads(press.store.read(lambda conn: conversations.load(conn, "m:demo-ba")))["draft"]


def test_one_tap_reminds_the_silent_once_a_day_however_often_it_is_pressed(press):
    ticker = Ticker(press.store, quang_ninh())
    ticker.tick(AT)
    assert "Đã nhắc 2 đơn vị" in press("hoa", "m:nudge")
    assert "Hôm nay đã nhắc" in press("hoa", "m:nudge") and "Hôm nay đã nhắc" in press("ba", f"m:nudge:{TEAM}")
    assert "Đã nhắc 2 đơn vị" in press("hoa", "m:nudge", AT + timedelta(days=1))


def test_who_asks_to_be_reminded_again_hears_of_it_once_on_that_day(press):
    ticker = Ticker(press.store, quang_ninh())
    ticker.tick(local(date(2027, 6, 30)).astimezone(UTC))
    for _ in range(2):
        assert "Sẽ nhắc lại ngày 30/7" in press("lan", f"n:again:trafficking-day.2027:{TEAM}:0730")

    def heard(day: date) -> list[str]:
        found: list[dict] = []
        ticker.tick(local(day).astimezone(UTC), found.append)
        return [item for entry in found if entry["member"] == "demo-lan" for item in entry["items"]]

    said = [item for n in range(32) for item in heard(date(2027, 7, 1) + timedelta(days=n)) if "trafficking" in item]
    assert said.count("trafficking-day.2027.1:peak:hl.ha-tu") + sum("again" in item for item in said) == 1


def test_two_questions_a_day_in_the_name_of_a_post_whoever_asks(press):
    assert "Đã hỏi 1 đơn vị" in press("hoa", "m:urgent:drug:all:30:aaaa1111")
    assert "đã hỏi rồi" in press("hoa", "m:urgent:drug:all:30:aaaa1111")
    assert "Đã hỏi 1 đơn vị" in press("hoa", "m:urgent:hiv:all:60:bbbb1111")
    assert "đã hỏi gấp 2 lần" in press("hoa", "m:urgent:all:all:60:cccc1111")
    assert press.store.read(lambda conn: urgent_questions.get(conn, "cccc1111")) is None
    assert "Đã hỏi" in press("hoa", "m:urgent:all:all:60:cccc1111", AT + timedelta(days=1))


def test_the_others_of_a_unit_hear_that_it_has_answered(press):
    press("hoa", "m:urgent:drug:all:30:aaaa1111")
    assert "Đã nhận" in press("ba", f"u:aaaa1111:yes:{TEAM}")
    rows = press.store.read(lambda conn: [r for r in outbox.rows(conn, AT) if r.key.startswith("tell:answered:")])
    assert [row.address for row in rows] == ["lan"]
    assert "đã trả lời" in press("lan", f"u:aaaa1111:yes:{TEAM}")
    late = AT + timedelta(hours=2)
    press("lan", f"u:aaaa1111:mend:{TEAM}", late)
    assert "tuy quá giờ cần" in press("lan", at=late, text="3 160")
    assert "3 buổi, 160 lượt người (Lan" in press("hoa", "u:aaaa1111:show", late)
    assert "không thuộc quyền" in press("phu", "u:aaaa1111:show", late)
    assert "không thuộc quyền" in press("phu", f"u:aaaa1111:yes:{TEAM}", late)


def test_a_page_of_answers_goes_on_and_sums_up(press):
    assert "Đã hỏi 120 đơn vị" in press("thu", "m:urgent:drug:all:30:aaaa1111")
    first = press("thu", "u:aaaa1111:show")
    assert "đã trả lời 0/" in first and len(first) < 2000
    press("lan", f"u:aaaa1111:mend:{TEAM}")
    press("lan", text="3 160")
    press("phu", "u:aaaa1111:mend:cp.cua-ong")
    press("phu", text="2 40")
    page = press("thu", "u:aaaa1111:show")
    assert "Cộng 2 đơn vị: 5 buổi, 200 lượt người" in page
    assert press("thu", "u:aaaa1111:show:20") != page and len(press("thu", "u:aaaa1111:show:20")) < 2000
