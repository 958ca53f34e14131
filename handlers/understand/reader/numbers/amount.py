"""A number that counts something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `start` to `end` say `value` (None where it is not certain) of `head`; `of` is m of n/m; `per` the head
    that it is counted for each of; `total` that it sums up others, `part` that it is a part of another, `plus` that it
    is added to the one before, `times` that it multiplies it; `inside` that it stands in brackets; `after` that the
    head stands behind it; `large` that it is said in millions; `share` which part of a day or which
    session it counts."""

    start: int
    end: int
    value: int | None
    bound: str = ""
    head: str = ""
    of: int | None = None
    per: str = ""
    total: bool = False
    part: bool = False
    plus: bool = False
    times: bool = False
    inside: bool = False
    after: bool = False
    large: bool = False
    share: str = ""
