"""Python's collector of unused circles, told what stays."""

from __future__ import annotations

import gc

OFTEN = 20_000, 20, 50
"""New objects before the youngest are looked through, rounds of these before the older ones are, and the oldest."""


def spare() -> None:
    """Once everything is loaded that stays (the pack, its forms, the texts): it is never looked through again, and new
    objects less often than Python would, which takes a third of a turn for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)
