"""When somebody hears that they are erased, they are in no file of the store: WAL, free pages and photos included; and
no archive from before brings them back, whatever way it comes."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import create_engine, insert, select, text

from bot.commands.chat import Terminal
from bot.demo import settle
from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from programme.domain.retention import ERASED
from programme.packs.pack import load_programme
from storage.database.keyring import Keyring
from storage.database.session import open_store
from storage.database.store_faults import StoreFault
from storage.messages import conversations
from storage.people import accounts
from storage.privacy import erasure, erasure_journal
from storage.privacy.erasure_completion import Completion
from storage.schema import tables
from storage.transfer import backup_file
from storage.transfer.move import move
from storage.transfer.restoration import restore
from tests.storage.privacy.test_erasure import CHAT, NAME, NOW, PHONE, SIGNS, WHO, in_every_table, told, traces

KEYS = Keyring(("a secret of this test",))


def photo(file: Path, colour: str) -> Path:
    """A picture as a phone takes it."""
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    return file


def photos_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file()) if folder.exists() else []


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def lived_in(store_url, programme, tmp_path):
    """She reported, with a photo, and is named all over the store; what was said long ago is deleted already."""
    store = open_store(store_url, keys=KEYS)
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    who = Member(
        *(WHO, NAME, (Post("hl.ha-tu", "member"),), (("telegram", CHAT), ("kannel", PHONE))),
        consented_at=NOW,
        consent=programme.notice,
    )
    store.transact(lambda conn: accounts.enrol(conn, Enrol(who, ""), "telegram", CHAT, NOW)).result()
    picture = photo(tmp_path / "picture.jpg", "red")
    lan = Terminal(store, programme, tmp_path / "media", "telegram", CHAT, NOW, journals=(tmp_path / ERASED,))
    assert "ĐÃ NHẬN" in told(lan, f"@photo {picture} BC TT MT 15/6 45 KHU 4")
    told(lan, "BC TT MT 14/6 30 KHU 4", "1")
    store.transact(in_every_table).result()

    def long_ago(conn) -> None:
        for n in range(300):
            conversations.save(conn, f"a:phone:{n}", json.dumps({"said": f"{NAME} {'x' * (n % 90)}"}), NOW)
            conn.execute(
                insert(tables.trail), {"at": NOW, "who": "", "what": "x", "subject": "", "why": f"{n} {PHONE}"}
            )
        conn.execute(tables.conversations.delete().where(tables.conversations.c.owner.like("a:phone:%")))
        conn.execute(tables.trail.delete().where(tables.trail.c.what == "x"))

    store.transact(long_ago).result()
    yield store, lan
    store.close()


def store_files(url: str) -> list[Path]:
    """The files that the database's rows are in. PostgreSQL's own WAL is the server's: docs/operator.md."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("CHECKPOINT"))
        base = conn.scalar(text("SHOW data_directory"))
        oid = conn.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    engine.dispose()
    return [file for file in Path(base, "base", str(oid)).iterdir() if file.is_file()]


def in_files(url: str, *more: Path) -> list[str]:
    """Which of her signs stand in which file."""
    files = [*store_files(url), *(file for folder in more for file in folder.rglob("*") if file.is_file())]
    return [f"{file.name}: {sign}" for file in files for sign in SIGNS if sign.encode() in file.read_bytes()]


def test_the_search_finds_what_is_there(lived_in, store_url):
    assert {found.split(": ")[1] for found in in_files(store_url)} >= {NAME, PHONE, CHAT}


@pytest.mark.parametrize("photos", [True, False])
def test_not_a_trace_in_any_file_when_it_is_said(lived_in, store_url, tmp_path, photos):
    store, lan = lived_in
    (kept,) = photos_in(tmp_path / "media")
    assert "xóa luôn, hay để lại với báo cáo" in told(lan, "rút đồng ý")
    assert "tin cuối cùng" in told(lan, "1" if photos else "2")
    assert in_files(store_url, tmp_path / "media") == [] and traces(store) == []
    assert kept.exists() is not photos
    shown = store.read(lambda conn: conn.execute(select(tables.pictures.c.name)).all())
    assert len(shown) == (0 if photos else 1)
    refs = store.read(lambda conn: conn.scalars(select(tables.media.c.ref)).all())
    assert "".join(refs) == "", "the channel's own name of a file may lead to a chat"
    journal = (tmp_path / ERASED).read_text()
    assert not any(sign in journal for sign in SIGNS) and WHO not in journal
    assert ((tmp_path / ERASED).stat().st_mode & 0o777) == 0o600


