"""A store and its media in one file: a tar of every table's rows, the media, and last a manifest with the sha256 of
all. It is taken from one snapshot while the bot runs, and can be restored on either database."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import DBAPIError

from storage import migrations
from storage.database import leases
from storage.database.engines import address, reading, writing
from storage.database.store_faults import StoreFault, told
from storage.transfer import store_rows

FORMAT = 1
MANIFEST = "manifest.json"
PARTIAL = ".partial"

Progress = Callable[[str, int, int], None]
"""Called with (what, done, total)."""


def _silent(what: str, done: int, total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: `tables` gives rows by name, `media` a number of files, `parts` the sha256 by name."""

    schema: str
    at: str
    tables: dict[str, int]
    media: int
    parts: dict[str, str]
    format: int = FORMAT


def backup(url: str, media: Path | None, file: Path, progress: Progress = _silent) -> Manifest:
    """Write the store at `url` and the media folder into a new `file`; StoreFault when that cannot be done."""
    engine = reading(address(url))
    try:
        with engine.connect() as conn:
            return pack(conn, media, file, progress)
    except DBAPIError as error:
        raise told(error) from None
    finally:
        engine.dispose()


def pack(conn: Connection, media: Path | None, file: Path, progress: Progress = _silent) -> Manifest:
    """The same, from the snapshot of a connection. The file is whole or not there."""
    schema = migrations.version(conn)
    if schema is None:
        raise StoreFault("there is no store at this address yet: nothing to back up")
    if file.exists():
        raise StoreFault(f"{file} is there already: name another file")
    partial = file.with_name(file.name + PARTIAL)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as raw:
            os.chmod(partial, 0o600)  # it holds people's names and numbers
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
                manifest = _fill(tar, conn, schema, media, progress)
            raw.flush()
            os.fsync(raw.fileno())
        partial.rename(file)
        _settle(file.parent)
    except BaseException as error:
        with suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError):
            raise StoreFault(f"{file}: {error.strerror or error}") from None
        raise
    return manifest


def _fill(tar: tarfile.TarFile, conn: Connection, schema: str, media: Path | None, progress: Progress) -> Manifest:
    counts, parts = {}, {}
    found = store_rows.tables(conn)
    total, done = sum(store_rows.count(conn, table) for table in found), 0
    for table in found:
        with TemporaryFile(dir=Path(tar.fileobj.name).parent) as file:
            n = 0
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed:
                for n, row in enumerate(store_rows.read(conn, table), 1):
                    packed.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                    if n % store_rows.BATCH == 0:
                        progress("rows", done + n, total)
            counts[table.name] = n
            done += n
            parts[name] = _add(tar, name := f"rows/{table.name}.jsonl.gz", file)
        progress("rows", done, total)
    kept = sorted(_files(media)) if media else []
    taken = 0
    for path in kept:
        try:
            with path.open("rb") as file:
                name = f"media/{path.relative_to(media).as_posix()}"
                parts[name] = _add(tar, name, file)
        except FileNotFoundError:
            continue  # erased since the snapshot
        taken += 1
        progress("media", taken, len(kept))
    manifest = Manifest(schema, datetime.now(UTC).isoformat(timespec="seconds"), counts, taken, parts)
    body = json.dumps({n: getattr(manifest, n) for n in Manifest.__slots__}, indent=1).encode()
    _add(tar, MANIFEST, io.BytesIO(body))
    return manifest


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> str:
    """Puts a file in; its sha256."""
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, io.SEEK_END)
    member.mtime, member.mode = int(datetime.now(UTC).timestamp()), 0o600
    file.seek(0)
    reader = _Summed(file)
    tar.addfile(member, reader)
    return reader.sum.hexdigest()


class _Summed:
    """A file that is read, and summed up on the way."""

    def __init__(self, file: IO[bytes]):
        self._file, self.sum = file, sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def check(file: Path) -> Manifest:
    """The manifest of an archive that is whole to the last byte; StoreFault otherwise."""
    sums: dict[str, str] = {}
    body = None
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isreg() or name.is_absolute() or ".." in name.parts:
                    raise StoreFault(f"{file}: {member.name} does not belong into a backup")
                reader = _Summed(tar.extractfile(member))
                data = reader.read() if member.name == MANIFEST else None
                while reader.read(1 << 20):
                    pass
                body = data or body
                sums[member.name] = reader.sum.hexdigest()
        values: dict[str, Any] = json.loads(body or b"")
        manifest = Manifest(**values)
    except OSError as error:
        raise StoreFault(f"{file}: {error.strerror or 'cannot be read'}") from None
    except (tarfile.TarError, ValueError, TypeError, EOFError):
        raise StoreFault(f"{file}: no whole backup of ours") from None
    sums.pop(MANIFEST)
    if manifest.format != FORMAT:
        raise StoreFault(f"{file}: a backup of format {manifest.format}, this program reads {FORMAT}")
    if sums != manifest.parts:
        bad = sorted({n for n in sums | manifest.parts if sums.get(n) != manifest.parts.get(n)})
        raise StoreFault(f"{file}: damaged: {', '.join(bad[:3])}")
    return manifest


def restore(file: Path, url: str, media: Path, progress: Progress = _silent) -> Manifest:
    """Bring an archive into an empty store; all of it or nothing. Refused onto a store where a bot runs or that keeps
    anything, and for an archive that is damaged or of a newer schema."""
    manifest = check(file)
    versions = migrations.known()
    if manifest.schema not in versions:
        raise StoreFault(f"{file}: has schema {manifest.schema}, this program knows up to {versions[-1]}")
    engine = writing(address(url))
    try:
        with engine.connect() as conn, conn.begin(), tarfile.open(file, "r:") as tar:
            free(conn)
            _lay(conn, manifest.schema)
            for table in store_rows.tables(conn):
                _pour(conn, table, tar, manifest, progress)
            store_rows.count_on(conn)
            migrations.upgrade(conn)
            _unpack_media(tar, media, manifest, progress)
    except DBAPIError as error:
        raise told(error) from None
    except OSError as error:
        raise StoreFault(f"{media}: {error.strerror or error}") from None
    except (ValueError, KeyError, EOFError) as error:
        raise StoreFault(f"{file}: does not fit its schema: {error}") from None
    finally:
        engine.dispose()
    return manifest


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
        _settle(target.parent)
        progress("media", n, len(names))


def _settle(folder: Path) -> None:
    """The names in a folder too must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
