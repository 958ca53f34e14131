"""A copy of one's data holds a row of every table that may hold something about a person, and nobody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from storage.messages import message_keys
from storage.people import accounts
from storage.privacy import own_data
from storage.schema import tables
from storage.schema.placement import PLACES
from tests.support.full_store import fill

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
WHO, NAME, PHONE = "5e0c7d", "Đặng Thị Quỳnh Xuyến", "+84912000777"


@pytest.fixture
def person(store):
    """Xuyến, beside a row of somebody else in every table."""

    def begin(conn):
        fill(conn)
        member = Member(WHO, NAME, (Post("hl.ha-tu", "member"),), (("kannel", PHONE),), consented_at=NOW)
        accounts.enrol(conn, Enrol(member, ""), "kannel", PHONE, NOW)

    store.transact(begin).result()
    return store


def copy(store):
    return {held.table: held for held in store.read(lambda conn: own_data.collect(conn, WHO))}


def test_what_is_of_others_only_is_not_in_it(person):
    assert set(copy(person)) == {"members", "posts", "addresses"}
    assert copy(person)["members"].rows[0]["name"] == NAME


ABOUT = [
    (place.table, name)
    for place in PLACES
    for name in (place.ids + " " + place.addresses).split()
    if place.table.name != "members" and name in ("owner", "address", *place.ids.split())
]


@pytest.mark.parametrize(("table", "column"), ABOUT, ids=[f"{t.name}.{c}" for t, c in ABOUT])
def test_a_row_that_leads_to_the_person_is_in_it(person, table, column):
    value = {"owner": f"m:{WHO}", "address": PHONE}.get(column, WHO)
    values = {column: value} | ({"channel": "kannel"} if column == "address" else {})
    if table is tables.addresses and column == "address":
        return  # already theirs, one row only
    person.transact(lambda conn: conn.execute(update(table).where(table.c[column] != value).values(values))).result()
    assert copy(person)[table.name].rows, f"a row of {table.name} with the person in {column}"


@pytest.mark.parametrize("name", ["activities", "figures", "standings", "revisions", "pictures", "joints", "matters"])
def test_what_belongs_to_their_reports_is_in_it(person, name):
    table = tables.metadata.tables[name]

    def theirs(conn):
        conn.execute(update(tables.reports).values(member=WHO, code="A222"))
        conn.execute(update(table).values(report="A222"))

    person.transact(theirs).result()
    assert len(copy(person)[name].rows) == 1


def test_where_others_name_them_is_counted_not_shown(person):
    def named(conn):
        conn.execute(update(tables.activities).values(note=f"{NAME} phụ trách, cùng chị Hoa"))
        message_keys.put_aside(conn, "telegram", "1", json.dumps({"chat": PHONE, "text": "?"}), NOW, "can't be read")

    person.transact(named).result()
    held = copy(person)
    assert (held["activities"].rows, held["activities"].other) == ((), 1)
    assert held["aside"].other == 1
    assert "Hoa" not in str(held)


def test_what_opens_something_is_not_shown(person):
    def keys(conn):
        conn.execute(update(tables.pins).values(member=WHO, hash="scrypt$secret"))
        conn.execute(update(tables.feeds).values(member=WHO, token="feed-secret"))
        conn.execute(update(tables.links).values(member=WHO, code="LK-secret"))

    person.transact(keys).result()
    assert "secret" not in str(copy(person)) and copy(person)["pins"].rows[0]["hash"] == own_data.HIDDEN


def test_nothing_of_whom_was_erased(person):
    from storage.privacy import erasure

    person.transact(lambda conn: erasure.erase(conn, WHO, NOW)).result()
    assert copy(person) == {}
