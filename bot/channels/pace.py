"""How fast a channel may send: so many a second over all, so many to one address, and halts the gateway asks for.

Pure: the instants are arguments, in seconds of any clock that only goes forward.
"""

from __future__ import annotations

from collections import deque


class Pace:
    """Never more than `total` in any second over all, nor more than `each` a second to one address."""

    def __init__(self, total: float = 30, each: float = 1):
        self._count = max(1, int(total))
        self._span, self._gap = self._count / total, 1 / each
        self._taken: deque[float] = deque(maxlen=self._count)
        self._free: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._halt = float("-inf")

    def wait(self, address: str, now: float) -> float:
        """Seconds until one message may go to the address; 0 when it may go now."""
        full = self._taken[0] + self._span if len(self._taken) == self._count else now
        return max(0.0, full - now, self._free.get(address, now) - now, self.held(address, now))

    def take(self, address: str, now: float) -> None:
        """Counts one message as sent now."""
        self._taken.append(now)
        self._free[address] = now + self._gap
        if len(self._free) > 4 * self._count:
            self._free = {a: t for a, t in self._free.items() if t > now}

    def hold(self, address: str, now: float, seconds: float) -> bool:
        """The gateway asked for `seconds` of silence. It does not say whether for one address or for all: a second
        address stopped while a first one is still held means all. Returns whether all are held."""
        self._held = {a: t for a, t in self._held.items() if t > now}
        everyone = any(a != address for a in self._held)
        self._held[address] = max(self._held.get(address, now), now + seconds)
        if everyone:
            self._halt = max(self._halt, now + seconds)
        return everyone

    def held(self, address: str, now: float) -> float:
        """Seconds of the gateway's silence that are left for the address."""
        return max(0.0, self._held.get(address, now) - now, self._halt - now)
