"""Forms as pyxform compiled them, kept in a folder, so that pyxform is loaded only to compile."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

LARGEST = 10_000_000
"""Bytes of a form's file; unpacked it may have ten times as many."""
FORMAT = 1
"""Raised when what is kept changes, or what a form is refused for: then all are compiled anew."""
DAYS = 400
"""How long a file stays; a form that is still used is then compiled once more."""


@dataclass(frozen=True, slots=True)
class XForm:
    """An XForm, and what of its sheets it does not hold: `columns` are a question's own, by path."""

    xml: str
    title: str
    columns: Mapping[str, Mapping[str, str]]
    settings: Mapping[str, str]
    warnings: tuple[str, ...] = ()


class Cache:
    """XForms by the digest of what they were made of. Without a folder, or with one that can't be used, nothing is kept
    and nothing fails; a file that is not as it was written counts as none."""

    def __init__(self, folder: Path | None = None):
        self.folder = folder

    def find(self, key: str) -> XForm | None:
        if self.folder is None:
            return None
        try:
            digest, _, text = (self.folder / key).read_bytes().partition(b"\n")
            if digest.decode() != sha256(text).hexdigest():
                raise ValueError
            found = json.loads(text)
            return XForm(**found | {"warnings": tuple(found["warnings"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as fault:
            log.warning("a compiled form can't be read, so it is compiled anew: %s", type(fault).__name__)
            return None

    def keep(self, key: str, xform: XForm) -> None:
        if self.folder is None:
            return
        text = json.dumps(asdict(xform), ensure_ascii=False).encode()
        draft = self.folder / f".{key}.{os.getpid()}"
        try:
            for place in (*reversed(self.folder.parents[:2]), self.folder):
                place.mkdir(exist_ok=True)
            draft.write_bytes(sha256(text).hexdigest().encode() + b"\n" + text)
            draft.replace(self.folder / key)
            self._sweep()
        except FileNotFoundError:  # a store can't be there either, and says so itself
            return
        except OSError as fault:
            log.warning("a compiled form can't be kept: %s", fault.strerror)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _sweep(self) -> None:
        oldest = time.time() - DAYS * 86400
        for file in self.folder.iterdir():
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)


kept = Cache()
"""The cache of this process; `kept_in` gives it a folder."""


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """Meanwhile compiled forms are kept in the folder, by all threads."""
    before, kept.folder = kept.folder, folder
    try:
        yield
    finally:
        kept.folder = before


def key_of(file: str, content: bytes) -> str:
    """What a form's file is kept under: its content, its name (which it may take its own from), pyxform's version and
    our FORMAT."""
    made_of: list[Any] = [FORMAT, _pyxform(), file, sha256(content).hexdigest()]
    return sha256(json.dumps(made_of).encode()).hexdigest()


@cache
def _pyxform() -> str:
    from importlib.metadata import version

    return version("pyxform")
