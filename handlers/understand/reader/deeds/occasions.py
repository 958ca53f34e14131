"""What was only the occasion of a talk: "nhân buổi tập huấn sản xuất, tôi nói về ma túy", "đi tuần, tranh thủ nói".
The deed is what follows; the day and the place of the occasion are its own too."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understand.reader.lexicon import Hit
from handlers.understand.reader.numbers.amount import Amount
from handlers.understand.reader.page import Page

_ENDS = frozenset((".", ";", "!", "?", "\n"))
_FAR = 24  # tokens from an occasion to the deed


def without_occasions(page: Page, strong: Sequence[Hit], amounts: Sequence[Amount]) -> list[Hit]:
    """The words of kinds without those that name an occasion of which nothing is counted."""
    starts = [start for start, _ in page.tells("meanwhile")] if len(strong) > 1 else []
    given = [start for start, _ in page.tells("on_occasion")] if len(strong) > 1 else []
    if not (starts or given):
        return list(strong)
    gone: set[int] = set()
    for at in starts:
        deed = next((h for h in strong if at <= h.start <= at + _FAR and _one_sentence(page, at, h.start)), None)
        if deed is not None and deed.name == page.words.talk:
            gone |= {h.start for h in strong if _mere_occasion(page, h, deed, at, amounts)}
    for at in given:
        inside = [h for h in strong if at < h.start <= at + _FAR and _one_sentence(page, at, h.start)]
        if len(inside) > 1 and inside[0].start - at < 4 and not _counted(inside[0].start, inside[1].start, amounts):
            gone.add(inside[0].start)
    return [h for h in strong if h.start not in gone]


def _mere_occasion(page: Page, hit: Hit, deed: Hit, at: int, amounts: Sequence[Amount]) -> bool:
    """Whether a deed before "tranh thủ" is of another kind, and nothing of it is counted."""
    before = at - _FAR <= hit.start < at and _one_sentence(page, hit.start, at)
    return before and hit.name != deed.name and not _counted(hit.start, at, amounts)


def _counted(start: int, end: int, amounts: Sequence[Amount]) -> bool:
    return any(start - 3 <= a.start < end and a.head not in ("skip", "member") for a in amounts)


def _one_sentence(page: Page, start: int, end: int) -> bool:
    return not any(page.key(i) in _ENDS and not page.taken[i] for i in range(start, end))
