"""Backups and moves: whole or not there, from one snapshot, back on either database."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.demo import settle
from programme.domain.messages import Attachment, Choice, Outbound
from programme.domain.model import Activity, Figure, Report
from programme.packs.pack import load_programme
from storage import migrations
from storage.database import leases
from storage.database.session import open_store
from storage.database.store_faults import StoreFault
from storage.messages import media, message_keys, outbox
from storage.people import accounts
from storage.reports import reports
from storage.schema import tables
from storage.schema.placement import LEFT_BEHIND
from storage.transfer import backup_file, restoration, store_rows
from storage.transfer.move import move
from tests.support.full_store import fill

NOW = datetime(2026, 6, 15, 8, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


def report(code: str) -> Report:
    figures = {"sessions": Figure(1), "participants": Figure(10**12, "min")}
    act = Activity("communication", ("drug",), date(2026, 6, 15), figures, place="Nhà văn hóa khu 4 – “Hà Tu” 👍")
    return Report(code, "activity", "1", "hl.ha-tu", "lan", "lan", "telegram", "2026-06", NOW, (act,), {"b": 1, "a": 2})


@pytest.fixture
def lived_in(store, programme):
    """A store with something in it of every kind of value."""
    settle(store, programme, NOW)

    def fill(conn):
        code = reports.fresh_code(conn)
        reports.file(conn, report(code))
        outbox.queue(conn, [Outbound("telegram", "7", "Chào", (Choice("q", "Có"),), (Attachment("a", "b", "c"),), "k")],
                     NOW)  # fmt: skip
        message_keys.claim(conn, "telegram", "m:7:1", NOW)
        message_keys.put_aside(conn, "telegram", "k", b"\x00\xff{", NOW, "can't be read")

    store.transact(fill).result(20)
    return store


def contents(url: str) -> dict[str, list]:
    store = open_store(url)
    try:
        return store.read(
            lambda conn: {table.name: list(store_rows.read(conn, table)) for table in store_rows.tables(conn)}
        )
    finally:
        store.close()


@pytest.fixture
def folder(tmp_path):
    """Media with one picture."""
    folder = tmp_path / "media"
    media.keep(folder, b"a picture")
    (folder / ".draft").write_bytes(b"half")
    return folder


@pytest.fixture
def elsewhere(request, tmp_path):
    return f"sqlite:///{tmp_path / 'elsewhere.db'}"


@pytest.fixture
def saved(lived_in, store_url, folder, tmp_path):
    """A backup of that store."""
    backup_file.backup(store_url, folder, tmp_path / "b.tar")
    return tmp_path / "b.tar"


def test_what_is_restored_is_what_was(saved, store_url, elsewhere, tmp_path, folder):
    """On each database backed up, restored as SQLite; the other way round is `move`'s test."""
    manifest = restoration.restore(saved, elsewhere, tmp_path / "media2").manifest
    assert contents(elsewhere) == contents(store_url)
    assert manifest.media == 1 and manifest.tables["reports"] == 1
    files = {
        p.relative_to(tmp_path / "media2"): p.read_bytes() for p in (tmp_path / "media2").rglob("*") if p.is_file()
    }
    assert list(files.values()) == [b"a picture"]
    assert (saved.stat().st_mode & 0o777) == 0o600


def test_restored_on_its_own_database_it_counts_on(saved, bare_url, tmp_path):
    restoration.restore(saved, bare_url, tmp_path / "media2")
    store = open_store(bare_url)
    try:
        code = store.transact(reports.fresh_code).result(10)
        assert store.read(lambda conn: reports.get(conn, code)) is None
        new = [Outbound("telegram", "7", "y", key="new")]
        store.transact(lambda conn: outbox.queue(conn, new, NOW)).result(10)
        kept = next(iter(store.read(lambda conn: list(reports.between(conn, None, None, None)))))
        assert kept == report(kept.code)
        assert store.read(lambda conn: accounts.invites(conn))
    finally:
        store.close()


