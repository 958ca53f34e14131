"""What a transaction promises, on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import MetaData, create_engine, func, select, text

from storage import migrations
from storage.database.session import Stale, Store, StoreFault, open_store
from storage.messages import message_keys
from storage.schema import tables

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)


class Guilty(Exception):
    pass


def taken(store: Store) -> set[str]:
    return set(store.read(lambda conn: conn.scalars(select(tables.inbox.c.key)).all()))


def take(key: str):
    return lambda conn: message_keys.claim(conn, "telegram", key, NOW)


def refuse(conn):
    message_keys.claim(conn, "telegram", "guilty", NOW)
    raise Guilty


def hold_writers(store: Store) -> threading.Event:
    """Keep every writer busy until the event is set, so that what follows waits and is grouped. Each has begun to wait
    when this returns: what is put down later is in no group with the waiting."""
    gate = threading.Event()
    held = threading.Barrier(len(store._writers) + 1)

    def hold(conn):
        held.wait(60)
        gate.wait(60)

    for _ in store._writers:
        store.transact(hold)
    held.wait(60)
    return gate


def test_a_result_is_there_only_after_the_commit(store):
    future = store.transact(take("1"))
    assert future.result(10) is True
    assert taken(store) == {message_keys.digest("1")}


def test_a_failing_turn_leaves_nothing_and_its_fellows_stay(store):
    gate = hold_writers(store)
    before = [store.transact(take(f"a{n}")) for n in range(20)]
    guilty = store.transact(refuse)
    after = [store.transact(take(f"b{n}")) for n in range(20)]
    gate.set()
    assert all(future.result(10) for future in before + after)
    with pytest.raises(Guilty):
        guilty.result(10)
    assert taken(store) == {message_keys.digest(f"{x}{n}") for x in "ab" for n in range(20)}


def test_a_statement_that_the_database_refuses_fails_only_its_turn(store):
    gate = hold_writers(store)
    good = store.transact(take("good"))
    bad = store.transact(lambda conn: conn.execute(text("INSERT INTO inbox (channel) VALUES ('secret words')")))
    gate.set()
    assert good.result(10)
    with pytest.raises(StoreFault) as caught:
        bad.result(10)
    assert "secret words" not in str(caught.value) and caught.value.__cause__ is None
    assert taken(store) == {message_keys.digest("good")}


def test_turns_that_wait_on_sqlite_are_committed_together(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    gate = hold_writers(store)
    futures = [store.transact(lambda conn: conn.get_transaction()) for _ in range(30)]
    gate.set()
    transactions = [future.result(10) for future in futures]
    store.close()
    assert all(transaction is transactions[0] for transaction in transactions)


def test_functions_of_one_lane_run_in_the_order_given(store):
    ran: list[int] = []
    futures = [store.transact(lambda conn, n=n: ran.append(n), lane="m:1") for n in range(50)]
    for future in futures:
        future.result(10)
    assert ran == list(range(50))


def test_a_stale_decision_is_taken_again(store):
    tries: list[int] = []

    def decide(conn):
        tries.append(1)
        if len(tries) < 3:
            raise Stale("changed meanwhile")
        return "done"

    assert store.transact(decide).result(10) == "done"
    assert len(tries) == 3


def test_a_turn_that_is_always_stale_fails(store):
    def decide(conn):
        raise Stale("changed meanwhile")

    with pytest.raises(Stale):
        store.transact(decide).result(10)


def test_a_read_sees_one_snapshot(store):
    def look(conn):
        before = conn.scalar(select(func.count()).select_from(tables.inbox))
        store.transact(take("1")).result(10)
        return before, conn.scalar(select(func.count()).select_from(tables.inbox))

    assert store.read(look) == (0, 0)
    assert taken(store) == {message_keys.digest("1")}


def test_a_read_can_write_nothing(store):
    with pytest.raises(StoreFault):
        store.read(take("1"))
    assert taken(store) == set()


def test_closing_commits_what_waits_and_refuses_what_follows(store_url):
    store = open_store(store_url)
    gate = hold_writers(store)
    futures = [store.transact(take(str(n))) for n in range(30)]
    gate.set()
    store.close()
    assert all(future.result(0) for future in futures)
    with pytest.raises(StoreFault, match="closed"):
        store.transact(take("late"))
    again = open_store(store_url)
    assert len(taken(again)) == 30
    again.close()


def test_a_cancelled_future_is_not_run(store):
    gate = hold_writers(store)
    future = store.transact(take("1"))
    assert future.cancel()
    gate.set()
    store.transact(take("2")).result(10)
    assert message_keys.digest("1") not in taken(store)


def test_two_stores_on_one_database_both_write(store, store_url):
    other = open_store(store_url)
    futures = [(store, other)[n % 2].transact(take(str(n))) for n in range(60)]
    assert all(future.result(30) for future in futures)
    other.close()
    assert len(taken(store)) == 60


def test_one_key_is_claimed_by_one_of_two_stores(store, store_url):
    other = open_store(store_url)
    claims = [(store, other)[n % 2].transact(take(str(n // 2))) for n in range(60)]
    assert sum(future.result(30) for future in claims) == 30
    other.close()


CRASH = """
import os, signal, sys
from datetime import UTC, datetime
from storage.messages import message_keys
from storage.messages import outbox
from storage.database.session import open_store
from programme.domain.messages import Outbound
NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
url, point, key = sys.argv[1:]
store = open_store(url)
def turn(conn):
    if message_keys.claim(conn, "telegram", key, NOW):
        outbox.queue(conn, [Outbound("telegram", "5", "x", key="r:" + key)], NOW)
    if point == "before":
        os.kill(os.getpid(), signal.SIGKILL)
