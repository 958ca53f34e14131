"""The store of release 1 is opened, and every conversation in it goes on; every button that it put on a phone is read.

`release_1/README.md` says how it was captured. It is loaded with the schema it had, then brought up as at any start.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.jobs import unit_closures
from programme.domain.messages import Outbound
from programme.packs.pack import load_programme
from storage.database.session import Store, open_store
from tests.storage.captured_store import Replay, lines, load_postgresql, load_sqlite
from tests.support.stores import DATABASES

FOLDER = Path(__file__).parent / "release_1"
STATES = lines(FOLDER / "states.jsonl")
PAYLOADS = lines(FOLDER / "payloads.jsonl")


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture(scope="module")
def dump_file(tmp_path_factory) -> Path:
    """The store as an SQLite file, as it was."""
    file = tmp_path_factory.mktemp("release-1") / "dump_file.db"
    load_sqlite(FOLDER / "store.sql.gz", file)
    return file


@pytest.fixture(scope="module")
def replay(store, programme) -> Replay:
    return Replay(store, programme)


@pytest.fixture(scope="module", params=DATABASES)
def store(request, programme, dump_file, tmp_path_factory) -> Iterator[Store]:
    """The store, brought up to the newest schema, on each database in turn."""
    folder = tmp_path_factory.mktemp("backups")
    if request.param == "sqlite":
        load_sqlite(FOLDER / "store.sql.gz", folder / "store.db")
        with closing(open_store(f"sqlite:///{folder / 'store.db'}", kept=folder)) as opened:
            unit_closures.bring(opened, programme)
            yield opened
        return
    server, name = request.getfixturevalue("postgresql_url"), f"release_1_{uuid.uuid4().hex[:8]}"
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    _run(server, f"CREATE DATABASE {name}")
    try:
        load_postgresql(dump_file, url)
        with closing(open_store(url, kept=folder)) as opened:
            unit_closures.bring(opened, programme)
            yield opened
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def words_and_labels(replies: list[Outbound]) -> list[tuple[str, list[str]]]:
    """What is read of replies: their words and choices."""
    return [(reply.text, [choice.label for choice in reply.choices]) for reply in replies]


@pytest.mark.parametrize("line", STATES, ids=lambda line: line["id"])
def test_the_conversation_goes_on(replay, line):
    where = line["channel"], line["address"]
    answers = replay.replies(*where, line["id"], line["next"])
    for step, replies in zip(line["next"], answers, strict=True):
        assert words_and_labels(replies) == list(zip(step["replies"], step["choices"], strict=True)), (
            f"{line['situation']}: {step}"
        )


@pytest.mark.parametrize("line", PAYLOADS, ids=lambda line: line["id"])
def test_the_button_is_read(replay, line):
    where = line["channel"], line["address"]
    step = {"press": line["payload"], "at": line["at"]}
    (replies,) = replay.replies(*where, f"press {line['id']}", [step])
    assert words_and_labels(replies) == list(zip(line["replies"], line["choices"], strict=True)), line["where"]


def test_the_lines_tell_of_the_dump(dump_file):
    """Each conversation stands in the dump as its line says."""
    with closing(sqlite3.connect(dump_file)) as connection:
        states = {
            owner: json.loads(state) for owner, state in connection.execute("SELECT owner, state FROM conversations")
        }
    for line in STATES:
        owner = f"m:{line['member']}" if line["member"] else f"a:{line['channel']}:{line['address']}"
        assert states.get(owner, {}) == line["state"], line["situation"]


def test_every_kind_of_conversation_and_button_was_captured():
    states = [line["state"] for line in STATES]
    awaiting = {
        state["awaiting"].replace("{", " ").replace(":", " ").split()[0] for state in states if "awaiting" in state
    }
    assert awaiting == set("ask behalf campaign campaign+ hand heir move name number over refuse why".split())
    drafts = [state["draft"] for state in states if "draft" in state]
    assert {draft["check"].partition("/")[0] for draft in drafts} == {"", "unusual", "includes", "same"}
    for name in "todo trail done picked page settled held mends walked editing line asks".split():
        assert any(draft[name] for draft in drafts), name
    others = "asked more filed photos tries told invite link mistaken consented name grouped idle calm unheard parked"
    for name in others.split():
        assert any(state.get(name) for state in states), name
    assert {line["payload"].partition(":")[0] for line in PAYLOADS} == set("q m r n p u d e l +".split())
    assert {line["kind"] for line in PAYLOADS if line["current"]} >= {"r:approve:…", "m:instead:…", "n:again:…:…:…"}
