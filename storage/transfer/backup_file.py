"""A store and its media in one file: a tar of every table's rows, the media, and last a manifest with the sha256 of
all, sealed where there are recipients. It is taken from one snapshot while the bot runs, and can be restored on either
database (`restoration`). Beside it stands who was erased."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from programme.domain.retention import ERASED
from storage import migrations
from storage.database.engines import address, reading
from storage.database.store_faults import StoreFault, told
from storage.privacy import erasure_journal as journal
from storage.transfer import store_rows
from storage.transfer.archive_seal import sealing

FORMAT = 1
MANIFEST = "manifest.json"
PARTIAL = ".partial"
BEFORE = "before-upgrade-from-"
"""Begins the name of the archive that is made before an upgrade."""

Progress = Callable[[str, int, int], None]
"""Called with (what, done, total)."""


def silent(what: str, done: int, total: int) -> None:
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


def backup(
    url: str, media: Path | None, file: Path, progress: Progress = silent, recipients: Sequence[str] = ()
) -> Manifest:
    """Write the store at `url` and the media folder into a new `file`, sealed for these public keys if there are any;
    StoreFault when that cannot be done."""
    engine = reading(address(url))
    try:
        with engine.connect() as conn:
            manifest = pack(conn, media, file, progress, recipients)
            if migrations.known()[-1] == manifest.schema:
                journal.into_file(file.parent / ERASED, journal.entries(conn))
            return manifest
    except DBAPIError as error:
        raise told(error) from None
    finally:
        engine.dispose()


def pack(
    conn: Connection, media: Path | None, file: Path, progress: Progress = silent, recipients: Sequence[str] = ()
) -> Manifest:
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
            room = None if recipients else file.parent
            through = sealing(raw, recipients) if recipients else nullcontext(raw)
            with through as out, tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                manifest = _fill(tar, conn, schema, media, progress, room)
            raw.flush()
            os.fsync(raw.fileno())
        partial.rename(file)
        settle(file.parent)
    except BaseException as error:
        with suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError):
            raise StoreFault(f"{file}: {error.strerror or error}") from None
        raise
    return manifest


def _fill(
    tar: tarfile.TarFile, conn: Connection, schema: str, media: Path | None, progress: Progress, room: Path | None
) -> Manifest:
    """All of it. Rows wait in a file without a name in the folder `room`; None is the machine's own, so that what is to
    be sealed does not lie open beside the archive."""
    counts, parts = {}, {}
    found = store_rows.tables(conn)
    total, done = sum(store_rows.count(conn, table) for table in found), 0
    for table in found:
        with TemporaryFile(dir=room) as file:
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
    reader = Summed(file)
    tar.addfile(member, reader)
    return reader.sum.hexdigest()


class Summed:
    """A file that is read, and summed up on the way."""

    def __init__(self, file: IO[bytes]):
        self._file, self.sum = file, sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def settle(folder: Path) -> None:
    """The names in a folder too must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
