"""How much work a long message is: counted in calls, which no machine changes."""

from __future__ import annotations

import sys
from datetime import date
from itertools import cycle, islice

import pytest

from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.reader import read
from programme.packs.pack import load_programme

QN = load_programme("quang-ninh")
SENTENCES = {
    "reports": "Ngày 14/6 đội tuyên truyền ma túy ở nhà văn hóa khu 4, 45 người dự, 20 nữ, phát 60 tờ rơi. ",
    "no marks": "hom qua tu van 3 luot, gioi thieu 2 nguoi di xet nghiem, treo 5 bang ron o cho Ha Tu; ",
    "a table": "| khu 4 | 15/6 | 45 | 20 |\n",
    "numbers": "12 ",
    "one word": "hoabinhkhu4",
    "a list": "- treo 5 băng rôn\n- phát thanh 4 lượt\n",
    "names": "anh Nguyễn Văn A, chị Trần Thị B; ",
}


def calls(text: str) -> int:
    """How many functions are called to read a text."""
    count = 0

    def counted(frame, event, arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        read(text, words=lexicon(), units=QN.units, unit="hl.ha-tu", today=date(2026, 6, 15))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_the_work_grows_as_the_text_does(sentence):
    short, long = ("".join(islice(cycle(sentence), letters)) for letters in (2_000, 8_000))
    calls(f"{short} .")  # what is made when it is first needed; the guard remembers what it has looked at
    assert calls(long) <= 5 * calls(short)