def test_photos_of_a_draft_go_in_any_case(lived_in, programme, tmp_path):
    _, lan = lived_in
    (kept,) = photos_in(tmp_path / "media")
    told(lan, f"@photo {photo(tmp_path / 'other.jpg', 'blue')}")
    assert len(photos_in(tmp_path / "media")) == 2
    told(lan, "rút đồng ý", "2")
    assert photos_in(tmp_path / "media") == [kept]


def test_a_photo_that_somebody_else_sent_too_stays(lived_in, programme, tmp_path):
    store, lan = lived_in
    ba = Terminal(store, programme, tmp_path / "media", "phone", "ba", NOW)
    told(ba, f"@photo {tmp_path / 'picture.jpg'} BC TT MT 13/6 20 KHU 2")
    assert len(photos_in(tmp_path / "media")) == 1
    told(lan, "rút đồng ý", "1")
    assert len(photos_in(tmp_path / "media")) == 1


def test_a_long_reader_delays_it_and_it_is_said_and_done_later(lived_in, store_url, tmp_path, monkeypatch):
    store, lan = lived_in
    monkeypatch.setattr("storage.database.overwriting.WAIT", 0.2)
    engine = store._engines[1]
    with engine.connect() as reader:
        reader.execute(select(tables.members)).all()
        reader.execute(text("SELECT 1"))
        if store.dialect == "postgresql":
            reader.execute(text("SELECT pg_current_snapshot()"))
        said = told(lan, "rút đồng ý", "1")
        assert "được ghi đè nốt" in said or "đang được ghi đè nốt" in said
        assert traces(store) == [] and in_files(store_url) != []
    assert Completion(store)() and Completion(store)()
    assert in_files(store_url) == []
    states = store.read(lambda conn: conn.scalars(select(tables.erasures.c.state)).all())
    assert states == ["over"]


def test_a_large_store_waits_for_the_night(lived_in, store_url):
    store, _ = lived_in
    store.transact(lambda conn: erasure.erase(conn, WHO, NOW)).result()
    assert not Completion(store)(largest=1)
    assert Completion(store)(largest=None)
    assert in_files(store_url) == []


# --- archives from before -------------------------------------------------------------------------------------------


@pytest.fixture
def erased(lived_in, store_url, tmp_path):
    """An archive from before, in a folder of its own; then she left."""
    _, lan = lived_in
    archive = tmp_path / "archives" / "before.tar"
    backup_file.backup(store_url, tmp_path / "media", archive)
    assert not (archive.parent / ERASED).exists()
    told(lan, "rút đồng ý", "1")
    return archive


def restored(archive: Path, folder: Path, keys: Keyring = KEYS, **more) -> tuple[str, int]:
    url = f"sqlite:///{folder / 'again.db'}"
    done = restore(archive, url, folder / "media", keys=keys, **more)
    return url, done.erased


def left(url: str) -> list[tuple[str, str]]:
    with closing(open_store(url)) as store:
        return traces(store)


@pytest.mark.parametrize("keys", [KEYS, Keyring(), Keyring(("another secret",))], ids=["key", "none", "lost"])
def test_who_was_erased_is_erased_again_in_a_restored_store(erased, lived_in, tmp_path, keys):
    folder = tmp_path / "new"
    folder.mkdir()
    url, count = restored(erased, folder, keys, journals=(tmp_path / ERASED,))
    assert count == 1 and left(url) == []
    assert in_files(url, folder) == []
    assert photos_in(folder / "media") == [], "the photo too"
    with closing(open_store(url)) as store:
        assert store.read(lambda conn: accounts.member(conn, WHO)).state == "erased"
        assert len(store.read(lambda conn: conn.execute(select(tables.reports)).all())) == 2
    assert (folder / ERASED).exists(), "the next restore there knows too"


