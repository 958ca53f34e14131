"""`baocao doctor`: what it says of each setting, and that it says what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import insert

from bot.commands import doctor
from bot.settings import load
from storage.database.session import open_store
from storage.schema import tables

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def found(tmp_path, request, monkeypatch):
    """found(NAME=value, …) gives {name: (state, text)} of the findings; the pack is checked elsewhere."""
    monkeypatch.setattr(doctor, "_programme", lambda settings: iter(()))

    def found(**values: str) -> dict[str, tuple[str, str]]:
        usual = {"BAOCAO_DATABASE_URL": f"sqlite:///{tmp_path / 'store.db'}", "BAOCAO_MEDIA": str(tmp_path / "media"),
                 "BAOCAO_DEMO": "0", "BAOCAO_PORT": "0"}  # fmt: skip
        return {one.name: (one.state, one.text) for one in doctor.findings(load(usual | values, tmp_path))}

    return found


@pytest.fixture
def store(tmp_path, sqlite_template):
    opened = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    yield opened
    opened.close()


def test_nothing_set_up_yet(found):
    said = found()
    assert said["channels"][0] == "fault" and "TELEGRAM_TOKEN" in said["channels"][1]
    assert said["BAOCAO_DATABASE_URL"] == ("ok", f"{os.getcwd()}/store.db will be made at the first start")
    assert said["BAOCAO_BACKUP_DIR"][0] == "warning" and "name a folder" in said["BAOCAO_BACKUP_DIR"][1]
    assert "BAOCAO_KEEP_…" not in said, "there is no store to look into"


def test_the_demo_needs_nothing(found):
    said = found(BAOCAO_DEMO="1")
    assert {state for state, _ in said.values()} == {"ok"}


def test_a_database_that_is_none(found, tmp_path):
    (tmp_path / "store.db").write_text("not a database, but long enough to be looked at " * 20)
    assert found()["BAOCAO_DATABASE_URL"][0] == "fault"
    assert found(BAOCAO_DATABASE_URL="mysql://x/y")["BAOCAO_DATABASE_URL"][0] == "fault"


def test_backups(found, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    assert "every night" in found(BAOCAO_BACKUP_DIR=str(folder))["BAOCAO_BACKUP_DIR"][1]
    old = folder / "baocao-2026-01-01.tar"
    old.write_text("x")
    assert found(BAOCAO_BACKUP_DIR=str(folder))["BAOCAO_BACKUP_DIR"][0] == "ok"
    os.utime(old, (time.time() - 4 * 86_400,) * 2)
    state, text = found(BAOCAO_BACKUP_DIR=str(folder))["BAOCAO_BACKUP_DIR"]
    assert state == "warning" and "4 days old" in text and "log" in text


@pytest.mark.parametrize(("free", "state"), [(50e6, "fault"), (500e6, "warning"), (50e9, "ok")])
def test_room_on_the_disk(found, monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda where: SimpleNamespace(free=free))
    assert found()["disk"][0] == state
    assert ("make room" in found()["disk"][1]) == (state != "ok")


def test_tokens_that_others_can_read(found, tmp_path):
    env = tmp_path / ".env"
    env.write_text("BAOCAO_LOG=text\n")
    env.chmod(0o644)
    assert found()[".env"] == ("warning", "others on this machine can read the tokens in it: chmod 600 .env")
    env.chmod(0o600)
    assert ".env" not in found()


def test_a_folder_that_can_not_be_written(found, tmp_path, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "NamedTemporaryFile", refuse)
    state, text = found()["BAOCAO_MEDIA"]
    assert state == "fault" and "Permission denied" in text and "give the bot's user the right" in text


def test_the_door(found):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        state, text = found(BAOCAO_PORT=str(taken.getsockname()[1]))["BAOCAO_HOST, BAOCAO_PORT"]
    assert state == "warning" and "BAOCAO_PORT" in text
    assert "https" in found(BAOCAO_HOST="0.0.0.0")["BAOCAO_HOST, BAOCAO_PORT"][1]


def test_what_is_kept_too_long(found, store):
    assert found()["BAOCAO_KEEP_…"] == ("ok", "nothing is kept longer than the settings say")
    rows = [{"channel": "t", "key": str(n), "at": NOW - timedelta(days=age), "outcome": ""}
            for n, age in enumerate((10, 402, 500))]  # fmt: skip
    store.transact(lambda conn: conn.execute(insert(tables.inbox), rows)).result()
    state, text = found()["BAOCAO_KEEP_…"]
    assert state == "warning" and "inbox 1;" in text and "log" in text, "a night or two may be missed"
    assert found(BAOCAO_KEEP_KEYS="0")["BAOCAO_KEEP_…"][0] == "ok"


def test_channels_without_what_they_need(found):
    said = found(
        ANDROID_SMS_URL="http://127.0.0.1:9",
        KANNEL_SEND_URL="http://127.0.0.1:9/cgi-bin/sendsms",
        KANNEL_SENDER="BAOCAO",
    )
    assert said["channels"] == ("ok", "kannel, android_sms")
    assert said["KANNEL_INBOUND_KEY"][0] == "fault" and said["KANNEL_REPLY_TO"][0] == "warning"
    assert said["ANDROID_SMS_SIGNING_KEY"][0] == "fault" and said["BAOCAO_PUBLIC_URL"][0] == "fault"
    assert said["KANNEL_SEND_URL"][0] == said["ANDROID_SMS_URL"][0] == "fault"
    assert "is not reached" in said["KANNEL_SEND_URL"][1]


def test_what_it_prints_and_how_it_ends(tmp_path, capsys, monkeypatch):
    from bot.commands.doctor_channels import Finding

    for state, status in (("ok", 0), ("warning", 0), ("fault", 2)):
        monkeypatch.setattr(doctor, "findings", lambda settings, state=state: iter([Finding("X", state, "do it")]))
        assert doctor.run(SimpleNamespace(settings=None, json=True)) == status
        assert json.loads(capsys.readouterr().out) == {"name": "X", "state": state, "text": "do it"}
        assert doctor.run(SimpleNamespace(settings=None, json=False)) == status
        assert capsys.readouterr().out.endswith("X: do it\n")
