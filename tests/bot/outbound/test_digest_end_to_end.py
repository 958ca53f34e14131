"""A week's digest from the tick to the telephone: queued by the running app on a Monday morning, rendered, and sent
through each channel's own interface, emulated on loopback."""

from __future__ import annotations

import asyncio
import io
import json
import re
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from aiohttp import ClientSession, web
from openpyxl import load_workbook
from PIL import Image

from bot.app import build
from bot.settings import load
from programme.domain.effects.people import Enrol
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.domain.sms_segments import alphabet, segments
from programme.packs.pack import load_programme
from storage.messages import outbox
from storage.people import accounts
from storage.reports import reports
from tests.bot.channels.test_telegram_end_to_end import message, person
from tests.support import fake_zalo
from tests.support.fake_telegram import TOKEN, fake_api
from tests.support.real_kannel import free_port

WARD, TEAM = "x2025-6652", "hl.ha-tu"
MONDAY = datetime(2026, 7, 6, 0, 30, tzinfo=UTC)
CAST = {"an": ("telegram", "701"), "binh": ("zalo_oa", "z-702"), "chi": ("kannel", "+84912000703")}
SECRET = "a-secret-of-the-webhook"
read_once = cache(load_programme)


@asynccontextmanager
async def fake_kannel():
    """What Kannel is asked to send."""
    asked: list[dict[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        asked.append(dict(request.query) | dict(await request.post()))
        return web.Response(status=202, text="0: Accepted for delivery")

    app = web.Application()
    app.router.add_route("*", "/cgi-bin/sendsms", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/cgi-bin/sendsms", asked
    await runner.cleanup()


@asynccontextmanager
async def served(folder, telegram, zalo, kannel):
    """The app on that Monday, with three coordinators of one ward and a report."""
    port = free_port()
    settings = load(
        {
            "BAOCAO_DATABASE_URL": f"sqlite:///{folder}/store.db",
            "BAOCAO_MEDIA": str(folder / "media"),
            "BAOCAO_PROGRAMME": "quang-ninh",
            "BAOCAO_PORT": str(port),
            "BAOCAO_PUBLIC_URL": "https://bc.example",
            "BAOCAO_SECRET_KEY": "0123456789abcdef0123456789abcdef",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "ZALO_OA_APP_ID": fake_zalo.APP,
            "ZALO_OA_APP_SECRET": fake_zalo.APP_SECRET,
            "ZALO_OA_ID": fake_zalo.OA_ID,
            "ZALO_OA_WEBHOOK_SECRET": fake_zalo.OA_SECRET,
            "ZALO_OA_REFRESH_TOKEN": zalo.refresh,
            "ZALO_OA_API_URL": zalo.url,
            "ZALO_OA_OAUTH_URL": zalo.url,
            "KANNEL_SEND_URL": kannel,
            "KANNEL_USERNAME": "u",
            "KANNEL_PASSWORD": "p",
            "KANNEL_SENDER": "8x88",
            "KANNEL_INBOUND_KEY": "k" * 24,
        },
        folder,
    )
    app = build(settings)
    app.clock.ahead = MONDAY - datetime.now(UTC)
    done = Activity("communication", ("drug",), date(2026, 7, 1), {"sessions": Figure(2), "participants": Figure(60)})
    report = Report(
        "K7P2", "activity", "1", TEAM, "m", "m", "phone", "2026-07", datetime(2026, 7, 1, 8, tzinfo=UTC), (done,)
    )

    def fill(conn) -> None:
        for name, where in CAST.items():
            member = Member(name, name.title(), (Post(WARD, "coordinator"),), consent=app.programme.notice)
            accounts.enrol(conn, Enrol(member, ""), *where, datetime(2026, 6, 1, tzinfo=UTC))
        reports.file(conn, report)

    app.store.transact(fill).result()
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def until(done, seconds: float = 180) -> None:
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.03)


def states(app) -> dict[str, str]:
    now = app.clock()
    rows = app.store.read(lambda conn: [r for r in outbox.rows(conn, now) if r.key.startswith("digest:")])
    return {row.key.rpartition(":")[2]: row.state for row in rows}


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr("bot.app.load_programme", read_once)


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_on_monday_morning_it_reaches_each_coordinator_as_their_channel_can(tmp_path):
    async with (
        fake_api() as telegram,
        fake_zalo.fake_zalo() as zalo,
        fake_kannel() as (kannel, sms),
        served(tmp_path, telegram, zalo, kannel) as app,
    ):
        await until(lambda: states(app) == dict.fromkeys(CAST, "sent"))

        # Telegram: the text with its buttons, the chart, the workbook.
        kinds = [method for method, _ in telegram.sent]
        assert kinds.count("sendMessage") == 1 and {"sendPhoto", "sendDocument"} <= set(kinds)
        text = next(fields for method, fields in telegram.sent if method == "sendMessage")
        assert "📊 Tuần 27/2026 (29/6–5/7) · Phường Hà Tu" in text["text"] and "2 buổi" in text["text"]
        keys = [key for row in json.loads(text["reply_markup"])["inline_keyboard"] for key in row]
        assert any(key["callback_data"] == "m:nudge" for key in keys)
        files = [part for _, fields in telegram.sent for part in fields.values() if isinstance(part, tuple)]
        png, xlsx = (next(raw for name, raw in files if name.endswith(end)) for end in (".png", ".xlsx"))
        assert Image.open(io.BytesIO(png)).width == 1080
        assert load_workbook(io.BytesIO(xlsx)).sheetnames == ["Tổng hợp", "Theo đơn vị", "Báo cáo gốc"]

        # SMS: one segment, no link.
        assert len(sms) == 1 and segments(sms[0]["text"]) == 1 and alphabet(sms[0]["text"]) == "gsm7"
        assert "http" not in sms[0]["text"] and "Ha Tu: 0/2 don vi" in sms[0]["text"]

        # Zalo: the text, and links that are signed and end.
        said = "\n".join(sent["message"].get("text", "") for sent in zalo.sent("/v3.0/oa/message/cs"))
        links = re.findall(r"https://bc\.example(/files/\S+)", said)
        assert "Phường Hà Tu" in said and len(links) == 2
        async with ClientSession(app.address) as client:
            book = await client.get(links[1])
            assert book.status == 200
            assert len(load_workbook(io.BytesIO(await book.read())).sheetnames) == 3
            assert (await client.get(links[1].replace("/files/", "/files/A"))).status == 403
            calendar = await client.get("/calendar.ics", params={"token": "made-up"})
            assert calendar.status == 404

            # The button under the digest: all that are silent are reminded, and not twice in a day.
            async def press(number: int) -> str:
                before = len(telegram.sent)
                update = {
                    "update_id": number,
                    "callback_query": {
                        "id": f"{number}",
                        "from": person(701),
                        "chat_instance": "1",
                        "data": "m:nudge",
                        "message": {**message(701, 1)["message"], "text": "?"},
                    },
                }
                header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
                assert (await client.post("/telegram", json=update, headers=header)).status == 200
                await until(lambda: [m for m, _ in telegram.sent[before:] if m == "sendMessage"])
                return next(f["text"] for m, f in telegram.sent[before:] if m == "sendMessage")

            assert "Đã nhắc" in await press(90_001)
            assert "Hôm nay đã nhắc" in await press(90_002)

            app.clock.forward(timedelta(days=8))
            assert (await client.get(links[1])).status == 410
