"""After an erasure is committed: what is left of the person in files goes, and only then the last word is let out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from storage.database.overwriting import LARGEST
from storage.database.session import Connection, Store
from storage.messages import media, outbox
from storage.privacy import erasure_journal as journal
from storage.privacy import retention
from storage.privacy.erasure_journal import LATE, OVER, TOLD, Unfinished
from storage.schema.placement import WITH_WORDS

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Completion:
    """Overwrites what erasures left in the store's files, deletes photos from the folder `media`, and keeps the files
    `journals` that say who was erased. Called after an erasure, and again until all is done, by several at once too."""

    store: Store
    media: Path | None = None
    journals: tuple[Path, ...] = ()

    def __call__(self, largest: int | None = LARGEST) -> bool:
        """Whether nothing is left to do. A store larger than `largest` bytes is not written anew now."""
        left = self.store.read(journal.unfinished)
        if not left:
            return True
        self.keep_journals()
        self._photos()
        whole = self.store.overwrite(WITH_WORDS, largest)
        self.store.transact(lambda conn: [_settled(conn, one, whole) for one in left]).result()
        if not whole:
            log.warning(
                "an erasure is not overwritten yet: somebody reads the store, or it is large; it is tried again"
            )
        return whole

    def keep_journals(self) -> None:
        """Every file says what the store says."""
        some = self.store.read(journal.entries)
        for file in self.journals:
            journal.into_file(file, some)

    def _photos(self) -> None:
        if self.media is not None:
            delete_unused(self.media, self.store.read(retention.unused))


def delete_unused(folder: Path, photos: set[str]) -> None:
    """Their files go."""
    for sha256 in photos:
        media.place(folder, sha256).unlink(missing_ok=True)


def _settled(conn: Connection, one: Unfinished, whole: bool) -> None:
    if one.state == journal.OPEN and one.answer:
        outbox.let_last_go(conn, one.answer, whole)
        journal.became(conn, one.who, TOLD if whole else LATE)
    elif whole:  # a last word that is still on its way is looked for again when it has gone
        journal.became(conn, one.who, TOLD if one.state == LATE and one.answer else OVER)
