"""python-telegram-bot: a ConversationHandler of 12 questions, kept by PicklePersistence and flushed after each update.

`ptb.py FOLDER PEOPLE`. No network: the bot answers itself. It does not wait for the disk (the library never does).
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from statistics import median

from telegram import Message, Update
from telegram.ext import Application, ConversationHandler, ExtBot, MessageHandler, PicklePersistence, filters

QUESTIONS = 12


class Offline(ExtBot):
    async def initialize(self):
        self._initialized = True

    async def shutdown(self):
        pass

    async def send_message(self, chat_id, text, **more):
        return Message.de_json({"message_id": 1, "date": 0, "chat": {"id": chat_id, "type": "private"}}, self)


def asks(n):
    async def answer(update, context):
        context.user_data[f"q{n}"] = update.message.text
        await update.message.reply_text(f"{n + 1}. …?" if n < QUESTIONS else "…")
        return n + 1 if n < QUESTIONS else ConversationHandler.END

    return answer


async def main(folder: Path, people: int) -> None:
    persistence = PicklePersistence(folder / "ptb.pickle", on_flush=False)
    app = Application.builder().bot(Offline("1:AAGsynthetic-token")).persistence(persistence)
    app = app.concurrent_updates(False).build()
    states = {n: [MessageHandler(filters.TEXT, asks(n))] for n in range(1, QUESTIONS + 1)}
    app.add_handler(
        ConversationHandler([MessageHandler(filters.TEXT, asks(0))], states, [], name="form", persistent=True)
    )
    await app.initialize()
    took = []
    began = time.perf_counter()
    limit = began + 20  # what 20 seconds give is enough to know the rate
    for n in range(QUESTIONS + 1):
        for who in range(1, people + 1):
            if time.perf_counter() > limit:
                break
            chat = {"id": who, "type": "private"}
            user = {"id": who, "is_bot": False, "first_name": "An"}
            message = {"message_id": n + 1, "date": 0, "chat": chat, "from": user, "text": "45"}
            start = time.perf_counter()
            await app.process_update(Update.de_json({"update_id": n * people + who, "message": message}, app.bot))
            await app.update_persistence()
            await persistence.flush()
            took.append(time.perf_counter() - start)
    rate = len(took) / (time.perf_counter() - began)
    print(json.dumps({"people": people, "turns_per_second": round(rate, 1), "p50_ms": round(median(took) * 1000, 3)}))


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
