"""The words that lead to a new answer are none of it."""

import pytest

from handlers.draft.review import without_link


@pytest.mark.parametrize(
    "said, answer",
    [
        ("còn 40", "40"),
        ("con 40", "40"),
        ("xuống còn 40", "40"),
        ("lên 54", "54"),
        ("thành 54", "54"),
        ("là trên 54", "trên 54"),
        ("cồn 5", "cồn 5"),
        ("còn chợ Hà Tu", "còn chợ Hà Tu"),
        ("CON 5", "CON 5"),
        ("còn", "còn"),
        ("40", "40"),
    ],
)
def test_a_new_answer_stands_without_them(said, answer):
    assert without_link(said) == answer
