"""A demo and a real store never meet."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import demo
from programme.domain.effects.people import Enrol
from programme.domain.model import Member, Post
from storage import effects
from storage.database.session import open_store
from storage.database.store_faults import StoreFault
from storage.people import accounts
from tests.support.contexts import quang_ninh

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
REAL = Member("m1", "Trần Thị Mẫu", (Post("hl.ha-tu", "member"),), consented_at=NOW)


def enrol(conn, channel: str) -> None:
    effects.apply(conn, [Enrol(REAL, "")], channel, "0912000551", NOW)


def test_a_demo_adds_nobody_to_a_store_with_a_real_member(store):
    store.transact(lambda conn: enrol(conn, "telegram")).result()
    with pytest.raises(StoreFault, match="BAOCAO_DEMO=0"):
        demo.settle(store, quang_ninh(), NOW)
    assert [member.id for member in store.read(accounts.members)] == ["m1"]
    assert store.read(accounts.invites) == []


def test_a_real_bot_does_not_open_a_demo_s_store(store):
    demo.refuse(store, quang_ninh())
    demo.settle(store, quang_ninh(), NOW)
    with pytest.raises(StoreFault, match="invented people"):
        demo.refuse(store, quang_ninh())


def test_who_joins_a_demo_is_of_the_demo(store):
    demo.settle(store, quang_ninh(), NOW)
    store.transact(lambda conn: enrol(conn, "kannel")).result()
    demo.settle(store, quang_ninh(), NOW)
    assert len(store.read(accounts.invites)) == len(quang_ninh().demo.invites)


@pytest.mark.parametrize(("channel", "taken"), [("phone", True), ("telegram", False)])
def test_a_demo_from_before_demos_were_marked(store, monkeypatch, channel, taken):
    demo.settle(store, quang_ninh(), NOW)
    store.transact(lambda conn: enrol(conn, channel)).result()
    monkeypatch.setattr(demo, "MARK", "another")
    if taken:
        demo.settle(store, quang_ninh(), NOW)
    else:
        with pytest.raises(StoreFault):
            demo.settle(store, quang_ninh(), NOW)


def baocao(url: str, *words: str, said: str = "", **environ: str):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BAOCAO_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=clean | {"BAOCAO_DATABASE_URL": url} | environ,
        input=said,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )


TALK = ("chat", "--channel", "telegram", "--address", "700100200")


def test_one_word_in_a_terminal_adds_nobody_to_a_real_store(store, store_url):
    store.transact(lambda conn: enrol(conn, "telegram")).result()
    asked = baocao(store_url, *TALK, said="PHUONG26\n")
    assert asked.returncode == 2 and "BAOCAO_DEMO=0" in asked.stderr and asked.stdout == ""
    assert [line.split()[0] for line in baocao(store_url, "members").stdout.splitlines()] == ["m1"]


def test_a_demo_s_codes_are_its_own_and_doctor_names_them_in_a_real_store(tmp_path):
    urls = [f"sqlite:///{tmp_path / name}.db" for name in ("one", "two")]
    told = [baocao(url, *TALK, said="PHUONG26\n") for url in urls]
    assert all("Mã này không đúng" in each.stdout for each in told)
    codes = []
    for url in urls:
        with closing(open_store(url)) as made:
            codes.append([invite.code for invite in made.read(accounts.invites)])
    assert not set(codes[0]) & set(codes[1]) and len(codes[0]) == len(quang_ninh().demo.invites)
    listed = baocao(urls[0], "invite", "--list", "--json").stdout
    assert all(code in listed for code in codes[0])
    assert baocao(urls[0], *TALK, said="MENU\n", BAOCAO_DEMO="0").returncode == 2
    looked = baocao(urls[0], "doctor", BAOCAO_DEMO="0", BAOCAO_MEDIA=str(tmp_path / "media"))
    assert looked.returncode == 2 and "a demo's invented people" in looked.stdout
