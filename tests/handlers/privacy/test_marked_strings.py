"""Two hundred texts that tell of one person go in by every door; then everything that is kept is searched for them:
the database with its log and free pages, media, logs, backups, exports."""

from __future__ import annotations

import logging
import sys
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from bot.demo import settle
from bot.inbound.receive import Receiver
from handlers.context import Turn
from handlers.pipeline.routes import STATES
from handlers.state import EMPTY, State
from programme.domain.messages import Inbound, Media
from programme.domain.programme import Programme
from programme.packs.pack import load_programme
from storage.database.session import Store
from storage.messages import conversations, outbox
from storage.schema import tables as t
from storage.transfer import exchange
from storage.transfer.backup_file import pack
from tests.handlers.privacy.marked import MARKED, Marked
from tests.handlers.test_open_question import SAMPLES

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
WHO = {"lan": "demo-lan", "hoa": "demo-hoa", "thu": "demo-thu", "stranger": ""}


@dataclass(frozen=True, slots=True)
class Door:
    """Who stands before it, the messages that lead to it (or the state itself), and how the words go in."""

    who: str = "lan"
    lead: tuple[str, ...] = ()
    state: State = EMPTY
    said: Callable[[str], Inbound] | None = None
    after: tuple[str, ...] = ()
    form: str = "{}"


def photo(words: str) -> Inbound:
    return Inbound("phone", "lan", "", NOW, words, media=(Media("photo", f"r{uuid4()}", size=900),))


def document(words: str) -> Inbound:
    """A form's file, called by the words."""
    named = words.replace("/", "-").replace(" ", "_")
    return Inbound("phone", "hoa", "", NOW, media=(Media("document", f"r{uuid4()}", f"{named}.xlsx", size=900),))


def captioned(words: str) -> Inbound:
    return replace(document("phieu"), text=words)


def forwarded(words: str) -> Inbound:
    return Inbound("phone", "lan", "", NOW, words, oddity="forwarded")


STEPS = ("BAO CAO", "1", "Ma túy", "Hôm nay", "1", "45", "Bỏ qua")
DOORS = {
    "words for nothing": Door(),
    "words for nothing, said again": Door(after=("nói lại: {}",)),
    "a line": Door(form="BC TT MT 15/6 45 {}"),
    "a line, then a yes": Door(form="BC TT MT 15/6 45 {}", after=("1",)),
    "a line, and the answer": Door(form="BC TT MT 45 {}", after=("15/6",)),
    "free words": Door(form="hôm nay truyền thông ma túy ở khu 4, 45 người dự, {}"),
    "several at once": Door(form="13/6 truyền thông ma túy 30 người khu 5, 14/6 truyền thông 25 người khu 6, {}"),
    "English": Door(form="today 45 people at quarter 4, drugs talk, {}"),
    "which kind": Door(lead=STEPS[:1]),
    "which topic": Door(lead=STEPS[:2]),
    "which day": Door(lead=STEPS[:3]),
    "how many": Door(lead=STEPS[:5]),
    "which place": Door(lead=STEPS),
    "which place, and it is kept without": Door(lead=STEPS, after=("1",)),
    "which place, and another after a no": Door(lead=(*STEPS, "Tằng Văn Rộng", "Không phải tên người")),
    "at the review": Door(lead=("BC TT MT 45 KHU 4",)),
    "a change in words": Door(lead=("BC TT MT 15/6 45 KHU 4",), form="nhầm rồi, {}"),
    "a question": Door(form="tháng này bao nhiêu buổi, {}"),
    "a correction": Door(lead=("BC TT MT 15/6 45 KHU 4",), form="SUA 7 {}"),
    "a photo's caption": Door(said=photo),
    "a photo's caption in a draft": Door(lead=STEPS, said=photo),
    "a file's name": Door("hoa", said=document),
    "a form's caption": Door("hoa", said=captioned),
    "forwarded": Door(said=forwarded),
    "a line of campaigns": Door("thu", lead=("chien dich",), form="1 25/5-30/6 cao diem 26/6 theo {}"),
    "a campaign withdrawn": Door("thu", form="RUT 1 theo {}"),
    "an invite": Door("hoa", form="MOI 0912 000 111 {}"),
    "a stranger": Door("stranger"),
    "a stranger's code": Door("stranger", form="HATU26 {}"),
} | {f"prompt {type(prompt).__name__}": Door("hoa", state=State(prompt=prompt)) for prompt in SAMPLES}
NAMES = ("prompt Name", "prompt NewName", "a stranger's code")
"""Where a member says their own name: a name alone is kept."""
NUMBERS = ("prompt Number", "an invite")
"""Where the number of who is invited is said: it is kept as long as the invitation."""


def is_own(door: str, marked: Marked) -> bool:
    """What may go in there: a name, a number, and an address of the web where none can stand, in a file's name."""
    kinds = {**dict.fromkeys(NAMES, "name"), **dict.fromkeys(NUMBERS, "phone"), "a file's name": "link"}
    return kinds.get(door) == marked.kind


