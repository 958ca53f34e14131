"""`baocao run` that can not start says in a line why, where and what to do, and ends with status 2."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from programme.packs.pack import PACKS

ROOT = Path(__file__).parents[3]
OURS = ("BAOCAO_", "TELEGRAM_", "ZALO_", "KANNEL_", "ANDROID_SMS_")


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """`baocao run` in an empty folder with these settings alone: (exit status, stdout, lines of stderr)."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)

    def run(**environ: str):
        for name, value in {"BAOCAO_PORT": "0", **environ}.items():
            monkeypatch.setenv(name, value)
        status = main(["run"])
        out, err = capsys.readouterr()
        return status, out, err.splitlines()

    return run


@pytest.fixture
def run_apart(tmp_path):
    """The same in a process of its own."""

    def run(**environ: str):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        env = clean | {"PYTHONPATH": str(ROOT), "BAOCAO_PORT": "0"} | environ
        words = [sys.executable, "-m", "bot", "run"]
        done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=90, check=False)
        return done.returncode, done.stdout, done.stderr.splitlines()

    return run


@pytest.fixture
def broken(tmp_path):
    def broken(file: str, old: str, new: str) -> str:
        """A copy of the pack with a fault in it."""
        folder = tmp_path / "pack"
        shutil.copytree(PACKS / "quang-ninh", folder)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return str(folder)

    return broken


def test_a_broken_pack(run_apart, broken):
    pack = broken("units.csv", "hl.ha-tu,Đội CTXHTN Hà Tu,team", "hl.ha-tu,Đội CTXHTN Hà Tu,crew")
    units = (PACKS / "quang-ninh" / "units.csv").read_text("utf-8").splitlines()
    row = next(n for n, line in enumerate(units, 1) if line.startswith("hl.ha-tu,"))
    status, out, err = run_apart(BAOCAO_PROGRAMME=pack)
    assert (status, out, len(err)) == (2, "", 1)
    assert f"units.csv:{row}" in err[0] and "crew" in err[0] and pack in err[0]


def test_a_broken_form(run, broken):
    pack = broken("forms/activity.md", "| select_one kind ", "| select_one kinds_of_another_sheet ")
    status, out, err = run(BAOCAO_PROGRAMME=pack)
    assert (status, out) == (2, "") and err
    for line in err:
        assert line.startswith("baocao: ") and "forms/activity.md:2: " in line and "kinds_of_another_sheet" in line


def test_a_port_that_is_taken(run_apart):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = run_apart(BAOCAO_PORT=str(port))
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith("baocao: ") and f"127.0.0.1:{port}" in err[0]


TOKEN = "5550001:AAGhidden"
WRONG = [
    ({"BAOCAO_PROGRAMME": "quảng-ninh-2"}, ["quảng-ninh-2"]),
    ({"BAOCAO_DATABASE_URL": "sqlite:////nowhere/at/all/store.db"}, ["/nowhere/at/all"]),
    ({"BAOCAO_DATABASE_URL": "postgresql+psycopg://nobody:hidden@127.0.0.1:1/none"}, ["127.0.0.1:1"]),
    ({"BAOCAO_DATABASE_URL": "mysql://nobody:hidden@127.0.0.1/none"}, ["mysql", "postgresql+psycopg"]),
    ({"BAOCAO_DATABASE_URL": "store.db"}, ["sqlite:///"]),
    ({"BAOCAO_DEMO": "1", "TELEGRAM_TOKEN": TOKEN}, ["TELEGRAM_TOKEN", "BAOCAO_DEMO"]),
    ({"BAOCAO_HOST": "0.0.0.0"}, ["BAOCAO_HOST", "0.0.0.0"]),
    ({"BAOCAO_DEMO": "0"}, ["no channel", ".env", "BAOCAO_DEMO"]),
    ({"BAOCAO_PORT": "http"}, ["BAOCAO_PORT"]),
    ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook"}, []),
    (
        {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_MODE": "webhook", "BAOCAO_PUBLIC_URL": "https://bao.example"},
        ["TELEGRAM_WEBHOOK_SECRET"],
    ),
    ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_PROXY": "nonsense"}, ["TELEGRAM_PROXY"]),
]


@pytest.mark.parametrize(("environ", "says"), WRONG, ids=lambda v: str(v)[:40])
def test_settings_that_can_not_work(run, environ, says):
    status, out, err = run(**environ)
    assert (status, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("baocao: ") and "hidden" not in err[0]
    for part in says:
        assert part in err[0]
