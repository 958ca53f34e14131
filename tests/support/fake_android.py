"""A telephone with SMS Gateway for Android on loopback: its local API and its signed webhooks. Made from the
documents; tried with android-sms-gateway, a client that others wrote."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

USER, PASSWORD, SIGNING = "sms", "sms-password-1", "signing-key-1"
KILLED = "killed"


@dataclass
class FakeAndroid:
    """`script` holds answers to give before the usual ones: a status, or KILLED. `webhook` is where events go."""

    url: str = ""
    webhook: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    script: deque = field(default_factory=deque)
    device: str = "dev-1"
    count: int = 0

    def _known(self, request: web.Request) -> bool:
        shown = request.headers.get("Authorization", "")
        return hmac.compare_digest(shown, "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode())

    async def take(self, request: web.Request) -> web.StreamResponse:
        if not self._known(request):
            return web.json_response({"message": "Unauthorized"}, status=401)
        told = await request.json()
        self.asked.append(told)
        if self.script:
            answer = self.script.popleft()
            if answer == KILLED:
                request.transport.abort()
                return web.Response()
            return web.Response(status=answer)
        text = (told.get("textMessage") or {}).get("text", "")
        numbers = told.get("phoneNumbers") or []
        if not text or not numbers or len(told.get("id") or "") > 36:
            return web.json_response({"message": "invalid"}, status=400)
        id = told.get("id") or f"m{len(self.messages)}"
        if id in self.messages:
            return web.json_response({"message": "duplicate id"}, status=409)
        recipients = [{"phoneNumber": number, "state": "Pending"} for number in numbers]
        state = {"id": id, "deviceId": self.device, "state": "Pending", "isHashed": False, "isEncrypted": False,
                 "recipients": recipients, "states": {}}  # fmt: skip
        self.messages[id] = state | {"text": text}
        return web.json_response(state, status=202)

    async def state(self, request: web.Request) -> web.StreamResponse:
        found = self.messages.get(request.match_info["id"])
        if not self._known(request) or found is None:
            return web.json_response({"message": "not found"}, status=404)
        return web.json_response({name: value for name, value in found.items() if name != "text"})

    # --- what it tells

    def event(self, name: str, **payload: Any) -> bytes:
        self.count += 1
        told = {"deviceId": self.device, "event": name, "id": f"e{self.count}", "webhookId": "w1", "payload": payload}
        return json.dumps(told, ensure_ascii=False).encode()

    def received(self, sender: str, message: str, at: str = "2026-06-27T14:00:00.000+07:00") -> bytes:
        id = hashlib.md5(message.encode()).hexdigest()[:8]  # of the words alone, as the app does
        return self.event("sms:received", messageId=id, message=message, sender=sender, recipient=None, simNumber=1,
                          receivedAt=at)  # fmt: skip

    async def tell(self, body: bytes, *, key: str = SIGNING, at: int | None = None) -> int:
        """Posts an event, signed as the app signs it; the status it is answered with."""
        stamp = str(int(time.time()) if at is None else at)
        sign = hmac.new(key.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
        headers = {"X-Signature": sign, "X-Timestamp": stamp, "Content-Type": "application/json"}
        async with ClientSession() as client, client.post(self.webhook, data=body, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def fake_android():
    phone = FakeAndroid()
    app = web.Application()
    for path in ("/message", "/3rdparty/v1/messages"):
        app.router.add_post(path, phone.take)
        app.router.add_get(path + "/{id}", phone.state)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    phone.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield phone
    finally:
        await runner.cleanup()
