"""Every transcript in tests/conversations is replayed: what was said then is said now, word for word.

`pytest tests/handlers/test_conversations.py --rewrite` writes down what is said now.
Read the difference before you commit it.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.commands.chat import VIA, Terminal, instant
from bot.demo import settle
from bot.jobs import unit_closures
from bot.jobs.tick import Ticker
from bot.outbound.render import Renderer
from bot.transcript import Said, parse, written
from programme.domain.messages import REMINDER, Outbound
from programme.packs.pack import load_programme
from reminders.digest import meant
from storage.database.session import open_store
from storage.messages import outbox

FOLDER = Path(__file__).parents[1] / "conversations"
FILES = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(autouse=True)
def steady(monkeypatch):
    """What is drawn by chance (a link code, a first PIN) is the same in every run."""
    drawn = count(1)
    monkeypatch.setattr(
        "bot.commands.chat.uuid4", lambda: UUID(int=next(drawn) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)
    )


@pytest.fixture(scope="session")
def programme():
    return load_programme("quang-ninh")


@pytest.fixture(scope="session")
def settled(tmp_path_factory, programme) -> Path:
    """A store with the demo cast, made once and copied for each transcript."""
    path = tmp_path_factory.mktemp("settled") / "demo.db"
    store = open_store(f"sqlite:///{path}")
    settle(store, programme, datetime(2026, 1, 1, tzinfo=UTC))
    store.close()
    return path


def play(said: list[Said], programme, url: str, folder: Path) -> list[list[str]]:
    """What the bot answers to each line."""
    store = open_store(url)
    unit_closures.bring(store, programme)  # another transcript may have ended a unit
    talks: dict[tuple[str, str], Terminal] = {}
    try:
        answers = []
        for line in said:
            who = line.channel, line.address
            talk = talks.setdefault(who, Terminal(store, programme, folder, *who, public_url="https://bc.example"))
            talk.now = instant(line.now, programme.zone)
            text = re.sub("(?:^|(?<= ))@(photo|document) ", rf"@\1 {FOLDER}/", line.line)
            if text == "@tick":
                answers.append([written(reply) for reply in ticked(store, programme, folder, talk)])
            elif text.startswith("@reminder "):
                remind(store, line, text.removeprefix("@reminder "), talk.now)
                answers.append([written(reply) for reply in talk.taken()])
            else:
                came = in_words(store, programme, folder, talk, talk.say(text))
                answers.append([written(reply) for reply in came])
        return answers
    finally:
        store.close()


def ticked(store, programme, folder: Path, talk: Terminal) -> list[Outbound]:
    """What the person gets once what is due has been planned: reminders, urgent questions, digests in their words."""
    Ticker(store, programme, via=VIA).tick(talk.now)
    day = f"{talk.now.astimezone(ZoneInfo(programme.zone)).date()}"
    came = [out for out in talk.taken() if not out.key.startswith("r:") or out.key.startswith(f"r:{day}")]
    came = [out for out in came if not out.not_before or out.not_before >= talk.now - timedelta(days=1)]
    made = in_words(store, programme, folder, talk, came)  # what was for earlier days reached them then
    talk.saw(made)
    return made


def in_words(store, programme, folder: Path, talk: Terminal, came: list[Outbound]) -> list[Outbound]:
    """Digests are put into words when they are sent."""
    if not any(meant(out.key) for out in came):
        return came
    renderer = Renderer(store, programme, folder, lambda: talk.now)
    made = [asyncio.run(renderer(out)) for out in came]
    renderer.close()
    return made


def remind(store, line: Said, text: str, at: datetime) -> None:
    """A message of ours that nobody asked for, queued as a tick would."""
    row = Outbound(line.channel, line.address, text, key=f"test:{text}", priority=REMINDER)
    store.transact(lambda conn: outbox.queue(conn, [row], at, via=VIA)).result()


def rewritten(text: str, answers: list[list[str]]) -> str:
    """The transcript with other answers, its comments and `@` lines kept."""
    out, fresh = [], iter(answers)
    for line in text.splitlines():
        if line.startswith(">"):
            out += [line, *next(fresh), ""]
        elif line.startswith(("#", "@")):
            if out and out[-1] != "" and not out[-1].startswith(("#", "@")):
                out.append("")
            out.append(line)
    return "\n".join(out).rstrip() + "\n"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_transcript(file, programme, settled, tmp_path, request):
    database = tmp_path / "store.db"
    shutil.copy(settled, database)
    text = file.read_text("utf-8")
    said = list(parse(text))
    answers = play(said, programme, f"sqlite:///{database}", tmp_path / "media")
    if request.config.getoption("--rewrite"):
        file.write_text(rewritten(text, answers), "utf-8")
        return
    for line, answer in zip(said, answers, strict=True):
        wanted = [reply.rstrip("\n") for reply in line.replies]
        assert [reply.rstrip("\n") for reply in answer] == wanted, f"{file.name}: > {line.line}"


def test_there_are_transcripts():
    assert len(FILES) >= 10
