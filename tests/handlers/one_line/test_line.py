"""One line of SMS understood: a table of lines as people send them, and what holds for all of them.

`tests/lines/lines.txt` has a line and, behind `→`, what is understood of it: kind, topics, day, counts, place.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.one_line.line import Line, heads, read_line
from handlers.one_line.line_words import words_of
from handlers.understand.number_words import SCALES
from programme.language.vietnamese import fold
from programme.packs.pack import PACKS
from programme.xlsform import load_form

TODAY = date(2026, 6, 15)  # a Monday
FILE = Path(__file__).parents[2] / "lines" / "lines.txt"
FORM = load_form(PACKS / "quang-ninh" / "forms" / "activity.md")
WORDS = words_of(FORM, "vi")


def unit_of(said) -> tuple[str, int]:
    return ("clb", 1) if said[:1] == ["clb"] else ("", 1 if said else 0)


def read(text: str) -> Line:
    return read_line(text, WORDS, TODAY, unit_of)


def told(line: Line) -> str:
    """A line in few words: `TT MT 15/6 45 | khu 4`."""
    parts = ["0" if line.nil else next((o.code for o in WORDS.kinds if o.name == line.kind), "-")]
    parts.append(",".join(next(o.code for o in WORDS.topics if o.name == name) for name in line.topics) or "-")
    parts.append(day_of(line))
    parts += [" ".join(filter(None, (c.bound, str(c.value), " ".join(c.field)))) for c in line.counts]
    parts += [f"{line.pair.n}/{line.pair.m}"] if line.pair else []
    parts += [f"| {line.place}"] if line.place else []
    parts += [f"DV={line.unit}"] if line.unit else []
    parts += [f"{typed}={as_read}" for typed, as_read in line.mended]
    parts += [f"!{fault.kind}({fault.typed})" for fault in line.faults]
    return " ".join(parts)


def day_of(line: Line) -> str:
    if line.day is None:
        return "-"
    first, last = line.day.date, line.day.date_to
    span = f"{first.day}/{first.month}" + (f"..{last.day}/{last.month}" if last else "")
    return f"[{span}]" if line.day.scope == "period" else span


def table() -> list[tuple[str, str]]:
    rows = [row.split(" → ") for row in FILE.read_text("utf-8").splitlines() if row and not row.startswith("#")]
    return [(text, wanted) for text, wanted in rows]


TABLE = table() if FILE.exists() else []


@pytest.mark.parametrize("text, wanted", TABLE, ids=[text for text, _ in TABLE])
def test_line(text, wanted):
    assert told(read(text)) == wanted


def test_the_table_is_long_enough():
    assert len(TABLE) >= 150
    assert len({text for text, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize("text", ["bcs 45", "bac si", "b c", "bcao 5", "0", "", "abc tt"])
def test_the_keyword_is_a_word(text):
    assert not heads(text, WORDS)


# --- for all lines --------------------------------------------------------------------------------------------------

PARTS = {
    "kind": ["TT", "TV", "SH", "VD"],
    "topics": ["MT", "MD", "MT,HIV", "BN", "ma túy"],
    "day": ["15/6", "12.6", "HN", "HQ", "hôm qua", "12-14/6", "14/6/2026"],
    "count": ["45", "TREN 900", "khoảng 60 người", "1.254", "45 NGUOI", "gan 100"],
    "place": ["KHU 4", "NHA VH KHU 7", "THCS Tran Phu", "chợ Hà Tu", "thon 2"],
}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_order_is_understood_alike(data):
    """The parts in any order, parted by spaces, commas or hyphens, are one report."""
    parts = [data.draw(st.sampled_from(choices)) for choices in PARTS.values()]
    mixed = data.draw(st.permutations(parts))
    between = data.draw(st.sampled_from([" ", ", ", "; ", "  "]))
    one, other = read("BC " + ", ".join(parts)), read("BC " + between.join(mixed))
    assert (one.kind, one.topics, one.day, one.counts, one.faults) == (
        (other.kind, other.topics, other.day, other.counts, other.faults)
    )
    assert one.place == parts[-1]
    assert other.place.replace(",", "") == parts[-1]


def test_all_orders_of_one_line():
    parts = ["TT", "MT", "15/6", "45", "KHU 4"]
    found = {told(read("BC " + " ".join(mixed))) for mixed in permutations(parts)}
    assert found == {"TT MT 15/6 45 | KHU 4"}


WILD = st.text(st.sampled_from("BCTVMDHIVbct 0123456789oO/.,-+?:;NGUOIđáộ\n"), max_size=60)


@given(st.one_of(WILD, st.text(max_size=80)))
@settings(max_examples=300, deadline=None)
def test_nothing_raises(text):
    for said in (text, f"BC {text}"):
        line = read(said)
        assert line.kind == "" or any(o.name == line.kind for o in WORDS.kinds)


@given(WILD)
@settings(max_examples=150, deadline=None)
def test_no_number_is_made_up(text):
    """Every count stands in what was typed, but for letters O and words of quantity ("1TI", "1 tá")."""
    digits = re.sub(r"[^0-9]", "", text.replace("o", "0").replace("O", "0"))
    for count in read(f"BC TT {text}").counts:
        said = set(re.findall("[a-z]+", fold(text)))
        assert all(d in digits for d in str(count.value)) or {"chuc", "ta", "tram", *SCALES} & said
