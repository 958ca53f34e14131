"""What waits in the outbox goes out: over the real store, through a channel that fails as it is told."""

import asyncio
import random
from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import Blocked, Channel, Dead, Later, Sent
from bot.ops.lease import Lease
from bot.outbound.send import IN_FLIGHT, Sender, StoredQueue, pause
from programme.domain.messages import REMINDER, Outbound
from storage.database.session import open_store
from storage.messages import outbox
from storage.people import accounts


class Clock:
    def __init__(self):
        self.now = datetime(2026, 6, 27, 7, tzinfo=UTC)

    def __call__(self):
        return self.now


class Mouth(Channel):
    """`fates[text]` are results to give before it is sent; `down` fails everybody's."""

    name = "telegram"

    def __init__(self):
        self.said, self.tried, self.fates, self.down = [], [], defaultdict(list), False
        self.going = self.most = 0

    def parse(self, raw):
        return []

    async def send(self, out):
        self.going += 1
        self.most = max(self.most, self.going)
        await asyncio.sleep(0)
        self.going -= 1
        self.tried.append(out.text)
        if self.down:
            return Later("NetworkError", scope="everyone")
        if self.fates[out.text]:
            fate = self.fates[out.text].pop(0)
            if isinstance(fate, Exception):
                raise fate
            return fate
        self.said.append((out.address, out.text))
        return Sent(f"ref-{out.text}")


class Stage:
    def __init__(self, store):
        self.store, self.clock, self.mouth, self.wake = store, Clock(), Mouth(), asyncio.Event()
        self.sender = self.another()

    def another(self, owner="me", **more):
        queue = StoredQueue(self.store, "telegram", owner)
        return Sender(self.mouth, queue, wake=self.wake, clock=self.clock, idle=0.01, **more)

    def queue(self, address, *texts, **more):
        rows = [Outbound("telegram", address, text, key=f"{address}:{text}", **more) for text in texts]
        self.store.transact(lambda conn: outbox.queue(conn, rows, self.clock())).result()
        self.wake.set()

    async def settle(self, seconds=0.0):
        """Lets the clock pass and the sender do what there is to do."""
        self.clock.now += timedelta(seconds=seconds)
        for _ in range(200):
            await self.sender.turn()
            if not self.sender._going:
                return
            await asyncio.gather(*self.sender._going.values())

    def states(self):
        return {line.key: (line.state, line.error) for line in
                self.store.read(lambda conn: list(outbox.rows(conn, self.clock())))}  # fmt: skip

    @property
    def said(self):
        return [text for _, text in self.mouth.said]


