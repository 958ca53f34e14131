"""When digests are due, what they say where, and how they are rendered when they are sent."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.outbound.render import FOLDER, Renderer
from bot.workshop.parent import Failed
from pages import signed_links
from programme.domain.approvals import Matter
from programme.domain.effects.people import Enrol
from programme.domain.messages import DIGEST, Outbound
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.domain.sms_segments import alphabet, segments
from programme.language.texts import load_texts
from programme.packs.pack import load_programme
from reminders.digest import Digest, due, meant, queued
from reminders.digest_sms import compose_sms
from reminders.digest_words import compose
from reports import chart, workbook
from reports.completeness import Completeness, Silence
from reports.readers import reader_of
from reports.shown_summary import shown_to
from reports.summary import Summary
from reports.totals import Total
from storage.database.session import open_store
from storage.people import accounts
from storage.reports import reports as kept
from tests.support.contexts import NothingStored

QN = load_programme("quang-ninh")
ZONE = ZoneInfo(QN.zone)
VI, EN = load_texts("vi"), load_texts("en")
HOA = Member("hoa", "Hòa", (Post("x2025-6652", "coordinator"),))
TWICE = Member("hai", "Hai", (Post("qn", "coordinator"), Post("x2025-6661", "coordinator", until=date(2026, 6, 30))))
NOBODY = Member("lan", "Lan", (Post("hl.ha-tu", "member"), Post("hl.ha-tu", "leader")))
WARD = "x2025-6652"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


# --- when -----------------------------------------------------------------------------------------------------------


def test_on_monday_morning_each_coordinator_hears_of_the_week_before():
    found = due(QN, [HOA, TWICE, NOBODY], at("2026-06-22T07:29"), at("2026-06-22T07:30"))
    assert [(d.member, d.unit, d.period) for d in found] == [
        ("hoa", WARD, "2026-W25"),
        ("hai", "qn", "2026-W25"),
        ("hai", "x2025-6661", "2026-W25"),
    ]
    assert found[0].key == f"digest:{WARD}:2026-W25:hoa" and found[0].at == at("2026-06-22T07:30")
    assert due(QN, [HOA], at("2026-06-22T07:30"), at("2026-06-29T07:29")) == []


def test_longer_periods_wait_until_their_reports_are_due():
    found = due(QN, [HOA], at("2026-06-30T00:00"), at("2026-07-31T23:00"))
    longer = {d.period: d.at for d in found if "W" not in d.period}
    assert longer == {period: at("2026-07-06T07:30") for period in ("2026-06", "2026-Q2", "2026-H1")}
    assert [d.period for d in due(QN, [HOA], at("2027-01-05T08:00"), at("2027-01-06T08:00"))] == [
        "2026-12", "2026-Q4", "2026-H2", "2026",
    ]  # fmt: skip


def test_on_a_holiday_it_comes_on_the_next_working_day():
    tet = {date(2027, 2, 8) + timedelta(days=n) for n in range(4)}

    def working(day):
        while day in tet or day.weekday() > 4:
            day += timedelta(days=1)
        return day

    found = due(QN, [HOA], at("2027-02-07T00:00"), at("2027-02-13T00:00"), working)
    assert [(d.period, d.at) for d in found if "W" in d.period] == [("2027-W05", at("2027-02-12T07:30"))]


def test_a_coordinator_of_nothing_gets_none_and_a_post_that_is_over_neither():
    gone = Member("x", "X", (Post("no-such-unit", "coordinator"),))
    assert due(QN, [gone, NOBODY], at("2026-06-22T07:00"), at("2026-06-22T08:00")) == []
    later = due(QN, [TWICE], at("2026-07-06T07:00"), at("2026-07-06T08:00"))
    assert {d.unit for d in later} == {"qn"}


@given(st.lists(st.integers(0, 24 * 400), min_size=2, max_size=6))
def test_nothing_is_lost_or_doubled_however_the_time_is_cut(hours):
    instants = [at("2026-01-01T00:00") + timedelta(hours=h) for h in sorted(hours)]
    whole = due(QN, [HOA], instants[0], instants[-1])
    cut = [d for a, b in pairwise(instants) for d in due(QN, [HOA], a, b)]
    assert sorted(d.key for d in whole) == sorted(d.key for d in cut)
    assert len({d.key for d in whole}) == len(whole)


def test_the_key_says_what_to_render_on_every_way():
    digest = Digest("hoa", WARD, "2026-W25", at("2026-06-22T07:30"))
    row = queued(digest, "telegram", "77")
    assert (row.text, row.priority, row.not_before) == ("", DIGEST, digest.at)
    assert meant(row.key) == meant(f"{row.key}~kannel") == (WARD, "2026-W25", "hoa")
    assert meant("m:1:2#0") is None and meant("digest:") is None


# --- words ----------------------------------------------------------------------------------------------------------


def summary(missing=("hl.ha-tu",), totals=None, unit=WARD, period="2026-W27", **more) -> Summary:
    expected = (WARD, *missing)
    came = Completeness(
        expected,
        (WARD,),
        missing=tuple(missing),
        lacking={u: ("2026-06",) for u in missing},
        asked=dict.fromkeys(expected, 1),
    )
    first, last = QN.regime.span(period)
    totals = (
        {"communication.sessions": Total(6), "communication.participants": Total(412)} if totals is None else totals
    )
    silent = {u: Silence(2, False, True) for u in missing}
    before = {"communication.sessions": Total(4), "communication.participants": Total(315)}
    return Summary(
        unit, period, first, last, at("2026-07-06T07:00"), came, totals, {}, before, totals, {}, silent=silent, **more
    )


def test_the_chat_says_what_the_example_says():
    place = ("hl.ha-tu", "hl.ha-tu", at("2026-07-01T07:00"))
    matters = (
        Matter("1", "alike", "K7P2", *place, other="K7P9"),
        Matter("2", "unusual", "K7R4", *place, about="communication.participants", old="120", new="900"),
        Matter("3", "correction", "K6A1", *place, about="5", old="45", new="25"),
        Matter("4", "late", "K6B2", *place),
        Matter("5", "alike", "K7P3", "hl.ha-tu", "qn", place[2], other="K7P4"),
    )
    text = compose(QN, VI, summary(matters=matters, to_decide=5)).text
    for words in (
        "📊 Tuần 27/2026 (29/6–5/7) · Phường Hà Tu",
        "Số liệu đến 07:00 ngày 6/7/2026",
        "BÁO CÁO: 1/2 đơn vị đến hạn (50,0%)",
        "Chưa báo 1: Đội CTXHTN Hà Tu (2 tháng liền)",
        "• Truyền thông: 6 buổi (+2), 412 lượt người (+97)",
        "CẦN XỬ LÝ: 5\n1. Nghi trùng: K7P2 và K7P9\n2. Số lạ: Đội CTXHTN Hà Tu, 900 lượt người/1 buổi (K7R4)\n"
        "3. Đề nghị sửa sau khi chốt: K6A1, 45 → 25\n4. Báo bổ sung chờ duyệt: Đội CTXHTN Hà Tu (K6B2)\n"
        "5. Nghi trùng liên phường: K7P3 và K7P4",
    ):
        assert words in text, text
    labels = [c.value for c in compose(QN, VI, summary()).choices]
    assert "m:nudge" in labels and all(len(value.encode()) <= 64 for value in labels)
    assert "REPORTS: 1/2 units" in compose(QN, EN, summary()).text


def test_a_week_with_nothing_due_is_one_line():
    nothing = Summary(
        WARD, "2026-W25", *QN.regime.span("2026-W25"), at("2026-06-22T07:00"), Completeness(), {}, {}, {}, {}, {}
    )
    text = compose(QN, VI, nothing).text
    assert "\n" not in text and "không đơn vị nào đến hạn" in text


def test_a_viewer_sees_less_than_five_where_a_person_could_be_known():
    few = {
        "victim_support.persons": Total(3),
        "harm_reduction.persons": Total(5),
        "communication.participants": Total(2),
    }
    told, posts = summary(totals=few), {"officer": "coordinator", "viewer": "viewer"}
    looks = {who: reader_of(QN, NothingStored(), WARD, [Post(WARD, role)], told.last) for who, role in posts.items()}
    open_, masked = (compose(QN, VI, shown_to(looks[who], told)).text for who in posts)
    assert "3 người" in open_ and "3 người" not in masked and "<5 người" in masked
    assert "5 lượt người" in masked and "2 lượt người" in masked  # an audience is nobody who is helped


@given(
    st.lists(st.sampled_from([u.code for u in QN.units]), max_size=40, unique=True),
    st.integers(0, 10**9),
    st.sampled_from([u.code for u in QN.units]),
    st.sampled_from(["2026-W27", "2026-06", "2026-H1", "2026"]),
    st.sampled_from([VI, EN]),
)
def test_an_sms_is_one_segment_whatever_there_is_to_say(missing, count, unit, period, t):
    totals = {"communication.sessions": Total(count, "min", 1), "communication.participants": Total(count)}
    text = compose_sms(QN, t, summary(tuple(missing), totals, unit, period, to_decide=1))
    assert alphabet(text) == "gsm7" and segments(text) == 1 and len(text) <= 160 and "http" not in text


def test_the_sms_of_the_example():
    text = compose_sms(QN, VI, summary())
    assert text.startswith("tuan 27/2026 (29/6-5/7) Phuong Ha Tu: 1/2 don vi. CHUA BAO: Doi CTXHTN Ha Tu.")
    assert "NHAC" in text and len(text) <= 160


# --- rendered at send -------------------------------------------------------------------------------------------------


@pytest.fixture
def store(sqlite_template, tmp_path):
    import shutil

    opened = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    done = Activity(
        "communication", ("drug",), date(2026, 6, 30), {"sessions": Figure(2), "participants": Figure(60, "about")}
    )
    note = Activity("counselling", ("hiv",), date(2026, 7, 1), {"persons": Figure(3)}, place="=1+1", note="+84")
    report = Report(
        "K7P2", "activity", "1", "hl.ha-tu", "m", "m", "phone", "2026-06", at("2026-07-01T08:00"), (done, note)
    )

    def fill(conn):
        kept.file(conn, report)
        accounts.enrol(conn, Enrol(HOA, ""), "telegram", "77", at("2026-06-01T08:00"))

    opened.transact(fill).result()
    yield opened
    opened.close()


def renderer(store, tmp_path, **more) -> Renderer:
    return Renderer(store, QN, tmp_path / "media", lambda: at("2026-07-06T07:30"), **more)


def row(channel="telegram", period="2026-W27", unit=WARD) -> Outbound:
    return queued(Digest("hoa", unit, period, at("2026-07-06T07:30")), channel, "77")


async def test_what_is_no_digest_passes_as_it_is(store, tmp_path):
    out = Outbound("telegram", "77", "xin chào", key="m:1#0")
    assert await renderer(store, tmp_path)(out) is out


async def test_what_else_is_due_that_day_is_said_after_it(store, tmp_path):
    out = await renderer(store, tmp_path)(replace(row(), text="Còn 7 ngày: Tháng hành động"))
    assert out.text.startswith("📊") and out.text.endswith("\n\nCòn 7 ngày: Tháng hành động")


async def test_a_digest_gets_its_words_a_chart_and_a_workbook(store, tmp_path):
    out = await renderer(store, tmp_path)(row())
    assert "Phường Hà Tu" in out.text and "2 buổi" in out.text and out.key == row().key
    png, xlsx = ((tmp_path / "media" / f.ref.removeprefix("path:")).read_bytes() for f in out.attachments)
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG" and picture.width == 1080 and len(png) < 500_000
    assert len({pixel for _, pixel in picture.convert("RGB").getcolors(1 << 24)}) > 20
    opened(xlsx)


async def test_files_stay_until_their_links_expire(store, tmp_path):
    """By the disk's clock: a demo's can be years ahead of it."""
    then = at("2026-07-06T07:30")
    late = Renderer(store, QN, tmp_path / "media", lambda: then)
    first = await late(row())
    files = [tmp_path / "media" / f.ref.removeprefix("path:") for f in first.attachments]
    then = at("2090-07-03T07:30")
    await late(row())
    assert len(files) == 2 and all(file.exists() for file in files)
    for file in files:
        os.utime(file, (time.time() - 9 * 86400,) * 2)
    then += timedelta(days=1)
    await late(row())
    assert not any(file.exists() for file in files)


def opened(raw: bytes) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Tổng hợp", "Theo đơn vị", "Báo cáo gốc"]
    totals = {line[0].value: line for line in book["Tổng hợp"].iter_rows()}
    sessions = totals["Truyền thông: buổi"]
    assert [c.value for c in sessions[1:4]] == [2, None, 2] and sessions[1].number_format == "#,##0"
    for sheet in book:
        assert sheet.auto_filter.ref and sheet.freeze_panes == "B2"
        assert all(c.data_type != "f" for line in sheet.iter_rows() for c in line)
    raw_rows = list(book["Báo cáo gốc"].iter_rows(values_only=True))
    place, day = raw_rows[0].index("Nơi"), raw_rows[0].index("Ngày")
    assert raw_rows[1][day] == datetime(2026, 6, 30)
    assert book["Báo cáo gốc"].cell(2, day + 1).number_format == "dd/mm/yyyy"
    assert "Đội CTXHTN Hà Tu" in raw_rows[1] and "ma túy" in raw_rows[1]
    assert [line[0] for line in raw_rows[1:]] == ["K7P2", "K7P2"] and raw_rows[2][place] == "=1+1"
    units = {line[0]: line for line in book["Theo đơn vị"].iter_rows(values_only=True)}
    assert units["hl.ha-tu"][3] == "Đúng hạn" and units[WARD][3] == "Chưa báo"


async def test_by_sms_one_segment_and_never_a_link(store, tmp_path):
    out = await renderer(store, tmp_path, secret="s", public_url="https://bc.example")(row("kannel"))
    assert segments(out.text) == 1 and "http" not in out.text and not out.attachments


async def test_where_no_file_can_go_a_signed_link_goes_that_expires(store, tmp_path):
    out = await renderer(store, tmp_path, secret="s", public_url="https://bc.example")(row("zalo_bot"))
    links = re.findall(r"https://bc\.example(/files/\S+)", out.text)
    assert len(links) == 2 and not out.attachments and not out.choices
    clock = [at("2026-07-06T08:00")]
    app = web.Application()
    app.add_routes(signed_links.routes("s", tmp_path / "media" / FOLDER, lambda: clock[0]))
    async with TestClient(TestServer(app)) as client:
        reply = await client.get(links[1])
        assert reply.status == 200 and "attachment" in reply.headers["Content-Disposition"]
        opened(await reply.read())
        for broken in (links[1].replace(".", ".A", 1), "/files/x/y", links[1].replace("/files/", "/files/A")):
            assert (await client.get(broken)).status == 403
        for file in (tmp_path / "media" / FOLDER).glob("*.png"):
            file.unlink()
        assert (await client.get(links[0])).status == 404
        clock[0] += timedelta(days=8)
        assert (await client.get(links[1])).status == 410
    assert not (await renderer(store, tmp_path)(row("zalo_bot"))).text.count("http")  # nothing to sign with


def test_a_link_leads_nowhere_else(tmp_path):
    now = at("2026-07-06T08:00")
    token = signed_links.link("", "s", "../store.db", "x", now + timedelta(hours=1)).split("/")[2]
    assert signed_links.read("s", token, now) == ("../store.db", "x") and signed_links.read("t", token, now) is None
    assert signed_links.read("", token, now) is None


EARLIER = [
    (
        "s",
        "WyI0Mi90aHUucG5nIiwidGhcdTAxYjAgdHVcdTFlYTduIDI1LnBuZyIsMTc4MjEyOTYwMF0."
        "2If_46NQX1s7MmfM1k7igI2PoLMVGpA0ntg1AylUe58",
        ("42/thu.png", "thư tuần 25.png", at("2026-06-22T19:00")),
    ),
    (
        "khóa dài của máy",
        "WyJhL2IueGxzeCIsIkJcdTAwZTFvIGNcdTAwZTFvIHRoXHUwMGUxbmcgNi54bHN4IiwxNzg0NzQxNDAwXQ."
        "zSP__sbjPDxE1L4n3TEpiaddVuetXBrSAjhEpPGXb9I",
        ("a/b.xlsx", "Báo cáo tháng 6.xlsx", at("2026-07-23T00:30")),
    ),
]
"""Tokens that the first version signed with its own code: (secret, token, what it gives out and until when)."""


@pytest.mark.parametrize(("secret", "token", "meant"), EARLIER)
def test_a_link_of_the_first_version_is_read_until_it_is_over(secret, token, meant):
    *said, until = meant
    assert signed_links.read(secret, token, until - timedelta(seconds=1)) == tuple(said)
    assert signed_links.read(secret, token, until) is None and signed_links.opened(secret, token) == (
        *said,
        int(until.timestamp()),
    )
    assert signed_links.opened("another", token) is None and signed_links.opened("", token) is None
    content, seal = token.split(".")
    forged = base64.urlsafe_b64encode(b'["../store.db","x",9999999999]').rstrip(b"=").decode()
    wrong_seals = (seal[:-4] + "AAAA", "", "!")
    for broken in (
        f"{forged}.{seal}",
        content,
        f".{seal}",
        f"{content}!.{seal}",
        *(f"{content}.{s}" for s in wrong_seals),
    ):
        assert signed_links.opened(secret, broken) is None, broken


async def test_a_link_of_the_first_version_is_answered_as_before(tmp_path):
    secret, token, (path, name, until) = EARLIER[0]
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_bytes(b"a picture")
    clock = [until - timedelta(seconds=1)]
    app = web.Application()
    app.add_routes(signed_links.routes(secret, tmp_path, lambda: clock[0]))
    async with TestClient(TestServer(app)) as client:
        reply = await client.get(f"/files/{token}/x.png")
        assert (reply.status, await reply.read(), reply.content_type) == (200, b"a picture", "image/png")
        assert (await client.get(f"/files/{token[:-1]}/x.png")).status == 403
        clock[0] = until
        assert (await client.get(f"/files/{token}/x.png")).status == 410
        fresh = signed_links.link("", secret, path, name, until + timedelta(hours=1))
        assert (await client.get(fresh)).status == 200
        assert fresh.split("/")[2] != token  # the new ones are of another make


@pytest.mark.parametrize("name", ["x", "thư tuần 25.png", "b" * 300])
def test_a_new_link_can_not_be_altered(name):
    now = at("2026-07-06T08:00")
    token = signed_links.link("", "s", "a/b.png", name, now + timedelta(hours=1)).split("/")[2]
    assert (
        signed_links.read("s", token, now) == ("a/b.png", name)
        and signed_links.read("s", token, now + timedelta(hours=1)) is None
    )
    last = token.rindex(".")
    for place in range(len(token) - 1):  # the last letter of a seal holds two bits that say nothing
        if place != last:
            other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            assert signed_links.opened("s", other) is None, place


@pytest.mark.parametrize("broken", ["chart", "workbook", "both"])
async def test_a_chart_or_workbook_that_fails_does_not_stop_the_text(store, tmp_path, monkeypatch, broken):
    def fail(*_args, **_more):
        raise MemoryError

    if broken in ("chart", "both"):
        monkeypatch.setattr(chart, "draw", fail)
    if broken in ("workbook", "both"):
        monkeypatch.setattr(workbook, "save", fail)
    out = await renderer(store, tmp_path)(row())
    assert "2 buổi" in out.text and "chưa làm được" in out.text
    assert len(out.attachments) == (0 if broken == "both" else 1)
    assert not [p for p in (tmp_path / "media" / FOLDER).iterdir() if p.name.endswith(".part")]


async def test_a_workshop_that_makes_nothing_does_not_stop_the_text(store, tmp_path, caplog):
    class Broken:
        def do(self, job, *values, seconds=0.0):
            return Failed("overran")

    out = await Renderer(store, QN, tmp_path / "media", lambda: at("2026-07-06T07:30"), bench=Broken())(row())
    assert "2 buổi" in out.text and "chưa làm được" in out.text and not out.attachments
    assert list((tmp_path / "media" / FOLDER).iterdir()) == [] and "could not be made: overran" in caplog.text


async def test_a_digest_of_a_unit_that_is_gone_says_so(store, tmp_path):
    assert "không còn" in (await renderer(store, tmp_path)(row(unit="no-such-unit"))).text


async def test_a_send_that_gives_up_waiting_finds_the_digest_the_next_time(store, tmp_path, monkeypatch):
    drawn = []
    draw = chart.draw
    monkeypatch.setattr(chart, "draw", lambda picture: drawn.append(1) or draw(picture))
    render = renderer(store, tmp_path)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await render(row())
    assert (await render(row())).attachments and len(drawn) == 1


def test_times_of_other_zones_are_the_packs():
    found = due(QN, [HOA], datetime(2026, 6, 22, 0, 29, tzinfo=UTC), datetime(2026, 6, 22, 0, 30, tzinfo=UTC))
    assert [d.period for d in found] == ["2026-W25"]