def test_a_backup_while_it_is_written_to_is_of_one_moment(lived_in, store_url, tmp_path):
    """Inbox and outbox are written in one transaction each: no backup may hold one without the other."""
    store, going = lived_in, True

    def turn(n):
        def work(conn):
            message_keys.claim(conn, "phone", f"m:{n}", NOW)
            outbox.queue(conn, [Outbound("phone", "7", "x", key=f"r:{n}")], NOW)

        return work

    waiting = [store.transact(turn(n)) for n in range(300)]
    for n in range(3):
        backup_file.backup(store_url, None, tmp_path / f"{n}.tar")
        restoration.restore(tmp_path / f"{n}.tar", f"sqlite:///{tmp_path}/{n}.db", tmp_path / "m")
        found = contents(f"sqlite:///{tmp_path}/{n}.db")
        came = {row[1] for row in found["inbox"] if row[0] == "phone"}
        told = {row[1].removeprefix("r:") for row in found["outbox"] if row[2] == "phone"}
        assert came == {message_keys.digest(f"m:{n}") for n in told}
    assert going and all(future.result(20) is None for future in waiting)


def test_refused_onto_a_store_that_is_not_empty(saved, store_url, elsewhere, tmp_path):
    before = contents(store_url)
    with pytest.raises(StoreFault, match="not empty"):
        restoration.restore(saved, store_url, tmp_path / "media2")
    assert contents(store_url) == before and not (tmp_path / "media2").exists()


def test_refused_where_a_bot_runs(saved, bare_url, tmp_path):
    store = open_store(bare_url)
    now = datetime.now(UTC)
    assert store.transact(lambda conn: leases.hold(conn, "serve:telegram", "me", now, 90)).result(10)
    with pytest.raises(StoreFault, match="a bot runs"):
        restoration.restore(saved, bare_url, tmp_path / "media2")
    store.transact(lambda conn: leases.release(conn, "serve:telegram", "me")).result(10)
    store.close()
    restoration.restore(saved, bare_url, tmp_path / "media2")


def rewritten(saved, change) -> None:
    """The archive with its members changed by `change(name, data)`, None to leave one out."""
    out = io.BytesIO()
    with tarfile.open(saved) as tar, tarfile.open(fileobj=out, mode="w") as new:
        for member in tar:
            data = change(member.name, tar.extractfile(member).read())
            if data is not None:
                info = tarfile.TarInfo(member.name if isinstance(data, bytes) else data)
                info.size = len(data) if isinstance(data, bytes) else 0
                new.addfile(info, io.BytesIO(data if isinstance(data, bytes) else b""))
    saved.write_bytes(out.getvalue())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda n, d: d[:-1] + bytes([d[-1] ^ 1]) if "reports" in n else d, "damaged"),
        (lambda n, d: b"another picture" if n.startswith("media") else d, "damaged"),
        (lambda n, d: None if "members" in n else d, "damaged"),
        (lambda n, d: None if n == "manifest.json" else d, "no whole backup"),
        (lambda n, d: b"{}" if n == "manifest.json" else d, "no whole backup"),
        (lambda n, d: json.dumps(json.loads(d) | {"schema": "9999"}).encode() if n == "manifest.json" else d, "9999"),
        (lambda n, d: json.dumps(json.loads(d) | {"format": 2}).encode() if n == "manifest.json" else d, "format 2"),
        (lambda n, d: "../../evil" if "members" in n else d, "does not belong"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_bad_backup_is_refused_and_nothing_taken(saved, elsewhere, tmp_path, change, why):
    rewritten(saved, change)
    with pytest.raises(StoreFault, match=why):
        restoration.restore(saved, elsewhere, tmp_path / "media2")
    assert not any((tmp_path / "media2").rglob("*"))
    assert not any(contents(elsewhere).values())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_cut_of_a_backup_is_refused(saved, elsewhere, tmp_path):
    whole = saved.read_bytes()
    for cut in (0, 1, 511, 600, len(whole) // 2, len(whole) - 11_300):
        saved.write_bytes(whole[:cut])
        with pytest.raises(StoreFault):
            restoration.check(saved)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_backup_of_nothing_or_over_another(store_url, tmp_path, saved):
    with pytest.raises(StoreFault, match="there already"):
        backup_file.backup(store_url, None, saved)
    with pytest.raises(StoreFault, match="no store"):
        backup_file.backup(f"sqlite:///{tmp_path}/none.db", None, tmp_path / "c.tar")
    with pytest.raises(StoreFault, match=r"file\.txt"):
        (tmp_path / "file.txt").write_text("x")
        backup_file.backup(store_url, None, tmp_path / "file.txt" / "c.tar")
    assert not list(tmp_path.glob("*.partial"))


def test_an_upgrade_backs_up_first(lived_in, store_url, tmp_path, monkeypatch):
    """A store of a schema one older: what is in it is in a file before anything of it changes."""
    newest = migrations.known()[-1]
    before = contents(store_url)
    seen = []

    def upgrade(conn, to="head"):
        seen.extend(tmp_path.glob("kept/*.tar"))
        conn.execute(text("UPDATE alembic_version SET version_num = '0002'"))

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "known", lambda: [newest, "zzzz"])
        patched.setattr(migrations, "upgrade", upgrade)
        open_store(store_url, kept=tmp_path / "kept").close()
    assert len(seen) == 1 and seen[0].name.startswith(f"before-upgrade-from-{newest}-")
    restoration.restore(seen[0], f"sqlite:///{tmp_path}/back.db", tmp_path / "m")
    assert contents(f"sqlite:///{tmp_path}/back.db") == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_backup_no_upgrade(lived_in, store_url, tmp_path, monkeypatch):
    newest = migrations.known()[-1]
    (tmp_path / "kept").write_text("a file where the folder should be")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "known", lambda: [newest, "zzzz"])
        with pytest.raises(StoreFault, match="kept"):
            open_store(store_url, kept=tmp_path / "kept")
    open_store(store_url).close()


