"""What an operator relies on: health that means it, figures, backups at night."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.jobs.backup import Nightly
from bot.ops.health import LONGEST_ROUND, OLDEST, Health, Pulse
from bot.ops.metrics import BUCKETS, Metrics
from programme.domain.messages import REMINDER, Outbound
from storage.database import health, leases
from storage.database.health import Depth
from storage.database.store_faults import StoreFault
from storage.messages import outbox
from storage.transfer import backup_file, restoration
from tests.bot.channels.test_app_telegram import join, staged

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


# --- health -----------------------------------------------------------------------------------------------------------


def looks(store, clock=lambda: NOW, pulse=None) -> dict[str, bool]:
    return asyncio.run(Health(store, "me", clock, pulse or Pulse())())


def test_all_is_well(store):
    assert looks(store) == {"store": True, "outbox": True, "loops": True}
    assert store.read(lambda conn: leases.held(conn, NOW)) == ["alive:me"]
    store.transact(lambda conn: health.ended(conn, "me")).result()
    assert store.read(lambda conn: leases.held(conn, NOW)) == []


def test_processes_long_gone_are_wiped_away(store):
    for day, owner in ((0, "old"), (2, "new")):
        at = NOW + timedelta(days=day)
        store.transact(lambda conn, owner=owner, at=at: health.beat(conn, owner, at)).result()
    assert store.read(lambda conn: leases.held(conn, NOW - timedelta(days=9))) == ["alive:new"]


@pytest.mark.parametrize(("seconds", "well"), [(0, True), (OLDEST - 1, True), (OLDEST + 1, False)])
def test_what_waits_too_long_is_not_well(store, seconds, well):
    store.transact(lambda conn: outbox.queue(conn, [Outbound("telegram", "7", "x", key="k")], NOW)).result()
    assert looks(store, lambda: NOW + timedelta(seconds=seconds))["outbox"] is well


def test_what_is_for_later_or_for_a_terminal_does_not_wait(store):
    later = Outbound("telegram", "7", "x", key="k", not_before=NOW + timedelta(days=3), priority=REMINDER)
    store.transact(lambda conn: outbox.queue(conn, [later], NOW)).result()
    here = Outbound("telegram", "8", "x", key="l")
    store.transact(lambda conn: outbox.queue(conn, [here], NOW, via="terminal")).result()
    assert looks(store, lambda: NOW + timedelta(days=1))["outbox"]
    depths = store.read(lambda conn: health.depths(conn, NOW + timedelta(hours=1)))
    assert depths == [Depth("telegram", 1, 0.0)]


def test_a_store_that_can_not_be_written_is_not_well(tmp_path, sqlite_template):
    import shutil
    import sqlite3

    from storage.database.session import open_store

    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 's.db')}")
    with sqlite3.connect(tmp_path / "s.db") as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert looks(store)["store"] is False
        assert time.monotonic() - began < 8
        other.rollback()
    store.close()


def test_a_loop_that_stands_still_is_not_well(store):
    now = [0.0]
    pulse = Pulse(lambda: now[0])

    async def holds() -> bool:
        return True

    felt = pulse.watch("send:telegram", holds)
    now[0] = LONGEST_ROUND - 1
    assert looks(store, pulse=pulse)["loops"] and asyncio.run(felt())
    now[0] += LONGEST_ROUND - 1
    assert looks(store, pulse=pulse)["loops"]
    now[0] += 2
    assert pulse.stopped() == ["send:telegram"] and not looks(store, pulse=pulse)["loops"]


async def test_asked_often_it_writes_seldom(store):
    asked = []
    wrapped = store.transact
    store.transact = lambda fn, lane="": asked.append(fn) or wrapped(fn, lane)
    look = Health(store, "me", lambda: NOW, Pulse())
    await asyncio.gather(*(look() for _ in range(50)))
    assert len(asked) == 1


# --- figures ----------------------------------------------------------------------------------------------------------


def read_by_prometheus(text: str) -> dict[str, float]:
    """The samples as Prometheus' own parser reads them, by their name with its labels."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    by = {s.name + "".join(f",{name}={value}" for name, value in sorted(s.labels.items())): s.value for s in samples}
    assert len(by) == len(samples)
    return by


def test_the_text_prometheus_reads():
    metrics = Metrics()
    for seconds in (0.001, 0.005, 0.3, 99):
        metrics.turn("telegram", "done", seconds)
    metrics.turn("telegram", "failed", 0.1)
    metrics.send("kannel", "sent")
    text = metrics.text([Depth("telegram", 3, 1.25)], 2, 60.4)
    found = read_by_prometheus(text)
    wanted = {
        "baocao_turns_total,channel=telegram,result=done": 4,
        "baocao_turns_total,channel=telegram,result=failed": 1,
        "baocao_turn_seconds_bucket,le=0.005": 2,
        "baocao_turn_seconds_bucket,le=10.0": 4,
        "baocao_turn_seconds_bucket,le=+Inf": 5,
        "baocao_turn_seconds_count": 5,
        "baocao_sends_total,channel=kannel,result=sent": 1,
        "baocao_outbox_waiting,channel=telegram": 3,
        "baocao_outbox_age_seconds,channel=telegram": 1.25,
        "baocao_aside": 2,
        "baocao_backup_age_seconds": 60,
    }
    assert {name: found[name] for name in wanted} == wanted
    assert len([name for name in found if "_bucket" in name]) == len(BUCKETS) + 1
    assert found["baocao_turn_seconds_sum"] == pytest.approx(99.406)
    assert len(found) == len(wanted) + len(BUCKETS) - 1  # nothing else: no date of a count's beginning, no process
    assert "baocao_forgotten_total counter" in text and "_created" not in text


