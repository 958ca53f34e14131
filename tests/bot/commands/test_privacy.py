"""The papers, the register of breaches and copies on the command line; doctor and the trail know of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.__main__ import main
from bot.commands import doctor
from bot.settings import load
from storage.database.session import open_store
from storage.privacy import audit


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    open_store(f"sqlite:///{tmp_path}/store.db").close()
    return tmp_path


def trail(here) -> list[tuple[str, str]]:
    store = open_store(f"sqlite:///{here}/store.db")
    found = store.read(lambda conn: [(e.what, e.subject) for e in audit.entries(conn)])
    store.close()
    return found


def listed(capsys) -> list[dict]:
    assert main(["privacy", "breach", "list", "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_papers(here, capsys):
    assert main(["privacy", "dossier", "--out", "papers", "--json"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(said) == 3 and all(one["to_fill_in"] > 4 for one in said)
    assert len(list((here / "papers").glob("*.docx"))) == len(list((here / "papers").glob("*.md"))) == 3
    assert trail(here)[-1][0] == "dossier"
    (here / "x").write_text("")
    assert main(["privacy", "dossier", "--out", "x"]) == 2


def test_a_breach_from_noticed_to_closed(here, capsys):
    noticed = datetime.now(UTC) - timedelta(hours=60)
    add = ["privacy", "breach", "add", "--what", "Mất điện thoại của đội, 12 thành viên", "--noticed"]
    assert main([*add, noticed.isoformat()]) == 0
    capsys.readouterr()
    (one,) = listed(capsys)
    assert one["state"] == "near" and one["deadline"] == (noticed + timedelta(hours=72)).isoformat(timespec="seconds")
    found = [f for f in doctor.findings(load()) if f.name == "breach"]
    assert [f.state for f in found] == ["warning"] and "11 hours left" in found[0].text
    for act in (["told", "1", "--whom", "lãnh đạo Sở"], ["reported", "1"], ["done", "1", "--what", "Đổi mã"]):
        assert main(["privacy", "breach", *act]) == 0
    capsys.readouterr()
    (one,) = listed(capsys)
    assert (one["state"], one["told"][0]["whom"], one["done"]) == ("reported", "lãnh đạo Sở", "Đổi mã")
    assert not [f for f in doctor.findings(load()) if f.name == "breach"]
    assert main(["privacy", "breach", "close", "1"]) == 0
    assert [what for what, _ in trail(here)] == [
        f"breach {act}" for act in ("add", "told", "reported", "done", "close")
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["add", "--what", "Chị Nguyễn Thị Lan mất máy"],
        ["add", "--what", "lộ số 0912345678"],
        ["add", "--what", "x", "--noticed", "hôm qua"],
        ["add", "--what", "x", "--noticed", "2999-01-01T00:00"],
        ["told", "7", "--whom", "A05"],
    ],
)
def test_what_can_not_be_entered_is_one_line(here, capsys, words):
    assert main(["privacy", "breach", *words]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and not said.out and "Lan" not in said.err and "0912" not in said.err
    assert listed(capsys) == []


def test_a_copy_and_the_silent(here, capsys):
    assert main(["privacy", "copy", "nobody", "--out", "c"]) == 2
    assert main(["privacy", "silent", "--json"]) == 0
    assert ("see silent", "") in trail(here)