@pytest.fixture
def stage(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield Stage(store)
    store.close()


async def test_in_order_per_address_and_side_by_side(stage):
    for n in range(5):
        for address in "abc":
            stage.queue(address, f"{address}{n}")
    await stage.settle()
    for address in "abc":
        assert [text for who, text in stage.mouth.said if who == address] == [f"{address}{n}" for n in range(5)]
    assert stage.mouth.most == 3
    assert set(stage.states().values()) == {("sent", "")}


async def test_never_more_in_flight_than_allowed(stage):
    for n in range(IN_FLIGHT * 2):
        stage.queue(f"a{n}", f"t{n}")
    await stage.settle()
    assert len(stage.said) == IN_FLIGHT * 2 and stage.mouth.most <= IN_FLIGHT


async def test_every_fate_is_marked(stage, caplog):
    stage.mouth.fates |= {"d": [Dead("chat not found")], "b": [Blocked("blocked by the user")],
                          "l": [Later("attachment")], "x": [ValueError("Xin chào")]}  # fmt: skip
    for text in "dblxs":
        stage.queue(f"to-{text}", text)
    await stage.settle()
    states = stage.states()
    assert states["to-d:d"] == ("dead", "chat not found")
    assert states["to-b:b"][0] == "dead"
    assert stage.store.read(lambda conn: accounts.blocked(conn, "telegram", "to-b"))
    assert not stage.store.read(lambda conn: accounts.blocked(conn, "telegram", "to-d"))
    assert states["to-l:l"] == ("waiting", "attachment")
    assert states["to-x:x"] == ("waiting", "the channel failed: ValueError")
    assert states["to-s:s"] == ("sent", "")
    assert "Xin" not in caplog.text
    await stage.settle(0.9)
    assert stage.said == ["s"]
    await stage.settle(0.2)
    assert sorted(stage.said) == ["l", "s", "x"]


async def test_retry_after_is_obeyed_and_nothing_overtakes(stage):
    stage.mouth.fates["1"] = [Later("429", 30, "address")]
    stage.queue("a", "1", "2")
    stage.queue("b", "other")
    await stage.settle()
    await stage.settle(29)
    assert stage.said == ["other"]
    await stage.settle(1)
    assert stage.said == ["other", "1", "2"]


async def test_an_answer_passes_a_reminder_that_fails(stage):
    stage.mouth.fates["nudge"] = [Later("attachment")] * 9
    stage.queue("a", "nudge", priority=REMINDER)
    await stage.settle()
    stage.queue("a", "answer")
    await stage.settle()
    assert stage.said == ["answer"]


async def test_a_long_outage_loses_nothing_and_keeps_the_order(stage):
    stage.mouth.down = True
    stage.queue("a", "a0")
    stage.queue("b", "b0")
    for n in range(1, 200):
        await stage.settle(60)
        stage.queue("a" if n % 3 else "b", f"{'a' if n % 3 else 'b'}{n}")
    tries = len(stage.mouth.tried)
    assert 150 <= tries <= 210  # one message at a time asks whether the way is free, once a minute
    stage.mouth.down = False
    for _ in range(80):
        await stage.settle(60)
    for address in "ab":
        said = [int(text[1:]) for who, text in stage.mouth.said if who == address]
        assert said == sorted(said)
    assert len(stage.said) == len(set(stage.said)) == 201


async def test_a_message_the_gateway_always_chokes_on_stops_no_one(stage):
    stage.mouth.fates["poison"] = [Later("NetworkError", scope="everyone")] * 1000
    stage.queue("a", "poison", "after")
    for n in range(30):
        stage.queue("b", f"b{n}")
        await stage.settle(3)
    await stage.settle(60)
    assert "after" in stage.said and [t for t in stage.said if t[0] == "b"] == [f"b{n}" for n in range(30)]


async def test_one_fault_of_many_is_counted_once(stage):
    stage.mouth.down = True
    for n in range(20):
        stage.queue(f"a{n}", f"t{n}")
    await stage.settle()
    assert len(stage.mouth.tried) == 20
    stage.mouth.down = False
    await stage.settle(1)
    assert len(stage.said) >= 1
    await stage.settle()
    assert len(stage.said) == 20


async def test_given_up_at_last(stage):
    stage.mouth.fates["x"] = [Later("attachment")] * 1000
    stage.queue("a", "x")
    for _ in range(320):
        await stage.settle(600)
    assert stage.states()["a:x"] == ("dead", "given up: attachment")
    assert len(stage.mouth.tried) == 300


async def test_it_runs_wakes_and_lets_finish(stage):
    sender = stage.another()
    task = asyncio.create_task(sender.run())
    stage.queue("a", "1")
    for _ in range(100):
        if stage.said:
            break
        await asyncio.sleep(0.005)
    assert stage.said == ["1"]
    begun, gate = asyncio.Event(), asyncio.Event()

    async def slow(out):
        begun.set()
        await gate.wait()
        return Sent("9")

    stage.mouth.send = slow
    stage.queue("a", "2")
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0.02)
    assert not task.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stage.states()["a:2"] == ("sent", "")


async def test_a_store_that_fails_is_waited_for(stage, caplog):
    faults = [RuntimeError("Xin chào"), RuntimeError("Xin chào")]
    sender = stage.another()
    claim = sender._queue.claim

    async def sometimes(now, limit):
        if faults:
            raise faults.pop()
        return await claim(now, limit)

    sender._queue.claim = sometimes
    stage.queue("a", "1")
    task = asyncio.create_task(sender.run())
    for _ in range(200):
        if stage.said:
            break
        await asyncio.sleep(0.005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert stage.said == ["1"] and "Xin" not in caplog.text


async def test_of_two_processes_one_sends(stage):
    leases = [Lease(stage.store, "channel:telegram", owner, stage.clock, 90) for owner in ("one", "two")]
    assert [await lease.holds() for lease in leases] == [True, False]
    stage.clock.now += timedelta(seconds=60)
    assert [await lease.holds() for lease in leases] == [True, False]  # renewed
    stage.clock.now += timedelta(seconds=100)
    assert [await lease.holds() for lease in reversed(leases)] == [True, False]
    await leases[1].release()
    assert await leases[0].holds()
    stage.queue("a", "1")
    idle = stage.another("two", holds=leases[1].holds)
    await idle.turn()
    assert not idle._going and not stage.said


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_everything_goes_out_once_and_in_order(stage, seed):
    chance = random.Random(seed)

    @asynccontextmanager
    async def dice():
        real = stage.mouth.send

        async def send(out):
            if stage.rough and chance.random() < 0.3:
                stage.mouth.tried.append(out.text)
                return chance.choice([Later("NetworkError", scope="everyone"), Later("429", 5, "address")])
            return await real(out)

        stage.mouth.send = send
        yield

    stage.rough = True
    async with dice():
        for n in range(40):
            stage.queue(chance.choice("abcd"), f"{n}")
            await stage.settle(chance.choice([0, 1, 5]))
        stage.rough = False
        for _ in range(60):
            await stage.settle(60)
    assert sorted(map(int, stage.said)) == list(range(40))


def test_pauses():
    assert [pause(n) for n in (0, 1, 2, 3, 9, 10, 11, 1000)] == [1, 1, 2, 4, 256, 512, 600, 600]
    assert pause(50, 60) == 60
