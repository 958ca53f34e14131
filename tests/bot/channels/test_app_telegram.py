"""The whole bot as the operator starts it, against an emulated Bot API, by polling and by webhook: a person joins,
reports with buttons, sees and mends it, whatever their telephone and the process do meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import json
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from PIL import Image

from bot.__main__ import main
from bot.app import build
from bot.channels.telegram.channel import Telegram
from bot.jobs.tick import Ticker
from bot.settings import load
from programme.domain.model import Invite
from storage.database import health, leases
from storage.database.session import open_store
from storage.messages import media, outbox
from storage.people import accounts
from storage.reports import reports
from storage.transfer.exchange import line
from tests.bot.channels.test_telegram_end_to_end import (
    MODES,
    SECRET,
    TOKEN,
    Emulator,
    emulated,
    free_port,
    message,
    person,
)

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

UNIT, CODE = "hl.ha-tu", "THU234"
ROOT = Path(__file__).parents[3]


@dataclass
class Shown:
    """A message of the bot's as the person sees it: its words, its buttons (label → payload), how often it changed."""

    text: str
    buttons: dict[str, str]
    edits: int = 0


@dataclass
class Screens:
    """What each chat shows, from what the emulator accepted."""

    chats: dict[int, dict[int, Shown]] = field(default_factory=dict)
    order: list[tuple[int, int]] = field(default_factory=list)

    def take(self, method: str, fields: dict, result: dict) -> None:
        markup = fields.get("reply_markup") or {"inline_keyboard": []}
        markup = json.loads(markup) if isinstance(markup, str) else markup
        buttons = {key["text"]: key["callback_data"] for row in markup["inline_keyboard"] for key in row}
        chat, number = int(fields["chat_id"]), result["message_id"]
        messages = self.chats.setdefault(chat, {})
        before = messages.get(number)
        messages[number] = Shown(fields["text"], buttons, before.edits + 1 if before else 0)
        self.order.append((chat, number))


@dataclass
class Person:
    """Someone with a telephone: writes, presses what is shown, and waits until the answer is there."""

    emulator: Emulator
    screens: Screens
    store: object
    chat: int = 7
    numbers: itertools.count = field(default_factory=lambda: itertools.count(10_001))

    async def say(self, text: str = "", **what) -> Shown:
        number = next(self.numbers)
        await self.send(message(self.chat, number, **({"text": text} if text else {}), **what))
        return await self.answered(f"m:{self.chat}:{number}")

    async def press(self, label: str, on: int | None = None) -> Shown:
        """Presses a button of the newest message that has one of this label (its beginning is enough)."""
        number, payload = self.button(label) if on is None else (on, self.messages[on].buttons[label])
        return await self.press_payload(payload, number)

    async def press_payload(self, payload: str, number: int) -> Shown:
        id = str(next(self.numbers))
        press = {"id": id, "from": person(self.chat), "chat_instance": "1", "data": payload,
                 "message": {**message(self.chat, number)["message"], "text": "?"}}  # fmt: skip
        await self.send({"callback_query": press})
        return await self.answered(f"c:{id}")

    async def send(self, update: dict) -> None:
        await self.emulator.enqueue_update(update, token=TOKEN)

    @property
    def messages(self) -> dict[int, Shown]:
        return self.screens.chats.get(self.chat, {})

    def button(self, label: str) -> tuple[int, str]:
        """A reminder may have come in between: its “Hôm nay không có hoạt động” is no “Hôm nay 15/6”."""
        for number, shown in sorted(self.messages.items(), reverse=True):
            for name, payload in shown.buttons.items():
                if name.startswith(label) and not name.startswith(f"{label} không "):
                    return number, payload
        raise AssertionError(f"no button {label!r} in {[m.text for m in self.messages.values()][-2:]}")

    def rows(self, key: str) -> list:
        now = datetime.now(UTC)
        return self.store.read(lambda conn: [r for r in outbox.rows(conn, now) if r.key.startswith(f"{key}#")])

    async def answered(self, key: str) -> Shown:
        """Until every reply to this message is sent; the last message that changed on the screen."""

        def sent() -> bool:
            rows = self.rows(key)
            return bool(rows) and all(r.state in ("sent", "replaced") for r in rows)

        await until(sent, self.emulator)
        return self.messages[[number for chat, number in self.screens.order if chat == self.chat][-1]]


