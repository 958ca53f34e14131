"""A member at the simulator's page, without a browser: what they send, and the messages they are shown."""

from __future__ import annotations

import json
import time
import uuid
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.days.faked_clock import ZONE

PATIENCE = 90.0
"""Seconds after which an answer is lost: a last guard."""


class Member:
    def __init__(self, site: str, address: str):
        self._site, self._address, self._mark = site, address, ""
        self.messages: dict[str, dict[str, Any]] = {}
        self._order: list[str] = []
        self._look()

    def says(self, text: str, sees: str = "") -> str:
        """Sends words; the text of the message that answers with `sees`."""
        self._post({"text": text})
        return self._sees(sees)

    def presses(self, label: str, sees: str = "") -> str:
        """Presses the newest button whose label begins so; the text of the message that answers with `sees`."""
        for ref in reversed(self._order):
            for row in self.messages[ref]["rows"]:
                for button in row:
                    if button["label"].startswith(label):
                        self._post({"choice": button["value"], "message": ref})
                        return self._sees(sees)
        raise AssertionError(f"no button {label!r}")

    def waits_for(self, day: date) -> None:
        """Until the bot's clock, which was set, shows that day."""
        end = time.monotonic() + PATIENCE
        while datetime.fromisoformat(self._now).astimezone(ZONE).date() != day:
            assert time.monotonic() < end, f"the clock stands at {self._now}"
            self._look()

    def labels(self) -> list[str]:
        """What all buttons say, those of the newest message first: a reminder may have come below a question."""
        rows = (row for ref in reversed(self._order) for row in self.messages[ref]["rows"])
        return [button["label"] for row in rows for button in row]

    def _sees(self, words: str) -> str:
        """Waits for a message of the bot's that is new or changed since something was sent."""
        end, fresh = time.monotonic() + PATIENCE, []
        while True:
            fresh += self._look()
            for message in reversed(fresh):
                if words in message["text"]:
                    return message["text"]
            assert time.monotonic() < end, f"{words!r} never came, but {[m['text'] for m in fresh]}"

    def _look(self) -> list[dict[str, Any]]:
        """The bot's messages that are new or changed; waits two seconds for one at most."""
        path = f"/phone/messages?address={quote(self._address)}&since={self._mark}"
        with urlopen(self._site + path, timeout=PATIENCE) as answer:
            news = json.load(answer)
        self._mark, self._now = news["mark"], news["now"]
        for message in news["messages"]:
            ref = message["ref"]
            self.messages[ref] = message
            self._order = [*(each for each in self._order if each != ref), ref]
        return [message for message in news["messages"] if not message["mine"]]

    def _post(self, what: dict[str, str]) -> None:
        body = json.dumps({"address": self._address, "id": str(uuid.uuid4()), **what}).encode()
        headers = {"Content-Type": "application/json", "Origin": self._site}
        with urlopen(Request(f"{self._site}/phone/messages", body, headers), timeout=PATIENCE) as answer:
            assert answer.status == 200
