"""An archive brought back into an empty store. It is checked whole before a row of it is taken."""

from __future__ import annotations

import gzip
import json
import os
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import URL, Connection, Engine, MetaData
from sqlalchemy.exc import DBAPIError

from programme.domain.retention import ERASED
from storage import migrations
from storage.database import leases
from storage.database.engines import address, writing
from storage.database.keyring import NONE, Keyring, with_keys
from storage.database.overwriting import overwrite
from storage.database.store_faults import StoreFault, told
from storage.privacy import erasure, retention
from storage.privacy import erasure_journal as journal
from storage.privacy.erasure_completion import delete_unused
from storage.schema.placement import WITH_WORDS
from storage.transfer import store_rows
from storage.transfer.archive_seal import opened
from storage.transfer.backup_file import FORMAT, MANIFEST, Manifest, Progress, Summed, settle, silent


def check(file: Path, keys: Iterable[Any] = ()) -> Manifest:
    """The manifest of an archive that is whole to the last byte; StoreFault otherwise. `keys` open a sealed one."""
    try:
        with opened(file, keys) as raw:
            return _checked(file, raw)
    except OSError as error:
        raise StoreFault(f"{file}: {error.strerror or 'cannot be read'}") from None


def _checked(file: Path, raw: IO[bytes]) -> Manifest:
    sums: dict[str, str] = {}
    body = None
    try:
        with tarfile.open(fileobj=raw, mode="r:") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isreg() or name.is_absolute() or ".." in name.parts:
                    raise StoreFault(f"{file}: {member.name} does not belong into a backup")
                reader = Summed(tar.extractfile(member))
                data = reader.read() if member.name == MANIFEST else None
                while reader.read(1 << 20):
                    pass
                body = data or body
                sums[member.name] = reader.sum.hexdigest()
        values: dict[str, Any] = json.loads(body or b"")
        manifest = Manifest(**values)
    except (tarfile.TarError, ValueError, TypeError, EOFError):
        raise StoreFault(f"{file}: no whole backup of ours") from None
    sums.pop(MANIFEST)
    if manifest.format != FORMAT:
        raise StoreFault(f"{file}: a backup of format {manifest.format}, this program reads {FORMAT}")
    if sums != manifest.parts:
        bad = sorted({n for n in sums | manifest.parts if sums.get(n) != manifest.parts.get(n)})
        raise StoreFault(f"{file}: damaged: {', '.join(bad[:3])}")
    return manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What an archive held, and how many were erased again."""

    manifest: Manifest
    erased: int


def restore(
    file: Path,
    url: str,
    media: Path,
    progress: Progress = silent,
    *,
    identity: Iterable[Any] = (),
    keys: Keyring = NONE,
    journals: Iterable[Path] = (),
) -> Restored:
    """Bring an archive into an empty store; all of it or nothing. Refused onto a store where a bot runs or that keeps
    anything, and for an archive that is damaged, of a newer schema, or sealed for none of the private keys of
    `identity`. Who was erased since, as `journals` and the files beside the archive and the store say, is erased again
    within the same transaction."""
    try:
        with opened(file, identity, media.parent if media.parent.is_dir() else None) as raw:
            manifest = _checked(file, raw)
            raw.seek(0)
            return _restored(file, raw, manifest, url, media, progress, keys, journals)
    except OSError as error:
        raise StoreFault(f"{file}: {error.strerror or 'cannot be read'}") from None


def _restored(
    file: Path,
    raw: IO[bytes],
    manifest: Manifest,
    url: str,
    media: Path,
    progress: Progress,
    keys: Keyring,
    journals: Iterable[Path],
) -> Restored:
    versions = migrations.known()
    if manifest.schema not in versions:
        raise StoreFault(f"{file}: has schema {manifest.schema}, this program knows up to {versions[-1]}")
    where = address(url)
    beside = {*journals, *(folder / ERASED for folder in (file.parent, media.parent, *folder_of(where)))}
    some = journal.in_files(beside)
    engine = with_keys(writing(where), keys)
    try:
        with engine.connect() as conn, conn.begin(), tarfile.open(fileobj=raw, mode="r:") as tar:
            free(conn)
            _lay(conn, manifest.schema)
            for table in store_rows.tables(conn):
                _pour(conn, table, tar, manifest, progress)
            store_rows.count_on(conn)
            migrations.upgrade(conn)
            _unpack_media(tar, media, manifest, progress)
            if erased := erasure.obey(conn, some):
                delete_unused(media, retention.unused(conn))
            all_erased = journal.entries(conn)
    except DBAPIError as error:
        raise told(error) from None
    except OSError as error:
        raise StoreFault(f"{media}: {error.strerror or error}") from None
    except (ValueError, KeyError, EOFError) as error:
        raise StoreFault(f"{file}: does not fit its schema: {error}") from None
    else:
        if erased:
            wipe(engine)
    finally:
        engine.dispose()
    journal.into_file(next(iter(folder_of(where)), media.parent) / ERASED, all_erased)
    return Restored(manifest, erased)


def wipe(engine: Engine) -> None:
    """What was erased again is in no file of the store; where that can't be now, the bot does it when it runs."""
    if overwrite(engine, WITH_WORDS, None):
        with engine.connect() as conn, conn.begin():
            journal.overwritten(conn)


def folder_of(where: URL) -> tuple[Path, ...]:
    """The folder of an SQLite file."""
    return (Path(where.database).parent,) if where.drivername == "sqlite" else ()


def free(conn: Connection) -> None:
    """StoreFault where a bot runs on the store, or where it keeps anything."""
    found = migrations.version(conn)
    if found is None:
        return
    if found not in migrations.known():
        raise StoreFault(f"the store has schema {found}, which this program does not know")
    if holders := leases.held(conn, datetime.now(UTC)):
        raise StoreFault(
            f"a bot runs on this store ({', '.join(holders[:3])}): stop it first (one that was killed is forgotten "
            "after 90 seconds)"
        )
    if not store_rows.empty(conn):
        raise StoreFault("the store is not empty: name an empty one in BAOCAO_DATABASE_URL, or move this one away")


def _lay(conn: Connection, schema: str) -> None:
    """The empty tables of that schema."""
    if migrations.version(conn) != schema:
        there = MetaData()
        there.reflect(conn)
        there.drop_all(conn)
        migrations.upgrade(conn, schema)


def _pour(conn: Connection, table: Any, tar: tarfile.TarFile, manifest: Manifest, progress: Progress) -> None:
    wanted = manifest.tables.get(table.name, 0)
    if not wanted:
        return
    done = 0
    with gzip.open(tar.extractfile(f"rows/{table.name}.jsonl.gz")) as lines:
        for n in store_rows.write(conn, table, map(json.loads, lines)):
            done += n
            progress(table.name, done, wanted)
    if done != wanted:
        raise ValueError(f"{table.name} has {done} rows, not {wanted}")


def _unpack_media(tar: tarfile.TarFile, folder: Path, manifest: Manifest, progress: Progress) -> None:
    names = [name for name in manifest.parts if name.startswith("media/")]
    for n, name in enumerate(names, 1):
        target = folder / name.removeprefix("media/")
        data = tar.extractfile(name).read()
        if target.exists():
            if sha256(target.read_bytes()).hexdigest() != manifest.parts[name]:
                raise StoreFault(f"{target} is there already and is another file")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}")
        with draft.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
        settle(target.parent)
        progress("media", n, len(names))
