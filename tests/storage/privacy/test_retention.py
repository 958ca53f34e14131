"""What is kept for how long: each rule takes what is over and nothing else, in batches, while answers go on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.jobs.retention import MARK, Keeper
from bot.ops.metrics import Metrics
from handlers.state import State
from programme.domain.effects.addresses import MakeLink
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.schedule import Nudge
from programme.domain.messages import Outbound
from programme.domain.model import Link
from programme.domain.retention import Keep
from storage import effects
from storage.messages import conversations, media, message_keys, outbox
from storage.people import link_codes
from storage.privacy import audit, retention
from storage.privacy.retention import RULES
from storage.schedule import reminders
from storage.schema import tables

NOW = datetime(2026, 6, 15, 21, tzinfo=UTC)  # 04:00 of the 16th there
KEEP = Keep()


def days(n: float) -> datetime:
    return NOW - timedelta(days=n)


def a_row_of_each(conn, at: datetime, tag: str, folder) -> None:
    """What each rule looks at, of that time."""
    message_keys.put_aside(conn, "telegram", tag, "?", at, "can't be read")
    conversations.save(conn, f"a:telegram:{tag}", '{"greeted":"x"}', at)
    state = {"drafts": 4, "unit": "hl.ha-tu", "filed": {"3": "A222"}, "draft": {"number": 4}, "options": [["m:x", "x"]]}
    conversations.save(conn, f"m:{tag}", json.dumps(state), at)
    link_codes.make_link(conn, MakeLink(Link(f"LK{tag}", f"of-{tag}", at)), at - timedelta(days=1))
    message_keys.claim(conn, "telegram", tag, at)
    outbox.queue(conn, [Outbound("phone", "lan", f"words {tag}", key=tag)], at, via="x")
    (claimed,) = outbox.claim(conn, "phone", at, 1, 60, "me", via="x")
    outbox.sent(conn, claimed.id, "ref", at)
    row = {"row": tag, "state": "sent", "unit": "", "month": "2026-01", "segments": 1, "at": at}
    conn.execute(insert(tables.deliveries), row | {"channel": "kannel", "ref": tag})
    there = {"channel": "kannel", "address": f"+84{tag}", "unit": "qn", "by": "me"}
    conn.execute(insert(tables.invitations), there | {"code": tag, "at": at})
    effects.apply(conn, [Nudge((f"unit-{tag}",), "me", "qn", at.date())], "phone", "x", at)
    media.wanted(conn, FetchMedium(tag, "telegram", "ref"), at)
    sha = media.keep(folder, tag.encode())
    media.fetched(conn, tag, sha, "image/jpeg", 3)
    audit.note(conn, at, "me", tag, "x")


def left(store) -> dict[str, int]:
    """How many rows each rule's table has, words counted for what is blanked."""

    def count(conn):
        found = {rule.name: conn.scalar(select(func.count()).select_from(rule.table)) for rule in RULES}
        c = tables.conversations.c
        found["strangers"] = conn.scalar(select(func.count()).where(c.owner.like("a:%")))
        found["drafts"] = sum("draft" in json.loads(state) for state in conn.scalars(select(c.state)))
        found["sent"] = conn.scalar(select(func.count()).where(tables.outbox.c.text != ""))
        found["media"] = conn.scalar(select(func.count()).where(tables.media.c.state == "fetched"))
        return found

    return store.read(count)


def keeper(store, folder, now=NOW, keep=KEEP, **more) -> Keeper:
    return Keeper(store, keep, folder, zone="Asia/Ho_Chi_Minh", clock=lambda: now, **more)


def steady(store, day=date(2026, 6, 15)) -> None:
    store.transact(lambda conn: reminders.set_mark(conn, MARK, day, NOW)).result()


AGE = {"links": KEEP.aside, "strangers": KEEP.aside, "outbox": KEEP.keys, "inbox": KEEP.keys, "nudges": KEEP.keys}
AGE |= {"deliveries": KEEP.keys}


def age_of(rule: retention.Rule) -> int:
    days = getattr(KEEP, rule.keep)
    return min(days, rule.most) if rule.most else days


async def test_each_rule_takes_what_is_over_and_nothing_younger(store, tmp_path):
    """Rows a day short of each age and a day past it: of each two, one goes."""
    ages = sorted({*map(age_of, RULES)})
    for n, age in enumerate(ages):
        store.transact(lambda conn, n=n, age=age: a_row_of_each(conn, days(age - 1), f"young{n}", tmp_path)).result()
        store.transact(lambda conn, n=n, age=age: a_row_of_each(conn, days(age + 1), f"old{n}", tmp_path)).result()
    store.transact(lambda conn: conn.execute(tables.links.delete())).result()
    due = store.read(lambda conn: retention.overdue(conn, KEEP, NOW))
    older = {age: sum(2 for other in ages if other > age) + 1 for age in ages}
    wanted = {rule.name: older[age_of(rule)] for rule in RULES} | {"links": 0}
    wanted["trail"] *= 2  # the reminder by hand has left one too
    assert due == {name: count for name, count in wanted.items() if count}
    total = 2 * len(ages)
    steady(store)
    metrics = Metrics()
    found = await keeper(store, tmp_path, counted=metrics.forgot).turn()
    gone = wanted | {"sent": wanted["sent"]}
    assert found == {name: count for name, count in gone.items() if count}
    there = left(store)
    assert {name: there[name] for name in wanted if name not in ("trail", "links", "sent")} == {
        name: total - count for name, count in wanted.items() if name not in ("trail", "links", "sent")
    }
    assert store.read(lambda conn: retention.overdue(conn, KEEP, NOW)) == {}
    assert 'baocao_forgotten_total{what="inbox"} ' in metrics.text([], 0)
    noted = store.read(lambda conn: {e.subject: int(e.why) for e in audit.entries(conn) if e.what == "forget"})
    assert noted == found
    assert await keeper(store, tmp_path).turn() is None, "once a night"