def test_the_file_beside_the_archive_is_enough(erased, lived_in, store_url, tmp_path):
    """A later backup into the same folder left it there; the store's own machine is lost."""
    backup_file.backup(store_url, None, erased.parent / "later.tar")
    (tmp_path / ERASED).unlink()
    (tmp_path / "new").mkdir()
    url, count = restored(erased, tmp_path / "new")
    assert count == 1 and left(url) == []


def test_without_any_it_comes_back_so_the_tests_above_can_fail(erased, lived_in, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / ERASED).unlink()
    url, count = restored(erased, tmp_path / "new")
    assert count == 0 and len(left(url)) > 5


def test_a_damaged_journal_is_not_passed_over(erased, lived_in, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / ERASED).write_text("{}\n")
    with pytest.raises(StoreFault, match="line 1: is no erasure"):
        restored(erased, tmp_path / "new", journals=(tmp_path / ERASED,))
    assert not (tmp_path / "new" / "again.db").exists() or left(f"sqlite:///{tmp_path / 'new' / 'again.db'}") == []


def test_an_older_store_that_is_moved_leaves_them_behind(erased, lived_in, bare_url, tmp_path):
    (tmp_path / "new").mkdir()
    old = f"sqlite:///{tmp_path / 'new' / 'again.db'}"
    restore(erased, old, tmp_path / "new" / "media", journals=())
    assert len(left(old)) > 5
    (tmp_path / "new" / ERASED).write_bytes((tmp_path / ERASED).read_bytes())
    rows = move(old, bare_url, keys=KEYS, journals=(tmp_path / ERASED,))
    assert rows > 300 and left(bare_url) == []
    assert in_files(bare_url) == []


def test_traces_of_before_she_was_a_member_go_too(lived_in, store_url, tmp_path):
    """In an archive from before she joined there is no member of hers, but her number."""
    _, lan = lived_in
    (tmp_path / "new").mkdir()
    early = f"sqlite:///{tmp_path / 'early.db'}"
    with closing(open_store(early)) as other:

        def wrote(conn) -> None:
            conversations.save(conn, f"a:kannel:{PHONE}", '{"greeted":"x"}', NOW)
            row = {"code": "ABC", "channel": "kannel", "address": PHONE, "unit": "hl.ha-tu", "by": "demo-ba", "at": NOW}
            conn.execute(insert(tables.invitations), row)
            conn.execute(insert(tables.invitations), row | {"code": "DEF", "address": "+84912000778"})

        other.transact(wrote).result()
    backup_file.backup(early, None, tmp_path / "new" / "early.tar")
    told(lan, "rút đồng ý", "1")
    url, count = restored(tmp_path / "new" / "early.tar", tmp_path / "new", journals=(tmp_path / ERASED,))
    assert count == 1 and left(url) == []
    with closing(open_store(url)) as again:
        kept = again.read(lambda conn: conn.scalars(select(tables.invitations.c.address)).all())
    assert kept == ["+84912000778"], "another's stays"


def test_who_came_back_is_not_erased_by_the_old_entry(lived_in, store_url, programme, tmp_path):
    _, lan = lived_in
    told(lan, "rút đồng ý", "1")
    told(lan, "HATU26", "đồng ý", "Đặng Thị Mới")
    archive = tmp_path / "archives" / "after.tar"
    backup_file.backup(store_url, tmp_path / "media", archive)
    (tmp_path / "new").mkdir()
    url, count = restored(archive, tmp_path / "new", journals=(tmp_path / ERASED,))
    with closing(open_store(url)) as again:
        assert count == 0 and again.read(lambda conn: accounts.member_at(conn, "telegram", CHAT)).name == "Đặng Thị Mới"


def test_the_journal_is_read_as_it_was_written(tmp_path):
    one = erasure_journal.Erasure("ab", NOW, True, "sealed:x", ("1", "2"))
    other = erasure_journal.Erasure("cd", NOW + timedelta(1), False, "", ())
    erasure_journal.into_file(tmp_path / ERASED, [other])
    erasure_journal.into_file(tmp_path / ERASED, [one])
    assert erasure_journal.in_files([tmp_path / ERASED, tmp_path / "nix"]) == [one, other]
    assert [file.name for file in tmp_path.iterdir()] == [ERASED]
