"""The real process on days that have their own ways: a report from the first word to the export, beside the commands,
with the clock set by libfaketime."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.days.faked_clock import DAYS, LIBRARY, SetClock, moment
from tests.days.member import Member
from tests.pages.test_phone_browser import ROOT, Hand, chromium, running
from tests.pages.test_phone_browser import pytestmark as marks_of_browser

chromium = chromium
needs_chromium = marks_of_browser[1]
pytestmark = pytest.mark.skipif(not LIBRARY, reason="libfaketime is absent (apt-get install faketime)")


class Demo:
    """The demo's process on a set day, and commands beside it with the same clock and store."""

    def __init__(self, folder: Path, clock: SetClock, address: str):
        self.folder, self.clock, self.address = folder, clock, address
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("BAOCAO_", "TELEGRAM_"))}
        store = {"BAOCAO_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}", "BAOCAO_MEDIA": str(folder / "media")}
        self._environ = clean | {"BAOCAO_DEMO": "1"} | store | clock.environ

    def command(self, *words: str, said: str = "") -> str:
        """`baocao WORDS`: what it prints; it must end well."""
        line = [sys.executable, "-m", "bot", *words]
        done = subprocess.run(
            line,
            input=said,
            cwd=self.folder,
            env=self._environ,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr[-2000:]
        return done.stdout

    def today(self) -> date:
        return self.clock.now().date()

    def reports(self) -> dict[str, dict]:
        """All reports as exported, by code."""
        lines = self.command("export", "--format", "jsonl").splitlines()
        return {report["code"]: report for report in map(json.loads, lines)}


@contextmanager
def demo_on(folder: Path, at: datetime):
    clock = SetClock(folder / "clock", at)
    with running(folder, environ=clock.environ) as address:
        yield Demo(folder, clock, address)


@pytest.fixture(scope="module", params=DAYS.values(), ids=DAYS.keys())
def demo(request, tmp_path_factory):
    with demo_on(tmp_path_factory.mktemp("day"), moment(request.param)) as demo:
        yield demo


def short(day: date) -> str:
    return f"{day.day}/{day.month}"


def filled(member: Member) -> str:
    """A session held today, filled in to its review: what today's button said."""
    member.says("MENU", sees="Chọn việc")
    member.presses("Báo cáo mới", sees="1. Hoạt động gì?")
    member.presses("Truyền thông", sees="2. Chủ đề?")
    member.presses("Ma túy", sees="3. Khi nào?")
    today = next(label for label in member.labels() if re.match(r"Hôm nay \d", label))
    member.presses(today, sees="Bao nhiêu lượt người dự?")
    member.says("45", sees="✓ Lượt người dự: 45")
    member.presses("Không đếm riêng", sees="7. Ở đâu?")
    member.says("Nhà văn hóa khu 4", sees="8. Có kèm theo gì không?")
    member.presses("Không", sees="XEM LẠI TRƯỚC KHI GỬI")
    return today


def test_a_report_from_the_first_word_to_the_export(demo):
    lan, before = Member(demo.address, "lan"), demo.today()
    today = filled(lan)
    receipt = lan.presses("Gửi báo cáo", sees="ĐÃ NHẬN – mã")
    code, days = re.search(r"mã (\w+)", receipt)[1], {before, demo.today()}  # two, where it was midnight meanwhile
    assert "45 lượt người" in receipt and today in {f"Hôm nay {short(day)}" for day in days}
    kept = demo.reports()[code]
    assert kept["activities"][0]["date"] in {str(day) for day in days}
    assert kept["period"] == kept["activities"][0]["date"][:7]
    lan.says(f"SUA {code} 5 54", sees="Lượt người dự: 54")
    lan.presses("Lưu sửa đổi", sees="ĐÃ SỬA")
    mended = demo.reports()[code]
    assert (mended["revision"], mended["activities"][0]["figures"]["participants"]["value"]) == (2, 54)


def test_what_is_to_come_is_not_over(demo):
    """Each day of the list of campaigns and deadlines is today or later."""
    ba, today = Member(demo.address, "ba"), demo.today()
    ba.says("MENU", sees="Chọn việc")
    shown = ba.presses("Lịch và hạn", sees="LỊCH VÀ HẠN")
    ends = [date(*map(int, reversed(found))) for found in re.findall(r"(\d+)/(\d+)/(\d{4})", shown)]
    assert len(ends) >= 4 and min(ends) >= today


def test_an_officer_sees_the_month(demo):
    hoa, before = Member(demo.address, "hoa"), demo.today()
    shown = hoa.says("SO LIEU", sees="SỐ LIỆU – Phường Hà Tu")
    months = {f"/{day.month}/{day.year}" for day in (before, demo.today())}
    assert any(month in shown.splitlines()[0] for month in months)
    hoa.says("MENU", sees="Chọn việc")
    hoa.presses("Ai chưa báo?", sees="Hà Tu")


def test_commands_beside_it(demo):
    before = demo.today()
    chat = ("chat", "--channel", "phone", "--address", "phu/sms", "--json")
    guess, receipt = map(json.loads, demo.command(*chat, said="BC TT MT 30 KHU 4\n1\n").splitlines())
    assert any(f"3. Hom nay {short(day)} (DOAN)" in guess["replies"][0]["text"] for day in (before, demo.today()))
    assert "DA NHAN" in receipt["replies"][0]["text"] and "30 luot" in receipt["replies"][0]["text"]
    demo.command("tick", "--json")
    assert demo.command("tick", "--json") == "", "what was queued once is not queued again"
    month = f"{demo.today():%Y-%m}"
    assert json.loads(demo.command("digest", "--unit", "qn", "--period", month, "--json"))
    backup = demo.folder / "backup.tar"
    demo.command("backup", str(backup))
    assert backup.stat().st_size > 10_000


@pytest.mark.browser
@needs_chromium
def test_in_a_browser(demo, chromium):
    hand, before = Hand(chromium, demo.address), demo.today()
    hand.opens("?who=minh&looks=sms", height=960)
    shown = datetime.fromisoformat(hand.one("#now time").get_attribute("datetime"))
    assert abs(shown - demo.clock.now()) < timedelta(minutes=2)
    hand.types("BAO CAO")
    for question, answer in (
        ("don vi nao", "1"),
        ("1. Hoat dong gi?", "1"),
        ("2. Chu de?", "1"),
        ("3. Khi nao?", "1"),
        ("5. Bao nhieu luot nguoi du?", "30"),
        ("6. Trong do nu", "1"),
        ("7. O dau?", "KHU 4"),
        ("8. Co kem theo gi khong?", "1"),
        ("Xem lai", "1"),
    ):
        hand.sees(question)
        hand.types(answer)
    hand.sees("DA NHAN", "30 luot")
    assert any(f"3. {short(day)}" in hand.last() for day in (before, demo.today()))


def test_its_log_is_clean(demo):
    log = (demo.folder / "log").read_text("utf-8")
    assert not re.search("ERROR|Traceback", log), log[-2000:]


# --- midnight between two answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-31", "2028-02-28", "2028-02-29"])
def test_midnight_comes_before_it_is_sent(tmp_path, day):
    """What was today when it was answered stays that day, in its own month."""
    with demo_on(tmp_path, moment(f"{day}T23:30")) as demo:
        lan = Member(demo.address, "lan")
        filled(lan)
        demo.clock.set(moment(f"{day}T00:01") + timedelta(days=1))
        lan.waits_for(demo.today())
        receipt = lan.presses("Gửi báo cáo", sees="ĐÃ NHẬN – mã")
        kept = demo.reports()[re.search(r"mã (\w+)", receipt)[1]]
        assert (kept["activities"][0]["date"], kept["period"]) == (day, day[:7])
        tomorrow = demo.today()
        assert kept["filed_at"][:16] >= f"{moment(f'{tomorrow}T00:01').astimezone(UTC):%Y-%m-%dT%H:%M}"
        assert filled(lan) == f"Hôm nay {short(tomorrow)}"


# --- between the two days of Vietnam and of the machine ---------------------------------------------------------------


def test_commands_go_by_the_day_in_vietnam(tmp_path):
    """Half an hour into 1 July 2025 a team is below its new ward, though it is still June in Greenwich."""
    demo = Demo(tmp_path, SetClock(tmp_path / "clock", moment("2025-07-01T00:30")), "")
    assert "x2025-6652" in demo.command("units")
    said = demo.command("chat", "--channel", "phone", "--address", "lan/sms", said="BC TT MT HN 30 KHU 4\n1\n")
    assert "DA NHAN" in said
    (report,) = map(json.loads, demo.command("export", "--unit", "x2025-6652").splitlines())
    assert (report["unit"], report["activities"][0]["date"]) == ("hl.ha-tu", "2025-07-01")


# --- what starts processes, on these days -----------------------------------------------------------------------------

ALSO = {
    "Monday 30/11, the end of a month": (
        "tests/storage/database/test_postgresql.py::test_four_processes_and_500_people",
        "tests/pages/test_phone_browser.py::test_a_cheap_phone_answers_by_numbers",
        "tests/bot/test_crashes.py::test_killed_at_every_point_of_a_report",
    ),
    "1/12": ("tests/bot/test_crashes.py::test_two_hundred_messages_over_six_random_kills",),
    "31/12": ("tests/bot/channels/test_app_telegram.py::test_from_invite_to_export",),
    "1/1": ("tests/bot/channels/test_app_telegram.py::test_killed_in_the_middle_and_started_again",),
    "29/2": (
        "tests/bot/commands/test_run.py",
        "tests/pages/test_phone_browser.py::test_the_clock_goes_forward",
    ),
    "26/6": ("tests/bot/test_faults.py",),
    "30/7": ("tests/bot/channels/test_app_telegram.py::test_from_invite_to_export",),
    "a Sunday": ("tests/bot/test_crashes.py::test_killed_at_every_point_of_a_report",),
    "Tet, the first day of Dinh Mui": (
        "tests/bot/channels/test_app_telegram.py::test_what_comes_twice_and_what_comes_late",
    ),
    "a minute before midnight": (
        "tests/bot/channels/test_app_telegram.py::test_from_invite_to_export",
        "tests/pages/test_phone_browser.py::test_a_report_is_filed_by_buttons_up_to_its_receipt",
    ),
}
"""Tests that start the real process or a browser, on the days where they are run once more."""


@pytest.mark.parametrize("day", DAYS)
def test_other_tests_on_that_day(day, tmp_path):
    clock = SetClock(tmp_path / "clock", moment(DAYS[day]))
    line = [sys.executable, "-m", "pytest", "--tb=short", "-rs", f"--basetemp={tmp_path / 'tests'}", *ALSO[day]]
    done = subprocess.run(line, cwd=ROOT, env=os.environ | clock.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout or " skipped" in done.stdout
