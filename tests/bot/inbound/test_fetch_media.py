"""Media as durable work, over the real store, by a clock of the test's own."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.channels.base import Channel, Dead, Later
from bot.inbound.fetch_media import Fetcher
from bot.workshop.parent import HERE, Failed
from programme.domain.effects.messages import FetchMedium
from storage.database.session import open_store
from storage.messages import media

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


async def test_a_channel_that_is_not_set_up_is_waited_for(store, tmp_path):
    effect = FetchMedium("p1", "zalo_oa", "ref")
    assert await tries(store, tmp_path, Shelf(), 2, effect) == ([0], [])
    assert store.read(lambda conn: media.due(conn, NOW + timedelta(hours=2), 9))
