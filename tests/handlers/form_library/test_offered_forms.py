"""Forms that coordinators give: kept by version, offered, sent as documents, bad ones refused with every reason."""

from __future__ import annotations

import asyncio
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.__main__ import main
from bot.channels.base import Channel, Dead
from bot.inbound.fetch_media import Fetcher
from bot.inbound.form_intake import made_of
from bot.workshop.parent import HERE, Failed
from handlers.form_library.form_faults import faults_in_words
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.reports import TakeForm
from programme.language.texts import load_texts
from programme.packs.pack import load_programme
from programme.xlsform import FormFaults, load_form_bytes
from storage import effects
from storage.database.session import open_store
from storage.messages import outbox
from storage.reports import forms
from storage.schema import tables

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "conversations"
ONE, TWO = ((FOLDER / f"ve-sinh-{n}.xlsx").read_bytes() for n in (1, 2))


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield store
    store.close()


def keep(store, content, unit="hl.ha-tu", at=NOW, file="ve-sinh.xlsx"):
    form = load_form_bytes(file, content)
    work = store.transact(lambda conn: forms.keep(conn, form, file, content, {}, unit=unit, by="m1", at=at))
    return work.result()


def workbook(*rows, settings=()):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label", "relevant"), *rows):
        book.active.append(row)
    sheet = book.create_sheet("settings")
    for row in settings:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_unit_is_offered_the_last_version_and_every_version_stays(store):
    first, second = keep(store, ONE), keep(store, TWO, at=NOW + timedelta(hours=1))
    assert (first.version, second.version) == ("1", "2")
    offered = store.read(lambda conn: forms.offered(conn, ["hl.ha-tu", "hl.hong-gai"]))
    assert [(o.name, o.version, o.unit) for o in offered] == [("vesinh", "2", "hl.ha-tu")]
    old = store.read(lambda conn: forms.form(conn, "vesinh", "1"))
    assert old.version == "1" and "/data/ro" not in old.parts
    assert "/data/ro" in store.read(lambda conn: forms.form(conn, "vesinh", "2")).parts
    assert store.read(lambda conn: forms.form(conn, "vesinh", "9")) is None


def test_a_form_is_loaded_once_by_all_threads(store, monkeypatch):
    keep(store, ONE)
    forms._ready.clear()
    loads = []
    real = forms._load.__globals__["_one_at_a_time"]
    import programme.xlsform as engine

    plain = engine.load_form_bytes
    monkeypatch.setattr(engine, "load_form_bytes", lambda *a: (loads.append(1), plain(*a))[1])
    with ThreadPoolExecutor(6) as many:
        found = list(many.map(lambda _: store.read(lambda conn: forms.form(conn, "vesinh", "1")), range(12)))
    assert len(loads) == 1 and len({id(form) for form in found}) == 1 and not real.locked()


def test_the_same_version_with_another_content_gets_a_mark(store):
    a = workbook(("text", "a", "A?"), settings=[("form_id", "version"), ("f", "1")])
    b = workbook(("text", "b", "B?"), settings=[("form_id", "version"), ("f", "1")])
    assert keep(store, a).version == "1"
    second = keep(store, b)
    assert second.version.startswith("1+")
    assert keep(store, a).version == "1"
    assert "/data/b" in store.read(lambda conn: forms.form(conn, "f", second.version)).parts


# --- sent as a document -----------------------------------------------------------------------------------------------


class Shelf(Channel):
    name = "telegram"

    def __init__(self, content):
        self.content = content

    def parse(self, raw):
        return []

    async def send(self, out):
        raise NotImplementedError

    async def fetch(self, ref):
        return self.content


def sent(store, programme, tmp_path, content, file="x.xlsx", bench=HERE) -> str:
    effect = TakeForm(FetchMedium("form-1", "telegram", "ref", "application/octet-stream"), file, "hl.ha-tu", "m1")
    store.transact(lambda conn: effects.apply(conn, [effect], "telegram", "7", NOW)).result()
    fetcher = Fetcher(
        *({"telegram": Shelf(content)}, store, tmp_path),
        wake=asyncio.Event(),
        clock=lambda: NOW,
        programme=programme,
        bench=bench,
    )
    assert asyncio.run(fetcher.turn()) == 1
    assert asyncio.run(fetcher.turn()) == 0
    rows = store.transact(lambda conn: outbox.claim(conn, "telegram", NOW, 9, 60, "t")).result()
    return rows[0].outbound.text


def test_a_document_is_fetched_checked_and_offered_once(store, programme, tmp_path):
    assert "“Vệ sinh thôn” (bản 1): 6 câu hỏi" in sent(store, programme, tmp_path, ONE)
    assert store.read(lambda conn: conn.execute(tables.form_asks.select()).all()) == []


def test_a_document_that_can_not_be_fetched_is_told(store, programme, tmp_path):
    assert "Gửi lại" in sent(store, programme, tmp_path, Dead("wrong file_id"))


