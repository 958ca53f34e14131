"""Whoever withdraws their consent is forgotten: not a trace of the name or an address in any column of any table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.commands.chat import Terminal
from bot.demo import settle
from programme.domain.effects.addresses import KeepPin, MakeLink
from programme.domain.effects.messages import FetchMedium, Tell
from programme.domain.effects.people import Enrol, Prefer
from programme.domain.effects.privacy import Erase
from programme.domain.effects.reports import TakeForm
from programme.domain.messages import Outbound
from programme.domain.model import Invite, Link, Member, Pin, Post
from programme.packs.pack import load_programme
from storage import effects
from storage.messages import conversations, media, message_keys, outbox
from storage.people import accounts, link_codes
from storage.privacy import audit
from storage.privacy.erasure_completion import Completion
from storage.reports import reports
from storage.schema import tables
from storage.schema.columns import Json, Words
from storage.schema.placement import PLACES
from tests.support.full_store import fill

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
NAME, PHONE, CHAT = "Đặng Thị Quỳnh Xuyến", "+84912000777", "7766554433"
SIGNS = (NAME, "Dang Thi Quynh Xuyen", "DANG THI QUYNH XUYEN", PHONE, "0912000777", CHAT)
WHO = "5e0c7d"


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def settled(store, programme):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    member = Member(
        *(WHO, NAME, (Post("hl.ha-tu", "member"),), (("telegram", CHAT), ("kannel", PHONE))),
        consented_at=NOW,
        consent=programme.notice,
    )
    store.transact(lambda conn: accounts.enrol(conn, Enrol(member, ""), "telegram", CHAT, NOW)).result()
    return store


def everything(conn) -> Iterator[tuple[str, str, Any]]:
    """(table, column, value as text) of every value in the store."""
    for table in tables.metadata.sorted_tables:
        for row in conn.execute(select(table)):
            for name, value in row._mapping.items():
                yield table.name, name, value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def traces(store, signs=SIGNS) -> list[tuple[str, str]]:
    return store.read(lambda conn: [(t, c) for t, c, value in everything(conn) if any(s in value for s in signs)])


def talk(store, programme, folder, channel: str, address: str, now: datetime = NOW) -> Terminal:
    return Terminal(store, programme, folder, channel, address, now)


def told(terminal: Terminal, *lines: str) -> str:
    said = []
    for line in lines:
        terminal.now += timedelta(seconds=30)
        said += [reply.text for reply in terminal.say(line)]
    return "\n".join(said)


def in_every_table(conn) -> None:
    """The name or an address wherever a text may stand, in rows that are hers and in rows of others."""
    own = ("telegram", CHAT)
    hers = Outbound(*own, f"Xin chào {NAME}", key=f"m:{CHAT}:5#0")
    others = Outbound("phone", "ba", f"Giống A222 ({NAME} báo)", key="tell:1:demo-ba")
    sent = Outbound("kannel", PHONE, "DA NHAN", key="k:1#0")
    outbox.queue(conn, [hers, others, sent], NOW, via="test")
    claimed = outbox.claim(conn, "kannel", NOW, 5, 60, "x", via="test")
    outbox.sent(conn, claimed[0].id, "ref-1", NOW)
    conn.execute(insert(tables.deliveries), {"channel": "kannel", "ref": "ref-1", "row": "k:1#0", "state": "sent",
                                             "unit": "", "month": "2026-06", "segments": 1, "at": NOW})  # fmt: skip
    link_codes.keep_pin(conn, KeepPin(Pin(WHO, "XU27", "hash")))
    link_codes.make_link(conn, MakeLink(Link("LK12345", WHO, NOW + timedelta(days=1))), NOW)
    conversations.save(conn, f"m:{WHO}", json.dumps({"name": NAME}), NOW)
    conversations.save(conn, f"a:kannel:{PHONE}", '{"greeted":"x"}', NOW)
    offered = {"options": [["m:x", f"Đổi số: {NAME}"]], "drafts": 3}
    conversations.save(conn, "m:demo-ba", json.dumps(offered, ensure_ascii=False), NOW)
    message_keys.claim(conn, "telegram", f"m:{CHAT}:5", NOW)
    message_keys.put_aside(conn, "telegram", "1", json.dumps({"chat": CHAT, "text": "?"}), NOW, "can't be read")
    message_keys.put_aside(conn, "telegram", "2", json.dumps({"chat": "1", "text": "?"}), NOW, "can't be read")
    message_keys.put_aside(conn, "phone", "3", json.dumps({"member": WHO, "text": "menu"}), NOW, "flood")
    audit.note(conn, NOW, "demo-ba", "new phone", WHO, f"{NAME} mất máy, số cũ {PHONE}")
    accounts.make_invite(conn, Invite("XYZ123", "hl.ha-tu", "member", uses=3), WHO, NOW)
    effect = TakeForm(FetchMedium("m1", *own[:1], "ref"), "bieu.xlsx", "hl.ha-tu", WHO)
    from storage.reports import forms

    forms.asked(conn, effect, *own)
    media.wanted(conn, effect.medium, NOW)
    effects.apply(conn, [Prefer(WHO, stopped=True)], *own, NOW)


def erased(store, id: str) -> None:
    store.transact(lambda conn: effects.apply(conn, [Erase(id, "cli")], "", "", NOW)).result()


def test_not_a_trace_in_any_table(settled, programme, tmp_path):
    store = settled
    lan = talk(store, programme, tmp_path, "telegram", CHAT)
    assert "ĐÃ NHẬN" in told(lan, "BC TT MT 15/6 45 KHU 4", "BC TT MT 14/6 30 KHU 4", "1")
    store.transact(in_every_table).result()

    def noted(conn):
        """Somebody wrote her name into a report, and every revision of it."""
        for table in (tables.activities, tables.revisions, tables.reports):
            for column in (c for c in table.columns if isinstance(c.type, Words | Json)):
                if column.name in ("note", "why"):
                    conn.execute(table.update().values({column.name: f"do {NAME} phụ trách"}))

    store.transact(noted).result()
    assert {table for table, _ in traces(store)} >= {"members", "outbox", "addresses", "conversations"}
    assert any(CHAT in one.raw.decode() for one in store.read(message_keys.aside)), "sealed, but theirs"
    assert ("inbox", "key") not in traces(store), "keys of messages hold addresses"
    assert "còn số liệu" in told(lan, "dữ liệu của tôi", "5")
    assert "tin cuối cùng" in told(lan, "1")
    assert traces(store) == []

    kept = store.read(lambda conn: [reports.get(conn, code) for code in ("A222", "E434")])
    assert [r.member for r in kept] == [WHO, WHO] and kept[0].activities[0].figures["participants"].value == 45
    assert store.read(lambda conn: accounts.member(conn, WHO)).state == "erased"
    assert store.read(lambda conn: accounts.invite(conn, "XYZ123")).revoked
    left = store.read(lambda conn: conn.execute(select(tables.aside.c.key)).scalars().all())
    assert left == ["2"], "what is another's stays"
    cost = store.read(lambda conn: conn.execute(select(tables.deliveries.c.segments)).scalars().all())
    assert cost == [1]
    state = json.loads(store.read(lambda conn: conversations.load(conn, "m:demo-ba")))
    assert state == {"options": [["m:x", "Đổi số: (...)"]], "drafts": 3}
    last = store.read(lambda conn: [e for e in audit.entries(conn) if e.what == "erase"])
    assert [(e.who, e.subject, e.why) for e in last] == [("", "", "consent withdrawn")], "that it was, not who"


def test_the_last_word_has_an_address_until_it_is_sent(settled, programme):
    """It goes out like any answer; then nothing of where it went is left."""
    from bot.inbound.receive import Receiver
    from programme.domain.messages import Inbound

    receiver = Receiver(settled, programme)

    def said(n: int, **fields):
        inbound = Inbound("telegram", CHAT, f"m:{CHAT}:{n}", NOW + timedelta(minutes=n), **fields)
        return settled.transact(lambda conn: receiver.turn(conn, inbound, f"f{n}")).result()

    question = said(1, text="rút đồng ý")
    said(2, choice=question.replies[0].choices[0].value)
    assert [where for where in traces(settled) if where[0] != "outbox"] == []
    claim = lambda conn: outbox.claim(conn, "telegram", NOW + timedelta(hours=1), 9, 60, "x")  # noqa: E731
    assert CHAT not in [row.outbound.address for row in settled.transact(claim).result()], "not before all is done"
    assert Completion(settled)()
    (last,) = settled.transact(claim).result()
    assert last.outbound.address == CHAT and "tin cuối cùng" in last.outbound.text
    settled.transact(lambda conn: outbox.sent(conn, last.id, f"{CHAT}:77", NOW)).result()
    assert traces(settled) == []
    assert said(2, choice=question.replies[0].choices[0].value) is None, "brought again, it is still known"
    assert "mã mời" in said(3, text="menu").replies[0].text


def test_who_was_erased_comes_back_as_somebody_new(settled, programme, tmp_path):
    lan = talk(settled, programme, tmp_path, "telegram", CHAT)
    told(lan, "BC TT MT 15/6 45 KHU 4", "rut dong y", "1")
    assert "lưu họ tên" in told(lan, "HATU26")
    told(lan, "đồng ý", "Đặng Thị Mới")
    again = settled.read(lambda conn: accounts.member_at(conn, "telegram", CHAT))
    assert again.id != WHO and again.name == "Đặng Thị Mới"
    assert settled.read(lambda conn: reports.count_of(conn, again.id)) == 0


def test_an_old_button_erases_nobody(settled, programme, tmp_path):
    lan = talk(settled, programme, tmp_path, "telegram", CHAT)
    told(lan, "rút đồng ý")
    lan.now += timedelta(minutes=16)
    assert "Sẽ làm ngay" in told(lan, "1"), "asked again"
    assert settled.read(lambda conn: accounts.member_at(conn, "telegram", CHAT)).name == NAME
    from bot.inbound.receive import Receiver
    from programme.domain.messages import Inbound

    over, no_button = "Sẽ làm ngay", "Nút này đã cũ"
    answers = {"gone:": no_button, "gone:zz": no_button, f"gone:{2**40:x}": over, "gone:ffffffffffffff": no_button}
    for n, (forged, said) in enumerate({**answers, "gone": no_button, "gone:-1": no_button}.items()):
        press = Inbound("telegram", CHAT, f"c:{n}", lan.now, choice=f"m:data:{forged}")
        turn = settled.transact(lambda conn, press=press: Receiver(settled, programme).turn(conn, press, "f")).result()
        assert said in turn.replies[0].text and turn.effects == ()
    assert settled.read(lambda conn: accounts.member_at(conn, "telegram", CHAT)).name == NAME


def test_a_team_without_a_leader_is_heard_of(settled, programme, tmp_path):
    ba = talk(settled, programme, tmp_path, "phone", "ba")
    assert "không còn đội trưởng" in told(ba, "rút đồng ý")
    told(ba, "1")
    rows = settled.read(
        lambda conn: conn.execute(select(tables.outbox).where(tables.outbox.c.key.like("tell:left%"))).all()
    )
    assert [row.address for row in rows] == ["hoa"] and "Ba" not in rows[0].text and "Hà Tu" in rows[0].text


def test_one_of_two_leaders_goes_without_a_word(settled, programme, tmp_path):
    post = (Post("hl.ha-tu", "leader", since=date(2026, 1, 1)),)
    other = Member("second", "Hai", post, (("phone", "hai"),), consented_at=NOW, consent=programme.notice)
    settled.transact(lambda conn: accounts.enrol(conn, Enrol(other, ""), "phone", "hai", NOW)).result()
    ba = talk(settled, programme, tmp_path, "phone", "ba")
    assert "không còn đội trưởng" not in told(ba, "rút đồng ý")


def test_a_disabled_member_may_still_leave(settled, programme, tmp_path):
    settled.transact(
        lambda conn: conn.execute(tables.members.update().where(tables.members.c.id == WHO).values(state="disabled"))
    ).result()
    lan = talk(settled, programme, tmp_path, "telegram", CHAT)
    assert "tạm ngừng" in told(lan, "menu")
    assert NAME in told(lan, "dữ liệu của tôi")
    shown = lan.say("rút đồng ý")[0]
    told(lan, f"@press {shown.choices[0].label}")
    assert traces(settled) == []


def test_others_keep_their_words(settled, programme):
    """A name that is part of others', or of a place's, takes nothing from these."""
    store = settled

    def work(conn):
        for id, name in (("x1", "Lan"), ("x2", "Trần Phú")):
            who = Member(id, name, (Post("hl.ha-tu", "member"),), (("phone", id),), consented_at=NOW, consent="1")
            accounts.enrol(conn, Enrol(who, ""), "phone", id, NOW)
        return dict(conn.execute(select(tables.members.c.id, tables.members.c.name)).all())

    before = store.transact(work).result()
    units = store.read(lambda conn: conn.execute(select(tables.units.c.name)).scalars().all())
    for id in ("x1", "x2"):
        erased(store, id)
    after = store.read(lambda conn: dict(conn.execute(select(tables.members.c.id, tables.members.c.name)).all()))
    assert after == before | {"x1": "", "x2": ""}
    assert store.read(lambda conn: conn.execute(select(tables.units.c.name)).scalars().all()) == units
    erased(store, "x1")
    rows = store.read(lambda conn: [(e.who, e.subject) for e in audit.entries(conn) if e.what == "erase"])
    assert rows == [("cli", "")] * 2, "there was nobody left to erase"


def test_the_name_is_mended(settled, programme, tmp_path):
    lan = talk(settled, programme, tmp_path, "telegram", CHAT)
    told(lan, "dữ liệu của tôi", "1", "12345")
    assert settled.read(lambda conn: accounts.member(conn, WHO)).name == NAME
    assert "Đặng Thị Xuyến" in told(lan, "Đặng Thị Xuyến")
    assert "Đặng Thị Xuyến" in told(lan, "dữ liệu của tôi")
    told(lan, "1", "menu")
    assert "Đã ghi" not in told(lan, "Nhà văn hóa khu 4"), "another thing was begun"


def test_a_word_to_somebody_who_left_goes_nowhere(settled):
    erased(settled, WHO)
    settled.transact(lambda conn: effects.apply(conn, [Tell(WHO, "x", "k")], "phone", "ba", NOW)).result()
    assert settled.read(lambda conn: conn.execute(select(tables.outbox.c.id)).all()) == []


SEARCHED = [place.table for place in PLACES if not (place.nobody or place.blanked or place.of_report)]


def test_every_table_is_looked_through(settled):
    """In a text the name and the number are blotted out; a row that has them in its key or in bytes goes."""
    settled.transact(lambda conn: fill(conn, SEARCHED, f"gửi {NAME} ({PHONE})")).result()
    assert {table.name for table in SEARCHED} == {name for name, _ in traces(settled)} - {"members"}
    erased(settled, WHO)
    assert traces(settled) == []


def test_tables_that_are_not_looked_through_hold_nobody():
    """Add a table here only if no name, number or word of a person can come into it."""
    assert {place.table.name for place in PLACES if place.nobody} == {
        *("erasures", "inbox", "figures", "joints", "codes", "units"),
        *("leases", "media", "pictures", "form_files", "form_lists"),
    }
    assert [place.table.name for place in PLACES if place.blanked] == ["members"]
