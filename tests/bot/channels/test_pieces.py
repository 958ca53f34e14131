"""Text cut to size, choices laid in rows or numbered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import sound
from bot.channels.pieces import pieces, rows, utf16
from programme.domain.messages import Choice
from programme.domain.numbered_choices import numbered


def choices(*labels):
    return tuple(Choice(str(n), label) for n, label in enumerate(labels))


@given(st.text(alphabet="ab đ😀\n", max_size=300), st.integers(2, 60))
def test_pieces_fit_and_lose_only_blanks(text, limit):
    found = pieces(text, limit)
    assert all(piece.strip() == piece and 0 < utf16(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("mot hai", 10, ["mot hai"]),
        ("mot hai ba", 8, ["mot hai", "ba"]),
        ("mot hai\nba bon", 11, ["mot hai", "ba bon"]),
        ("mot\n\nhai\nba", 10, ["mot", "hai\nba"]),
        ("1\n\nhai ba bon nam", 10, ["1\n\nhai ba", "bon nam"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("😀😀😀", 5, ["😀😀", "😀"]),
    ],
)
def test_cuts(text, limit, expected):
    assert pieces(text, limit) == expected


@given(st.text(max_size=50))
def test_units_are_those_of_utf16(text):
    assert utf16(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=30), max_size=20))
def test_rows_keep_all_in_order_and_long_ones_alone(labels):
    found = rows(choices(*labels))
    assert [c for row in found for c in row] == list(choices(*labels))
    for row in found:
        assert len(row) == 1 or (len(row) <= 3 and all(len(c.label) <= 16 for c in row))


def test_numbered():
    assert numbered("Loại?", choices("Truyền thông", "Khác…")) == "Loại?\n1. Truyền thông\n2. Khác…"
    assert numbered("Xong", ()) == "Xong"
    assert numbered("", choices("Có")) == "1. Có"


def test_sound():
    assert sound("Đội 👍 \ud83d.") == "Đội 👍 \ufffd."
    assert sound("\ud83d\udc4d") == "👍"
