"""Media as durable work, over the real store, by a clock of the test's own."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.channels.base import Channel, Dead, Later
from bot.inbound.fetch_media import Fetcher
from bot.inbound.receive import Receiver
from bot.workshop.parent import HERE, Failed
from handlers.pipeline.routes import STATES
from programme.domain.activities import photos
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.people import Enrol
from programme.domain.messages import Inbound, Media
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage import effects
from storage.database.session import open_store
from storage.messages import conversations, media, outbox
from storage.people import accounts, units
from storage.privacy import retention
from storage.reports import reports

NOW = datetime(2026, 6, 27, 7, tzinfo=UTC)


def jpeg():
    kept = io.BytesIO()
    Image.new("RGB", (30, 20)).save(kept, "JPEG")
    return kept.getvalue()


class Shelf(Channel):
    name = "telegram"

    def __init__(self, *answers):
        self.answers = list(answers)

    def parse(self, raw):
        return []

    async def send(self, out):
        raise NotImplementedError

    async def fetch(self, ref):
        answer = self.answers.pop(0) if self.answers else jpeg()
        if isinstance(answer, Exception):
            raise answer
        return answer


class Bad(Shelf):
    """These are no pictures."""

    async def fetch(self, ref):
        return b"%PDF" if ref in self.answers else jpeg()


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield store
    store.close()


async def tries(store, folder, channel, minutes=60, effect=None, bench=HERE):
    """Seconds after which the medium was tried, and what is kept in the end."""
    effect = effect or FetchMedium("p1", "telegram", "ref")
    store.transact(lambda conn: media.wanted(conn, effect, NOW)).result()
    clock = [NOW]
    fetcher = Fetcher({"telegram": channel}, store, folder, wake=asyncio.Event(), clock=lambda: clock[0], bench=bench)
    at = []
    for second in range(minutes * 60):
        clock[0] = NOW + timedelta(seconds=second)
        if await fetcher.turn():
            at.append(second)
        if not store.read(lambda conn: media.due(conn, NOW + timedelta(days=9), 9)):
            break
    return at, [path for path in folder.glob("??/*") if path.is_file()]


@pytest.mark.parametrize(
    ("answers", "tried", "kept"),
    [
        ([], [0], 1),
        ([Later("NetworkError"), Later("NetworkError"), ValueError("x")], [0, 1, 3, 7], 1),
        ([Later("429", 30)], [0, 30], 1),
        ([Dead("wrong file_id")], [0], 0),
        ([b"%PDF-1.7"], [0], 0),
        ([b"\xff\xd8" + b"0" * 11_000_000], [0], 0),
    ],
    ids=["at once", "after faults", "retry after", "gone", "no image", "too big"],
)
async def test_until_it_is_kept_or_given_up(store, tmp_path, answers, tried, kept):
    at, files = await tries(store, tmp_path, Shelf(*answers), minutes=2)
    assert (at, len(files)) == (tried, kept)


class Spoiling:
    """A workshop whose first jobs come to nothing."""

    def __init__(self, times):
        self.times = times

    def do(self, job, *values, seconds=0.0):
        self.times -= 1
        return Failed("died") if self.times >= 0 else HERE.do(job, *values)


@pytest.mark.parametrize(("times", "tried", "kept"), [(2, [0, 1, 3], 1), (99, [0, 1, 3], 0)])
async def test_a_photo_that_the_workshop_could_not_develop_is_tried_again_but_not_for_ever(
    store, tmp_path, times, tried, kept
):
    at, files = await tries(store, tmp_path, Shelf(), minutes=2, bench=Spoiling(times))
    assert (at, len(files)) == (tried, kept)


LOST = [
    (b"%PDF-1.7", "hỏng, hoặc không phải là ảnh"),
    (b"\xff\xd8\xff\xe0 cut off", "hỏng, hoặc không phải là ảnh"),
    (b"\xff\xd8" + b"0" * 11_000_000, "lớn quá"),
    (Dead("wrong file_id"), "không lấy về được"),
    (b"", "hỏng, hoặc không phải là ảnh"),
]


@pytest.mark.parametrize(("answer", "said"), LOST, ids=["another file", "damaged", "too big", "gone", "empty"])
async def test_who_sent_a_photo_that_cannot_be_kept_is_told_so_once(store, tmp_path, answer, said):
    programme = load_programme("quang-ninh")
    lan = Member("lan", "Lan", (Post("hl.ha-tu", "member"),), (("zalo_bot", "z1"), ("telegram", "5")))
    store.transact(lambda conn: units.bring_up(conn, programme.units, NOW)).result()
    store.transact(lambda conn: accounts.enrol(conn, Enrol(lan, ""), "telegram", "5", NOW)).result()
    sent = [FetchMedium("p1", "telegram", "ref")]
    store.transact(lambda conn: effects.apply(conn, sent, "telegram", "5", NOW)).result()
    woken = []
    fetcher = Fetcher({"telegram": Shelf(answer)}, store, tmp_path, wake=asyncio.Event(), programme=programme,
                      clock=lambda: NOW + timedelta(minutes=1), queued=woken.append)  # fmt: skip
    for _ in range(3):
        await fetcher.turn()
    (row,) = store.read(lambda conn: list(outbox.rows(conn, NOW)))
    text = store.read(lambda conn: outbox.outbound(conn, row.key)).text
    assert (row.channel, row.address) == ("telegram", "5") and set(woken) == {"telegram"}
    assert text.startswith("Ảnh gửi lúc 14:00 27/6") and said in text and "ửi lại" in text


async def test_a_photo_that_turns_out_damaged_is_no_more_of_the_report(store, tmp_path):
    """Nor of what the sender has open; who sent it hears how many are left."""
    programme = load_programme("quang-ninh")
    lan = Member("lan", "Lan", (Post("hl.ha-tu", "member"),), (("telegram", "5"),), consent=programme.notice)
    store.transact(lambda conn: units.bring_up(conn, programme.units, NOW)).result()
    store.transact(lambda conn: accounts.enrol(conn, Enrol(lan, ""), "telegram", "5", NOW)).result()
    receiver = Receiver(store, programme)
    said = [*(Inbound("telegram", "5", f"p{n}", NOW, media=(Media("photo", f"ref{n}"),)) for n in (1, 2)),
            Inbound("telegram", "5", "k1", NOW, "BC TT MT 26/6 45 KHU 4"),
            Inbound("telegram", "5", "p3", NOW, media=(Media("photo", "ref3"),))]  # fmt: skip
    for inbound in said:
        store.transact(lambda conn, inbound=inbound: receiver.turn(conn, inbound, inbound.key * 16)).result()
    code = store.read(lambda conn: reports.of_member(conn, "lan"))[0].code
    fetcher = Fetcher({"telegram": Bad("ref1", "ref3")}, store, tmp_path, wake=asyncio.Event(),
                      programme=programme, clock=lambda: NOW + timedelta(minutes=1))  # fmt: skip
    for _ in range(3):
        await fetcher.turn()
    report = store.read(lambda conn: reports.get(conn, code))
    assert len(report.media) == len(photos(report.answers)) == 1 and report.revision == 2
    state = STATES.from_json(store.read(lambda conn: conversations.load(conn, "m:lan")))
    assert state.photos == ()
    keys = [row.key for row in store.read(lambda conn: list(outbox.rows(conn, NOW))) if row.key.startswith("photo:")]
    texts = [store.read(lambda conn, key=key: outbox.outbound(conn, key)).text for key in keys]
    assert len(texts) == 2 and sum(f"Báo cáo {code} còn 1 ảnh." in text for text in texts) == 1


async def test_nobody_is_told_of_a_photo_whose_sender_is_gone(store, tmp_path):
    store.transact(lambda conn: media.wanted(conn, FetchMedium("p1", "telegram", "ref"), NOW)).result()
    fetcher = Fetcher({"telegram": Shelf(Dead("gone"))}, store, tmp_path, wake=asyncio.Event(), clock=lambda: NOW,
                      programme=load_programme("quang-ninh"))  # fmt: skip
    assert await fetcher.turn() == 1 and await fetcher.turn() == 0
    assert store.read(lambda conn: list(outbox.rows(conn, NOW))) == []


async def test_a_photo_that_is_forgotten_is_not_fetched_nor_kept(store, tmp_path):
    """Also where it was being brought when its sender dropped it."""
    effect = FetchMedium("p1", "telegram", "ref")
    store.transact(lambda conn: media.wanted(conn, effect, NOW)).result()
    store.transact(lambda conn: media.forget(conn, "p1")).result()
    assert store.read(lambda conn: media.due(conn, NOW, 9)) == []
    store.transact(lambda conn: media.fetched(conn, "p1", "ab" * 32, "image/jpeg", 9)).result()
    assert store.read(retention.unused) == {"ab" * 32}


async def test_a_channel_that_is_not_set_up_is_waited_for(store, tmp_path):
    effect = FetchMedium("p1", "zalo_oa", "ref")
    assert await tries(store, tmp_path, Shelf(), 2, effect) == ([0], [])
    assert store.read(lambda conn: media.due(conn, NOW + timedelta(hours=2), 9))
