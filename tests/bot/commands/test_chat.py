"""`baocao chat` as scripts and acceptance checks use it: a line in, a line of JSON out; the store remembers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.chat import Terminal, instant
from bot.demo import settle
from bot.transcript import parse, written
from programme.language.vietnamese import plain
from programme.packs.pack import load_programme
from storage.database.session import open_store

ROOT = Path(__file__).parents[3]
BANNER = Path(__file__).parents[2] / "conversations" / "banner.jpg"
NOW = "2026-06-15T19:30"


@pytest.fixture
def demo(monkeypatch, tmp_path):
    """The settings of a demo in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("BAOCAO_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def chat(demo, monkeypatch, capsys):
    """One call of `baocao chat`: lines in, (exit status, what came out)."""

    def chat(*lines: str, who: str = "phone lan", more: tuple[str, ...] = ("--json",), now: str = NOW):
        channel, address = who.split()
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = main(["chat", "--channel", channel, "--address", address, "--now", now, *more])
        out, err = capsys.readouterr()
        assert err == ""
        return status, out

    return chat


def told(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_line_of_json_for_each_line(chat):
    status, out = chat("bao cao", "@sticker", "", "Truyền thông")
    lines = told(out)
    assert status == 0 and [line["in"] for line in lines] == ["bao cao", "@sticker", "", "Truyền thông"]
    for line in lines:
        assert list(line) == ["in", "replies"] and line["replies"]
        for reply in line["replies"]:
            assert list(reply) == ["text", "choices", "attachments"]
            assert isinstance(reply["text"], str) and reply["attachments"] == []
            assert all(isinstance(choice, str) for choice in reply["choices"])
    assert lines[0]["replies"][0]["text"].startswith("1. Hoạt động gì?")
    assert lines[0]["replies"][0]["choices"][0] == "Truyền thông"
    assert "Hoạt động" in out, "Vietnamese is written as it is"


def test_a_second_call_goes_on(chat):
    assert told(chat("bao cao")[1])[0]["replies"][0]["text"].startswith("1.")
    assert "2. Chủ đề?" in told(chat("Truyền thông")[1])[0]["replies"][0]["text"]
    assert "3. Khi nào?" in told(chat("1")[1])[0]["replies"][0]["text"]
    assert "5. Bao nhieu" in told(chat("hn", who="phone lan/sms")[1])[0]["replies"][0]["text"]  # one person, one draft
    assert "6." in told(chat("45", now="2026-06-17T08:00")[1])[0]["replies"][0]["text"]


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa", "kannel", "android_sms", "phone"])
def test_a_choice_is_its_words_or_its_number(chat, channel):
    for n, word in enumerate(("Đồng ý", "1")):
        lines = told(chat("HATU26", word, who=f"{channel} 091234567{n}")[1])
        labels = lines[0]["replies"][0]["choices"]
        assert len(labels) == 2 and plain(labels[0]) == "Dong y" and plain(labels[1]).startswith("Khong")
        assert "Ho ten" in plain(lines[1]["replies"][0]["text"])


def test_for_people_choices_are_numbered(chat):
    status, out = chat("menu", more=())
    assert status == 0 and "\n1. Báo cáo mới\n2. " in out and "{" not in out


def test_the_clock_is_as_told(chat):
    day = told(chat("bao cao", "1", "1")[1])[-1]["replies"][0]["choices"][0]
    assert day == "Hôm nay 15/6"
    late = told(chat("tiếp", now="2026-06-30T18:00:00Z")[1])[-1]["replies"][0]["choices"][0]
    assert late == "Hôm nay 1/7"  # 1 o'clock at night in Hạ Long


def test_a_photo_a_place_a_contact(chat, demo):
    lines = told(chat(f"@photo {BANNER}", "@location 20.95 107.07", "@contact 0912345678", "@photo nowhere.jpg")[1])
    texts = [line["replies"][0]["text"] for line in lines]
    assert "Đã giữ 1 ảnh" in texts[0] and "vị trí" in texts[1] and "danh thiếp" in texts[2] and "tệp" in texts[3]
    kept = [path for path in (demo / "var" / "demo-media").glob("??/*") if path.is_file()]
    assert len(kept) == 1 and kept[0].read_bytes()[:2] == b"\xff\xd8"


def test_photos_of_a_report_are_in_its_export(chat, capsys, demo):
    chat(f"@photo {BANNER}", "bao cao", "Truyền thông", "Ma túy", "hn", "45", "1", "b", "1", "Gửi báo cáo")
    assert main(["export"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["media"]) == 1 and len(report["media"][0]["sha256"]) == 64
    digest = report["media"][0]["sha256"]
    assert (demo / "var" / "demo-media" / digest[:2] / digest[2:]).is_file()


ODD = [
    "@location",
    "@location 20",
    "@location 20 107 3",
    "@location a b",
    "@contact",
    "@photo",
    "@press",
    "@press x",
    "@",
    "@x",
]


@pytest.mark.parametrize("line", ODD)
def test_half_a_stand_in_is_no_fault(chat, line):
    status, out = chat("menu", line)
    assert status == 0 and told(out)[1]["replies"][0]["text"]


def test_replies_never_leave_the_terminal(chat, capsys):
    chat("menu", who="telegram 5001")
    assert main(["outbox", "--json"]) == 0
    rows = told(capsys.readouterr().out)
    assert rows and {row["state"] for row in rows} == {"sent"}


def test_a_record_is_read_and_replays_the_same(chat, demo, tmp_path):
    file = tmp_path / "said.txt"
    said = [
        "bao cao",
        "Truyền thông",
        "@press Truyền thông",
        "Ma túy",
        "hôm qua",
        "trên 40",
        "x" * 300,
        "",
        "  ",
        "#",
        "> <",
    ]
    more = ("--json", "--record", str(file))
    first = told(chat(*said, more=more)[1])
    second = told(chat("L", "menu", who="phone lan/sms", now="2026-06-16T07:00+07:00", more=more)[1])
    lines = list(parse(file.read_text("utf-8")))
    assert [line.line for line in lines] == [*said, "L", "menu"]
    assert [(line.channel, line.address) for line in lines[-3:]] == [("phone", "lan"), *[("phone", "lan/sms")] * 2]

    programme = load_programme("quang-ninh")
    store = open_store(f"sqlite:///{tmp_path}/again.db")
    try:
        settle(store, programme, instant(NOW, programme.zone))
        talks: dict[str, Terminal] = {}
        for line, spoken in zip(lines, first + second, strict=True):
            new = Terminal(store, programme, tmp_path / "media", line.channel, line.address)
            talk = talks.setdefault(line.address, new)
            talk.now = instant(line.now, programme.zone)
            replies = talk.say(line.line)
            assert [reply.text for reply in replies] == [reply["text"] for reply in spoken["replies"]]
            assert [written(reply).rstrip("\n") for reply in replies] == [r.rstrip("\n") for r in line.replies]
    finally:
        store.close()


def test_over_a_pipe(demo):
    """As a script does it: bytes in, a line out at once for each line in."""
    words = [sys.executable, "-m", "bot", "chat", "--channel", "phone", "--address", "lan", "--json"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=demo, env=env, **pipes) as process:
        for line in ("menu", "báo cáo"):
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["in"] == line
        process.stdin.close()
        assert process.stdout.read() == b"" and process.wait(30) == 0 and process.stderr.read() == b""


def test_bytes_that_are_no_text(demo):
    words = [sys.executable, "-m", "bot", "chat", "--channel", "phone", "--address", "lan", "--json"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        words, cwd=demo, env=env, input=b"\xff\xfe45\nmenu\n", capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 2
