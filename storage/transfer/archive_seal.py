"""Archives that are sealed with age: whoever makes one needs the public keys, whoever opens one a private key, which is
not on this machine. The bytes go through as they come; nothing open is put down under the archive's own name."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from storage.database.store_faults import StoreFault

ENDING = ".age"
HEAD = b"age-encryption.org/v1"
PUBLIC, PRIVATE = "age1", "AGE-SECRET-KEY-"


def recipient(text: str) -> Any:
    """A public key, as age writes it. ValueError for what is none."""
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise ValueError(f"{text[:12]}… is no public key of age: it begins with {PUBLIC}") from None


def new_identity() -> tuple[str, str]:
    """(private key, public key), made now."""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def identities(file: Path) -> list[Any]:
    """The private keys of a file as `age-keygen` writes it. StoreFault where there is none in it."""
    import pyrage

    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StoreFault(f"{file}: cannot be read as a file of private keys") from None
    try:
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.strip().startswith(PRIVATE)]
    except pyrage.IdentityError:
        raise StoreFault(f"{file}: a private key in it is damaged: one letter too many or too few?") from None
    if not found:
        raise StoreFault(f"{file}: no private key in it; it is a line that begins with {PRIVATE}")
    return found


def is_sealed(file: Path) -> bool:
    with suppress(OSError), file.open("rb") as raw:
        return raw.read(len(HEAD)) == HEAD
    return False


@contextmanager
def sealing(raw: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """A file to write into, in order, that arrives sealed in `raw`. OSError where `raw` takes no more."""
    import pyrage

    keys = [recipient(one) for one in recipients]
    faults: list[BaseException] = []
    out, into = os.pipe()

    def seal() -> None:
        with open(out, "rb") as source:
            try:
                pyrage.encrypt_io(source, _Taking(raw, faults), keys)
            except BaseException as fault:
                faults.append(fault)

    thread = threading.Thread(target=seal, name="archive-seal", daemon=True)
    thread.start()
    try:
        with open(into, "wb") as sink:
            yield sink
    except BrokenPipeError:
        pass  # the other end says why
    finally:
        thread.join()
    if faults:
        raise faults[0]


class _Taking:
    """What the sealed bytes are written to: its own fault is kept, which age would tell in words of its own."""

    def __init__(self, raw: IO[bytes], faults: list[BaseException]):
        self._raw, self._faults = raw, faults

    def write(self, data: bytes) -> int:
        try:
            return self._raw.write(data)
        except OSError as fault:
            self._faults.append(fault)
            raise

    def flush(self) -> None:
        self._raw.flush()


@contextmanager
def opened(file: Path, keys: Iterable[Any] = (), folder: Path | None = None) -> Iterator[IO[bytes]]:
    """An archive to read from, opened with one of the keys where it is sealed, through a file without a name in
    `folder`. StoreFault where none of them opens it."""
    import pyrage

    keys = list(keys)
    if not is_sealed(file):
        with file.open("rb") as raw:
            yield raw
        return
    if not keys:
        raise StoreFault(f"{file}: is sealed: name the file of the private key with --identity")
    with TemporaryFile(dir=folder) as plain, file.open("rb") as raw:
        try:
            pyrage.decrypt_io(raw, plain, keys)
        except pyrage.DecryptError:
            raise StoreFault(f"{file}: no key of these opens it: it was sealed for another") from None
        except OSError as fault:
            if fault.errno is not None:
                raise
            raise StoreFault(f"{file}: damaged: what is sealed in it is not what was put in") from None
        plain.seek(0)
        yield plain
