"""What the bot holds after a day's work on Telegram: reports with photos, digests with charts and workbooks, forms."""

from __future__ import annotations

import asyncio
import io
import itertools
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from beside import children, megabytes, running
from measure import PROJECT, Bench, at_most
from PIL import Image

from programme.domain.effects.people import Enrol
from programme.domain.messages import Outbound
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.packs.pack import load_programme
from reminders.digest import Digest, queued
from storage.database.session import Store, open_store
from storage.messages import outbox
from storage.people import accounts
from storage.reports import reports
from tests.support.fake_telegram import FakeApi, fake_api

PEOPLE, OFFICERS, FORMS, BEFORE = 300, 20, 5, 3000
"""Members who report, one in five with a photo; coordinators with a digest, and with a form; reports of the month."""
SAID = ("/baocao", "Truyền thông", "Ma túy", "hôm nay", "45", "Không đếm riêng", "Xóm {n}", "Không", "Gửi báo cáo")
LATER = ("XEM", "menu", "Lịch và hạn", "trợ giúp")
REST = 70.0
"""Seconds after the work: the workshop is gone by then."""
GIVEN = PROJECT / "tests" / "conversations" / "ve-sinh-1.xlsx"
numbers = itertools.count(1)


def run(folder: Path) -> dict[str, float]:
    return asyncio.run(worked(folder))


async def worked(folder: Path) -> dict[str, float]:
    async with fake_api() as api:
        async with running(folder, api.url):
            pass
        store = open_store(f"sqlite:///{folder / 'var' / 'baocao.db'}")
        await asyncio.to_thread(settle, store)
        async with running(folder, api.url) as pid:
            watch = asyncio.create_task(watched(pid))
            await day(api, store)
            await asyncio.sleep(REST)
            watch.cancel()
            filed = store.read(lambda conn: sum(1 for _ in reports.between(conn, None, None, None)))
            files = sum(method == "sendDocument" for method, _ in api.sent)
            if filed != BEFORE + PEOPLE or files < OFFICERS:
                raise SystemExit(f"{filed - BEFORE} of {PEOPLE} have filed, {files} of {OFFICERS} workbooks came")
            found = {
                "a minute after the last message, MB": megabytes(pid),
                "at its most, MB": megabytes(pid, "VmHWM"),
                "the workshop at its most, MB": most["workshop"],
                "processes that are left": float(len(children(pid))),
                "messages taken": float(next(numbers) - 1),
            }
        store.close()
    return found


most: Counter[str] = Counter()


async def watched(pid: int) -> None:
    """The most that the workshop holds."""
    while True:
        for child in children(pid):
            try:
                most["workshop"] = max(most["workshop"], megabytes(child, "VmHWM"))
            except (OSError, IndexError):  # it has just ended
                continue
        await asyncio.sleep(0.2)


def settle(store: Store) -> None:
    """Members and officers with their chats, and the month so far."""
    pack, now = load_programme("quang-ninh"), datetime.now(UTC)
    codes = sorted(unit.code for unit in pack.units if unit.code.startswith("x2025-"))

    def write(conn) -> None:
        for n in range(PEOPLE + OFFICERS):
            post = Post(codes[n % len(codes)], "member") if n < PEOPLE else Post("qn", "coordinator")
            member = Member(f"p{n}", f"Người {n}", (post,), consented_at=now, consent=pack.notice)
            accounts.enrol(conn, Enrol(member, ""), "telegram", str(1000 + n), now)
        for n in range(BEFORE):
            day = date.today() - timedelta(days=n % 28 + 1)
            figures = {"sessions": Figure(1), "participants": Figure(n % 90 + 1)}
            done = Activity("communication", ("drug",), day, figures, place=f"Khu {n % 9}")
            unit, at = codes[n % len(codes)], datetime.combine(day, datetime.min.time(), UTC)
            who = f"p{n % PEOPLE}"
            report = Report(f"B{n:05}", "activity", "1", unit, who, who, "phone", f"{day:%Y-%m}", at, (done,))
            reports.file(conn, report)

    store.transact(write).result()


async def day(api: FakeApi, store: Store) -> None:
    photo = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(photo, "JPEG")
    api.files["photo"], api.files["form"] = photo.getvalue(), GIVEN.read_bytes()
    everyone, members = range(PEOPLE + OFFICERS), range(PEOPLE)
    for words in SAID:
        if words.startswith("Gửi"):
            size = {"file_id": "photo", "file_unique_id": "photo", "width": 3000, "height": 2000}
            await round_of(api, {who: {"photo": [size]} for who in members if who % 5 == 0})
        await round_of(api, {who: {"text": words.format(n=who)} for who in members})
    for words in LATER:
        await round_of(api, {who: {"text": words} for who in everyone})
    now = datetime.now(UTC)
    rows = [digest(f"p{PEOPLE + n}", 1000 + PEOPLE + n, now) for n in range(OFFICERS)]
    store.transact(lambda conn: outbox.queue(conn, rows, now)).result()
    document = {"file_id": "form", "file_unique_id": "form", "file_name": "ve-sinh.xlsx", "file_size": 9000}
    await round_of(api, {PEOPLE + n: {"document": document} for n in range(FORMS)})
    end = time.monotonic() + 300
    while sum(method == "sendDocument" for method, _ in api.sent) < OFFICERS and time.monotonic() < end:
        await asyncio.sleep(0.5)


def digest(member: str, chat: int, now: datetime) -> Outbound:
    return queued(Digest(member, "qn", f"{now - timedelta(days=1):%Y-%m}", now), "telegram", str(chat))


async def round_of(api: FakeApi, said: dict[int, dict]) -> None:
    """Each of them sends something, and hears something back."""
    before = heard(api)
    updates = [update(who, what) for who, what in said.items()]
    for first in range(0, len(updates), 100):  # as many as Telegram brings at once
        api.script["getUpdates"].append(updates[first : first + 100])
    end = time.monotonic() + 120
    while not all(heard(api)[1000 + who] > before[1000 + who] for who in said):
        if time.monotonic() > end:
            raise SystemExit("some have not been answered")
        await asyncio.sleep(0.2)


def heard(api: FakeApi) -> Counter[int]:
    return Counter(int(fields["chat_id"]) for _, fields in api.sent if "chat_id" in fields)


def update(who: int, what: dict) -> dict:
    number, chat = next(numbers), 1000 + who
    person = {"id": chat, "is_bot": False, "first_name": "X"}
    message = {"message_id": 100_000 + number, "date": int(time.time()), "from": person,
               "chat": {"id": chat, "type": "private", "first_name": "X"}} | what  # fmt: skip
    return {"update_id": number, "message": message}


BENCH = Bench(
    "day",
    f"memory after {PEOPLE} reports, {PEOPLE // 5} photos, {OFFICERS} digests of a province, {FORMS} forms",
    run,
    {"a minute after the last message, MB": at_most(200), "processes that are left": at_most(0)},
    rounds=1,
    slow=True,
)