store.transact(turn).result(10)
if point == "after":
    os.kill(os.getpid(), signal.SIGKILL)
store.close()
"""


@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_between_commit_and_acknowledgement_a_turn_is_undone_or_done_once(store, store_url, point):
    for expected in (-signal.SIGKILL, 0):  # the channel sends the message again after the crash
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", CRASH, store_url, "never" if expected == 0 else point, "m:1"], env=environment
        )
        assert run.returncode == expected
        done = 1 if point == "after" or expected == 0 else 0
        assert len(taken(store)) == done
        assert store.read(lambda conn: conn.scalar(select(func.count()).select_from(tables.outbox))) == done


# --- the schema -------------------------------------------------------------------------------------------------------


def test_the_migrations_make_what_the_tables_declare(bare_url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    open_store(bare_url).close()
    engine = create_engine(bare_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
        found = MetaData()
        found.reflect(connection)
    engine.dispose()
    assert set(found.tables) == {*tables.metadata.tables, "alembic_version"}
    for name, table in tables.metadata.tables.items():
        assert {index.name for index in table.indexes} == {index.name for index in found.tables[name].indexes}


def test_opening_twice_at_once_migrates_once(bare_url):
    opened: list[Store | Exception] = []

    def go():
        try:
            opened.append(open_store(bare_url))
        except Exception as error:
            opened.append(error)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(store, Store) for store in opened), opened
    for store in opened:
        store.close()


def test_a_newer_schema_is_refused_in_one_line(store_url):
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreFault) as caught:
        open_store(store_url)
    assert "9999" in str(caught.value) and "\n" not in str(caught.value)


def test_an_empty_database_is_not_migrated_unasked(bare_url):
    with pytest.raises(StoreFault, match="migrate"):
        open_store(bare_url, migrate=False)


def test_versions_are_numbered_and_in_one_line():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    assert [s.revision for s in ScriptDirectory.from_config(config).walk_revisions()][::-1] == migrations.known()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "store.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///{folder}/no/such/folder/store.db",
        "sqlite:///{folder}",
        "sqlite:///{folder}/file.txt",
        "mysql://u:hush@localhost/x",
        "postgresql+psycopg://u:hush@127.0.0.1:1/x",
    ],
)
def test_a_wrong_address_is_refused_in_one_line_without_its_password(url, tmp_path):
    (tmp_path / "file.txt").write_text("no database " * 100)
    with pytest.raises(StoreFault) as caught:
        open_store(url.format(folder=tmp_path))
    assert "\n" not in str(caught.value) and "hush" not in str(caught.value)


def test_sqlite_is_durable_and_lets_others_read(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")

    def pragmas(conn):
        return {n: conn.scalar(text(f"PRAGMA {n}")) for n in ("journal_mode", "synchronous", "foreign_keys")}

    assert store.transact(pragmas).result(10) == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()
