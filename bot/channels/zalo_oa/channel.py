"""A Zalo Official Account by OpenAPI v3. Written from its documents; it has never met the live service.

https://developers.zalo.me/docs/official-account
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import FormData

from bot.channels.base import (
    Blocked,
    Channel,
    ChannelFault,
    Closed,
    Dead,
    Delivery,
    Later,
    Refused,
    Sending,
    Sent,
    Surroundings,
    Unreadable,
)
from bot.channels.http_calls import Calls, Turns, Unreached, download
from bot.channels.pieces import pieces
from bot.channels.zalo_oa.events import heard
from bot.channels.zalo_oa.token_store import StoredTokens
from bot.channels.zalo_oa.tokens import PUBLIC_OAUTH, Keeper, Tokens
from bot.ops.lease import this_process
from programme.domain.messages import REMINDER, Attachment, Choice, Inbound, Outbound
from programme.domain.numbered_choices import numbered

log = logging.getLogger(__name__)

PUBLIC_API = "https://openapi.zalo.me"
TEXT, BUTTONS, TITLE = 2000, 5, 100
PHOTO_BYTES = 10 * 1024 * 1024
IMAGE_BYTES, FILE_BYTES = 1024 * 1024, 5 * 1024 * 1024
FILES = (".pdf", ".doc", ".docx", ".csv")
TEMPLATE_TEXT = 200
"""Characters of the one parameter of our template."""
STALE = timedelta(hours=3)
"""Zalo tries a webhook again for two hours, the same bytes each time; what is older is stale."""
MAC = re.compile(r"(?:mac=)?([0-9a-f]{64})")

EXPIRED, TOO_FAST, NIGHT = (-216, -220), -32, -234
WINDOW = (-230, -232)
SHUT = {-211: "quota", -218: "quota", -321: "no money on the account"}
GONE = {-213: "does not follow the account", -244: "restricted"}


class ZaloOa(Channel):
    """`open_attachment` gives the bytes of a file and is called off the event loop; `template` is the number of an
    approved template with one parameter `noi_dung`, "" for none; `zone` is where night is night."""

    name = "zalo_oa"
    path = "/zalo/oa"
    rate = 50

    @classmethod
    def configured(cls, around: Surroundings) -> ZaloOa:
        settings = around.settings
        return cls(
            settings.zalo_oa_app_id,
            settings.zalo_oa_app_secret,
            webhook_secret=settings.zalo_oa_webhook_secret,
            refresh_token=settings.zalo_oa_refresh_token,
            keeper=StoredTokens(around.store, "zalo_oa", this_process(), around.clock),
            open_attachment=around.open_attachment,
            clock=around.clock,
            oa_id=settings.zalo_oa_id,
            template=settings.zalo_oa_template_id,
            api_url=settings.zalo_oa_api_url or PUBLIC_API,
            oauth_url=settings.zalo_oa_oauth_url or PUBLIC_OAUTH,
            zone=around.programme.zone,
        )

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        *,
        webhook_secret: str,
        refresh_token: str,
        keeper: Keeper,
        open_attachment: Callable[[Attachment], bytes],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        oa_id: str = "",
        template: str = "",
        api_url: str = PUBLIC_API,
        oauth_url: str = PUBLIC_OAUTH,
        zone: str = "Asia/Ho_Chi_Minh",
        turns: Turns | None = None,
    ):
        if not webhook_secret:
            raise ChannelFault(
                "ZALO_OA_WEBHOOK_SECRET is needed: the OA secret key under Webhook at developers.zalo.me"
            )
        self._app_id, self._secret, self._oa_id, self._template = app_id, webhook_secret, oa_id, template
        self._api_url, self._zone = api_url.rstrip("/"), ZoneInfo(zone)
        self._open_attachment, self._clock = open_attachment, clock
        self._calls, self._turns = Calls(), turns or Turns(self.rate, self.rate_each)
        more = {"app_id": app_id, "app_secret": app_secret, "first": refresh_token, "clock": clock}
        self._tokens = Tokens(self._calls, keeper, oauth_url=oauth_url, **more)
        self._progress: dict[str, int] = {}

    async def close(self) -> None:
        await self._calls.close()

    # --- in

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        if not body.strip():
            return  # a probe of the address: nothing is read from it
        try:
            told = json.loads(body)
            at = str(told["timestamp"])
            moment = datetime.fromtimestamp(int(at) / 1000, UTC)
        except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError) as fault:
            raise Refused from fault  # what can't be read has no signature that could be checked
        shown = MAC.fullmatch(headers.get("X-ZEvent-Signature", "").strip().lower())
        meant = hashlib.sha256(self._app_id.encode() + body + (at + self._secret).encode("utf-8", "replace"))
        if not shown or not hmac.compare_digest(shown[1], meant.hexdigest()):
            raise Refused
        if abs(self._clock() - moment) > STALE:
            raise Refused("stale")

    def parse(self, raw: bytes) -> list[Inbound | Delivery]:
        if not raw.strip():
            return []
        try:
            return heard(json.loads(raw), self._clock(), self._oa_id)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as fault:
            raise Unreadable(raw) from fault

    async def fetch(self, ref: str) -> bytes | Later | Dead:
        return await download(ref, PHOTO_BYTES, self._api_url)

    # --- out

    async def send(self, out: Outbound) -> Sending:
        todo = self._steps(out)
        if not todo:
            return Dead("nothing to send")
        result: Sending = Sent()
        for n in range(self._progress.pop(out.key, 0), len(todo)):  # what has several parts goes on where it stopped
            result = await self._step(out, todo[n])
            if not isinstance(result, Sent):
                if isinstance(result, Later) and n and out.key:
                    self._progress[out.key] = n
                break
        return result

    def _steps(self, out: Outbound) -> list[dict[str, Any] | Attachment]:
        """Messages as Zalo wants them, buttons under the last piece of text, and files that it takes."""
        buttons = [_button(choice) for choice in out.choices] if _pressable(out.choices) else []
        text = out.text if buttons else numbered(out.text, out.choices)
        found: list[Any] = [{"text": piece} for piece in pieces(text, TEXT)]
        if found and buttons:
            found[-1]["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        sent = [file for file in out.attachments if _image(file) or file.name.lower().endswith(FILES)]
        if len(sent) < len(out.attachments):
            log.info("zalo_oa: %d files are of kinds that Zalo does not take", len(out.attachments) - len(sent))
        return found + sent

    async def _step(self, out: Outbound, what: dict[str, Any] | Attachment) -> Sending:
        if isinstance(what, Attachment):
            uploaded = await self._upload(what)
            if not isinstance(uploaded, dict):
                return uploaded
            what = uploaded
        if later := await self._turns.wait(out.address):
            return later
        body = {"recipient": {"user_id": out.address}, "message": what}
        told = await self._ask("/v3.0/oa/message/cs", json=body)
        if isinstance(told, Later):
            return told
        if told["error"] in WINDOW and self._template and out.priority == REMINDER:
            return await self._by_template(out)
        return self._fate(told)

    async def _by_template(self, out: Outbound) -> Sending:
        """For who has not written for a week: the approved template, with as much of the words as it takes."""
        text = " ".join(out.text.split())
        data = {"noi_dung": text if len(text) <= TEMPLATE_TEXT else text[: TEMPLATE_TEXT - 1] + "…"}
        body = {"user_id": out.address, "template_id": self._template, "template_data": data}
        told = await self._ask("/v3.0/oa/message/template", json=body)
        if isinstance(told, Later):
            return told
        return (
            self._fate(told) if told["error"] in (0, TOO_FAST) else Closed(f"the template is refused: {told['error']}")
        )

    async def _upload(self, file: Attachment) -> dict[str, Any] | Sending:
        try:
            raw = await asyncio.to_thread(self._open_attachment, file)
        except FileNotFoundError:
            return Dead("the attachment is gone")
        except Exception as fault:
            return Later(f"the attachment can't be opened: {type(fault).__name__}")
        image = _image(file) and len(raw) <= IMAGE_BYTES
        if len(raw) > FILE_BYTES or not (image or file.name.lower().endswith(FILES)):
            return Dead("the attachment is too big for Zalo")

        def form() -> FormData:
            found = FormData()
            found.add_field("file", raw, filename=file.name, content_type=file.mime)
            return found

        told = await self._ask(f"/v2.0/oa/upload/{'image' if image else 'file'}", form=form)
        if isinstance(told, Later):
            return told
        data = told.get("data") or {}
        if image and data.get("attachment_id"):
            element = {"media_type": "image", "attachment_id": data["attachment_id"]}
            payload = {"template_type": "media", "elements": [element]}
            return {"attachment": {"type": "template", "payload": payload}}
        if data.get("token"):
            return {"attachment": {"type": "file", "payload": {"token": data["token"]}}}
        return Dead(f"the file is refused: {told['error']}") if told["error"] else Dead("the file was not taken")

    async def _ask(self, path: str, form: Callable[[], FormData] | None = None, **what: Any) -> dict[str, Any] | Later:
        """One call; a token that is refused is renewed once. What Zalo answers, with its `error` as a number."""
        refused = ""
        for _ in range(2):
            token = await self._tokens.access(refused)
            if isinstance(token, Later):
                return token
            body = {"data": form()} if form else what
            try:
                answer = await self._calls.ask("POST", self._api_url + path, headers={"access_token": token}, **body)
            except Unreached as fault:
                return Later(str(fault), scope="everyone")
            told, error = answer.json, answer.json.get("error")
            if not isinstance(error, int):
                return Later(f"Zalo answers {answer.status}", scope="everyone")
            if error not in EXPIRED:
                return told
            refused = token
        return Later("Zalo refuses the new token too", 60, "everyone")

    def _fate(self, told: Mapping[str, Any]) -> Sending:
        error = told["error"]
        if error == 0:
            data = told.get("data")
            return Sent(str(data.get("message_id", "")) if isinstance(data, dict) else "")
        if error == TOO_FAST:
            return Later("-32", 60, "everyone")
        if error == NIGHT:
            return Later("not at night", self._till_morning(), "message")
        if error in WINDOW:
            return Closed(f"the window is closed: {error}")
        if error in SHUT:
            return Closed(SHUT[error])
        return Blocked(GONE[error]) if error in GONE else Dead(f"Zalo refuses it: {error}")

    def _till_morning(self) -> float:
        now = self._clock().astimezone(self._zone)
        six = now.replace(hour=6, minute=0, second=0, microsecond=0)
        return max(60.0, ((six if now < six else six + timedelta(days=1)) - now).total_seconds())


def _pressable(choices: tuple[Choice, ...]) -> bool:
    return 0 < len(choices) <= BUTTONS and all(len(choice.label) <= TITLE for choice in choices)


def _button(choice: Choice) -> dict[str, str]:
    return {"title": choice.label, "type": "oa.query.hide", "payload": choice.value}


def _image(file: Attachment) -> bool:
    return file.mime in ("image/jpeg", "image/png")


CHANNEL = ZaloOa
