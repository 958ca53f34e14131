"""What is refused or doubted is in no file of the store: each secret goes in by every door that takes words, and the
files are searched for it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.chat import Terminal
from bot.demo import settle
from programme.language.vietnamese import fold
from programme.packs.pack import load_programme
from storage.database.session import open_store

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
SECRETS = {
    "0912345678": "gọi 0912 345 678",
    "0387654321": "zalo0387654321",
    "022190001234": "cccd 022190001234",
    "Nguyễn Văn Thỉnh": "tư vấn cho Nguyễn Văn Thỉnh",
    "Chíu Thị Mẩy": "gặp Chíu Thị Mẩy ở nhà văn hóa",
    "Tằng Dảu Hếnh": "Tằng Dảu Hếnh tái nghiện",
    "bà Sáu Hến": "nhà bà Sáu Hến khu 4",
    "số 12 ngõ 45": "nhà số 12 ngõ 45 tổ 3, có người nhiễm HIV",
    "14B1-234.56": "xe 14B1-234.56",
    "m.me/linh.dan": "nhắn m.me/linh.dan.mongcai",
}
DOORS = {
    "a place in a line": ("BC TT MT 15/6 45 {secret}",),
    "a line, then a yes": ("BC TT MT 15/6 45 {secret}", "1"),
    "free words": ("hôm nay truyền thông ma túy ở khu 4, 45 người dự, {secret}",),
    "words for nothing": ("{secret}",),
    "the question of the place": ("BAO CAO", "1", "Ma túy", "Hôm nay", "1", "45", "Bỏ qua", "{secret}"),
    "a choice": ("BAO CAO", "{secret}"),
    "a number": ("BAO CAO", "1", "Ma túy", "Hôm nay", "1", "{secret}"),
    "a change in words": ("BC TT MT 15/6 45 KHU 4", "1", "nhầm rồi, {secret}"),
}


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture(scope="module")
def settled(tmp_path_factory, sqlite_template, programme):
    database = tmp_path_factory.mktemp("settled") / "store.db"
    shutil.copy(sqlite_template, database)
    store = open_store(f"sqlite:///{database}")
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    store.close()
    return database


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_file_of_the_store_has_it(programme, settled, tmp_path, door, secret):
    shutil.copy(settled, tmp_path / "store.db")
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    talk = Terminal(store, programme, tmp_path / "media", "phone", "lan", NOW)
    for line in DOORS[door]:
        talk.now += timedelta(seconds=30)
        talk.say(line.format(secret=SECRETS[secret]))
    store.close()
    forms = {form.encode() for form in (secret, fold(secret), json.dumps(secret)[1:-1])}
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        held = file.read_bytes()
        assert not any(form in held for form in forms), f"{file.name} has it"
