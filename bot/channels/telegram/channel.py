"""Telegram, with python-telegram-bot as client and parser only: what state there is lives in the store.

Bot API: https://core.telegram.org/bots/api
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.base import (
    Blocked,
    Channel,
    ChannelFault,
    Dead,
    Later,
    Polled,
    Refused,
    Sending,
    Sent,
    Surroundings,
    Unreadable,
    sound,
)
from bot.channels.pace import Pace
from bot.channels.pieces import Step, steps
from bot.channels.telegram.client import WANTED, client
from bot.channels.telegram.updates import FILE_BYTES, PHOTO_BYTES, heard
from handlers.pipeline.commands import SHOWN_COMMANDS, slash_name
from programme.domain.messages import Attachment, Inbound, Outbound
from programme.domain.programme import Programme
from programme.language.texts import LANGUAGES, load_texts

log = logging.getLogger(__name__)

PUBLIC_API = "https://api.telegram.org"
SEND_BYTES = 50 * 1024 * 1024
PATIENCE = 5.0
"""Seconds a message waits for its turn inside the channel before it goes back to the outbox."""


class Telegram(Channel):
    """The Bot API by polling, or by webhook where `webhook_url` is given (then with `webhook_secret`).

    `open_attachment` gives the bytes of an attachment and is called off the event loop; `commands` maps languages to
    (command, description) pairs, the first language being everybody's default."""

    name = "telegram"
    path = "/telegram"

    @classmethod
    def configured(cls, around: Surroundings) -> Telegram:
        settings = around.settings
        hook = settings.telegram_mode == "webhook"
        return cls(
            settings.telegram_token,
            open_attachment=around.open_attachment,
            clock=around.clock,
            api_url=settings.telegram_api_url or PUBLIC_API,
            webhook_url=f"{settings.public_url}/telegram" if hook else "",
            webhook_secret=settings.telegram_webhook_secret,
            proxy=settings.telegram_proxy,
            commands={language: _commands(around.programme, language) for language in LANGUAGES},
        )

    def __init__(
        self,
        token: str,
        *,
        open_attachment: Callable[[Attachment], bytes],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        api_url: str = PUBLIC_API,
        webhook_url: str = "",
        webhook_secret: str = "",
        proxy: str = "",
        commands: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        poll_seconds: int = 25,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        if webhook_url and not webhook_secret:
            raise ChannelFault("TELEGRAM_WEBHOOK_SECRET is needed in webhook mode: 1 to 256 of A-Z a-z 0-9 _ -")
        self.polls = not webhook_url
        self._webhook_url, self._secret = webhook_url, webhook_secret
        self._api_url = api_url.rstrip("/")
        self._commands = dict(commands or {})
        self._open_attachment, self._clock = open_attachment, clock
        self._poll_seconds, self._monotonic, self._sleep = poll_seconds, monotonic, sleep
        self._pace = Pace(self.rate, self.rate_each)
        self._progress: dict[str, int] = {}
        self._username = ""
        self._introduction: asyncio.Task | None = None
        self._bot = client(token, self._api_url, proxy)

    @property
    def username(self) -> str:
        """The bot's name without @, empty until Telegram has told it."""
        return self._username

    async def open(self) -> None:
        """Makes itself known to Telegram. A wrong token or webhook stops the start; a network that fails does not:
        other channels may work, and this one goes on trying."""
        try:
            await self._introduce()
        except TelegramError as fault:
            log.warning("telegram: not reached at start (%s), trying on", type(fault).__name__)
            self._introduction = asyncio.create_task(self._introduce_until_done())

    async def close(self) -> None:
        if self._introduction:
            self._introduction.cancel()
            await asyncio.wait([self._introduction])
        with suppress(TelegramError):
            await self._bot.shutdown()

    async def ask_name(self) -> str:
        """The bot's name, asked for and nothing else done. Raises ChannelFault for a wrong token or no way there."""
        try:
            return (await self._bot.get_me()).username or ""
        except InvalidToken:
            raise ChannelFault("Telegram does not know this TELEGRAM_TOKEN: check it (@BotFather)") from None
        except TelegramError as fault:
            why = type(fault).__name__
            raise ChannelFault(f"Telegram can't be reached ({why}): set TELEGRAM_PROXY or TELEGRAM_API_URL") from None

    async def _introduce(self) -> None:
        try:
            await self._bot.initialize()
            self._username = self._bot.username or ""
        except InvalidToken:
            where = "" if self._api_url == PUBLIC_API else " or TELEGRAM_API_URL"
            raise ChannelFault(f"Telegram does not know this TELEGRAM_TOKEN: check it{where} (@BotFather)") from None
        if self.polls:
            await self._bot.delete_webhook()
        else:
            try:
                await self._bot.set_webhook(self._webhook_url, allowed_updates=WANTED, secret_token=self._secret)
            except BadRequest as fault:
                raise ChannelFault(f"Telegram refuses the webhook at BAOCAO_PUBLIC_URL: {fault.message}") from None
        try:
            for n, (language, commands) in enumerate(self._commands.items()):
                menu = [BotCommand(*command) for command in commands]
                if n == 0:
                    await self._bot.set_my_commands(menu)
                await self._bot.set_my_commands(menu, language_code=language)
        except BadRequest as fault:  # people can write without the menu
            log.warning("telegram: the commands' menu was refused: %s", fault.message)

    async def _introduce_until_done(self) -> None:
        pause = 1.0
        while True:
            await self._sleep(pause)
            try:
                return await self._introduce()
            except ChannelFault as fault:
                return log.error("telegram: %s", fault)
            except TelegramError:
                pause = min(60.0, pause * 2)

    # --- in

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        shown = headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(shown, self._secret.encode()):
            raise Refused

    def parse(self, raw: bytes) -> list[Inbound]:
        try:
            return heard(Update.de_json(json.loads(raw), None), self._username, self._clock())
        except Exception as fault:  # whatever the library stumbles over, the next update must be served
            raise Unreadable(raw) from fault

    async def poll(self, mark: int | None) -> Polled | Later:
        try:
            found = await self._bot.updates_as_they_are(mark, self._poll_seconds)
        except Conflict:
            return Later("another process polls, or a webhook is set", 5)
        except TelegramError as fault:
            return _fate(fault)
        if not isinstance(found, list):
            return Later("no list of updates")
        ids = [u["update_id"] for u in found if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        # After an empty answer everything is confirmed and the mark is dropped: after an idle week the ids start
        # anew, perhaps lower, and an old mark would confirm them unseen.
        return Polled(tuple(json.dumps(u).encode() for u in found), max(ids) + 1 if ids else None)

    async def acknowledge(self, inbound: Inbound) -> None:
        if inbound.key.startswith("c:"):
            with suppress(TelegramError):
                await self._bot.answer_callback_query(inbound.key[2:])

    async def fetch(self, ref: str) -> bytes | Later | Dead:
        try:
            file = await self._bot.get_file(ref)
            if (file.file_size or 0) > FILE_BYTES:
                return Dead("too big")
            return bytes(await file.download_as_bytearray())
        except TelegramError as fault:
            fate = _fate(fault)
            return Dead(fate.why) if isinstance(fate, Blocked) else fate

    # --- out

    async def send(self, out: Outbound) -> Sending:
        todo = steps(out)
        if not todo:
            return Dead("nothing to send")
        if any(len(choice.value.encode()) > 64 for choice in out.choices):
            return Dead("a choice of more than 64 bytes")
        done = self._progress.pop(out.key, 0)  # a message of several parts goes on where it stopped
        result: Sending = Sent()
        for n in range(done, len(todo)):
            result = await self._step(out.address, todo[n], out.edits if n == 0 else "")
            if not isinstance(result, Sent):
                if isinstance(result, Later) and n and out.key:
                    self._progress[out.key] = n
                break
        return result

    async def _step(self, chat: str, step: Step, edits: str = "") -> Sending:
        keys = [[InlineKeyboardButton(sound(c.label), callback_data=c.value) for c in row] for row in step.rows]
        markup = InlineKeyboardMarkup(keys) if keys else None
        if step.attachment:
            return await self._file(chat, step.attachment, markup)
        text = sound(step.text)
        if edits:
            result = await self._call(
                chat, lambda to: self._bot.edit_message_text(text, to, int(edits), reply_markup=markup)
            )
            if isinstance(result, Dead) and "message is not modified" in result.why.lower():
                return Sent(edits)
            if not isinstance(result, Dead):
                return result
        return await self._call(chat, lambda to: self._bot.send_message(to, text, reply_markup=markup))

    async def _file(self, chat: str, file: Attachment, markup: InlineKeyboardMarkup | None) -> Sending:
        try:
            raw = await asyncio.to_thread(self._open_attachment, file)
        except FileNotFoundError:
            return Dead("the attachment is gone")
        except Exception as fault:
            return Later(f"the attachment can't be opened: {type(fault).__name__}")
        if len(raw) > SEND_BYTES:
            return Dead("the attachment is too big")
        sent = InputFile(raw, filename=file.name)
        if file.mime in ("image/jpeg", "image/png") and len(raw) <= PHOTO_BYTES:
            result = await self._call(
                chat, lambda to: self._bot.send_photo(to, sent, caption=file.caption or None, reply_markup=markup)
            )
            if not isinstance(result, Dead):
                return result  # else its sides are too long for a photo: as a document
        return await self._call(
            chat, lambda to: self._bot.send_document(to, sent, caption=file.caption or None, reply_markup=markup)
        )

    async def _call(self, chat: str, request: Callable[[str], Awaitable[Any]]) -> Sending:
        """One request in its turn; what Telegram answers as a value."""
        while wait := self._pace.wait(chat, self._monotonic()):
            if wait > PATIENCE:
                return Later("held back", wait, "address")
            await self._sleep(wait)
        self._pace.take(chat, self._monotonic())
        try:
            message = await request(chat)
        except ChatMigrated as moved:
            return await self._call(str(moved.new_chat_id), request)
        except RetryAfter as fault:
            later = _fate(fault)
            everyone = self._pace.hold(chat, self._monotonic(), later.seconds)
            return Later(later.why, later.seconds, "everyone" if everyone else "address")
        except TelegramError as fault:
            return _fate(fault)
        except Exception as fault:  # the client's own: trying again would not mend it, and might send for ever
            return Dead(f"the client failed: {type(fault).__name__}")
        return Sent(str(getattr(message, "message_id", "")))


def _commands(programme: Programme, language: str) -> list[tuple[str, str]]:
    """Telegram's own menu: the command's name and what it does."""
    texts = load_texts(language, programme.texts.get(language))
    return [(slash_name(name, language), texts(f"command.{name}")) for name in SHOWN_COMMANDS]


def _fate(fault: TelegramError) -> Later | Dead | Blocked:
    """What a refusal means. Only Telegram's own words on the request are kept, no address or token."""
    if isinstance(fault, RetryAfter):
        seconds = fault.retry_after
        return Later("429", seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds))
    if isinstance(fault, Forbidden):
        return Blocked(fault.message)
    if isinstance(fault, BadRequest):  # a NetworkError to the library, but final
        return Dead(fault.message)
    if isinstance(fault, InvalidToken):
        return Later("the token is refused", 300, "everyone")
    return Later(type(fault).__name__, scope="everyone")


CHANNEL = Telegram
