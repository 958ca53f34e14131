"""SMS through any telephone with a SIM and the app SMS Gateway for Android: it posts what came, takes what goes out.

https://docs.sms-gate.app; nothing here has met a real telephone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import (
    Channel,
    ChannelFault,
    Dead,
    Delivery,
    Later,
    Refused,
    Sending,
    Sent,
    Surroundings,
    Unreadable,
    sound,
)
from bot.channels.http_calls import Answer, Calls, Turns, Unreached
from bot.channels.replays import Replays
from programme.domain.messages import Inbound, Outbound
from programme.domain.phones import sender
from programme.domain.sms_segments import fitted, segments
from programme.language.vietnamese import plain

MOST = 6
"""Segments of one message: what is longer is cut, because each costs."""
DRIFT = 300
"""Seconds that a call's time may differ from ours: what is older is stale."""
LIVES = 24 * 3600
"""Seconds for which the telephone goes on trying to send."""
STATES = {"sms:sent": "accepted", "sms:delivered": "delivered", "sms:failed": "failed"}


class AndroidSms(Channel):
    """`url` is the telephone's address in local mode, or that of a private server (`…/3rdparty/v1`)."""

    name = "android_sms"
    path = "/sms/android"
    rate = 0.5  # a telephone is no exchange: Android itself asks its owner when an app sends many

    @classmethod
    def configured(cls, around: Surroundings) -> AndroidSms:
        settings = around.settings
        return cls(
            settings.android_sms_url,
            settings.android_sms_username,
            settings.android_sms_password,
            signing_key=settings.android_sms_signing_key,
            clock=around.clock,
        )

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        *,
        signing_key: str,
        accents: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        turns: Turns | None = None,
    ):
        if not url.startswith(("http://", "https://")):
            raise ChannelFault("ANDROID_SMS_URL is the telephone's address: http://<phone>:8080")
        if not signing_key:
            raise ChannelFault("ANDROID_SMS_SIGNING_KEY is needed: the app shows it under Settings, Webhooks")
        self._url, self._key, self._clock, self._accents = messages_at(url), signing_key, clock, accents
        self._login = "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
        self._calls, self._turns = Calls(), turns or Turns(self.rate, self.rate_each)
        self._replays = Replays(2 * DRIFT)

    async def close(self) -> None:
        await self._calls.close()

    # --- in

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        at = headers.get("X-Timestamp", "")
        shown = headers.get("X-Signature", "").strip().lower().encode("utf-8", "surrogateescape")
        meant = hmac.new(self._key.encode(), body + at.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(shown, meant.encode()):
            raise Refused
        if not (at.isascii() and at.isdigit() and len(at) <= 12):
            raise Refused("without a time")
        now = self._clock().timestamp()
        if abs(int(at) - now) > DRIFT:
            raise Refused("stale")
        if self._replays.known(meant, now):
            raise Refused("replayed")

    def taken(self, headers: Mapping[str, str]) -> None:
        """The app signs each try with the time of that try, so the same signature again is none of its own."""
        self._replays.take(headers.get("X-Signature", "").strip().lower(), self._clock().timestamp())

    def parse(self, raw: bytes) -> list[Inbound | Delivery]:
        if not raw.strip():
            return []
        try:
            told = json.loads(raw)
            event, payload = told.get("event"), told.get("payload", {})
            if event == "sms:received":
                return self._came(told, payload)
            if state := STATES.get(event):
                return [Delivery(payload["messageId"], state)] if isinstance(payload["messageId"], str) else []
            return []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise Unreadable(raw) from fault

    def _came(self, told: dict[str, Any], payload: dict[str, Any]) -> list[Inbound | Delivery]:
        who = payload.get("sender") or payload["phoneNumber"]  # the older name
        address, text = sender(who), payload["message"]
        if not isinstance(text, str):
            raise TypeError
        if not address:
            return []  # a brandname or a service: nobody to answer
        # The app makes messageId of the text alone, and a second webhook has events of its own: what makes a message
        # one are its telephone, sender, time and words.
        parts = (told.get("deviceId"), who, payload.get("messageId"), payload["receivedAt"], text)
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
        return [Inbound(self.name, address, f"a:{key}", self._clock(), text=sound(text.replace("\0", "")))]

    # --- out

    async def send(self, out: Outbound) -> Sending:
        text = self.said(out)
        if not text:
            return Dead("nothing to send")
        if later := await self._turns.wait(out.address):
            return later
        ref = hashlib.sha256(out.key.encode()).hexdigest()[:32]  # at most 36 characters, and the same at every try
        what = {
            "id": ref,
            "phoneNumbers": [out.address],
            "textMessage": {"text": text},
            "withDeliveryReport": True,
            "ttl": LIVES,
        }
        try:
            answer = await self._calls.ask("POST", self._url, json=what, headers={"Authorization": self._login})
        except Unreached as fault:
            return Later(str(fault), scope="everyone")
        return _fate(answer, Sent(ref, segments(text)))

    def said(self, out: Outbound) -> str:
        """The text as it goes out, its choices numbered."""
        if self._accents or out.accents:
            return fitted(out.text, out.choices, MOST)
        labels = tuple(replace(choice, label=plain(choice.label)) for choice in out.choices)
        return fitted(plain(out.text), labels, MOST)


def messages_at(url: str) -> str:
    """Where messages are posted: `/message` on a telephone, `/messages` on a server."""
    url = url.rstrip("/")
    if url.endswith(("/message", "/messages")):
        return url
    return f"{url}/messages" if "/3rdparty/" in f"{url}/" else f"{url}/message"


def _fate(answer: Answer, sent: Sent) -> Sending:
    if answer.status in (200, 201, 202, 409):  # 409: it has this id already
        return sent
    if answer.status in (401, 403):
        return Later("the telephone refuses the user or the password", 300, "everyone")
    if answer.status == 400:
        return Dead("the telephone refuses the message")
    return Later(f"the telephone answers {answer.status}", scope="everyone")


CHANNEL = AndroidSms
