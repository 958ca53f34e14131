"""What the process writes of itself: everything that goes on in a whole conversation, and nothing of what was said."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
from contextlib import asynccontextmanager

import pytest

from bot.ops import logs
from bot.ops.redact import Redact, bare
from tests.bot.channels.test_app_telegram import CODE, ROOT, photographed, staged
from tests.bot.channels.test_telegram_end_to_end import SECRET, TOKEN, message, until

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

NAME, PLACE, PHONE, NOTE = "Nguyễn Thị Bí Mật", "Nhà văn hóa khu Kín", "0912 345 678", "ghi chú riêng tư"
SAID = (NAME, "Bí Mật", PLACE, PHONE, PHONE.replace(" ", ""), NOTE, "7654321", TOKEN, TOKEN.split(":")[1], SECRET, CODE)
ANSWERED = ("Xin chào", "ĐÃ NHẬN", "lượt người", "Truyền thông")


@pytest.fixture
def written():
    """What our handler wrote, as text and as JSON lines."""
    root, streams = logging.getLogger(), {}
    before = root.handlers[:], root.level
    for form in logs.FORMS:
        streams[form] = io.StringIO()
    hook = sys.excepthook
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    logs.set_up("text", [SECRET])
    ours = root.handlers[0]
    ours.setStream(streams["text"])
    lines = logging.StreamHandler(streams["json"])
    lines.setFormatter(logs.Lines())
    lines.addFilter(Redact([SECRET]))
    root.addHandler(lines)
    yield streams
    sys.excepthook = hook
    logging.captureWarnings(False)
    root.handlers[:], root.level = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("form", logs.FORMS)
def test_faults_are_told_by_type_and_place(written, form):
    log = logging.getLogger("some.library")
    try:
        try:
            raise ValueError(f"{NAME} said {NOTE}")
        except ValueError as fault:
            raise KeyError(PHONE) from fault
    except KeyError:
        log.exception("failed for +84912345678 and %s", PHONE)
    text = written[form].getvalue()
    assert "KeyError" in text and "ValueError" in text and "test_logs.py" in text and "<number>" in text
    for secret in (NAME, NOTE, PHONE, "912345678"):
        assert secret not in text
    if form == "json":
        line = json.loads(text)
        assert set(line) == {"at", "level", "from", "text", "trace"}
        assert (line["level"], line["from"]) == ("error", "some.library")


@pytest.mark.parametrize(
    "text",
    [
        "m:700100200:12",
        "c:3006927439872",
        "backup baocao-2026-06-15.tar made, 1048576 bytes",
        "12:30:45 0.25 s",
        "0000",
    ],
)
def test_ids_and_figures_stay(text):
    assert Redact().clean(text) == text


@pytest.mark.parametrize("text", ["0912345678", "84912345678", "+84 912 345 678", "091.234.5678", "+12025550123"])
def test_telephone_numbers_go(text):
    assert Redact().clean(f"to {text} now") == "to <number> now"


async def test_what_breaks_in_the_background(written):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.unhandled)

    async def breaks():
        raise ValueError(NOTE)

    task = asyncio.create_task(breaks())
    await asyncio.wait([task])
    del task
    import gc

    gc.collect()
    assert "in the background: ValueError" in written["text"].getvalue() and NOTE not in written["text"].getvalue()


def test_a_trace_that_goes_round_ends():
    one, two = ValueError("a"), KeyError("b")
    one.__cause__, two.__cause__ = two, one
    assert bare(one) == "ValueError:\nKeyError:"


@asynccontextmanager
async def process(stage, form: str, file):
    """`baocao run`, with everything it writes in a file."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env=os.environ | stage.environ | {"BAOCAO_DEMO": "0", "BAOCAO_LOG": form},
        stdout=file,
        stderr=file,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


async def test_a_whole_conversation_leaves_no_word_of_it(tmp_path):
    """Joining, a report, a photo, what cannot be read, a network that fails, all in one process's log. In one of the
    two forms: a chat is sent one message a second; what differs between the forms is tested above."""
    form = "json"
    with (tmp_path / "log").open("wb") as file:
        async with staged(tmp_path, "polling") as stage, process(stage, form, file):
            lan = stage.person(7654321)
            await lan.say(f"/start {CODE}")
            await lan.press("Đồng ý")
            await lan.say(NAME)
            await lan.say("/baocao")
            troubles = iter([500, "after", 429, 500])
            stage.emulator.trouble = lambda method: (
                next(troubles, None) if method.startswith(("send", "edit")) else None
            )
            for label in ("Truyền thông", "Ma túy", "Hôm nay"):
                await lan.press(label)
            broken = message(7654321, 1, text=NOTE)
            broken["message"]["date"] = 10**30
            await lan.send(broken)
            await lan.say(f"{NOTE} {PHONE}")
            await lan.say("45")
            await lan.press("Không đếm riêng")
            await lan.say(PLACE)
            await lan.press("Không")
            stage.emulator.assets["f1"] = {"data": photographed()}
            polls = iter([502, "before"])
            stage.emulator.trouble = lambda method: next(polls, None) if method == "getUpdates" else None
            size = {"file_id": "f1", "file_unique_id": "u", "width": 640, "height": 480}
            await lan.say(photo=[size])
            await lan.press("Gửi báo cáo")
            await until(lambda: stage.reports() and stage.reports()[0].media[0].sha256, stage.emulator)
    text = (tmp_path / "log").read_text("utf-8")
    found = [secret for secret in (*SAID, *ANSWERED) if secret in text]
    assert found == []
    assert "put aside" in text and "sending rests" in text
    lines = [line for line in text.splitlines() if line and not line.startswith("Báo Cáo serves")]
    assert all(set(json.loads(line)) >= {"at", "level", "from", "text"} for line in lines)
