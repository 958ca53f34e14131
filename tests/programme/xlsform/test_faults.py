# ruff: noqa: E501 – forms are tables
"""What is wrong with a form: every reason at once, by sheet, row and name."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from programme.xlsform import FormFaults, load_form, load_form_text

HEAD = "| survey | | | | |\n| | type | name | label | {column} |\n"


def faults(markdown: str, extra: dict | None = None) -> list[tuple[str, int, str, str]]:
    with pytest.raises(FormFaults) as wrong:
        load_form_text(markdown, "form", extra)
    return [(f.sheet, f.row, f.name, f.reason) for f in wrong.value.faults]


def one(
    kind: str, column: str, cell: str, before: str = "| | integer | a | A | |\n"
) -> list[tuple[str, int, str, str]]:
    return faults(f"{HEAD.format(column=column)}{before}| | {kind} | q | Q | {cell} |\n")


@pytest.mark.parametrize(
    ("kind", "column", "cell", "reason"),
    [
        ("geotrace", "x", "", "geotrace: a line on a map can't be drawn in a chat"),
        ("geoshape", "x", "", "geoshape: an area on a map can't be drawn in a chat"),
        ("image", "appearance", "draw", "draw: a chat can't draw or sign"),
        ("image", "appearance", "signature", "signature: a chat can't draw or sign"),
        ("background-audio", "x", "", "background-audio: a chat can't record in the background"),
        ("text", "relevant", "${a} >", "not a valid expression: unexpected end of source"),
        ("text", "relevant", "solar-day(${a})", "unknown function 'solar-day'"),
        ("text", "constraint", "lunar(.)", "unknown function 'lunar'"),
        ("calculate", "calculation", "if(${a}, 1)", "not a valid expression"),
        ("calculate", "calculation", "${q} + 1", "it depends on itself"),
        ("text", "relevant", "${q} = 1", "it depends on itself"),
        ("text", "constraint", "regex(., '[')", "not a regular expression: ["),
        ("text", "relevant", "/data/nowhere = 1", "nothing in the form is at"),
        ("select_one_from_file wards.csv", "x", "", "the file wards.csv is missing"),
        ("select_one nothing", "x", "", "the choices sheet has no list 'nothing'"),
        ("nonsense", "x", "", "Unknown question type 'nonsense'"),
        ("text", "relevant", "${nothing} = 1", "Could not find the name 'nothing'"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_row(kind, column, cell, reason):
    found = one(kind, column, cell)
    assert [(sheet, row) for sheet, row, _, why in found if reason in why] == [("survey", 3)], found
    assert all(name in ("q", "") for _, _, name, _ in found)


def test_all_faults_at_once():
    found = faults(
        """
| survey | | | | |
| | type | name | label | calculation |
| | geotrace | way | Way | |
| | select_one_from_file wards.csv | ward | Ward | |
| | calculate | x | | moon(${y}) |
| | calculate | y | | ${z} + 1 |
| | calculate | z | | ${y} + 1 |
"""
    )
    assert [(row, name) for _, row, name, _ in found] == [(2, "way"), (3, "ward"), (4, "x"), (5, "y")]
    assert found[-1][3] in ("it depends on itself: y → z → y", "it depends on itself: z → y → z")


def test_a_circle_through_a_group_and_its_relevance():
    found = faults(
        """
| survey | | | | | |
| | type | name | label | relevant | calculation |
| | begin_group | g | G | ${c} > 0 | |
| | integer | n | N | | |
| | calculate | c | | | ${n} + 1 |
| | end_group | | | | |
"""
    )
    assert any("it depends on itself" in reason for *_, reason in found)


def test_once_and_a_constraint_on_itself_are_no_circles():
    form = load_form_text(
        """
| survey | | | | | |
| | type | name | label | constraint | calculation |
| | integer | n | N | . > 0 and ${n} < 5 | |
| | calculate | c | | | once(random()) |
"""
    )
    assert {"n", "c"} <= {question.name for question in form.questions}


def test_entities_are_refused():
    found = faults(
        """
