"""What is left of a text: a host's house is a private home, an address its quarter, all else is left out."""

import pytest

from handlers.understand.personal.left_out import without
from handlers.understand.personal.personal import find_personal
from programme.language.texts import load_texts

LEFT = [
    ("nhà bà Sáu khu 4", "nhà dân khu 4"),
    ("ở nhà chị Lan, tổ 5", "ở nhà dân, tổ 5"),
    ("nhà số 12 ngõ 45 tổ 3", "nhà dân tổ 3"),
    ("gặp chị Lan ở nhà văn hóa", "gặp … ở nhà văn hóa"),
    ("gọi 0912345678 nhé", "gọi … nhé"),
    ("Nguyễn Văn Thỉnh", ""),
    ("nhà văn hóa khu 4", "nhà văn hóa khu 4"),
]


@pytest.mark.parametrize(("text", "left"), LEFT)
def test_what_is_left(text, left):
    assert without(text, find_personal(text), load_texts("vi")) == left
