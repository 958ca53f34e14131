"""A tick over the store: once however often, late, beside others, with clocks that jump and campaigns that move."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.demo import settle
from bot.jobs.tick import Ticker
from programme.domain.agenda import Year
from programme.domain.effects.people import Prefer
from programme.domain.effects.schedule import AskUrgently, Nudge
from programme.domain.query_rows import CampaignRevision
from storage import effects
from storage.messages import outbox
from storage.schedule import campaign_days, reminders, urgent_questions
from tests.support.reminder_world import local, quang_ninh


@pytest.fixture
def ticker(store):
    settle(store, quang_ninh(), datetime(2027, 1, 1, tzinfo=UTC))
    return Ticker(store, quang_ninh())


def tick(ticker, when):
    found = []
    count = ticker.tick(when.astimezone(UTC), found.append)
    assert count == len(found)
    return found


def does(store, effect, at):
    store.transact(lambda conn: effects.apply(conn, [effect], "phone", "x", at)).result()


def keys(found):
    return {entry["key"] for entry in found}


START = local(date(2027, 6, 1))


def test_a_second_tick_queues_nothing(ticker):
    assert len(tick(ticker, START)) == 5
    assert tick(ticker, START) == tick(ticker, START + timedelta(minutes=1)) == []


def test_ticks_in_several_processes_at_once_queue_each_message_once(ticker):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: tick(Ticker(ticker.store, ticker.programme), START), range(4)))
    told = [entry["key"] for each in found for entry in each]
    assert len(told) == len(set(told)) == 5


def test_nothing_before_the_hour_nor_in_the_night(ticker):
    tick(ticker, START - timedelta(days=1))
    assert tick(ticker, local(date(2027, 6, 1), 7, 29)) == []
    assert tick(ticker, local(date(2027, 6, 1), 22)) == []
    (lan,) = (e for e in tick(ticker, local(date(2027, 6, 2), 7, 30)) if e["member"] == "demo-lan")
    assert {item.split(":")[0] for item in lan["items"]} == {"drug-month.2027.1", "report.2027-05"}


def test_after_downtime_what_is_useful_is_said_once_and_the_rest_is_listed(ticker):
    tick(ticker, local(date(2027, 5, 20)))
    (lan,) = (e for e in tick(ticker, local(date(2027, 6, 27), 10)) if e["member"] == "demo-lan")
    assert [item for item in lan["items"] if "drug" in item] == ["drug-month.2027.1:last-week:hl.ha-tu"]
    missed = ticker.store.read(lambda conn: reminders.missed(conn, {"hl.ha-tu"}, date(2027, 6, 27)))
    fates = {m.item.removeprefix("drug-month.2027.1:").removesuffix(":hl.ha-tu"): m.fate for m in missed}
    assert fates["before-7"] == fates["peak"] == "skipped"
    assert fates["weekly.0608"] == "superseded" and fates["last-week"] == "late"
    assert tick(ticker, local(date(2027, 6, 27), 11)) == []


def test_a_clock_set_back_tells_nobody_twice_and_nothing_is_lost(ticker):
    june = tick(ticker, local(date(2027, 6, 8)))
    may = tick(ticker, local(date(2027, 5, 25), 8))
    assert {e["phase"] for e in may} == {"before-7"}
    assert "start" in {e["phase"] for e in tick(ticker, START)}
    assert not keys(tick(ticker, local(date(2027, 6, 8), 9))) & keys(june)


def test_another_time_zone_does_not_send_the_day_again(ticker):
    from dataclasses import replace

    tick(ticker, START)
    moved = Ticker(ticker.store, replace(ticker.programme, zone="Asia/Tokyo"))
    assert tick(moved, START + timedelta(hours=1)) == []


def test_quiet_hours_and_NGUNG_are_the_members_own(ticker):
    at = START - timedelta(days=1)
    does(ticker.store, Prefer("demo-ba", stopped=True), at)
    does(ticker.store, Prefer("demo-lan", quiet=(18 * 60, 9 * 60)), at)
    assert {e["member"] for e in tick(ticker, START)} == {"demo-hoa", "demo-minh", "demo-phu"}
    assert tick(ticker, local(date(2027, 6, 1), 8, 59)) == []
    assert [e["member"] for e in tick(ticker, local(date(2027, 6, 1), 9))] == ["demo-lan"]
    assert tick(ticker, local(date(2027, 6, 1), 9, 1)) == []


def test_who_reports_while_their_reminder_is_put_off_is_not_reminded(ticker):
    does(ticker.store, Prefer("demo-lan", quiet=(18 * 60, 9 * 60)), START)
    assert "demo-lan" not in {e["member"] for e in tick(ticker, START)}
    settled = ("hl.ha-tu", "drug-month.2027", "enough", "demo-ba", START)
    ticker.store.transact(lambda conn: reminders.settle(conn, *settled)).result()
    assert tick(ticker, local(date(2027, 6, 1), 9)) == []


def test_a_moved_campaign_takes_back_what_waits_and_corrects_once(ticker):
    tick(ticker, local(date(2027, 5, 25)))
    days = (date(2027, 6, 10), date(2027, 6, 26), date(2027, 6, 30), date(2027, 7, 5))
    at = local(date(2027, 5, 25), 9).astimezone(UTC)
    move = CampaignRevision(Year("drug-month", 2027, 2, *days, source="CV 123"), "demo-thu", at)
    ticker.store.transact(lambda conn: campaign_days.put(conn, [move])).result()
    assert tick(ticker, local(date(2027, 5, 25), 9, 1)) == []
    rows = ticker.store.read(lambda conn: list(outbox.rows(conn, at)))
    assert {row.state for row in rows if row.key.startswith("r:")} == {"replaced"}
    told = tick(ticker, local(date(2027, 5, 26)))
    lan = next(e for e in told if e["member"] == "demo-lan")
    assert lan["items"] == ["drug-month.2027.2:moved:hl.ha-tu"] and "CV 123" in lan["text"]
    later = [tick(ticker, local(date(2027, 5, 27) + timedelta(days=n))) for n in range(20)]
    items = [item for found in later for e in found if e["member"] == "demo-lan" for item in e["items"]]
    assert [i for i in items if "moved" in i or ".1:" in i] == []
    assert "drug-month.2027.2:before-7:hl.ha-tu" in items and "drug-month.2027.2:start:hl.ha-tu" in items


def test_a_pack_that_says_other_days_is_a_move_too(ticker):
    from dataclasses import replace

    tick(ticker, local(date(2027, 5, 25)))
    year = Year("drug-month", 2027, start=date(2027, 5, 28), source="KH 9")
    agenda = replace(ticker.programme.agenda, years=(year,))
    changed = Ticker(ticker.store, replace(ticker.programme, agenda=agenda))
    assert tick(changed, local(date(2027, 5, 25), 12)) == []
    assert {e["phase"] for e in tick(changed, local(date(2027, 5, 26)))} >= {"moved"}


def test_a_nudge_by_hand_reaches_the_silent_once_a_day_and_not_who_was_reminded(ticker):
    day = date(2027, 6, 9)
    tick(ticker, local(day))
    at = local(day, 10).astimezone(UTC)
    for _ in range(2):
        does(ticker.store, Nudge(("hl.ha-tu",), "demo-hoa", "x2025-6652", day), at)
    found = tick(ticker, at)
    assert {e["member"] for e in found} == {"demo-lan", "demo-ba"} and {e["kind"] for e in found} == {"nudge"}
    assert tick(ticker, at + timedelta(minutes=1)) == []
    does(ticker.store, Nudge(("cp.cua-ong",), "demo-thu", "qn", START.date()), START)


def test_an_urgent_question_goes_to_the_units_people_but_not_at_night(ticker):
    day = date(2027, 6, 9)
    tick(ticker, local(day))

    def ask(id, hour):
        at = local(day, hour).astimezone(UTC)
        units = ("hl.ha-tu", "nowhere")
        effect = AskUrgently(id, "demo-hoa", "x2025-6652", "drug", date(2027, 6, 1), units, at + timedelta(hours=1))
        does(ticker.store, effect, at)
        return tick(ticker, at + timedelta(minutes=1))

    assert {e["member"] for e in ask("a1", 15)} == {"demo-lan", "demo-ba"}
    assert ask("a2", 23) == []
    assert ticker.store.read(urgent_questions.untold) == []


def test_one_clock_ticks_one_at_a_time_and_outlives_a_fault():
    import asyncio

    from reminders.clock import Ticking

    async def run():
        going, most, ticks = 0, 0, 0

        async def work():
            nonlocal going, most, ticks
            going, ticks = going + 1, ticks + 1
            most = max(most, going)
            await asyncio.sleep(0.01)
            going -= 1
            if ticks == 1:
                raise RuntimeError

        ticking = Ticking(work, every=0.02)
        ticking.start()
        ticking.soon()
        await asyncio.sleep(0.15)
        await ticking.stop()
        seen = ticks
        await asyncio.sleep(0.05)
        return most, ticks, seen

    most, ticks, seen = asyncio.run(run())
    assert most == 1 and ticks == seen >= 3
