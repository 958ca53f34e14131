"""What bad input gets, line by line, on the command line: refused in time with where and why, or ignored safely."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.__main__ import main

HEAD = "| survey | | | | | |\n| | type | name | label | relevant | calculation |\n"
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def workbook(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label", "default"), *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = workbook(("text", "a", "A?", ""))


def with_part(content: bytes, name: str, change) -> bytes:
    """The workbook with a part changed, or one more."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {*old.namelist(), name}:
            data = old.read(part) if part in old.namelist() else b""
            new.writestr(part, change(data) if part == name else data)
    return out.getvalue()


def sheet(row: str) -> bytes:
    return (HEAD + row + "\n").encode()


REFUSED = {
    "a zip bomb": ("f.xlsx", with_part(GOOD, "xl/media/a.bin", lambda _: b"0" * 120_000_000), "more than 100 MB"),
    "external entities in a workbook": (
        "f.xlsx",
        with_part(GOOD, "xl/workbook.xml", lambda d: d.replace(b"<workbook", ENTITY + b"<workbook")),
        "can't be read",
    ),
    "a circular calculate": (
        "f.md",
        sheet("| | calculate | a | | | ${b} + 1 |\n| | calculate | b | | | ${a} + 1 |"),
        "it depends on itself",
    ),
    "a circular relevance": (
        "f.md",
        sheet("| | text | a | A | ${b} = 1 | |\n| | text | b | B | ${a} = 1 | |"),
        "it depends on itself",
    ),
    "an unknown function": ("f.md", sheet("| | text | a | A | moon(1) | |"), "relevant: a: unknown function 'moon'"),
    "a missing csv": ("f.md", sheet("| | select_one_from_file x.csv | a | A | | |"), "row 2, type: a: the file x.csv"),
    "a file that is none": ("f.xlsx", b"\x00" * 1000, "no .xlsx workbook"),
    "nothing": ("f.xlsx", b"", "no .xlsx workbook"),
    "an empty sheet": ("f.xlsx", workbook(), "asks nothing"),
}  # fmt: skip


def check(path: Path, capsys) -> tuple[int, str]:
    try:
        status = main(["form", "check", str(path)])
    except SystemExit as end:
        status = end.code
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_where_and_why(name, tmp_path, capsys):
    file, content, why = REFUSED[name]
    (tmp_path / file).write_bytes(content)
    status, said = check(tmp_path / file, capsys)
    assert status == 2 and why in said and "Traceback" not in said


def test_a_hundred_megabytes_are_refused_unread(tmp_path, capsys):
    with (tmp_path / "f.xlsx").open("wb") as file:
        file.truncate(100_000_000)
    began = time.monotonic()
    status, said = check(tmp_path / "f.xlsx", capsys)
    assert status == 2 and "more than 10 MB" in said and time.monotonic() - began < 2


def test_macros_are_never_looked_at(tmp_path, capsys):
    packed = with_part(GOOD, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0Sub AutoOpen()")
    (tmp_path / "f.xlsm").write_bytes(packed)
    status, said = check(tmp_path / "f.xlsm", capsys)
    assert status == 0 and "/data/a" in said


def test_a_formula_counts_as_what_was_saved(tmp_path, capsys):
    (tmp_path / "f.xlsx").write_bytes(workbook(("text", "a", "A?", '=WEBSERVICE("http://example.org")')))
    status, said = check(tmp_path / "f.xlsx", capsys)
    assert status == 0 and "WEBSERVICE" not in said


def test_external_entities_in_a_list_are_refused(tmp_path, capsys):
    (tmp_path / "f.md").write_bytes(sheet("| | select_one_from_file x.xml | a | A | | |"))
    (tmp_path / "x.xml").write_bytes(ENTITY + b"<root><item><name>&e;</name><label>x</label></item></root>")
    status, said = check(tmp_path / "f.md", capsys)
    assert status == 2 and "x.xml" in said and "not plain XML" in said