async def test_what_is_rounded_keeps_its_counters(store, tmp_path):
    """An abandoned draft goes; the number that its buttons carry is never given again."""
    store.transact(lambda conn: a_row_of_each(conn, days(200), "x", tmp_path)).result()
    steady(store)
    await keeper(store, tmp_path).turn()
    state = store.read(lambda conn: conversations.load(conn, "m:x"))
    assert json.loads(state) == {"drafts": 4, "unit": "hl.ha-tu", "filed": {"3": "A222"}}
    assert set(retention.ROUNDED) < set(State.__struct_fields__) and "drafts" not in retention.ROUNDED


async def test_sent_words_go_and_the_key_still_counts(store, tmp_path):
    store.transact(lambda conn: a_row_of_each(conn, days(100), "x", tmp_path)).result()
    steady(store)
    await keeper(store, tmp_path).turn()
    row = store.read(lambda conn: conn.execute(select(tables.outbox)).one())
    assert (row.text, row.address, row.choices, row.key, row.state) == ("", "", [], "x", "sent")
    again = [Outbound("phone", "lan", "again", key="x")]
    store.transact(lambda conn: outbox.queue(conn, again, NOW)).result()
    assert not store.transact(lambda conn: message_keys.claim(conn, "telegram", "x", NOW)).result()
    assert store.read(lambda conn: conn.execute(select(tables.outbox)).one()).text == ""


async def test_what_waits_is_never_taken(store, tmp_path):
    rows = [Outbound("phone", "lan", "still", key="k")]
    store.transact(lambda conn: outbox.queue(conn, rows, days(3000))).result()
    steady(store)
    await keeper(store, tmp_path).turn()
    assert store.read(lambda conn: conn.execute(select(tables.outbox)).one()).text == "still"


async def test_photos_go_from_the_disk_but_those_that_something_shows(store, tmp_path):
    """Two reports with the same picture: the file goes with the second. What a form shows stays."""

    def work(conn):
        for name, at in (("one", days(2000)), ("two", days(5)), ("three", days(2000)), ("form", days(2000))):
            media.wanted(conn, FetchMedium(name, "telegram", "ref"), at)
            bytes_ = {"one": b"same", "two": b"same"}.get(name, name.encode())
            media.fetched(conn, name, media.keep(tmp_path, bytes_), "image/jpeg", 4)
        sha = media.keep(tmp_path, b"form")
        conn.execute(insert(tables.form_files), {"sha256": "f", "form": "f", "version": "1", "title": "t", "file": "x",
                                                 "at": NOW, "media": {"a.jpg": sha}, "content": b"x"})  # fmt: skip

    store.transact(work).result()
    steady(store)
    await keeper(store, tmp_path).turn()
    files = {path.read_bytes() for path in tmp_path.glob("*/*") if path.is_file() and path.suffix == ""}
    assert files >= {b"same", b"form"} and b"three" not in files


@pytest.mark.parametrize("day", [None, date(2021, 6, 15), date(2031, 1, 1), date(2026, 6, 10)])
async def test_a_clock_that_jumped_takes_nothing(store, tmp_path, day):
    """The first night, and the first after a jump, only look at the calendar."""
    store.transact(lambda conn: a_row_of_each(conn, days(3000), "x", tmp_path)).result()
    if day:
        steady(store, day)
    assert await keeper(store, tmp_path).turn() == {}
    assert store.read(lambda conn: retention.overdue(conn, KEEP, NOW))
    tomorrow = keeper(store, tmp_path, NOW + timedelta(days=1))
    assert (await tomorrow.turn())["inbox"] == 1


async def test_for_ever_is_for_ever(store, tmp_path):
    store.transact(lambda conn: a_row_of_each(conn, days(30_000), "x", tmp_path)).result()
    steady(store)
    found = await keeper(store, tmp_path, keep=Keep(0, 0, 0, 0, 0, 0)).turn()
    assert found == {"aside": 1}, "what is sealed and put aside is gone after a week, whatever is set"


async def test_answers_go_on_meanwhile(store, tmp_path, monkeypatch):
    """Some thousand old keys: between two batches there is room for a turn, which waits for one batch at most."""
    import asyncio

    monkeypatch.setattr("bot.jobs.retention.BATCH", 100)
    rows = [{"channel": "t", "key": f"{n}", "at": days(500), "outcome": ""} for n in range(3000)]
    store.transact(lambda conn: conn.execute(insert(tables.inbox), rows)).result()
    steady(store)
    work = asyncio.ensure_future(keeper(store, tmp_path).turn())
    turns = 0
    while not work.done():
        key = f"new{turns}"
        await asyncio.wrap_future(store.transact(lambda conn, key=key: message_keys.claim(conn, "t", key, NOW)))
        turns += 1
        await asyncio.sleep(0.005)
    assert (await work)["inbox"] == 3000 and turns >= 10
    assert store.read(lambda conn: conn.scalar(select(func.count()).select_from(tables.inbox))) == turns
