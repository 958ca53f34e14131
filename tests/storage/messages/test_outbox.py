"""What the outbox promises, on both databases: an example of each rule, then any order of events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from programme.domain.messages import ANSWER, DIGEST, REMINDER, Attachment, Choice, Outbound
from storage.messages import outbox
from storage.messages.outbox import PATIENCE
from storage.people import accounts
from storage.schema import tables

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
LEASE = 60


def message(key: str, address: str = "5", **more) -> Outbound:
    return Outbound("telegram", address, f"text of {key}", key=key, **more)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def queue(write):
    return lambda *messages, at=NOW, via="": write(outbox.queue, messages, at, via)


@pytest.fixture
def claim(write):
    """claim(now) gives {key: Claimed} in the order claimed."""

    def claim(now=NOW, limit=100, owner="p1", channel="telegram", via=""):
        return {c.outbound.key: c for c in write(outbox.claim, channel, now, limit, LEASE, owner, via)}

    return claim


@pytest.fixture
def states(read):
    return lambda now=NOW: {line.key: line.state for line in read(lambda conn: list(outbox.rows(conn, now)))}


def test_a_message_comes_out_as_it_went_in(queue, claim):
    full = Outbound(
        "telegram",
        "5",
        "Câu 5/8",
        (Choice("a:5:1", "Có"), Choice("a:5:0", "Không")),
        (Attachment("ab" * 32, "bieu-do.png", "image/png"),),
        "r:1",
        after(0),
        DIGEST,
        "77",
        True,
    )
    queue(full)
    assert [c.outbound for c in claim().values()] == [full]


def test_queued_twice_is_queued_once(queue, claim, write):
    queue(message("a"))
    queue(message("a"), message("a"))
    claimed = claim()
    assert list(claimed) == ["a"]
    write(outbox.sent, claimed["a"].id, "77", NOW)
    queue(message("a"))
    assert claim(after(999)) == {}


def test_a_message_without_a_key_is_refused(queue):
    with pytest.raises(ValueError, match="key"):
        queue(message(""))


def test_answers_go_before_digests_before_reminders(queue, claim):
    queue(message("r", "1", priority=REMINDER), message("d", "2", priority=DIGEST), message("a", "3"))
    assert list(claim()) == ["a", "d", "r"]


def test_an_address_gets_one_message_at_a_time_in_order(queue, claim, write):
    queue(message("a"), message("b"), message("x", "6"))
    first = claim()
    assert list(first) == ["a", "x"]
    assert claim() == {}
    write(outbox.sent, first["a"].id, "1", NOW)
    assert list(claim()) == ["b"]


def test_no_more_are_claimed_than_asked_for(queue, claim):
    queue(*(message(str(n), str(n)) for n in range(9)))
    assert [len(claim(limit=4)) for _ in range(4)] == [4, 4, 1, 0]


def test_what_is_for_later_waits_and_blocks_nothing(queue, claim):
    queue(message("later", not_before=after(3600)), message("now"))
    assert list(claim()) == ["now"]
    assert list(claim(after(3599))) == ["now"]  # the claim ran out
    assert list(claim(after(7200))) == ["later"]


def test_an_answer_passes_a_reminder_in_flight_but_no_reminder_passes_an_answer(queue, claim):
    queue(message("r1", priority=REMINDER))
    assert list(claim()) == ["r1"]
    queue(message("a"), message("r2", priority=REMINDER))
    assert list(claim()) == ["a"]
    assert claim() == {}


def test_an_answer_that_failed_goes_before_its_youngers_until_patience_ends(queue, claim, write):
    queue(message("a"), message("b"))
    now = NOW
    for attempt in range(1, PATIENCE):
        claimed = claim(now)
        assert list(claimed) == ["a"] and claimed["a"].attempts == attempt
        write(outbox.later, claimed["a"].id, now + timedelta(seconds=30), "HTTP 500")
        assert claim(now + timedelta(seconds=1)) == {}
        now += timedelta(seconds=30)
    write(outbox.later, claim(now)["a"].id, now + timedelta(seconds=600), "HTTP 500")
    assert list(claim(now)) == ["b"]


def test_a_claim_runs_out_and_another_goes_on(queue, claim, write, states):
    queue(message("a"))
    old = claim(owner="p1")["a"]
    assert states() == {"a": "sending"}
    assert claim(after(LEASE - 1), owner="p2") == {}
    assert claim(after(LEASE), owner="p2")["a"].attempts == 2
    write(outbox.later, old.id, after(LEASE), "late word of the first", "p1")
    write(outbox.dead, old.id, "late word of the first", "p1")
    assert claim(after(LEASE), owner="p3") == {}


def test_what_is_dead_is_not_sent_and_blocks_nothing(queue, claim, write, states):
    queue(message("a"), message("b"))
    write(outbox.dead, claim()["a"].id, "HTTP 400")
    assert list(claim()) == ["b"]
    assert states()["a"] == "dead"


def test_a_newer_prompt_replaces_the_older_unsent_ones(queue, claim, states):
    queue(message("q1", prompt=True), message("said"))
    queue(message("other", "6", prompt=True), message("q2", prompt=True))
    assert states() == {"q1": "replaced", "said": "waiting", "other": "waiting", "q2": "waiting"}
    assert list(claim()) == ["said", "other"]


def test_a_prompt_in_flight_is_not_replaced_and_goes_first(queue, claim, write):
    queue(message("q1", prompt=True))
    first = claim()["q1"]
    queue(message("q2", prompt=True))
    assert claim() == {}
    write(outbox.sent, first.id, "1", NOW)
    assert list(claim()) == ["q2"]


def test_a_prompt_queued_twice_replaces_neither_itself_nor_a_newer_one(queue, claim, states):
    queue(message("q1", prompt=True))
    queue(message("q1", prompt=True))
    assert states() == {"q1": "waiting"}
    queue(message("q2", prompt=True))
    queue(message("q1", prompt=True))
    assert states() == {"q1": "replaced", "q2": "waiting"}


def test_two_prompts_of_one_turn_are_both_sent(queue, states):
    queue(message("q1", prompt=True), message("q2", prompt=True))
    assert states() == {"q1": "waiting", "q2": "waiting"}


def test_what_the_terminal_sends_is_not_claimed_by_the_channel(queue, claim):
    queue(message("t"), via="terminal")
    queue(message("c"))
    assert list(claim()) == ["c"]
    assert list(claim(via="terminal")) == ["t"]


def test_an_address_that_blocked_us_gets_nothing_but_answers(queue, claim, write, states):
    queue(message("old", priority=REMINDER), message("old answer"))
    write(accounts.close_address, "telegram", "5", NOW)
    queue(message("r", priority=REMINDER), message("d", priority=DIGEST), message("a"))
    assert states() == {"old": "dead", "old answer": "dead", "r": "dead", "d": "dead", "a": "waiting"}
    write(accounts.open_address, "telegram", "5")
    queue(message("r2", priority=REMINDER))
    assert states()["r2"] == "waiting"
    assert list(claim()) == ["a"]


def test_the_channels_id_of_a_sent_message_is_kept(queue, claim, write, read):
    queue(message("a"))
    write(outbox.sent, claim()["a"].id, "4711", NOW)
    assert read(lambda conn: conn.scalar(select(tables.outbox.c.ref))) == "4711"
    (line,) = read(lambda conn: list(outbox.rows(conn, NOW)))
    assert line.to_json() == {
        "key": "a",
        "channel": "telegram",
        "address": "5",
        "state": "sent",
        "not_before": None,
        "attempts": 1,
        "error": "",
        "created_at": "2026-06-15T08:00:00+00:00",
        "sent_at": "2026-06-15T08:00:00+00:00",
        "delivery": "",
    }


def test_what_no_database_can_hold_is_sent_with_a_mark_in_its_place(queue, claim):
    queue(replace(message("a"), text="a\0b\ud800c 👍 ă", choices=(Choice("v\0", "l\udfff"),)))
    assert claim()["a"].outbound.text == "a\ufffdb\ufffdc 👍 ă"


# --- any order of events ----------------------------------------------------------------------------------------------


@dataclass
class Modelled:
    """A row as the test knows it."""

    n: int
    message: Outbound
    due: datetime
    state: str = "waiting"
    owner: str | None = None
    attempts: int = 0
    id: int = 0


def may_go(row: Modelled, rows: list[Modelled], now: datetime) -> bool:
    """The rule of order, told once more, row by row."""
    if row.state != "waiting" or row.due > now:
        return False
    for other in rows:
        same = other.state == "waiting" and other is not row and other.message.address == row.message.address
        if not same or other.message.priority > row.message.priority:
            continue
        in_flight = other.owner is not None and other.due > now
        more_urgent = other.message.priority < row.message.priority
        if in_flight or (other.due <= now and (more_urgent or other.n < row.n)):
            return False
        if not more_urgent and other.n < row.n and 0 < other.attempts < PATIENCE:
            return False
    return True


class Traffic(RuleBasedStateMachine):
    """Two senders, two addresses, time that passes, failures and crashes (a claim that nobody settles)."""

    store = None

    @initialize()
    def begin(self):
        self.do(lambda conn: conn.execute(delete(tables.outbox)))
        self.now = NOW
        self.rows: list[Modelled] = []
        self.sent: list[Modelled] = []

    def do(self, fn):
        return self.store.transact(fn).result(20)

    @rule(
        address=st.sampled_from("12"),
        priority=st.sampled_from((ANSWER, ANSWER, DIGEST, REMINDER)),
        delay=st.sampled_from((None, None, 30, 300)),
        prompt=st.booleans(),
    )
    def queue(self, address, priority, delay, prompt):
        n = len(self.rows)
        not_before = delay and self.now + timedelta(seconds=delay)
        new = message(f"k{n}", address, priority=priority, not_before=not_before, prompt=prompt)
        for row in self.rows:
            unsent = row.state == "waiting" and row.owner is None and row.message.prompt
            if prompt and unsent and row.message.address == address:
                row.state = "replaced"
        self.rows.append(Modelled(n, new, not_before or self.now))
        self.do(lambda conn: outbox.queue(conn, [new], self.now))

    @rule(n=st.integers(0, 99))
    def queue_again(self, n):
        if self.rows:
            again = self.rows[n % len(self.rows)].message
            if not again.prompt:
                self.do(lambda conn: outbox.queue(conn, [again], self.now))

    @rule(seconds=st.sampled_from((1, 10, LEASE, 400)))
    def wait(self, seconds):
        self.wait_for(seconds)

    def wait_for(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule(owner=st.sampled_from(("p1", "p2")), limit=st.sampled_from((1, 2, 50)))
    def claim(self, owner, limit):
        self.claim_all(owner, limit)

    def claim_all(self, owner, limit=50):
        expected = [row for row in self.rows if may_go(row, self.rows, self.now)]
        expected.sort(key=lambda row: (row.message.priority, row.due, row.n))
        claimed = self.do(lambda conn: outbox.claim(conn, "telegram", self.now, limit, LEASE, owner))
        assert [c.outbound for c in claimed] == [row.message for row in expected[:limit]]
        assert len({c.outbound.address for c in claimed}) == len(claimed)
        for row, got in zip(expected, claimed, strict=False):
            assert row.owner is None or row.due <= self.now  # no lease of another holds
            self.in_order(row)
            row.owner, row.due, row.attempts, row.id = owner, self.now + timedelta(seconds=LEASE), got.attempts, got.id

    @rule(seconds=st.sampled_from((0, 19, 20)))
    def fail(self, seconds):
        """All that may go is tried, and fails."""
        self.claim_all("p1")
        for row in [row for row in self.rows if row.owner == "p1"]:
            self.put_off(row, "p1")
        self.wait_for(seconds)

    def in_order(self, row: Modelled):
        """No answer overtakes an older one, but one that is for later or has used up the patience."""
        if row.message.priority == ANSWER:
            for older in self.rows[: row.n]:
                if older.state == "waiting" and older.message.address == row.message.address:
                    passed = older.message.priority > ANSWER or older.attempts >= PATIENCE
                    assert passed or (older.attempts == 0 and older.due > self.now)

    @rule(which=st.integers(0, 9), fate=st.sampled_from(("sent", "sent", "later", "dead")), owner=st.sampled_from("12"))
    def settle(self, which, fate, owner):
        flying = [row for row in self.rows if row.owner]
        if not flying:
            return
        row = flying[which % len(flying)]
        if fate == "sent":
            self.do(lambda conn: outbox.sent(conn, row.id, "ref", self.now))
            row.state, row.owner = "sent", None
            self.sent.append(row)
            return
        owner = f"p{owner}"
        if fate == "later":
            return self.put_off(row, owner)
        self.do(lambda conn: outbox.dead(conn, row.id, "HTTP 400", owner))
        if owner == row.owner:
            row.owner, row.state = None, "dead"

    def put_off(self, row, owner):
        at = self.now + timedelta(seconds=20)
        self.do(lambda conn: outbox.later(conn, row.id, at, "HTTP 500", owner))
        if owner == row.owner:  # the word of one who has lost the claim changes nothing
            row.owner, row.due = None, at

    def teardown(self):
        """Nothing is lost: with time, all that waits goes out, once."""
        if not hasattr(self, "rows"):
            return
        for _ in range(2 * len(self.rows) + 2):
            self.now += timedelta(seconds=500)
            for got in self.do(lambda conn: outbox.claim(conn, "telegram", self.now, 50, LEASE, "p3")):
                self.do(lambda conn, id=got.id: outbox.sent(conn, id, "ref", self.now))
                self.sent += [row for row in self.rows if row.message.key == got.outbound.key]
        assert len({row.n for row in self.sent}) == len(self.sent)
        gone = {row.n for row in self.rows if row.state in ("dead", "replaced")}
        assert {row.n for row in self.sent} == {row.n for row in self.rows} - gone


def test_any_traffic_keeps_its_order_and_loses_nothing(store, database):
    machine = type("TrafficHere", (Traffic,), {"store": store})
    budget = settings(
        max_examples=40 if database == "sqlite" else 12,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=budget)


def test_a_row_of_another_state_is_never_settled(queue, claim, write, states):
    queue(message("a"))
    id = claim()["a"].id
    write(lambda conn: conn.execute(update(tables.outbox).values(state="sent")))
    write(outbox.later, id, NOW, "late")
    write(outbox.dead, id, "late")
    assert states() == {"a": "sent"}


def test_a_fleeting_message_is_blanked_once_it_has_gone_out(queue, claim, write, read):
    """A code, or words that may be a person's name, stay until they are sent, and no longer."""
    queue(message("code", fleeting=True), message("other", address="6"))
    for key, claimed in claim().items():
        assert claimed.outbound.text == f"text of {key}"
        write(outbox.sent, claimed.id, "1", NOW)
    assert {key: read(outbox.outbound, key).text for key in ("code", "other")} == {"code": "", "other": "text of other"}


def test_a_fleeting_message_that_cannot_be_sent_is_blanked(queue, claim, write, read):
    queue(message("code", fleeting=True))
    write(outbox.dead, claim()["code"].id, "gone")
    assert read(outbox.outbound, "code").text == ""
