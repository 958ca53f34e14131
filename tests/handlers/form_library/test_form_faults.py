# ruff: noqa: E501 – forms are tables
"""What is told of a form with faults, in the reader's language: where, what is wrong, what to do."""

from __future__ import annotations

import pytest

from handlers.form_library.form_faults import faults_in_words
from programme.language.texts import load_texts
from programme.xlsform import Fault, FormFaults, load_form_text

HEAD = "| survey | | | | | |\n| | type | name | label | relevant | trigger |\n"
CHOICES = "| choices | | | |\n| | list_name | name | label |\n"


@pytest.mark.parametrize(
    ("sheet", "where", "why"),
    [
        (HEAD + "| | text | a | A | | |\n| | text | a | A | | |\n", "survey, dòng 3, cột name", "tên này đã có"),
        (HEAD + "| | text | 1a | A | | |\n", "survey, dòng 2, cột name", "tên phải bắt đầu"),
        (HEAD + "| | text | | A | | |\n", "survey, dòng 2, cột name", "chưa có name"),
        (HEAD + "| | text | a | | | |\n", "survey, dòng 2, cột label", "chưa có label"),
        (HEAD + "| | text | a | A | ${b} = 1 | |\n", "survey, dòng 2, cột relevant", "không có câu hỏi nào tên “b”"),
        (HEAD + "| | text | a | A ${b c | | |\n", "survey, dòng 2, cột label", "phải là ${ten_cau}"),
        (HEAD + "| | begin_group | g | G | | |\n| | text | a | A | | |\n", "survey, dòng 2, cột type", "chưa đóng"),
        (
            HEAD + "| | text | a | A | | |\n| | end_group | g | | | |\n",
            "survey, dòng 3, cột type",
            "không có dòng mở đầu",
        ),
        (
            HEAD + "| | select_one c | a | A | | |\n" + CHOICES + "| | c | x | X |\n| | c | x | Y |\n",
            "choices, dòng 3, cột name",
            "bị trùng trong danh sách",
        ),
        (
            HEAD + "| | select_one c | a | A | | |\n" + CHOICES + "| | c | | X |\n",
            "choices, dòng 2, cột name",
            "lựa chọn chưa có name",
        ),
        (
            HEAD + "| | select_multiple c | a | A | | |\n" + CHOICES + "| | c | x y | X |\n",
            "choices, dòng 2, cột name",
            "có dấu cách",
        ),
        (
            HEAD + "| | select_one c | a | A | | |\n" + CHOICES + "| | d | x | X |\n",
            "survey, dòng 2, cột type",
            "không có danh sách “c”",
        ),
        (HEAD + "| | blah | a | A | | |\n", "survey, dòng 2, cột type", "không có loại câu hỏi “blah”"),
        (HEAD + "| | calculate | a | | | |\n", "survey, dòng 2, cột calculation", "chưa có công thức"),
        (HEAD + "| | text | a | A | | b |\n", "survey, dòng 2, cột trigger", "phải là ${ten_cau}"),
        ("| choices | | |\n| | list_name | name |\n", "survey", "thiếu trang survey"),
        ("| survey | | |\n| | text | a | A |\n", "survey", "thiếu cột 'type'"),
        (
            "| survey | | | | |\n| | type | name | relevant | relevance |\n| | text | a | x | y |\n",
            "survey",
            "hai cột trùng nghĩa",
        ),
        (HEAD + "| | text | meta | A | | |\n", "survey, dòng 2, cột name", "dành riêng"),
        (
            HEAD
            + "| | begin_repeat | r | G | | |\n| | text | a | A | | |\n| | end_repeat | | | | |\n| | begin_group | g | G | | |\n| | begin_repeat | r | G | | |\n| | text | a | A | | |\n| | end_repeat | | | | |\n| | end_group | | | | |\n",
            "survey, dòng 6, cột name",
            "tên này đã có",
        ),
        (HEAD + "| | | a | A | | |\n", "survey, dòng 2, cột type", "chưa có type"),
        (
            "| survey | | | | |\n| | type | name | label | parameters |\n| | range | a | A | start=x |\n",
            "survey, dòng 2, cột parameters",
            "tham số start",
        ),
        (
            HEAD + "| | select_one_from_file a.txt | a | A | | |\n",
            "survey, dòng 2, cột type",
            "csv, xml hoặc geojson",
        ),
        (HEAD + "| | text | a | A | ${a} > | |\n", "survey, dòng 2, cột relevant", "biểu thức viết sai"),
    ],
)
def test_the_commonest_are_told_in_vietnamese(sheet, where, why):
    with pytest.raises(FormFaults) as wrong:
        load_form_text(sheet, "f")
    (line,) = faults_in_words(load_texts("vi"), "f.xlsx", wrong.value.faults).splitlines()[1:]
    assert line.startswith(f"• trang {where}") and why in line
    (line,) = faults_in_words(load_texts("en"), "f.xlsx", wrong.value.faults).splitlines()[1:]
    assert "sheet" in line and not any(letter in line for letter in "ậếộữ")


def test_a_rare_one_stays_as_it_is_behind_what_to_do():
    fault = Fault("f.xlsx", "settings", 2, "style", "", "The style 'x'\nis not one\nof the known.")
    line = faults_in_words(load_texts("vi"), "f.xlsx", [fault]).splitlines()[1]
    assert line.endswith("sửa theo lời báo tiếng Anh này: The style 'x' is not one of the known.")
    assert line.startswith("• trang settings, dòng 2, cột style")


def test_twenty_five_faults_are_told_and_the_rest_counted():
    reason = "geotrace: a line on a map can't be drawn in a chat"
    faults = [Fault("f.xlsx", "survey", row, "type", f"q{row}", reason) for row in range(2, 42)]
    lines = faults_in_words(load_texts("vi"), "f.xlsx", faults).splitlines()
    assert "40" in lines[0] and len(lines) == 27 and "15" in lines[-1]
