"""Reading takes as many steps a letter for a long text as for a short one, whatever stands in it."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from programme.packs.pack import load_programme

UNITS = load_programme("quang-ninh").units


def steps(text: str) -> int:
    """Calls of functions while a text is read."""
    count = 0

    def call(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(call)
    try:
        read(text, words=lexicon(), units=UNITS, unit="hl.ha-tu", today=date(2026, 6, 15))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "Hôm qua truyền thông ma túy ở khu 4, 45 người dự, phát 60 tờ rơi. ",
        "hqua tuyen truyen o cho dam ha 30 ng, phat 20 to roi\n",
        "nguyen van ba nhiem hiv o nha so 12 ",
        "Lan (Hoa, Huệ, Cúc) nhiễm HIV, ",
        "Lan (",
        "em bị đánh, cứu em với. ",
        "12-14/6 15/6 45 20 nữ ",
        "không phải 45 mà 54, ",
        "a" * 29 + " ",
    ],
)
def test_steps_grow_with_the_letters(piece):
    short = piece * (1000 // len(piece))
    steps(f"{short} .")  # what is made when it is first needed; the guard remembers what it has looked at
    assert steps(short * 8) < 8 * 1.5 * steps(short)