async def until(done, emulator, seconds: float = 180.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came"
        await emulator.deliver_updates(token=TOKEN)
        await asyncio.sleep(0.01)


class Stage:
    """A store with an invite, an emulated Bot API, and the bot's settings over both."""

    def __init__(self, folder: Path, mode: str, emulator: Emulator):
        self.emulator, self.screens, self.port = emulator, Screens(), free_port()
        self.url = f"sqlite:///{folder}/store.db"
        self.environ = {
            "BAOCAO_DATABASE_URL": self.url,
            "BAOCAO_MEDIA": str(folder / "media"),
            "BAOCAO_PROGRAMME": "quang-ninh",
            "BAOCAO_PORT": str(self.port),
            "BAOCAO_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": emulator.url,
            "TELEGRAM_MODE": mode,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        self.settings = load(self.environ, folder)
        self.store = open_store(self.url)
        invite = Invite(CODE, UNIT, "member", uses=5)
        self.store.transact(lambda conn: accounts.make_invite(conn, invite, "", datetime.now(UTC))).result()
        self._listen()

    def _listen(self) -> None:
        asked = self.emulator.validate

        def validate(method, fields, uploads):
            result = asked(method, fields, uploads)
            if method in ("sendMessage", "editMessageText"):
                self.screens.take(method, fields, result)
            return result

        self.emulator.validate = validate

    def person(self, chat: int = 7) -> Person:
        return Person(self.emulator, self.screens, self.store, chat)

    @asynccontextmanager
    async def running(self):
        """The bot, from its start to its end."""
        app = await asyncio.to_thread(build, self.settings)
        await app.start()
        try:
            yield app
        finally:
            await app.stop()

    def reports(self) -> list:
        return self.store.read(lambda conn: list(reports.between(conn, None, None, None)))

    def leases_run_out(self) -> None:
        """What a killed process held and had claimed is free again, without the minute and a half that this takes."""

        def work(conn) -> None:
            outbox.thaw(conn, "telegram", datetime.now(UTC) - 2 * outbox.FUTURE)
            for name in ("serve:telegram", "fetch"):
                assert leases.hold(conn, name, "test", datetime.now(UTC) + timedelta(hours=1), 1)
                leases.release(conn, name, "test")

        self.store.transact(work).result()


@asynccontextmanager
async def staged(folder: Path, mode: str):
    async with emulated() as emulator:
        stage = Stage(folder, mode, emulator)
        try:
            yield stage
        finally:
            stage.store.close()


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """One message a second to a person is kept elsewhere; here nobody waits for it. What a day brings unasked has tests
    of its own; here nothing comes between a question and its answer."""
    monkeypatch.setattr(Telegram, "rate_each", 10_000)
    monkeypatch.setattr(Ticker, "tick", lambda *_: 0)


async def join(lan: Person) -> Shown:
    await lan.say(f"/start {CODE}")
    await lan.press("Đồng ý")
    return await lan.say("Nguyễn Thị Lan")


async def fill(lan: Person) -> Shown:
    """To the review of a usual session."""
    await lan.say("/baocao")
    for label in ("Truyền thông", "Ma túy", "Hôm nay"):
        await lan.press(label)
    await lan.say("45")
    await lan.press("Không đếm riêng")
    await lan.say("Nhà văn hóa khu 4")
    return await lan.press("Không")


def photographed() -> bytes:
    """A photo as a telephone takes it, with its camera and its place written into it."""
    tags = Image.Exif()
    tags[0x010F] = "SECRETPHONE"
    tags.get_ifd(0x8825)[1] = "N"
    raw = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(raw, "JPEG", exif=tags)
    return raw.getvalue()


@pytest.mark.parametrize("mode", MODES)
async def test_from_invite_to_export(tmp_path, mode, monkeypatch, capsys):
    async with staged(tmp_path, mode) as stage, stage.running():
        lan = stage.person()
        assert "Mã đúng" in (await lan.say(f"/start {CODE}")).text
        assert "Họ tên" in (await lan.press("Đồng ý")).text
        menu = await lan.say("Nguyễn Thị Lan")
        assert "Báo cáo mới" in menu.buttons and any("Xin chào Nguyễn Thị Lan" in m.text for m in lan.messages.values())

        # a question that is pressed turns into the next one, in its place
        first = await lan.say("/baocao")
        count = len(lan.messages)
        for label, comes in (("Truyền thông", "2. Chủ đề?"), ("Ma túy", "3. Khi nào?"), ("Hôm nay", "5. Bao nhiêu")):
            shown = await lan.press(label)
            assert comes in shown.text and len(lan.messages) == count
        assert (shown.edits, first.text) == (3, "1. Hoạt động gì?")
        assert "6. Trong đó nữ" in (await lan.say("45")).text  # what is typed is answered by a new message
        await lan.press("Không đếm riêng")
        await lan.say("Nhà văn hóa khu 4")
        review = await lan.press("Không")
        assert "XEM LẠI" in review.text and "Lượt người dự: 45" in review.text

        stage.emulator.assets["f1"] = {"data": photographed()}
        size = {"file_id": "f1", "file_unique_id": "u", "width": 640, "height": 480}
        assert "Ảnh: 1" in (await lan.say(photo=[size])).text
        receipt = await lan.press("Gửi báo cáo")
        report = stage.reports()[0]
        assert receipt.text.startswith(f"✅ ĐÃ NHẬN – mã {report.code}") and "Ảnh: 1" in receipt.text
        await until(lambda: stage.reports()[0].media[0].sha256, stage.emulator)
        kept = media.place(tmp_path / "media", stage.reports()[0].media[0].sha256).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == stage.reports()[0].media[0].sha256
        assert b"SECRET" not in kept and not dict(Image.open(io.BytesIO(kept)).getexif())

        # seen and mended, one answer
        assert report.code in "".join((await lan.say("XEM")).buttons)
        assert "45 lượt người" in (await lan.press(report.code)).text
        assert "Lượt người dự: 54" in (await lan.say(f"SUA {report.code} 5 54")).text
        assert "ĐÃ SỬA" in (await lan.press("Lưu sửa đổi")).text

        mended = stage.reports()[0]

    act = mended.activities[0]
    assert (mended.code, mended.unit, mended.revision, mended.channel) == (report.code, UNIT, 2, "telegram")
    assert {n: f.value for n, f in act.figures.items()} == {"sessions": 1, "participants": 54}
    assert (act.kind, act.topics, act.place) == ("communication", ("drug",), "Nhà văn hóa khu 4")
    assert mended.revisions[0].activities[0].figures["participants"].value == 45
    for name, value in stage.environ.items():
        monkeypatch.setenv(name, value)
    assert main(["export", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out.splitlines() == [line(mended)]


@pytest.mark.parametrize("mode", MODES)
async def test_what_comes_twice_and_what_comes_late(tmp_path, mode):
    """Presses and updates brought twice are answered once; old buttons change nothing and say so."""
    async with staged(tmp_path, mode) as stage, stage.running():
        lan = stage.person()
        await join(lan)
        await lan.say("/baocao")
        number, payload = lan.button("Truyền thông")
        await lan.press_payload(payload, number)
        before = lan.messages[number].text
        again = await lan.press_payload(payload, number)  # a second finger on the same button
        assert "không có gì thay đổi" in again.text and lan.messages[number].text == before
        await lan.press("Ma túy")

        update = message(lan.chat, 20_001, text="hôm nay")
        await lan.send(update)
        await lan.send(update)
        await lan.answered(f"m:{lan.chat}:20001")
        press = {"id": "900", "from": person(7), "chat_instance": "1", "data": payload,
                 "message": {**message(7, number)["message"], "text": "?"}}  # fmt: skip
        await lan.send({"callback_query": press})
        await lan.send({"callback_query": press})
        await lan.answered("c:900")
        await lan.say("45")
        assert [len(lan.rows(key)) for key in (f"m:{lan.chat}:20001", "c:900")] == [1, 1]
        assert len([m for m in lan.messages.values() if "5. Bao nhiêu lượt người dự?" in m.text]) == 1

        await lan.press("Không đếm riêng")
        await lan.press("Bỏ qua")
        await lan.press("Không")
        send = lan.button("Gửi báo cáo")
        code = (await lan.press("Gửi báo cáo")).text.split("mã ")[1].split()[0]
        assert f"đã gửi rồi – mã {code}" in (await lan.press_payload(send[1], send[0])).text
        assert [r.code for r in stage.reports()] == [code]


@pytest.mark.parametrize("mode", MODES)
async def test_what_can_not_be_read_is_put_aside(tmp_path, mode):
    async with staged(tmp_path, mode) as stage, stage.running():
        broken = message(7, 1, text="x")
        broken["message"]["date"] = 10**30
        await stage.person().send(broken)
        assert "Để tham gia" in (await stage.person().say("xin chào")).text
        assert stage.store.read(health.put_aside) == 1


async def test_a_call_without_the_secret_is_refused(tmp_path):
    async with staged(tmp_path, "webhook") as stage, stage.running() as app, ClientSession() as client:
        update = {"update_id": 9, **message(7, 1, text="xin chào")}
        header = "X-Telegram-Bot-Api-Secret-Token"
        for headers, status in (({}, 403), ({header: "wrong"}, 403), ({header: SECRET}, 200)):
            async with client.post(f"{app.address}/telegram", json=update, headers=headers) as response:
                assert response.status == status
                assert bool(stage.person().rows("m:7:1")) == (status == 200)
        async with client.post(f"{app.address}/telegram", data=b"{", headers={header: SECRET}) as response:
            assert response.status == 200  # put aside: brought again it would be no better
        async with client.get(f"{app.address}/healthz") as response:
            assert (response.status, (await response.json())["ok"]) == (200, True)


async def test_by_polling_nobody_may_post(tmp_path):
    async with staged(tmp_path, "polling") as stage, stage.running() as app, ClientSession() as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with client.post(f"{app.address}/telegram", json={}, headers=headers) as response:
            assert response.status == 404


@pytest.mark.parametrize("mode", MODES)
async def test_a_group_is_told_once(tmp_path, mode):
    async with staged(tmp_path, mode) as stage, stage.running():
        for number in (1, 2, 3):
            said = message(-100500, number, text="/baocao@baocaobot")
            said["message"]["chat"] = {"id": -100500, "type": "supergroup", "title": "Đội Hà Tu"}
            said["message"]["from"] = person(7)
            await stage.person().send(said)
        await stage.person(7).say("xin chào")
        await until(lambda: -100500 in stage.screens.chats, stage.emulator)
        assert ["nhắn riêng" in m.text for m in stage.screens.chats[-100500].values()] == [True]


async def test_one_who_blocked_the_bot_is_marked_and_comes_back(tmp_path):
    async with staged(tmp_path, "webhook") as stage, stage.running() as app, ClientSession() as client:
        lan = stage.person()
        await join(lan)

        def marked() -> bool:
            return stage.store.read(lambda conn: accounts.blocked(conn, "telegram", "7"))

        stage.emulator.trouble = lambda method: 403 if method == "sendMessage" else None
        await lan.send(message(7, 1, text="menu"))
        await until(marked, stage.emulator)
        stage.emulator.trouble = lambda method: None
        member = {"user": {"id": 1, "is_bot": True, "first_name": "B"}, "status": "member"}
        back = {
            "chat": {"id": 7, "type": "private"},
            "from": person(7),
            "date": 1782540000,
            "old_chat_member": {**member, "status": "kicked", "until_date": 0},
            "new_chat_member": member,
        }
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        update = {"update_id": 999, "my_chat_member": back}
        async with client.post(f"{app.address}/telegram", json=update, headers=headers) as response:
            assert response.status == 200
        assert not marked()
        assert "Chọn việc" in (await lan.say("menu")).text


@pytest.mark.parametrize("mode", MODES)
async def test_killed_in_the_middle_and_started_again(tmp_path, mode):
    """`baocao run` killed outright while a report is filled in: the next process goes on at the same question, and an
    old button of before still means what it said."""
    async with staged(tmp_path, mode) as stage:
        lan = stage.person()
        async with stage.running():
            await join(lan)
            await lan.say("/baocao")
            await lan.press("Truyền thông")
        async with process(stage):
            assert "3. Khi nào?" in (await lan.press("Ma túy")).text
        await lan.send(message(7, 30_001, text="hôm nay"))  # said while nobody listens
        stage.leases_run_out()
        async with stage.running():
            assert "5. Bao nhiêu lượt người dự?" in (await lan.answered("m:7:30001")).text
            await lan.say("45")
            await lan.press("Không đếm riêng")
            await lan.press("Bỏ qua")
            await lan.press("Không")
            receipt = await lan.press("Gửi báo cáo")
        assert "ĐÃ NHẬN" in receipt.text and "45 lượt người" in receipt.text
        assert len(stage.reports()) == 1


@asynccontextmanager
async def process(stage: Stage):
    """A real process, ended by SIGKILL."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env=os.environ | stage.environ | {"BAOCAO_DEMO": "0"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            os.kill(running.pid, signal.SIGKILL)
        await running.wait()
