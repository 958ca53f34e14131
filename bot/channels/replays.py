"""Calls that were signed for one moment and were taken: brought again, they are a replay."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 20_000


class Replays:
    """Signatures that were taken, for as many `seconds` as their time lets them in; kept in memory, by each process
    for itself: what a replay brings to another has its message's key, and changes nothing there."""

    def __init__(self, seconds: float):
        self._seconds = seconds
        self._taken: OrderedDict[str, float] = OrderedDict()

    def known(self, signature: str, now: float) -> bool:
        at = self._taken.get(signature)
        return at is not None and abs(now - at) <= self._seconds

    def take(self, signature: str, now: float) -> None:
        """It was stored, and is about to be answered."""
        self._taken[signature] = now
        self._taken.move_to_end(signature)
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
