"""A prepared statement gives what Core gives on both databases: values by their types, rows, counts and faults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, literal_column, select, text

from storage.database.dialects import insert_new, insert_or_set
from storage.database.prepared import Prepared
from storage.database.session import StoreFault
from storage.schema import tables as t

NOON = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=7)))
SAVE = insert_or_set(t.conversations, "state", "at")
WHOLE = select(t.conversations).where(t.conversations.c.owner == bindparam("whose"))
LOAD = Prepared(WHOLE)


def row(owner: str = "m:lan", state: str = "") -> dict[str, object]:
    return {"owner": owner, "state": state, "at": NOON}


@pytest.mark.parametrize(
    "state",
    [
        "q1",
        "Truyền thông \N{REPLACEMENT CHARACTER} 'trích' \"dẫn\" %s %(at)s :at ?",
        "a\0b\ud800c",
        "",
    ],
)
def test_it_writes_and_reads_as_core_does(store, state):
    store.transact(lambda conn: SAVE(conn, row(state=state))).result(10)
    ours = store.read(lambda conn: LOAD.rows(conn, {"whose": "m:lan"}))
    cores = store.read(lambda conn: conn.execute(WHOLE, {"whose": "m:lan"}).all())
    assert [tuple(found) for found in ours] == [tuple(found) for found in cores]
    assert ours[0].at == NOON and ours[0].at.tzinfo is UTC
    core = insert(t.conversations).values(owner="m:core", state=state, at=NOON)
    raw = text("SELECT state, at FROM conversations WHERE owner IN ('m:lan', 'm:core')")
    store.transact(lambda conn: conn.execute(core)).result(10)
    one, other = store.read(lambda conn: conn.execute(raw).all())
    assert tuple(one) == tuple(other)


def test_many_rows_at_once(store):
    def work(conn):
        count = SAVE(conn, [row(f"m:{n}", str(n)) for n in range(500)]).rowcount
        return count, LOAD.value(conn, {"whose": "m:499"}), LOAD.value(conn, {"whose": "m:500"})

    assert store.transact(work).result(10) == (500, "m:499", None)


def test_a_count_says_whether_a_row_was_new(store):
    new, at = insert_new(t.blocked), {"channel": "telegram", "address": "1", "at": NOON}
    assert store.transact(lambda conn: [new(conn, at).rowcount for _ in range(2)]).result(10) == [1, 0]


def test_a_column_that_is_not_named_gets_its_default(store):
    new = insert_new(t.inbox)
    store.transact(lambda conn: new(conn, {"channel": "telegram", "key": "1", "at": NOON})).result(10)
    assert store.read(lambda conn: conn.scalar(select(t.inbox.c.outcome))) == ""


def test_a_fault_is_told_as_any_other(store):
    twice = Prepared(insert(t.blocked))
    one = {"channel": "telegram", "address": "1", "at": NOON}
    with pytest.raises(StoreFault):
        store.transact(lambda conn: twice(conn, [one, one])).result(10)
    with pytest.raises(StoreFault):
        store.read(lambda conn: Prepared(select(literal_column("nothing"))).rows(conn, {}))


def test_a_time_without_an_offset_is_refused(store):
    with pytest.raises(ValueError):
        store.transact(lambda conn: SAVE(conn, row() | {"at": NOON.replace(tzinfo=None)})).result(10)


def test_what_is_read_is_one_snapshot(store):
    store.transact(lambda conn: SAVE(conn, row(state="1"))).result(10)

    def work(conn):
        first = LOAD.rows(conn, {"whose": "m:lan"})
        store.transact(lambda conn: SAVE(conn, row(state="2"))).result(10)
        return first[0].state, LOAD.rows(conn, {"whose": "m:lan"})[0].state

    assert store.read(work) == ("1", "1")
