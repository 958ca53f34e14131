"""A telephone that answers by itself is not answered for ever: what goes to and fro without end stops by itself.

Kept in memory: a process that begins anew forgets, and a loop takes a few messages more to stop.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CHANNELS = ("zalo_bot", "zalo_oa", "kannel", "android_sms")
"""Where a machine may be at the other end."""
SAME = 5
"""How often the same is said in a row, each within QUICK of the one before; then it is not said again for PAUSE."""
QUICK, PAUSE = timedelta(seconds=60), timedelta(minutes=10)
MANY, SPAN = 60, timedelta(minutes=10)
"""More messages from one address within SPAN than a person can write: nothing is answered until there are fewer."""
REMEMBERED = 10_000


@dataclass(slots=True)
class _Talk:
    said: bytes = b""
    times: int = 0
    last: datetime | None = None
    came: deque[datetime] = field(default_factory=lambda: deque(maxlen=MANY))


class Robots:
    """`silent` says whether an answer is withheld, `note` keeps that it was given (or withheld)."""

    def __init__(self) -> None:
        self._talks: OrderedDict[tuple[str, str], _Talk] = OrderedDict()

    def silent(self, channel: str, address: str, texts: Sequence[str], at: datetime) -> bool:
        """Whether the same answer was given too often just now, or too much came from there."""
        talk = self._talks.get((channel, address))
        if talk is None or channel not in CHANNELS:
            return False
        if len(talk.came) == MANY and at - talk.came[0] < SPAN:
            return True
        return talk.times >= SAME and talk.said == _print(texts) and talk.last is not None and at - talk.last < PAUSE

    def note(self, channel: str, address: str, texts: Sequence[str], at: datetime) -> None:
        """One message from there was answered with these texts; none are nothing to answer to."""
        if channel not in CHANNELS:
            return
        talk = self._talks.setdefault((channel, address), _Talk())
        self._talks.move_to_end((channel, address))
        talk.came.append(at)
        if texts:
            said = _print(texts)
            lasting = QUICK if talk.times < SAME else PAUSE
            again = said == talk.said and talk.last is not None and at - talk.last < lasting
            talk.said, talk.times, talk.last = said, talk.times + 1 if again else 1, at
        while len(self._talks) > REMEMBERED:
            self._talks.popitem(last=False)


def _print(texts: Sequence[str]) -> bytes:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).digest()
