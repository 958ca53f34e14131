"""A copy on paper is made by the officer for who asked for it, and by nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.commands.chat import Terminal
from bot.demo import settle
from bot.outbound import own_copy
from bot.outbound.render import Renderer
from pages import signed_links
from programme.domain.effects.people import Enrol
from programme.domain.handling import Handling
from programme.domain.messages import Outbound
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage.people import accounts
from storage.privacy import audit
from storage.schema import tables as t

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
PHONE = "+84912000999"


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def settled(store, programme):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    who = Member("x1", "Trần Văn Xá", (Post("hl.ha-tu", "member"),), (("kannel", PHONE),), consented_at=NOW,
                 consent=programme.notice)  # fmt: skip
    store.transact(lambda conn: accounts.enrol(conn, Enrol(who, ""), "kannel", PHONE, NOW)).result()
    return store


def trail(store, subject):
    return [(e.who, e.what) for e in store.read(lambda conn: list(audit.entries(conn, subject)))]


def press(store, programme, folder, address, payload, now=NOW):
    talk = Terminal(store, programme, folder, "phone", address, now)
    talk.ever["x"] = payload
    return talk.say("@press x")


def test_by_sms_the_officer_is_asked_and_makes_it(settled, programme, tmp_path):
    phone = Terminal(settled, programme, tmp_path, "kannel", PHONE, NOW)
    phone.say("DU LIEU")
    assert "in: Hoa (mau)" in phone.say("2")[0].text
    told = settled.read(lambda conn: conn.execute(
        select(t.outbox.c.address, t.outbox.c.choices).where(t.outbox.c.key.like("tell:copy:x1:%"))).all())  # fmt: skip
    assert [(row.address, row.choices[0][0]) for row in told] == [("hoa", "p:copy:x1")]
    (reply,) = press(settled, programme, tmp_path, "hoa", "p:copy:x1")
    assert [file.name for file in reply.attachments] == ["du-lieu-cua-toi.html", "du-lieu-cua-toi.json"]
    assert trail(settled, "x1")[-2:] == [("x1", "ask for a copy"), ("demo-hoa", "copy data")]


@pytest.mark.parametrize("who", ["lan", "ba", "hoa", "minh"])
def test_nobody_makes_one_that_was_not_asked_for(settled, programme, tmp_path, who):
    (reply, *_) = press(settled, programme, tmp_path, who, "p:copy:x1")
    assert not reply.attachments and ("x1", "copy data") not in trail(settled, "x1")


def test_a_month_later_it_is_to_be_asked_for_again(settled, programme, tmp_path):
    phone = Terminal(settled, programme, tmp_path, "kannel", PHONE, NOW)
    phone.say("DU LIEU")
    phone.say("2")
    (reply,) = press(settled, programme, tmp_path, "hoa", "p:copy:x1", NOW + timedelta(days=31))
    assert not reply.attachments and "không xin bản sao" in reply.text


def test_the_files_hold_what_is_kept_and_are_none_of_whom_nothing_is(settled, programme):
    here = Handling(("telegram", "kannel"), contact="Tổ CNTT, 0203 000 000")
    page = own_copy.made(settled, programme, here, "own:x1:vi:html").decode()
    for said in ("Trần Văn Xá", PHONE, "Telegram: công ty nước ngoài", "nhà mạng", "Tổ CNTT", "Giữ đến khi rút đồng ý"):
        assert said in page
    data = json.loads(own_copy.made(settled, programme, here, "own:x1:vi:json"))
    assert data["tables"]["members"][0]["name"] == "Trần Văn Xá" and "Ba (mẫu)" not in json.dumps(data)
    assert own_copy.made(settled, programme, here, "own:nobody:vi:html") == b""
    assert own_copy.made(settled, programme, here, "path:x.png") == b""


def test_what_is_written_in_it_is_text_and_no_markup(settled, programme):
    settled.transact(lambda conn: accounts.rename(conn, "x1", "<b onload=x>Xá")).result()
    page = own_copy.made(settled, programme, Handling(), "own:x1:en:html").decode()
    assert "<b onload" not in page and "&lt;b onload=x&gt;" in page


async def test_where_no_file_is_carried_links_open_for_a_day(settled, programme, tmp_path):
    said = Handling(("zalo_bot",), links=True)
    talk = Terminal(settled, programme, tmp_path, "phone", "lan/zalo", NOW)
    talk.handling = said
    talk.say("Dữ liệu của tôi")
    (reply,) = talk.say("2")
    out = Outbound("zalo_bot", "1", reply.text, attachments=reply.attachments, key="k")
    renderer = Renderer(settled, programme, tmp_path, lambda: NOW, secret="s", public_url="https://x.example")
    sent = await renderer(out)
    renderer.close()
    assert not sent.attachments and sent.text.count("https://x.example/files/") == 2
    token = sent.text.split("/files/")[1].split("/")[0]
    assert signed_links.read("s", token, NOW + timedelta(hours=23))[0].startswith("own:demo-lan:vi:html")
    assert signed_links.read("s", token, NOW + timedelta(hours=25)) is None