def test_a_document_whose_check_comes_to_nothing_is_told_so(store, programme, tmp_path):
    class Broken:
        def do(self, job, *values, seconds=0.0):
            return Failed("overran")

    text = sent(store, programme, tmp_path, ONE, bench=Broken())
    assert "kiểm tra biểu mẫu chưa xong" in text and store.read(lambda conn: forms.offered(conn, ["hl.ha-tu"])) == []


def packed(content: bytes, name: str, change) -> bytes:
    """The workbook with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><workbook'
BAD = {
    "a hundred megabytes": (b"0" * 100_000_000, "10 MB"),
    "a zip bomb": (packed(ONE, "xl/theme/theme1.xml", lambda _: b"0" * 120_000_000), "100 MB"),
    "external entities": (packed(ONE, "xl/workbook.xml", lambda d: d.replace(b"<workbook", ENTITY)), "không đọc được"),
    "no workbook": (b"PK\x03\x04" + b"\0" * 50, "không đọc được"),
    "nothing": (b"", "không đọc được"),
    "too many rows": (workbook(*(("text", f"q{n}", "?") for n in range(3001))), "3,000 dòng"),
    "a slow pattern": (workbook(("text", "a", "A?", r"regex(., '((a+)\2)+b')")), "biểu thức"),
    "the programme's own name": (
        workbook(("text", "a", "A?"), settings=[("form_id",), ("activity",)]),
        "của chương trình",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_reason(name, programme):
    content, why = BAD[name]
    made = made_of(programme, "x.xlsx", content)
    assert isinstance(made, FormFaults)
    assert why in faults_in_words(load_texts("vi"), "x.xlsx", made.faults)


def test_a_formula_counts_as_what_was_saved_and_macros_do_nothing():
    book = openpyxl.load_workbook(BytesIO(ONE))
    book["survey"]["C3"] = '=HYPERLINK("http://x")'
    out = BytesIO()
    book.save(out)
    form = load_form_bytes("x.xlsx", out.getvalue())  # one that was never worked out is an empty cell
    assert "HYPERLINK" not in str(form.texts)
    assert load_form_bytes("x.xlsm", ONE).id == "vesinh"


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def baocao(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("BAOCAO_MEDIA", str(tmp_path / "media"))

    def run(*words):
        try:
            status = main([*map(str, words)])
        except SystemExit as end:
            status = end.code
        out = capsys.readouterr()
        return status, out.out, out.err

    return run


def test_form_add_keeps_lists_and_pictures(baocao, tmp_path):
    (tmp_path / "xa.csv").write_text("name,label\na,Hà Tu\nb,Hà Lầm\n")
    (tmp_path / "other.csv").write_text("name,label\n")
    (tmp_path / "map.png").write_bytes(b"PNG")
    (tmp_path / "f.md").write_text(
        "| survey | | | | |\n| | type | name | label::Việt (vi) | media::image::Việt (vi) |\n"
        "| | select_one_from_file xa.csv | x | Xã? | map.png |\n| settings | |\n| | form_id |\n| | xa |\n"
    )
    status, out, _ = baocao("form", "add", tmp_path / "f.md", "--to", "hl.ha-tu", "--json")
    given = json.loads(out)
    assert status == 0 and given["form"] == "xa" and given["version"] == given["sha256"][:8]
    (tmp_path / "xa.csv").unlink()
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    forms._ready.clear()
    form = store.read(lambda conn: forms.form(conn, "xa", given["version"]))
    lists = store.read(lambda conn: conn.execute(tables.form_lists.select()).all())
    store.close()
    assert set(form.media) == {"map.png"} and len(lists) == 1
    assert (tmp_path / "media" / form.media["map.png"][:2] / form.media["map.png"][2:]).read_bytes() == b"PNG"


def test_form_add_refuses(baocao, tmp_path):
    (tmp_path / "f.md").write_text("| survey | | | |\n| | type | name | label |\n| | geotrace | x | X? |\n")
    assert baocao("form", "add", tmp_path / "f.md", "--to", "hl.ha-tu")[0] == 2
    assert baocao("form", "add", tmp_path / "f.md", "--to", "no.such")[0] == 2
    assert baocao("form", "add", tmp_path / "none.md", "--to", "hl.ha-tu")[0] == 2


@pytest.mark.parametrize("end", ["pdf", "png"])
def test_a_guide_is_one_page(baocao, tmp_path, end):
    (tmp_path / "v.xlsx").write_bytes(ONE)
    status, _, _ = baocao("form", "guide", tmp_path / "v.xlsx", "--out", tmp_path / f"g.{end}")
    page = (tmp_path / f"g.{end}").read_bytes()
    assert status == 0 and page.startswith({"pdf": b"%PDF", "png": b"\x89PNG"}[end])
    assert end == "png" or page.count(b"/Type /Page ") + page.count(b"/Type /Page\n") == 1
