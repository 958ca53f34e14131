"""aiogram 3: a state machine of 12 questions over a storage in SQLite, WAL, synchronous=FULL, a commit for each write.

`aiogram_fsm.py FOLDER PEOPLE`. No network: the session answers itself. aiogram brings no SQLite storage; this is the
usual one, a table of states and one of data.
"""

import asyncio
import json
import sqlite3
import sys
import time
from datetime import datetime
from pathlib import Path
from statistics import median

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.types import Chat, Message, Update, User

QUESTIONS = 12
Form = type("Form", (StatesGroup,), {f"q{n}": State() for n in range(1, QUESTIONS + 1)})
STATES = [getattr(Form, f"q{n}") for n in range(1, QUESTIONS + 1)]


class Offline(BaseSession):
    async def close(self):
        pass

    async def make_request(self, bot, method, timeout=None):
        return Message(message_id=1, date=datetime.now(), chat=Chat(id=method.chat_id, type="private"))

    async def stream_content(self, *args, **more):
        yield b""


class SQLite(BaseStorage):
    def __init__(self, path: Path):
        self.conn = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.conn.execute(f"PRAGMA {pragma}")
        self.conn.execute("CREATE TABLE fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT)")

    def _set(self, key: StorageKey, column: str, value):
        change = f"ON CONFLICT (key) DO UPDATE SET {column} = excluded.{column}"
        sql = f"INSERT INTO fsm (key, {column}) VALUES (?, ?) {change}"
        self.conn.execute(sql, (f"{key.bot_id}:{key.chat_id}:{key.user_id}", value))

    def _get(self, key: StorageKey, column: str):
        sql = f"SELECT {column} FROM fsm WHERE key = ?"
        row = self.conn.execute(sql, (f"{key.bot_id}:{key.chat_id}:{key.user_id}",)).fetchone()
        return row and row[0]

    async def set_state(self, key, state=None):
        self._set(key, "state", state.state if isinstance(state, State) else state)

    async def get_state(self, key):
        return self._get(key, "state")

    async def set_data(self, key, data):
        self._set(key, "data", json.dumps(data))

    async def get_data(self, key):
        return json.loads(self._get(key, "data") or "{}")

    async def close(self):
        self.conn.close()


async def main(folder: Path, people: int) -> None:
    dispatcher = Dispatcher(storage=SQLite(folder / "aiogram.db"))
    bot = Bot("1:AAGsynthetic-token", session=Offline())

    async def begin(message: Message, state: FSMContext):
        await state.set_state(STATES[0])
        await message.answer("1. …?")

    def asks(n):
        async def answer(message: Message, state: FSMContext):
            await state.update_data({f"q{n}": message.text})
            await state.set_state(STATES[n] if n < QUESTIONS else None)
            await message.answer(f"{n + 1}. …?")

        return answer

    for n, at in enumerate(STATES, 1):
        dispatcher.message.register(asks(n), at, F.text)
    dispatcher.message.register(begin, F.text)
    took = []

    async def person(who: int):
        for n in range(QUESTIONS + 1):
            message = Message(message_id=n + 1, date=datetime.now(), chat=Chat(id=who, type="private"),
                              from_user=User(id=who, is_bot=False, first_name="An"), text="45")  # fmt: skip
            start = time.perf_counter()
            await dispatcher.feed_update(bot, Update(update_id=who * 100 + n, message=message))
            took.append(time.perf_counter() - start)

    began = time.perf_counter()
    await asyncio.gather(*(person(who) for who in range(1, people + 1)))
    rate = len(took) / (time.perf_counter() - began)
    print(json.dumps({"people": people, "turns_per_second": round(rate, 1), "p50_ms": round(median(took) * 1000, 3)}))


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
