"""The table of erasures: what an archive from before one of them is held against."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.schema.declared import COMPACT, Kept, as_json, instant, key, words


class ErasureRow(Kept, table=True):
    """Somebody was erased; nothing here names them. `who` is a digest of the opaque id, `signs` are digests of their
    addresses under a key of this row's own, which is kept sealed. `state`: open (nothing is said yet), late (said, but
    not overwritten), told (overwritten, `answer` is on its way), over."""

    __tablename__ = "erasures"
    __table_args__ = (COMPACT,)
    who: str = key()
    at: datetime = instant()
    photos: bool = False
    sealed_key: str = words(default="")
    signs: Any = as_json()
    state: str = words()
    answer: str = words(default="")


erasures = ErasureRow.__table__
