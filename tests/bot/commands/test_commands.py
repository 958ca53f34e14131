"""Every command by the one door `baocao`: help, exit statuses, and a line for every wrong word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main

ROOT = Path(__file__).parents[3]
PARTS = {"form": ("check", "run"), "programme": ("check", "load")}
HEAVY = ("aiohttp", "alembic", "elementpath", "openpyxl", "PIL", "pyxform", "sqlalchemy", "sqlmodel", "telegram")


@pytest.fixture
def baocao(capsys, monkeypatch, tmp_path):
    """Runs a command line over an empty store: (exit status, stdout, lines of stderr)."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BAOCAO_DATABASE_URL": f"sqlite:///{tmp_path}/store.db",
        "BAOCAO_PROGRAMME": "quang-ninh",
        "BAOCAO_DEMO": "0",
    }.items():
        monkeypatch.setenv(name, value)

    def run(*words: str):
        try:
            status = main(list(words))
        except SystemExit as exit:
            status = exit.code
        out, err = capsys.readouterr()
        return status, out, err.splitlines()

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(baocao, command):
    status, out, err = baocao(command, "--help")
    assert (status, err) == (0, []) and out.startswith(f"usage: baocao {command}")
    for part in PARTS.get(command, ()):
        status, out, err = baocao(command, part, "--help")
        assert (status, err) == (0, []) and out.startswith(f"usage: baocao {command} {part}")


def test_the_help_of_all_names_each_command(baocao):
    status, out, err = baocao("--help")
    assert (status, err) == (0, [])
    for command, (_, what) in COMMANDS.items():
        assert command in out and what in " ".join(out.split())


@pytest.mark.parametrize("words", [[], ["report"], ["chat", "--channel", "fax", "--address", "x"]], ids=str)
def test_a_wrong_word_is_told_in_a_line(baocao, words):
    status, out, err = baocao(*words)
    assert (status, out) == (2, "") and len(err) == 1 and err[0].startswith("baocao") and "--help" in err[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_input(baocao, command):
    status, out, err = baocao(command, "--so")
    assert (status, out) == (2, "") and len(err) == 1
    assert "--so" in err[-1] or "required" in err[-1]


WRONG = [
    ("export --from 2026-02-31", "2026-02-31"),
    ("export --to 15/6/2026", "write it as 2026-06-15"),
    ("export --format pdf", "jsonl"),
    ("export --unit nowhere", "baocao units"),
    ("export --format xlsx", "--out"),
    ("export --out nowhere/out.jsonl", "nowhere: no such folder"),
    ("import nowhere.jsonl", "nowhere.jsonl"),
    ("units --on yesterday", "yesterday"),
    ("invite --unit nowhere --role member", "nowhere"),
    ("invite --unit hl.ha-tu --role king", "coordinator"),
    ("invite --unit hl.ha-tu --role member --uses 0", "from 1 to"),
    ("invite --unit hl.ha-tu --role member --uses ²", "from 1 to"),
    ("invite --unit hl.ha-tu --role member --expires 2001-01-01", "2001-01-01"),
    ("form check nowhere.md", "nowhere.md"),
    ("form run nowhere.xlsx", "nowhere.xlsx"),
    ("chat --channel phone --address lan --now soon", "2026-06-15T19:30"),
    ("chat --channel phone --address lan --record nowhere/said.txt", "nowhere"),
    ("outbox --state lost", "waiting"),
]


@pytest.mark.parametrize(("line", "says"), WRONG)
def test_wrong_input_is_a_line_and_status_2(baocao, line, says):
    status, out, err = baocao(*line.split())
    assert (status, out) == (2, "")
    assert says in err[-1]
    assert err[0].startswith("usage: ") or len(err) == 1, err


EMPTY = [["export"], ["export", "--format", "csv"], ["members", "--json"], ["outbox", "--json"]]


@pytest.mark.parametrize("words", EMPTY, ids=" ".join)
def test_an_empty_store_is_no_fault(baocao, words):
    status, out, err = baocao(*words)
    assert (status, err) == (0, [])
    assert len(out.splitlines()) == (1 if "csv" in words else 0)  # a table keeps its head


def test_help_loads_nothing_heavy():
    code = """
import sys
from bot.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "bot" in loaded and not loaded & set(HEAVY)


def test_a_reader_that_goes_away_is_no_fault():
    """`baocao units | head -1`"""
    code = f"{sys.executable} -m bot units --json | head -1"
    done = subprocess.run(code, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("{") and done.stderr == ""
