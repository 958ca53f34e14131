"""Zalo's HTTP interfaces on loopback, as far as we use them: the Bot Platform, and an Official Account's OpenAPI with
its rotating tokens. Made from the documents; tried with python-zalo-bot, a client that others wrote."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

TOKEN = "7770001:ZaBsynthetic-token-for-tests"
APP, APP_SECRET, OA_SECRET, OA_ID = "360001", "app-secret-1", "oa-secret-1", "57900001"
KILLED = "killed"
"""A scripted answer: the connection dies without one."""


@dataclass
class FakeZalo:
    """`script[path or method]` holds answers to give before the usual ones: a dictionary, (status, text) or KILLED."""

    url: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    script: dict[str, deque] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, bytes] = field(default_factory=dict)
    updates: deque = field(default_factory=deque)
    webhook: dict[str, str] = field(default_factory=dict)
    refresh: str = "refresh-1"
    access: str = ""
    renewals: int = 0
    last_said: dict[str, float] = field(default_factory=dict)
    count: int = 0

    # --- the bot platform

    async def bot(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = await request.json() if request.content_type == "application/json" else dict(await request.post())
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        self.asked.append((method, fields))
        if scripted := self._scripted(request, method):
            return scripted
        end = time.monotonic() + 0.5  # a poll is held for a while, if not for as long as it asks
        while method == "getUpdates" and not self.updates and time.monotonic() < end:
            await asyncio.sleep(0.02)
        return web.json_response(self._bot(method, fields))

    def _bot(self, method: str, fields: dict[str, Any]) -> dict[str, Any]:
        if method == "getMe":
            name = {"id": "777", "account_name": "Báo Cáo", "account_type": "BASIC", "can_join_groups": False}
            return {"ok": True, "result": name}
        if method == "getUpdates":
            if self.updates:
                return {"ok": True, "result": self.updates.popleft()}
            return {"ok": False, "error_code": 408, "description": "Request timeout"}
        if method == "setWebhook":
            if not str(fields.get("url", "")).startswith("http") or not 8 <= len(fields.get("secret_token", "")) <= 256:
                return {"ok": False, "error_code": 400, "description": "Bad request"}
            self.webhook = {"url": fields["url"], "secret": fields["secret_token"]}
            return {"ok": True, "result": {"url": fields["url"], "updated_at": int(time.time() * 1000)}}
        if method in ("deleteWebhook", "getWebhookInfo"):
            if method == "deleteWebhook":
                self.webhook = {}
            return {"ok": True, "result": {"url": self.webhook.get("url", ""), "updated_at": 1}}
        if method in ("sendMessage", "sendPhoto"):
            what = fields.get("text" if method == "sendMessage" else "photo", "")
            if not fields.get("chat_id") or not 1 <= len(what) <= 2000:
                return {"ok": False, "error_code": 400, "description": "Bad request: text"}
            self.count += 1
            return {"ok": True, "result": {"message_id": f"b{self.count}", "date": int(time.time() * 1000)}}
        if method == "sendChatAction":
            return {"ok": True, "result": True}
        return {"ok": False, "error_code": 404, "description": "Not found"}

    async def bring(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Posts an update to the webhook that was set; the status it is answered with."""
        header = {"X-Bot-Api-Secret-Token": self.webhook["secret"] if secret is None else secret}
        async with ClientSession() as client, client.post(self.webhook["url"], json=update, headers=header) as answer:
            return answer.status

    # --- the official account

    async def renew(self, request: web.Request) -> web.StreamResponse:
        form = dict(await request.post())
        self.asked.append(("/v4/oa/access_token", {**form, "secret_key": request.headers.get("secret_key")}))
        if scripted := self._scripted(request, "/v4/oa/access_token"):
            return scripted
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP:
            return web.json_response({"error": -14003, "error_name": "Invalid app", "error_description": "app"})
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh:
            return web.json_response({"error": -14014, "error_name": "Invalid refresh token"})
        self.renewals += 1
        self.access, self.refresh = f"access-{self.renewals + 1}", f"refresh-{self.renewals + 1}"
        return web.json_response({"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"})

    async def oa(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if request.content_type == "multipart/form-data":
            form = await request.post()
            fields = {name: (part.filename, len(part.file.read())) for name, part in form.items()}
        else:
            fields = json.loads(await request.read() or b"{}")
        self.asked.append((path, fields))
        if scripted := self._scripted(request, path):
            return scripted
        if not self.access or request.headers.get("access_token") != self.access:
            return web.json_response({"error": -216, "message": "Access token is invalid"})
        return web.json_response(self._oa(path, fields))

    def _oa(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        if path == "/v3.0/oa/message/cs":
            who, message = fields["recipient"]["user_id"], fields["message"]
            if time.time() - self.last_said.get(who, time.time()) > 7 * 86400:
                return {"error": -230, "message": "User has not interacted with the OA in the past 7 days"}
            buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
            if len(message.get("text", "")) > 2000 or len(buttons) > 5 or not (set(message) & {"text", "attachment"}):
                return {"error": -201, "message": "Params is invalid"}
        elif path == "/v3.0/oa/message/template":
            if not fields.get("template_id"):
                return {"error": -131, "message": "template"}
        elif path.startswith("/v2.0/oa/upload/"):
            name, size = fields["file"]
            if path.endswith("file") and not name.endswith((".pdf", ".doc", ".docx", ".csv")):
                return {"error": -201, "message": "file type"}
            if size > (1 if path.endswith("image") else 5) * 1024 * 1024:
                return {"error": -210, "message": "too big"}
            self.count += 1
            data = {"attachment_id": f"i{self.count}"} if path.endswith("image") else {"token": f"f{self.count}"}
            return {"error": 0, "message": "Success", "data": data}
        else:
            return {"error": -404, "message": "unknown"}
        self.count += 1
        return {"error": 0, "message": "Success", "data": {"message_id": f"o{self.count}"}}

    async def tell(self, url: str, event: dict[str, Any], **forged: str) -> int:
        """Posts an event to our webhook, signed as Zalo signs it; the status it is answered with."""
        body, at = json.dumps(event, ensure_ascii=False).encode(), str(event["timestamp"])
        header = {"X-ZEvent-Signature": forged.get("signature", signature(body, at))}
        async with ClientSession() as client, client.post(url, data=body, headers=header) as answer:
            return answer.status

    # --- both

    async def file(self, request: web.Request) -> web.StreamResponse:
        raw = self.files.get(request.match_info["name"])
        return web.Response(body=raw) if raw is not None else web.Response(status=404)

    def _scripted(self, request: web.Request, name: str) -> web.Response | None:
        if not self.script[name]:
            return None
        answer = self.script[name].popleft()
        if answer == KILLED:
            request.transport.abort()
            return web.Response()
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.Response(status=answer[0], text=answer[1])

    def sent(self, *names: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.asked if name in names]


def signature(body: bytes, at: str) -> str:
    return "mac=" + hashlib.sha256(APP.encode() + body + at.encode() + OA_SECRET.encode()).hexdigest()


@asynccontextmanager
async def fake_zalo():
    zalo = FakeZalo()
    app = web.Application(client_max_size=12 * 1024 * 1024)
    app.router.add_post("/bot{token}/{method}", zalo.bot)
    app.router.add_post("/v4/oa/access_token", zalo.renew)
    app.router.add_get("/files/{name}", zalo.file)
    app.router.add_post("/{path:v[23].0/oa/.*}", zalo.oa)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    zalo.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield zalo
    finally:
        await runner.cleanup()
