"""Archives that only a private key opens, which is not on the machine that made them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.demo import settle
from programme.packs.pack import load_programme
from storage.database.session import open_store
from storage.database.store_faults import StoreFault
from storage.transfer import backup_file
from storage.transfer.archive_seal import HEAD, identities, is_sealed, new_identity, opened, sealing
from storage.transfer.restoration import check, restore
from tests.storage.transfer.test_backup_file import NOW, contents


@pytest.fixture(scope="module")
def keys() -> list[tuple[str, str]]:
    return [new_identity() for _ in range(3)]


def key_file(folder: Path, *privates: str) -> Path:
    file = folder / f"{len(list(folder.iterdir()))}.key"
    file.write_text("# created: today\n" + "".join(f"{one}\n" for one in privates))
    return file


@pytest.fixture
def sealed(store, store_url, tmp_path, keys):
    """A backup of the demo's store, sealed for the first two keys."""
    settle(store, load_programme("quang-ninh"), NOW)
    file = tmp_path / "archives" / "b.tar.age"
    backup_file.backup(store_url, None, file, recipients=[public for _, public in keys[:2]])
    return file


@pytest.mark.parametrize("which", [0, 1])
def test_either_key_opens_it_and_all_comes_back(sealed, store_url, tmp_path, keys, which):
    assert sealed.read_bytes().startswith(HEAD) and is_sealed(sealed) and (sealed.stat().st_mode & 0o777) == 0o600
    again = f"sqlite:///{tmp_path / 'again.db'}"
    done = restore(sealed, again, tmp_path / "media", identity=identities(key_file(tmp_path, keys[which][0])))
    assert done.manifest.tables["members"] >= 5 and contents(again) == contents(store_url)


def test_no_name_stands_open_in_it(sealed, tmp_path, keys):
    data = sealed.read_bytes()
    assert b"rows/members" not in data and "Lan (mẫu)".encode() not in data
    assert [file.name for file in sealed.parent.iterdir()] == ["b.tar.age"]


def test_without_the_key_it_says_what_is_missing(sealed, tmp_path, keys):
    with pytest.raises(StoreFault, match="is sealed: name the file of the private key with --identity"):
        check(sealed)
    with pytest.raises(StoreFault, match="no key of these opens it"):
        check(sealed, identities(key_file(tmp_path, keys[2][0])))


def test_a_damaged_one_is_refused(sealed, tmp_path, keys):
    mine = identities(key_file(tmp_path, keys[0][0]))
    data = sealed.read_bytes()
    for name, damage in {"cut": data[:-200], "turned": data[:-200] + bytes([data[-200] ^ 1]) + data[-199:]}.items():
        bad = tmp_path / f"{name}.age"
        bad.write_bytes(damage)
        with pytest.raises(StoreFault, match="damaged"):
            check(bad, mine)


def test_an_older_open_one_is_still_taken(store, store_url, tmp_path, keys):
    settle(store, load_programme("quang-ninh"), NOW)
    backup_file.backup(store_url, None, tmp_path / "open.tar")
    again = f"sqlite:///{tmp_path / 'again.db'}"
    restore(tmp_path / "open.tar", again, tmp_path / "media", identity=identities(key_file(tmp_path, keys[0][0])))
    assert contents(again) == contents(store_url)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "age1notprivate\n", "AGE-SECRET-KEY-1XX\n", b"\xff\xfe".decode("latin-1")]
)
def test_a_file_without_a_key_is_named(tmp_path, text):
    file = tmp_path / "my.key"
    file.write_text(text)
    with pytest.raises(StoreFault, match=r"my\.key"):
        identities(file)


def test_a_full_disk_is_the_fault_that_is_told(keys):
    class Full:
        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            pass

    with pytest.raises(OSError, match="No space left"), sealing(Full(), [keys[0][1]]) as out:
        for _ in range(100):
            out.write(os.urandom(1 << 16))


def test_what_goes_in_comes_out(tmp_path, keys):
    data = os.urandom(1_000_003)
    with (tmp_path / "x.age").open("wb") as raw, sealing(raw, [keys[0][1]]) as out:
        out.write(data)
    mine = identities(key_file(tmp_path, keys[0][0]))
    with opened(tmp_path / "x.age", mine) as raw:
        assert raw.read() == data


def test_an_archive_from_before_an_upgrade_is_sealed_too(bare_url, tmp_path, keys):
    from storage import migrations
    from storage.database.engines import address, writing

    engine = writing(address(bare_url))
    with engine.connect() as conn, conn.begin():
        migrations.upgrade(conn, "0011")
    engine.dispose()
    open_store(bare_url, kept=tmp_path, recipients=[keys[0][1]]).close()
    (made,) = tmp_path.glob("before-upgrade-from-0011-*")
    assert made.suffix == ".age" and check(made, identities(key_file(tmp_path, keys[0][0]))).schema == "0011"
