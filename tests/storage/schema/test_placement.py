"""Every table and every column has its place: in erasure, in retention, in moves and backups."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, LargeBinary, Table, select

from bot.commands.chat import VIA, Terminal, instant
from bot.demo import settle
from bot.jobs.tick import Ticker
from bot.transcript import parse
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.people import accounts
from storage.privacy.retention import RULES
from storage.schema import tables
from storage.schema.columns import Json, Words
from storage.schema.placement import PLACES, Place

TABLES = tables.metadata.sorted_tables
CONVERSATIONS = Path(__file__).parents[2] / "conversations"
ABOUT_PEOPLE = "34"
"""From this transcript on they are about people, numbers, campaigns and decisions, and no longer only about reports."""


def named(table: Table) -> str:
    return table.name


@pytest.fixture(params=TABLES, ids=named)
def table(request) -> Table:
    return request.param


@pytest.fixture
def place(table) -> Place:
    found = [place for place in PLACES if place.table is table]
    assert len(found) == 1, f"give {table.name} its one place in storage/schema/placement.py"
    return found[0]


def test_each_column_that_may_name_somebody_is_declared_once(table, place):
    told = Counter(" ".join((place.ids, place.addresses, place.words, place.others)).split())
    texts = {column.name for column in table.columns if isinstance(column.type, Words | Json | LargeBinary)}
    assert set(told) == texts, (
        f"{table.name}: each column of text, JSON or bytes in one of ids, addresses, words, others"
    )
    assert not [name for name, count in told.items() if count > 1]


def test_what_is_a_persons_is_erased(table, place):
    """Words and addresses are looked through, or they are the row that is left blank."""
    assert not (place.nobody and (place.words or place.addresses))
    assert not place.blanked or place.table is tables.members
    for column in (place.owned, place.of_report):
        assert not column or column in table.columns
    assert not place.owned or place.owned in place.ids.split()
    assert not place.by_address or {"channel", "address"} <= set(table.columns.keys())


def test_rows_are_forgotten_by_a_rule_or_it_is_said_why_not(table, place):
    rules = [rule.name for rule in RULES if rule.table is table]
    assert sorted(place.forgotten.split()) == sorted(rules)
    assert rules or place.kept, f"{table.name}: which rule of storage/privacy/retention.py takes its rows, or why none?"


def test_only_what_belongs_to_processes_is_left_behind():
    assert [place.table.name for place in PLACES if not place.carried] == ["leases"]


# --- a life that was lived --------------------------------------------------------------------------------------------


def values(conn: Connection) -> Iterator[tuple[str, str, str]]:
    """(table, column, value as text) of all texts in the store."""
    for table in TABLES:
        texts = [c for c in table.columns if isinstance(c.type, Words | Json | LargeBinary)]
        for row in conn.execute(select(*texts)) if texts else ():
            for column, value in zip(texts, row, strict=True):
                yield (
                    table.name,
                    column.name,
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value),
                )


def holding(conn: Connection, signs: set[str]) -> set[tuple[str, str]]:
    """Where one of these words stands, by itself or in a text."""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(sign)}(?!\w)" for sign in sorted(signs)))
    return {(table, column) for table, column, value in values(conn) if pattern.search(value)}


def declared(*kinds: str) -> set[tuple[str, str]]:
    return {(place.table.name, name) for place in PLACES for kind in kinds for name in getattr(place, kind).split()}


@pytest.fixture(scope="module")
def lived_in(sqlite_template, tmp_path_factory):
    """The store after many conversations, one after another, with what a tick does."""
    folder = tmp_path_factory.mktemp("lived")
    programme = load_programme("quang-ninh")
    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, folder / 'store.db')}")
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    for file in sorted(file for file in CONVERSATIONS.glob("*.txt") if file.name >= ABOUT_PEOPLE):
        talks: dict[tuple[str, str], Terminal] = {}
        for line in parse(file.read_text("utf-8")):
            where = line.channel, line.address
            talk = talks.setdefault(where, Terminal(store, programme, folder, *where))
            talk.now = instant(line.now, programme.zone)
            if line.line == "@tick":
                Ticker(store, programme, via=VIA).tick(talk.now)
            elif not line.line.startswith("@reminder "):
                talk.say(re.sub("^@(photo|document) ", rf"@\1 {CONVERSATIONS}/", line.line))
    yield store
    store.close()


def test_ids_addresses_and_names_stand_only_where_it_is_declared(lived_in):
    people = lived_in.read(accounts.members)
    ids = {person.id for person in people}
    numbers = {address for person in people for _, address in person.addresses if len(address) >= 6}
    names = {person.name for person in people if " " in person.name}
    for signs, kinds in (
        (ids, ("ids", "addresses", "words")),
        (numbers, ("addresses", "words")),
        (names, ("words",)),
    ):
        found = lived_in.read(lambda conn, signs=signs: holding(conn, signs))
        assert found - declared(*kinds) == set()
        assert len(found) >= 2, "the conversations leave nothing to find"