| survey | | | |
| | type | name | label |
| | text | a | A |
| entities | | | |
| | list_name | label | |
| | trees | ${a} | |
"""
    )
    assert ("entities", 2, "", "entities can't be made in a chat") in found


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("wards.csv", b"", "no header"),
        ("wards.csv", b"\xff\xfe\x00", "can't be read"),
        ("wards.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><root><item><name>&b;</name></item></root>", "not plain XML"),
        ("wards.xml", b"<root><item>", "not plain XML"),
        ("wards.geojson", b"[]", "can't be read"),
        ("wards.geojson", b"{", "can't be read"),
    ],
)  # fmt: skip
def test_lists_that_are_none(name, content, reason):
    found = faults(f"{HEAD.format(column='x')}| | select_one_from_file {name} | q | Q | |\n", {name: content})
    assert [(row, who) for _, row, who, why in found if reason in why] == [(2, "q")]


def test_lists_in_each_format():
    point = '{"features": [{"id": "n1", "geometry": {"type": "Point", "coordinates": [107.07, 20.95]}, "properties": {"title": "Cao Xanh"}}]}'
    for name, content in {
        "wards.csv": "\ufeffname;label\nn1;Cao Xanh\n\n".encode(),
        "wards.xml": b"<root><item><name>n1</name><label>Cao Xanh</label></item></root>",
        "wards.geojson": point.encode(),
    }.items():
        form = load_form_text(
            f"{HEAD.format(column='x')}| | select_one_from_file {name} | q | Q | |\n", extra={name: content}
        )
        assert set(form.question("/data/q").choices) == {"n1"}


def test_lists_beside_the_form(tmp_path: Path):
    (tmp_path / "form.md").write_text(f"{HEAD.format(column='x')}| | select_one_from_file wards.csv | q | Q | |\n")
    with pytest.raises(FormFaults):
        load_form(tmp_path / "form.md")
    (tmp_path / "wards.csv").write_text("name,label\nw1,Hà Tu\n")
    assert set(load_form(tmp_path / "form.md").question("/data/q").choices) == {"w1"}


def workbook(**sheets: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_with_its_own_columns(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        workbook(
            survey=[["type", "name", "label", "sms_field", "quick"], ["integer", "n", "N", "a", "1 2 3"]],
            settings=[["form_title", "sms_keyword"], ["T", "BC"]],
        )
    )
    form = load_form(path)
    assert form.question("/data/n").columns == {"sms_field": "a", "quick": "1 2 3"}
    assert form.settings["sms_keyword"] == "BC"


def test_a_formula_is_never_run(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        workbook(survey=[["type", "name", "label"], ["text", "n", '=HYPERLINK("http://example.org","x")']])
    )
    try:
        form = load_form(path)
    except FormFaults:
        return
    assert "HYPERLINK" not in str(form.parts["/data/n"].label)


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("xl/workbook.xml", b"0" * 101_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("form.docx", b"", "a form is one of"),
        ("form.xlsx", b"not a zip", "no .xlsx workbook"),
        ("form.xlsx", b"PK\x05\x06" + b"\x00" * 18, "can't be read"),
        ("form.xls", b"\xd0\xcf\x11\xe0 broken", "can't be read"),
        ("form.md", b"\xff\xfe", "can't be read"),
        ("form.md", b"no table here", "read"),
        ("form.csv", b"", ""),
        ("form.md", b"|" * 10_000_001, "more than 10 MB"),
        ("form.xlsx", bomb(), "unpacks to more than"),
    ],
    ids=["kind", "zip", "empty zip", "xls", "utf-16", "text", "empty", "large", "bomb"],
)  # fmt: skip
def test_files_that_are_no_forms(tmp_path: Path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FormFaults) as wrong:
        load_form(path)
    assert reason in wrong.value.faults[0].reason
    assert wrong.value.faults[0].file == name


def test_a_fault_reads_as_a_sentence():
    with pytest.raises(FormFaults, match=r"form\.md, survey, row 3, relevant: q: unknown function 'moon'"):
        load_form_text(f"{HEAD.format(column='relevant')}| | text | a | A | |\n| | text | q | Q | moon(1) |\n", "form")
