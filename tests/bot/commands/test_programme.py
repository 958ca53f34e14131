"""`baocao programme` and `baocao units`, by their own doors."""

import argparse
import json
import shutil

import pytest

from bot.commands import programme, units
from bot.settings import load
from programme.packs import pack
from programme.packs.pack import PACKS


@pytest.fixture(autouse=True)
def formless(monkeypatch):
    """Leaves the form out: to compile it takes longer than all the rest."""
    monkeypatch.setattr(pack, "read_forms", lambda folder, faults: {})
    monkeypatch.delenv("BAOCAO_PROGRAMME", raising=False)


@pytest.fixture
def baocao(capsys):
    """Runs a command line: (exit status, lines out, lines of stderr)."""
    parser = argparse.ArgumentParser(prog="baocao")
    subparsers = parser.add_subparsers()
    for module in (programme, units):
        module.add(subparsers)

    def run(*words):
        try:
            args = parser.parse_args(words)
            args.settings = load()
            status = args.run(args)
        except SystemExit as exit:
            status = exit.code
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


@pytest.fixture
def broken(tmp_path):
    shutil.copytree(PACKS / "quang-ninh", tmp_path / "pack")
    units_csv = tmp_path / "pack" / "units.csv"
    units_csv.write_text(
        units_csv.read_text("utf-8").replace("hl.ha-tu,Đội CTXHTN Hà Tu,team", "hl.ha-tu,Hà Tu,crew"), "utf-8"
    )
    return str(tmp_path / "pack")


def test_check_of_a_sound_pack_prints_its_warnings(baocao):
    status, out, err = baocao("programme", "check", str(PACKS / "quang-ninh"))
    assert status == 0 and err == []
    assert all(line.startswith("warning: ") for line in out)
    assert [line for line in out if "590" in line and "580" in line and "targets.csv:16" in line]


def test_check_as_json(baocao):
    _, out, _ = baocao("programme", "check", "quang-ninh", "--json")
    jobs = json.loads(out[0])
    assert (jobs["level"], jobs["file"], jobs["row"]) == ("warning", "targets.csv", 16)
    assert "Phụ biểu 01" in jobs["source"] and "Phụ biểu" in out[0]


def test_check_of_a_broken_pack(baocao, broken):
    status, out, err = baocao("programme", "check", broken)
    assert status == 2 and len(err) == 1 and "faults 1" in err[0]
    assert [line for line in out if line.startswith("fault: units.csv:263: unknown kind 'crew'")]


def test_check_of_no_pack(baocao, tmp_path):
    status, out, _ = baocao("programme", "check", str(tmp_path / "none"))
    assert status == 2 and "there is no such pack" in out[0]


def test_load_brings_the_store_up_once(baocao, tmp_path, monkeypatch):
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    status, out, _ = baocao("programme", "load", "quang-ninh", "--json")
    assert status == 0 and json.loads(out[0]) == {"programme": "quang-ninh", "units": 322, "changed": 322}
    assert baocao("programme", "load", "quang-ninh")[:2] == (0, ["quang-ninh: 322 units, 0 new or changed"])


def test_load_of_a_broken_pack_or_into_no_store(baocao, broken, tmp_path, monkeypatch):
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    status, out, err = baocao("programme", "load", broken)
    assert status == 2 and out == [] and "units.csv:263" in err[-1]
    assert not (tmp_path / "store.db").exists()
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/pack/units.csv/store.db")
    status, out, err = baocao("programme", "load", "quang-ninh")
    assert status == 1 and out == [] and len(err) == 1


def test_units_as_json(baocao):
    status, out, err = baocao("units", "--on", "2025-07-01", "--json")
    rows = {row["code"]: row for row in map(json.loads, out)}
    assert status == 0 and err == [] and len(rows) == len(out)
    assert rows["hl.ha-tu"]["parent"] == "x2025-6652" and rows["qn"]["parent"] is None
    assert rows["x2025-6652"] | {"located": True, "aliases": []} == {
        "code": "x2025-6652", "name": "Phường Hà Tu", "kind": "commune", "parent": "qn", "valid_from": "2025-07-01",
        "valid_to": None, "successors": [], "located": True, "aliases": [],
    }  # fmt: skip
    assert sum(row["kind"] == "commune" for row in rows.values()) == 54


def test_units_of_the_day_before(baocao):
    _, out, _ = baocao("units", "--on", "2025-06-30", "--json")
    rows = {row["code"]: row for row in map(json.loads, out)}
    assert sum(row["kind"] == "commune" for row in rows.values()) == 171
    assert rows["x2024-6655"]["successors"] == ["x2025-6661", "x2025-6706"]
    assert rows["hl.ha-tu"]["parent"] == "x2024-6664" and rows["x2024-6664"]["parent"] == "hl"


def test_units_for_reading_are_indented_as_the_tree_is(baocao):
    _, out, _ = baocao("units")
    assert out[0] == "qn  Tỉnh Quảng Ninh"
    at = out.index("  x2025-6652  Phường Hà Tu")
    assert out[at + 1] == "    hl.ha-tu  Đội CTXHTN Hà Tu"


@pytest.mark.parametrize("day", ["1/7/2025", "2025-02-30", "2025-W01-1", "20250701", ""])
def test_units_on_no_day(baocao, day):
    status, out, err = baocao("units", "--on", day)
    assert status == 2 and out == [] and "is no date" in err[-1]


def test_units_of_a_broken_pack(baocao, broken, monkeypatch):
    monkeypatch.setenv("BAOCAO_PROGRAMME", broken)
    status, out, err = baocao("units")
    assert status == 2 and out == [] and len(err) == 1 and "units.csv:263" in err[0]
