"""A store of an older schema with rows in every table comes up to the newest on both databases, and reads as before."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, MetaData, Table, create_engine, insert, select

from storage import migrations
from storage.database.session import open_store
from storage.messages import conversations, outbox
from storage.people import accounts, post_changes
from storage.privacy import audit
from storage.reports import matters, reports
from storage.schedule import campaign_days, urgent_questions
from storage.schema import tables
from storage.schema.columns import Instant, Json

LAST_RELEASE = "0011"
"""The schema of the last release: raise it with each."""
SINCE = tuple(version for version in migrations.known() if "0009" <= version <= LAST_RELEASE)
NOW = datetime(2026, 6, 15, 8, 0, 0, 123456, tzinfo=UTC)
STATE = '{"drafts":3,"unit":"hl.ha-tu"}'
VALUES: dict[str, Any] = {
    "members.state": "active",
    "media.state": "fetched",
    "matters.state": "open",
    "proposals.state": "open",
    "reports.state": "filed",
    "reports.channel": "telegram",
    "activities.kind": "communication",
    "figures.name": "participants",
    "figures.kind": "communication",
    "figures.bound": "min",
    "conversations.owner": "m:k1",
    "conversations.state": STATE,
    "reports.period": "2026-06",
}
"""What has to be more than made up."""
LISTS = ("joint_units", "topics", "choices", "attachments", "successors", "parents", "aliases", "units", "activities")
MAPPINGS = ("answers", "added", "changes", "media")
REWRITTEN = {("conversations", "state")}
"""What a migration puts into other words; that a conversation goes on is told by the tests of states."""


def made_up(table: Table, column: Any) -> Any:
    """A value as the database takes it, whatever the schema: the same key everywhere, so that rows belong together."""
    kind, name = column.type, column.name
    if (known := f"{table.name}.{name}") in VALUES:
        return VALUES[known]
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, DateTime):
        return NOW if kind.timezone else NOW.replace(tzinfo=None)
    if isinstance(kind, Date):
        return NOW.date()
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, LargeBinary):
        return b"\x00\xff"
    return "[]" if name in LISTS else "{}" if name in MAPPINGS else "k1"


def filled(url: str, version: str) -> dict[str, dict[str, Any]]:
    """Makes the store of that schema with a row in every table; the rows by table."""
    engine, rows = create_engine(url), {}
    with engine.begin() as connection:
        migrations.upgrade(connection, version)
        found = MetaData()
        found.reflect(connection)
        for table in found.tables.values():
            if table.name != "alembic_version":
                rows[table.name] = {column.name: made_up(table, column) for column in table.columns}
                connection.execute(insert(table), rows[table.name])
    engine.dispose()
    return rows


def as_read(column: Any, value: Any) -> Any:
    """The value as the column's type of today reads it."""
    if isinstance(column.type, Instant):
        return value.replace(tzinfo=UTC)
    return json.loads(value) if isinstance(column.type, Json) else value


@pytest.mark.parametrize("version", SINCE)
def test_every_row_is_there_and_says_what_it_said(bare_url, version, tmp_path):
    before = filled(bare_url, version)
    store = open_store(bare_url, kept=tmp_path / "kept")
    try:
        for table in tables.metadata.sorted_tables:
            if table.name not in before:
                continue  # newer than that schema
            (row,) = store.read(lambda conn, table=table: conn.execute(select(table)).all())
            kept = {c.name for c in table.columns} & before[table.name].keys()
            for name in kept - {name for of, name in REWRITTEN if of == table.name}:
                told = as_read(table.columns[name], before[table.name][name])
                assert row._mapping[name] == told, f"{table.name}.{name}"
    finally:
        store.close()
    saved = list((tmp_path / "kept").glob(f"before-upgrade-from-{version}-*.tar"))
    assert len(saved) == (version != migrations.known()[-1]), "what changes is backed up before"


def test_a_store_of_the_last_release_is_read_by_whoever_asks(bare_url, tmp_path):
    """Not only rows: members, reports, what waits, what goes out."""
    filled(bare_url, LAST_RELEASE)
    store = open_store(bare_url, kept=tmp_path / "kept")
    try:
        read = store.read
        assert read(lambda conn: accounts.member(conn, "k1")).addresses == (("k1", "k1"),)
        assert read(lambda conn: accounts.invite(conn, "k1")).uses == 1
        report = read(lambda conn: reports.get(conn, "k1"))
        assert report.activities[0].figures["participants"].value == 1 and report.filed_at == NOW
        assert read(lambda conn: matters.get(conn, "k1")).report == "k1"
        assert read(lambda conn: post_changes.proposal(conn, "k1")).state == "open"
        assert read(lambda conn: outbox.outbound(conn, "k1")).text == "k1"
        assert read(lambda conn: urgent_questions.get(conn, "k1")).since == date(2026, 6, 15)
        assert [e.who for e in read(lambda conn: list(audit.entries(conn)))] == ["k1"]
        assert read(lambda conn: campaign_days.editions(conn, 1, 1))[0].year.campaign == "k1"
        assert read(lambda conn: conversations.load(conn, "m:k1"))
    finally:
        store.close()


def test_the_last_release_is_one_that_is_known():
    assert LAST_RELEASE in migrations.known() and len(SINCE) >= 2