def test_what_has_emptied_is_no_longer_told_and_two_bots_count_apart():
    one, other = Metrics(), Metrics()
    one.send('zalo"bot', "sent")
    assert read_by_prometheus(one.text([Depth("kannel", 1, 0)], 0))["baocao_outbox_waiting,channel=kannel"] == 1
    then = read_by_prometheus(one.text([], 0))
    assert then['baocao_sends_total,channel=zalo"bot,result=sent'] == 1
    assert "baocao_outbox_waiting,channel=kannel" not in then and "baocao_backup_age_seconds" not in then
    assert not any("sends" in name for name in read_by_prometheus(other.text([], 0)))


async def test_the_running_bot_tells_how_it_is(tmp_path):
    async with staged(tmp_path, "polling") as stage, stage.running() as app, ClientSession() as client:
        await join(stage.person())
        async with client.get(f"{app.address}/healthz") as response:
            assert (response.status, await response.json()) == (
                200,
                {"ok": True, "store": True, "outbox": True, "loops": True},
            )
        async with client.get(f"{app.address}/metrics") as response:
            text = await response.text()
            assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        found = read_by_prometheus(text)
        assert found["baocao_turns_total,channel=telegram,result=done"] == 3
        assert found["baocao_sends_total,channel=telegram,result=sent"] >= 2
        assert not any("Lan" in name or "700" in name for name in found)  # seconds may well hold a 700


# --- at night ---------------------------------------------------------------------------------------------------------

ZONE = "Asia/Ho_Chi_Minh"


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.fixture
def nightly(store_url, tmp_path):
    clock = [local("2026-06-15T02:29")]
    found = Nightly(store_url, tmp_path / "media", tmp_path / "kept", 3, zone=ZONE, clock=lambda: clock[0])
    found.at = clock
    return found


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "kept").glob("*"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_one_a_night_and_the_newest_stay(store, nightly, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "notes.txt").write_text("not ours")
    (tmp_path / "kept" / "baocao-2026-06-13.tar.partial").write_text("of a killed process")
    for day in range(14, 20):
        nightly.at[0] = local(f"2026-06-{day + 1}T02:29")
        assert nightly.due(nightly.at[0]) == (date(2026, 6, 14) if day == 14 else None)
        if day == 14:
            assert await nightly.turn()
        nightly.at[0] = local(f"2026-06-{day + 1}T02:30")
        assert (await nightly.turn()).name == f"baocao-2026-06-{day + 1}.tar"
        assert await nightly.turn() is None
    assert names(tmp_path) == [*(f"baocao-2026-06-{d}.tar" for d in (18, 19, 20)), "notes.txt"]
    assert restoration.check(tmp_path / "kept" / "baocao-2026-06-20.tar").tables
    assert nightly.age(datetime.now(UTC)) < 60


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_clock_that_jumps_makes_one_and_throws_none_away_twice(store, nightly, tmp_path):
    for at in ("2026-06-20T03:00", "2026-06-10T03:00", "2026-06-20T04:00", "2026-06-21T01:00"):
        nightly.at[0] = local(at)
        await nightly.turn()
    assert names(tmp_path) == ["baocao-2026-06-20.tar"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_fails_is_told_and_tried_again_and_the_old_ones_stay(store, nightly, tmp_path, monkeypatch, caplog):
    nightly.at[0] = local("2026-06-15T03:00")
    await nightly.turn()
    whole = backup_file.backup

    def full(url, media, file, progress, recipients):
        raise StoreFault("kept: No space left on device")

    monkeypatch.setattr(backup_file, "backup", full)
    nightly.at[0] = local("2026-06-16T03:00")
    task = asyncio.create_task(nightly.run())
    async with asyncio.timeout(10):
        while "No space left" not in caplog.text:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait([task])
    monkeypatch.setattr(backup_file, "backup", whole)
    nightly._ending = False
    assert await nightly.turn() is None  # not at once
    nightly.at[0] = local("2026-06-16T03:16")
    assert await nightly.turn()
    assert names(tmp_path) == ["baocao-2026-06-15.tar", "baocao-2026-06-16.tar"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_end_of_the_process_does_not_wait_for_a_backup(store, nightly, tmp_path):
    nightly.at[0] = local("2026-06-15T03:00")
    nightly._ending = True
    with pytest.raises(Exception, match=r"\A\Z"):
        await nightly.turn()
    assert names(tmp_path) == []
    assert os.listdir(tmp_path / "kept") == []
