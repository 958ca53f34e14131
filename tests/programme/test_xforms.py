"""Compiled forms: kept by what they were made of, never trusted blindly; pyxform is left alone while they are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from programme import xforms
from programme.xforms import Cache, XForm, kept_in, key_of
from programme.xlsform import FormFaults, load_form, load_form_bytes, loading

ROOT = Path(__file__).parents[2]
FORM = ROOT / "programme/packs/quang-ninh/forms/activity.md"
TEXT = "| survey | | | |\n| | type | name | label |\n| | text | a | A? |\n| settings | |\n| | form_id |\n| | f |\n"


@pytest.fixture
def folder(tmp_path):
    with kept_in(tmp_path / "cache"):
        yield tmp_path / "cache"


@pytest.fixture
def compiled(monkeypatch):
    """The names of the files that were compiled."""
    names = []

    def count(file, *more):
        names.append(file)
        return loading.compile_here(file, *more)

    monkeypatch.setattr(loading, "compiler", count)
    return names


def described(form) -> tuple:
    """All that a form says of itself."""
    questions = [(q.path, q.type, dict(q.columns), dict(q.parameters), q.choices) for q in form.questions]
    parts = [(p.path, p.default, p.relevant and p.relevant.source, p.appearance, p.type) for p in form.parts.values()]
    heads = (form.id, form.version, form.title, form.languages, form.default_language, form.warnings, form.print)
    return heads, dict(form.settings), questions, parts, form.texts


def test_a_kept_form_is_the_form_that_was_compiled(folder, compiled):
    first, again = load_form(FORM), load_form(FORM)
    assert compiled == ["activity.md"] and described(first) == described(again)
    assert any(q.columns for q in again.questions) and again.settings and len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("file", "content"), [("x.md", TEXT.replace("A?", "B?")), ("y.md", TEXT)], ids=["another content", "another name"]
)
def test_another_form_is_compiled(folder, compiled, file, content):
    load_form_bytes("x.md", TEXT.encode())
    load_form_bytes(file, content.encode())
    assert compiled == ["x.md", file]


@pytest.mark.parametrize("what", ["_pyxform", "FORMAT"])
def test_another_version_compiles_anew(folder, compiled, monkeypatch, what):
    load_form_bytes("x.md", TEXT.encode())
    monkeypatch.setattr(xforms, what, (lambda: "0") if what == "_pyxform" else 99)
    load_form_bytes("x.md", TEXT.encode())
    assert compiled == ["x.md", "x.md"]


def cut(text: bytes) -> bytes:
    return text[: len(text) // 2]


def swapped(text: bytes) -> bytes:
    return text.replace(b"A?", b"Z?")


def foreign(text: bytes) -> bytes:
    """A file whose digest is right, and its content nothing of ours."""
    other = b'{"xml": "", "who": 1}'
    return xforms.sha256(other).hexdigest().encode() + b"\n" + other


@pytest.mark.parametrize("damage", [cut, swapped, foreign, lambda text: b"", lambda text: b"\xff\xfe\n{}"])
def test_a_damaged_file_is_compiled_anew_and_mended(folder, compiled, damage):
    load_form_bytes("x.md", TEXT.encode())
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    form = load_form_bytes("x.md", TEXT.encode())
    assert compiled == ["x.md", "x.md"] and "A?" in str(form.texts) + str(form.parts["/data/a"].label)
    assert file.read_bytes() == whole


@pytest.mark.parametrize("trouble", ["a file in the way", "no rights"])
def test_a_folder_that_can_not_be_used_keeps_nothing_and_stops_nothing(tmp_path, compiled, trouble, monkeypatch):
    place = tmp_path / "cache"
    if trouble == "no rights":

        def refuse(*_args, **_more):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "write_bytes", refuse)
    else:
        place.write_text("")
    with kept_in(place):
        for _ in range(2):
            assert load_form_bytes("x.md", TEXT.encode()).id == "f"
    assert compiled == ["x.md", "x.md"] and not (place.is_dir() and list(place.iterdir()))


def test_the_folder_of_a_store_that_is_nowhere_is_not_made(tmp_path):
    with kept_in(tmp_path / "no" / "where" / "cache" / "forms"):
        assert load_form_bytes("x.md", TEXT.encode()).id == "f"
    assert not (tmp_path / "no").exists()
    with kept_in(tmp_path / "var" / "cache" / "forms"):
        load_form_bytes("x.md", TEXT.encode())
    assert len(list((tmp_path / "var" / "cache" / "forms").iterdir())) == 1


def test_a_form_that_is_refused_is_not_kept(folder):
    for _ in range(2):
        with pytest.raises(FormFaults):
            load_form_bytes("x.md", TEXT.replace("text", "geotrace").encode())
    assert not folder.exists()


def test_lists_are_read_each_time_and_a_missing_one_is_named_by_its_row(folder, compiled, tmp_path):
    survey = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file xa.csv | x | Xã? |\n"
    form, rows = tmp_path / "f.md", tmp_path / "xa.csv"
    form.write_text(survey)
    rows.write_text("name,label\na,Hà Tu\n")
    assert set(load_form(form).question("/data/x").choices) == {"a"}
    rows.write_text("name,label\nb,Hà Lầm\n")
    assert set(load_form(form).question("/data/x").choices) == {"b"} and compiled == ["f.md"]
    rows.unlink()
    with pytest.raises(FormFaults) as wrong:
        load_form(form)
    assert [(f.sheet, f.row, f.name, f.reason) for f in wrong.value.faults] == [
        ("survey", 2, "x", "the file xa.csv is missing")
    ]


def test_what_is_very_old_is_swept(folder):
    load_form_bytes("x.md", TEXT.encode())
    (old,) = folder.iterdir()
    os.utime(old, (time.time() - (xforms.DAYS + 1) * 86400,) * 2)
    load_form_bytes("y.md", TEXT.encode())
    assert not old.exists() and len(list(folder.iterdir())) == 1


def test_without_a_folder_nothing_is_kept():
    cache, xform = Cache(), XForm("<x/>", "X", {}, {})
    cache.keep("k", xform)
    assert cache.find("k") is None and replace(xform, title="Y") != xform
    assert key_of("a.md", b"1") != key_of("a.md", b"2")


def test_at_the_second_start_pyxform_is_not_loaded(tmp_path):
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "main(['outbox', '--json']); main(['digest', '--unit', 'qn', '--period', '2026-06', '--json'])\n"
        "print('pyxform' in sys.modules, len([m for m in sys.modules if m.startswith('openpyxl')]))"
    )
    environ = os.environ | {
        "BAOCAO_DATABASE_URL": f"sqlite:///{tmp_path}/store.db", "BAOCAO_DEMO": "0", "PYTHONPATH": str(ROOT),
    }  # fmt: skip

    def start() -> str:
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()[-1]

    assert start().startswith("True")
    assert start() == "False 0"
    shutil.rmtree(tmp_path / "cache")
    assert start().startswith("True")