# --- another database -------------------------------------------------------------------------------------------------


@pytest.fixture
def postgresql(request):
    """The address of an empty PostgreSQL without any schema."""
    import uuid

    from tests.support.stores import _admin, _named

    server = request.getfixturevalue("postgresql_url")
    name = f"move_{uuid.uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_moved_row_by_row(lived_in, store_url, postgresql):
    progress = []
    moved = move(store_url, postgresql, lambda *told: progress.append(told))
    here, there = contents(store_url), contents(postgresql)
    assert there == here and moved == sum(map(len, here.values()))
    assert progress[-1] == ("checked", moved, moved)
    store = open_store(postgresql)
    code = store.transact(reports.fresh_code).result(10)
    assert store.read(lambda conn: reports.get(conn, code)) is None
    new = [Outbound("telegram", "7", "y", key="new")]
    store.transact(lambda conn: outbox.queue(conn, new, NOW)).result(10)
    store.close()
    with pytest.raises(StoreFault, match="not empty"):
        move(store_url, postgresql)


@pytest.fixture
def in_every_table(store):
    """A store with a row in every table; the lease is over."""

    def work(conn):
        fill(conn)
        long_ago = datetime(2000, 1, 1, tzinfo=UTC)
        conn.execute(tables.leases.update().values(at=long_ago, until=long_ago))

    store.transact(work).result(20)
    return {table.name for table in tables.metadata.sorted_tables} - {*LEFT_BEHIND}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_table_is_moved(in_every_table, store_url, postgresql):
    assert move(store_url, postgresql) == len(in_every_table)
    there = contents(postgresql)
    assert {name for name, rows in there.items() if rows} == in_every_table
    assert there == contents(store_url)


def test_every_table_is_backed_up_and_restored(in_every_table, store_url, elsewhere, tmp_path):
    manifest = backup_file.backup(store_url, None, tmp_path / "b.tar")
    assert manifest.tables == dict.fromkeys(in_every_table, 1)
    restoration.restore(tmp_path / "b.tar", elsewhere, tmp_path / "m")
    assert contents(elsewhere) == contents(store_url)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_row_that_changes_on_the_way_stops_the_move(lived_in, store_url, postgresql, monkeypatch):
    decoded = store_rows._decoded

    def late(value, kind, naive):
        right = decoded(value, kind, naive)
        return right + timedelta(microseconds=1) if isinstance(right, datetime) else right

    monkeypatch.setattr(store_rows, "_decoded", late)
    with pytest.raises(StoreFault, match="not the same"):
        move(store_url, postgresql)
    assert not any(contents(postgresql).values())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_not_moved_under_a_running_bot(lived_in, store_url, postgresql):
    now = datetime.now(UTC)
    lived_in.transact(lambda conn: leases.hold(conn, "serve:telegram", "me", now, 90)).result(10)
    with pytest.raises(StoreFault, match="a bot runs"):
        move(store_url, postgresql)
    with pytest.raises(StoreFault, match="same store"):
        move(store_url, store_url)
    engine = create_engine(postgresql)
    with engine.connect() as conn:
        assert store_rows.empty(conn)
    engine.dispose()