@dataclass
class World:
    """A settled store, and what is said in it."""

    store: Store
    programme: Programme
    now: datetime = NOW
    leaks: list[tuple[str, str, str]] = field(default_factory=list)

    def through(self, name: str, secrets: Iterable[Marked]) -> None:
        """The secrets go in by a door, each as if it were the first; what goes out is sent."""
        door, receiver = DOORS[name], Receiver(self.store, self.programme)
        owner = f"m:{WHO[door.who]}" if WHO[door.who] else f"a:phone:{door.who}"
        at = Inbound("phone", door.who, "", NOW)

        def said(conn: Connection, inbound: Inbound, marked: Marked | None = None) -> None:
            self.now += timedelta(minutes=7)
            turn = receiver.turn(conn, replace(inbound, at=self.now, key=f"k:{uuid4()}"), uuid4().hex)
            if marked is not None and not is_own(name, marked):
                self._look(name, marked, turn, conversations.load(conn, owner))

        def led(conn: Connection) -> str:
            for words in door.lead:
                said(conn, replace(at, text=words))
            return conversations.load(conn, owner) if door.lead else STATES.to_json(door.state)

        def one(conn: Connection, lead: str, marked: Marked) -> None:
            conversations.save(conn, owner, lead, self.now)
            said(conn, door.said(marked.text) if door.said else replace(at, text=door.form.format(marked.text)), marked)
            for words in door.after:
                said(conn, replace(at, text=words.format(marked.text)), marked)

        def every(conn: Connection) -> None:
            lead = led(conn)
            for marked in secrets:
                one(conn, lead, marked)

        self.store.transact(every).result()
        self.store.transact(lambda conn: conversations.save(conn, owner, "", self.now)).result()
        self.deliver()

    def _look(self, door: str, marked: Marked, turn: Turn | None, state: str) -> None:
        """What the message does and what is remembered must not have the mark."""
        for where, kept in (("state", state), ("effects", repr(turn.effects) if turn else "")):
            if any(form in kept for form in marked.forms):
                self.leaks.append((door, marked.text, where))

    def deliver(self) -> None:
        """All that waits goes out."""

        def sent(conn: Connection) -> None:
            for id in conn.scalars(select(t.outbox.c.id).where(t.outbox.c.state == "waiting")).all():
                outbox.sent(conn, id, "", self.now)

        self.store.transact(sent).result()


@pytest.fixture(scope="module")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture
def world(programme, store):
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    return World(store, programme)


def kept_in(store: Store, folder: Path) -> dict[str, str]:
    """All that is kept, as text: files as they are, with free pages and the log, and every row of every table."""
    held = {file.name: file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file()}

    def rows(conn: Connection) -> None:
        for table in t.metadata.sorted_tables:
            held[table.name] = "\n".join(str(tuple(row)) for row in conn.execute(select(table)))

    store.read(rows)
    return held


def found(held: Mapping[str, str], secrets: Iterable[Marked]) -> list[tuple[str, str]]:
    """(where, the text) of each mark that is kept somewhere."""
    return [
        (where, marked.text)
        for marked in secrets
        for where, kept in held.items()
        if any(form in kept or form.encode().decode("latin-1") in kept for form in marked.forms)
    ]


def share(door: str) -> list[Marked]:
    """The secrets of a door: every eighth, others at the next door, so that all kinds go by each."""
    return [m for m in MARKED[list(DOORS).index(door) % 8 :: 8] if not is_own(door, m)]


def test_two_hundred_each_with_a_mark_of_its_own():
    assert len(MARKED) == len({m.mark for m in MARKED}) == 200
    assert {m.kind for m in MARKED} == {"name", "phone", "identity", "address", "condition", "plate", "link"}
    assert not [m.text for m in MARKED if m.mark not in m.text]
    assert not [(a.mark, b.text) for a in MARKED for b in MARKED if a is not b and a.mark in b.text]


def test_nothing_is_kept_of_what_went_in_by_any_door(world, tmp_path, caplog):
    """The store with its log and free pages, media, logs, a backup and an export are searched."""
    caplog.set_level(logging.DEBUG)
    said: set[Marked] = set()
    for door in DOORS:
        world.through(door, share(door))
        said |= set(share(door))
    assert len(said) == len(MARKED)
    assert world.leaks == []
    archive = tmp_path / "backup.tar"
    world.store.read(lambda conn: pack(conn, None, archive))
    with tarfile.open(archive) as held:
        held.extractall(tmp_path / "unpacked", filter="data")
    lines = world.store.read(lambda conn: [*exchange.export(conn)])
    held = kept_in(world.store, tmp_path) | {"log": caplog.text, "export": "\n".join(map(str, lines))}
    assert found(held, MARKED) == []


@pytest.mark.parametrize("door", ["prompt NewCampaign", "words for nothing", "which place"])
def test_a_door_without_its_guard_is_found(door, world, tmp_path, monkeypatch):
    """The search finds what a door lets in: the guard is blind here."""
    for name, module in list(sys.modules.items()):
        if name.startswith("handlers.") and hasattr(module, "find_personal"):
            monkeypatch.setattr(module, "find_personal", lambda text, known=frozenset(): [])
    world.through(door, MARKED[::25])
    assert world.leaks or found(kept_in(world.store, tmp_path), MARKED[::25])
