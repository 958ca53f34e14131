"""What becomes of words that hold something personal: they are refused, or their sender is asked. What was said to be
no name passes when the very same words come again; they are not kept meanwhile, only marks of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from handlers.understand.personal.found import Found
from programme.language.vietnamese import nfc

MARK = 2  # bytes: enough to tell other words apart, too few to find out which words they were
SUSPECTED = {"personal_name": "word.not_a_name", "personal_address": "word.not_a_home"}
"""The doubts that the person may say are none, and the word on the button that says so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`key` in the texts under `error.`, the words `got` that are asked about, and the `marks` of all that are; none
    where nothing is asked but all is refused."""

    key: str
    got: str = ""
    marks: tuple[str, ...] = ()


def doubted(text: str, found: Sequence[Found], cleared: Collection[str] = ()) -> Doubt | None:
    """What is the matter with the words; None for nothing, or what is `cleared` by its mark."""
    worse = next((f for f in found if not f.suspected), None)
    if worse:
        return Doubt(f"personal_{worse.kind}")
    open_ = [f for f in found if _mark(text, f) not in cleared]
    if not open_:
        return None
    named = "personal_name" if any(f.kind == "name" for f in open_) else "personal_address"
    got = " ".join(text[open_[0].start : open_[0].end].split())[:40]
    return Doubt(named, got, tuple(dict.fromkeys(_mark(text, f) for f in found)))


def _mark(text: str, found: Found) -> str:
    words = " ".join(nfc(text[found.start : found.end]).casefold().split())
    return blake2b(words.encode(), digest_size=MARK).hexdigest()
