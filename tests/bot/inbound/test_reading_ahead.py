"""Words are read before their transaction, on another thread, and no message overtakes another of the same person."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.inbound import receive
from bot.inbound.receive import Receiver
from handlers.free_words import message_reading
from handlers.understand.reader import lexicon as lexicon_module
from handlers.understand.reader import reader
from handlers.understand.reader.lexicon import Lexicon
from handlers.understand.reader.told import told_of
from programme.domain.effects.people import Enrol
from programme.domain.messages import Inbound
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage import effects
from storage.schema import tables as t

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
QN = load_programme("quang-ninh")
LAN = Member("lan", "Lan", (Post("hl.ha-tu", "member"),), consented_at=NOW, consent=QN.notice)


def message(key: str, text: str) -> Inbound:
    return Inbound(channel="telegram", address="lan", key=key, at=NOW, text=text)


@pytest.fixture
def receiver(store) -> Receiver:
    store.transact(lambda conn: effects.apply(conn, [Enrol(LAN, "")], "telegram", "lan", NOW)).result()
    return Receiver(store, QN)


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua truyền thông ma túy ở khu 4, 45 người dự",
        "  hom qua truyen thong ma tuy o khu 4, 45 nguoi du\n",
        "Hôm qua truyền thông ma túy ở khu 4, 45 người dự. " * 150,
        "Khu\tNgày\tSố người\nkhu 4\t14/6\t45 người truyền thông ma túy",
    ],
)
async def test_the_writer_reads_no_words(receiver, monkeypatch, text):
    readers = []

    def noted(*args, **kwargs):
        readers.append(threading.current_thread().name)
        return told_of(*args, **kwargs)

    monkeypatch.setattr(message_reading, "told_of", noted)
    monkeypatch.setattr(reader, "told_of", noted)
    await receiver(message("1", text))
    assert len(readers) == 1
    assert "store-writer" not in readers
    assert threading.main_thread().name not in readers


async def test_a_long_message_is_not_overtaken_while_it_is_read(receiver, monkeypatch):
    def slowly(*args):
        time.sleep(0.2)
        return message_reading.read_ahead(*args)

    monkeypatch.setattr(receive, "read_ahead", slowly)
    await asyncio.gather(
        receiver(message("1", "hôm qua truyền thông ma túy ở khu 4, 45 người dự")), receiver(message("2", "HUY"))
    )
    replies = receiver.store.read(
        lambda conn: [row.text for row in conn.execute(select(t.outbox).order_by(t.outbox.c.id))]
    )
    assert len(replies) == 2
    assert "45" in replies[0]
    assert "45" not in replies[1]


async def test_a_fault_of_reading_ahead_leaves_it_to_the_turn(receiver, monkeypatch):
    def broken(*args):
        raise ValueError

    monkeypatch.setattr(receive, "read_ahead", broken)
    await receiver(message("1", "hôm qua truyền thông ma túy ở khu 4, 45 người dự"))
    replies = receiver.store.read(
        lambda conn: [row.text for row in conn.execute(select(t.outbox).order_by(t.outbox.c.id))]
    )
    assert "45" in replies[0]


@pytest.mark.parametrize("sent", [{"text": "45"}, {"text": "", "choice": "m:menu"}])
async def test_the_words_of_the_language_are_read_off_the_writer_before_the_first_message(receiver, monkeypatch, sent):
    readers = []

    class Noted(Lexicon):
        def __init__(self, data):
            readers.append(threading.current_thread().name)
            super().__init__(data)

    monkeypatch.setattr(lexicon_module, "Lexicon", Noted)
    monkeypatch.setattr(lexicon_module, "_READ", {})
    await receiver(replace(message("1", ""), **sent))
    await receiver(message("2", "46"))
    assert len(readers) == 1
    assert "store-writer" not in readers
    assert threading.main_thread().name not in readers
