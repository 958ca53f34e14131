"""SMS through Kannel 1.4: smsbox posts what came, takes what goes out, and calls back with delivery reports.

User's guide: https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

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
from programme.domain.messages import Inbound, Outbound
from programme.domain.phones import sender
from programme.domain.sms_segments import alphabet, fitted, segments
from programme.language.vietnamese import plain

MOST = 6
"""Segments of one message: what is longer is cut, because each costs."""
STATES = {"1": "delivered", "2": "failed", "4": "accepted", "8": "accepted", "16": "failed"}
VALID_MINUTES = 24 * 60
TOLD = ("id", "from", "to", "ts", "smsc", "coding", "charset")
"""What smsbox puts into the address of a message that came; the key is not kept."""


class Kannel(Channel):
    """`report_url` is where smsbox finds our `report_path`, "" for no delivery reports; `key` is the secret in the
    addresses that it calls. Texts go without diacritics unless `accents`."""

    name = "kannel"
    path = "/sms/kannel"
    report_path = "/sms/kannel/dlr"
    accepted = 202
    rate = 10

    @classmethod
    def configured(cls, around: Surroundings) -> Kannel:
        settings = around.settings
        return cls(
            settings.kannel_send_url,
            settings.kannel_username,
            settings.kannel_password,
            key=settings.kannel_inbound_key,
            sender=settings.kannel_sender,
            report_url=settings.kannel_reports,
            clock=around.clock,
        )

    def __init__(
        self,
        send_url: str,
        username: str,
        password: str,
        *,
        key: str,
        sender: str = "",
        report_url: str = "",
        accents: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        turns: Turns | None = None,
    ):
        if not send_url.startswith(("http://", "https://")):
            raise ChannelFault("KANNEL_SEND_URL is smsbox's address: http://127.0.0.1:13013/cgi-bin/sendsms")
        if not key:
            raise ChannelFault("KANNEL_INBOUND_KEY is needed: any long random text, the same as in smsbox's post-url")
        self._send_url, self._key, self._clock = send_url, key, clock
        self._login = {"username": username, "password": password} | ({"from": sender} if sender else {})
        self._report_url, self._accents = report_url, accents
        self._calls, self._turns = Calls(), turns or Turns(self.rate, self.rate_each)

    async def close(self) -> None:
        await self._calls.close()

    # --- in

    def admit(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        shown = query.get("key", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._key.encode()):
            raise Refused

    def whole(self, query: Mapping[str, str], body: bytes) -> bytes:
        told = {name: query[name] for name in TOLD if name in query}
        return json.dumps({**told, "body": body.decode("latin-1")}).encode()

    def parse(self, raw: bytes) -> list[Inbound | Delivery]:
        try:
            told = json.loads(raw)
            body, id = told["body"].encode("latin-1"), told["id"]
            text = body.decode(_charset(told, body)).replace("\0", "")
        except (ValueError, KeyError, TypeError, LookupError, AttributeError) as fault:
            raise Unreadable(raw) from fault
        address = sender(told.get("from", ""))
        if not address or not id:
            return []  # a brandname or a service: nobody to answer
        return [Inbound(self.name, address, f"k:{id}", self._clock(), text=sound(text))]

    def reported(self, query: Mapping[str, str]) -> list[Delivery]:
        state, ref = STATES.get(query.get("type", "")), query.get("mid", "")
        return [Delivery(ref, state)] if state and ref else []

    # --- out

    async def send(self, out: Outbound) -> Sending:
        text = self.said(out)
        if not text:
            return Dead("nothing to send")
        if later := await self._turns.wait(out.address):
            return later
        ref = hashlib.sha256(f"{out.key}".encode()).hexdigest()[:24]
        try:
            answer = await self._calls.ask("GET", f"{self._send_url}?{urlencode(self.fields(out, text, ref))}")
        except Unreached as fault:
            return Later(str(fault), scope="everyone")
        return _fate(answer, Sent(ref, segments(text, _alphabet(text))))

    def said(self, out: Outbound) -> str:
        """The text as it goes out, its choices numbered."""
        if self._accents or out.accents:
            return fitted(out.text, out.choices, MOST)
        labels = tuple(replace(choice, label=plain(choice.label)) for choice in out.choices)
        return fitted(plain(out.text), labels, MOST)

    def fields(self, out: Outbound, text: str, ref: str) -> dict[str, Any]:
        found = self._login | {
            "to": out.address,
            "coding": "2" if _alphabet(text) == "ucs2" else "0",
            "charset": "UTF-8",
            "validity": str(VALID_MINUTES),
            "text": text,
        }
        if self._report_url:
            # smsbox fills in %d; all else must reach it as it is, so the key and ref are letters and digits or quoted
            called = f"{self._report_url}?{urlencode({'key': self._key, 'mid': ref})}".replace("%", "%%")
            found |= {"dlr-mask": "31", "dlr-url": f"{called}&type=%d"}
        return found


def _alphabet(text: str) -> str:
    """smsbox mangles what its coding can't say, and of GSM-7 the letters that are not ASCII."""
    return alphabet(text) if text.isascii() else "ucs2"


def _charset(told: Mapping[str, str], body: bytes) -> str:
    """smsbox with mo-recode posts UTF-8 and says so; without it UCS-2 comes as UTF-16BE."""
    named = told.get("charset", "").strip().upper()
    return named or ("utf-16-be" if told.get("coding") == "2" else "utf-8")


def _fate(answer: Answer, sent: Sent) -> Sending:
    if answer.status in (200, 202):
        return sent
    if answer.status == 403:
        return Later("Kannel refuses the user or the password", 300, "everyone")
    if answer.status == 400:
        return Dead(f"Kannel: {answer.text[:80].strip()}")
    return Later(f"Kannel answers {answer.status}", scope="everyone")


CHANNEL = Kannel
