"""The Zalo Bot Platform: text and photos, no buttons. Written from its documents; it has never met the live service.

https://bot.zapps.me/docs
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import (
    Channel,
    ChannelFault,
    Dead,
    Delivery,
    Later,
    Polled,
    Refused,
    Sending,
    Sent,
    Surroundings,
    Unreadable,
    sound,
)
from bot.channels.http_calls import Answer, Calls, Turns, Unreached, download
from bot.channels.pieces import pieces
from programme.domain.messages import Attachment, Inbound, Media, Outbound
from programme.domain.numbered_choices import numbered

log = logging.getLogger(__name__)

PUBLIC_API = "https://bot-api.zaloplatforms.com"
TEXT = 2000
PHOTO_BYTES = 10 * 1024 * 1024
ODD = {"sticker": "sticker", "voice": "voice", "unsupported": "other"}
"""Events message.….received that are no words."""


class ZaloBot(Channel):
    """By webhook where `webhook_url` is given (then with `webhook_secret`), else by polling, which has no
    acknowledgement: what a crash held is lost. `link` makes a public address of an attachment, "" where there is
    none."""

    name = "zalo_bot"
    path = "/zalo/bot"
    rate = 10

    @classmethod
    def configured(cls, around: Surroundings) -> ZaloBot:
        settings = around.settings
        return cls(
            settings.zalo_bot_token,
            clock=around.clock,
            api_url=settings.zalo_bot_api_url or PUBLIC_API,
            webhook_url=f"{settings.public_url}/zalo/bot" if settings.zalo_bot_mode == "webhook" else "",
            webhook_secret=settings.zalo_bot_webhook_secret,
        )

    def __init__(
        self,
        token: str,
        *,
        link: Callable[[Attachment], str] = lambda file: "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        api_url: str = PUBLIC_API,
        webhook_url: str = "",
        webhook_secret: str = "",
        poll_seconds: int = 30,
        turns: Turns | None = None,
    ):
        if webhook_url and not 8 <= len(webhook_secret) <= 256:
            raise ChannelFault("ZALO_BOT_WEBHOOK_SECRET is needed in webhook mode: 8 to 256 characters")
        self.polls = not webhook_url
        self._api_url, self._token = api_url.rstrip("/"), token
        self._webhook_url, self._secret, self._poll_seconds = webhook_url, webhook_secret, poll_seconds
        self._link, self._clock = link, clock
        self._calls, self._turns = Calls(), turns or Turns(self.rate, self.rate_each)
        self._progress: dict[str, int] = {}
        self._introduction: asyncio.Task | None = None

    async def open(self) -> None:
        """Makes itself known to Zalo. A wrong token stops the start; a network that fails does not."""
        if not await self._introduced():
            log.warning("zalo_bot: not reached at start, trying on")
            self._introduction = asyncio.create_task(self._introduce_until_done())

    async def close(self) -> None:
        if self._introduction:
            self._introduction.cancel()
            await asyncio.wait([self._introduction])
        await self._calls.close()

    async def ask_name(self) -> str:
        """The bot's name. Raises ChannelFault for a wrong token or no way there."""
        try:
            answer = await self._ask("getMe")
        except Unreached as fault:
            raise ChannelFault(f"Zalo can't be reached ({fault}): set ZALO_BOT_API_URL") from None
        if code(answer) in (401, 403, 404):
            raise ChannelFault("Zalo does not know this ZALO_BOT_TOKEN")
        if code(answer):
            raise ChannelFault(f"Zalo answers {code(answer)}")
        found = answer.json.get("result")
        return str(found.get("account_name", "")) if isinstance(found, dict) else ""

    async def _introduced(self) -> bool:
        try:
            answer = await self._ask("getMe")
            if code(answer) in (401, 403):
                raise ChannelFault("Zalo does not know this ZALO_BOT_TOKEN")
            if code(answer):
                return False
            if self.polls:
                await self._ask("deleteWebhook")
                return True
            answer = await self._ask("setWebhook", {"url": self._webhook_url, "secret_token": self._secret})
        except Unreached:
            return False
        if code(answer) in (400, 404):
            raise ChannelFault("Zalo refuses the webhook: BAOCAO_PUBLIC_URL must be a public address with https")
        return not code(answer)

    async def _introduce_until_done(self) -> None:
        pause = 2.0
        while True:
            await asyncio.sleep(pause)
            pause = min(300, pause * 2)
            with suppress(ChannelFault):
                if await self._introduced():
                    return

    # --- in

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        shown = headers.get("X-Bot-Api-Secret-Token", "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(shown, self._secret.encode()):
            if not body.strip():
                return  # a probe of the address: nothing is read from it
            raise Refused

    def parse(self, raw: bytes) -> list[Inbound | Delivery]:
        if not raw.strip():
            return []
        try:
            update = json.loads(raw)
            update = update.get("result", update)
            return [found] if (found := self._heard(update)) else []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise Unreadable(raw) from fault

    def _heard(self, update: dict[str, Any]) -> Inbound | None:
        message, event = update.get("message"), update.get("event_name", "")
        if not message or not isinstance(event, str) or message["from"].get("is_bot"):
            return None
        kind = event.removeprefix("message.").removesuffix(".received")
        chat, text = message["chat"], ""
        told: dict[str, Any] = {}
        if str(chat.get("chat_type", "PRIVATE")).upper() != "PRIVATE":
            told["oddity"] = "group"
        elif kind == "text":
            text = message["text"]
        elif kind == "image" and (url := message.get("photo_url") or message.get("photo")):
            text = message.get("caption") or ""
            told["media"] = (Media("photo", str(url), mime="image/jpeg"),)
        elif kind in ODD or kind == "image":
            told["oddity"] = ODD.get(kind, "other")
        else:
            return None
        if not isinstance(text, str):
            raise TypeError
        key = f"m:{chat['id']}:{message['message_id']}"
        return Inbound(self.name, str(chat["id"]), key, self._clock(), text=sound(text), **told)

    async def poll(self, mark: int | None) -> Polled | Later:
        """One update at a time and no mark: Zalo forgets it as soon as it has given it."""
        try:
            answer = await self._ask("getUpdates", {"timeout": str(self._poll_seconds)}, self._poll_seconds + 10)
        except Unreached as fault:
            return Later(str(fault))
        failed = code(answer)
        if failed == 408:
            return Polled()
        if failed:
            return Later(f"Zalo answers {failed}", 300 if failed in (401, 403) else None)
        found = answer.json.get("result")
        updates = found if isinstance(found, list) else [found] if found else []
        return Polled(tuple(json.dumps(update).encode() for update in updates))

    async def fetch(self, ref: str) -> bytes | Later | Dead:
        return await download(ref, PHOTO_BYTES, self._api_url)

    # --- out

    async def send(self, out: Outbound) -> Sending:
        todo = [("sendMessage", {"text": piece}) for piece in pieces(numbered(out.text, out.choices), TEXT)]
        links = [self._link(file) for file in out.attachments if file.mime in ("image/jpeg", "image/png")]
        todo += [("sendPhoto", {"photo": link}) for link in links if link]
        if not todo:
            return Dead("nothing to send")
        result: Sending = Sent()
        for n in range(self._progress.pop(out.key, 0), len(todo)):  # what has several parts goes on where it stopped
            method, what = todo[n]
            result = await self._call(out.address, method, {"chat_id": out.address, **what})
            if not isinstance(result, Sent):
                if isinstance(result, Later) and n and out.key:
                    self._progress[out.key] = n
                break
        return result

    async def _call(self, chat: str, method: str, what: dict[str, Any]) -> Sending:
        if later := await self._turns.wait(chat):
            return later
        try:
            return fate(await self._ask(method, what))
        except Unreached as fault:
            return Later(str(fault), scope="everyone")

    async def _ask(self, method: str, what: Mapping[str, Any] | None = None, seconds: float | None = None) -> Answer:
        url = f"{self._api_url}/bot{self._token}/{method}"
        return await self._calls.ask("POST", url, json=dict(what or {}), seconds=seconds)


def code(answer: Answer) -> int:
    """What went wrong, 0 for nothing: errors come with any HTTP status, 200 too."""
    told = answer.json
    if told.get("ok") is True:
        return 0
    found = told.get("error_code")
    return found if isinstance(found, int) and found else answer.status if answer.status >= 300 else 500


def fate(answer: Answer) -> Sending:
    failed = code(answer)
    if not failed:
        result = answer.json.get("result")
        return Sent(str(result.get("message_id", "")) if isinstance(result, dict) else "")
    if failed in (400, 404, 413):
        return Dead(f"Zalo refuses it: {failed}")
    if failed == 429:
        return Later("429", 30, "everyone")
    if failed in (401, 403):
        # The same codes for a token that is refused and, perhaps, for a person who is: the sender tells them apart.
        return Later(f"Zalo refuses: {failed}", 60, "everyone")
    return Later(f"Zalo answers {failed}", scope="everyone")


CHANNEL = ZaloBot
