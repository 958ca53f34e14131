"""A Bot API on loopback that records what it is asked and answers as a test scripts it."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

TOKEN = "5550001:AAGsynthetic-token-for-tests"
ME = {"id": 5550001, "is_bot": True, "first_name": "Báo Cáo", "username": "baocaobot"}
SETTING_UP = ("getMe", "deleteWebhook", "setWebhook", "setMyCommands")


def refusal(code: int, description: str, **parameters):
    return code, {"ok": False, "error_code": code, "description": description} | (
        {"parameters": parameters} if parameters else {}
    )


def too_many(seconds: int):
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


KILLED = "killed"
"""A scripted answer: the connection dies without one."""


@dataclass
class FakeApi:
    """`script[method]` holds answers to give before the usual ones: (status, body), a result, or KILLED."""

    url: str = ""
    asked: list[tuple[str, dict]] = field(default_factory=list)
    script: dict[str, deque] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, bytes] = field(default_factory=dict)
    messages: int = 0

    @property
    def sent(self) -> list[tuple[str, dict]]:
        return [(method, fields) for method, fields in self.asked if method not in (*SETTING_UP, "getUpdates")]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return self._answer(refusal(401, "Unauthorized"))
        method = request.match_info["method"]
        form = await request.post()
        fields = {
            name: (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
            for name, value in form.items()
        }
        self.asked.append((method, fields))
        if self.script[method]:
            answer = self.script[method].popleft()
            if answer == KILLED:
                request.transport.abort()
                return web.Response()
            return self._answer(answer)
        return self._answer(self._usual(method, fields))

    def _usual(self, method: str, fields: dict):
        if method == "getMe":
            return ME
        if method == "getUpdates":
            return []
        if method == "getFile":
            found = self.files.get(fields["file_id"])
            if found is None:
                return refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
            name = fields["file_id"]
            return {"file_id": name, "file_unique_id": name, "file_size": len(found), "file_path": f"photos/{name}.jpg"}
        if method.startswith(("send", "edit")):
            self.messages += 1
            chat = {"id": int(fields["chat_id"]), "type": "private"}
            return {"message_id": int(fields.get("message_id", self.messages)), "date": 1782540000, "chat": chat}
        return True

    def _answer(self, answer) -> web.Response:
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="application/json")
        status, body = answer if isinstance(answer, tuple) else (200, {"ok": True, "result": answer})
        return web.Response(status=status, text=json.dumps(body), content_type="application/json")

    async def download(self, request: web.Request) -> web.Response:
        name = request.match_info["name"].removeprefix("photos/").removesuffix(".jpg")
        if request.match_info["token"] != TOKEN or name not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[name])


@asynccontextmanager
async def fake_api():
    api = FakeApi()
    app = web.Application(client_max_size=60 * 1024 * 1024)
    app.router.add_post("/bot{token}/{method}", api.handle)
    app.router.add_get("/file/bot{token}/{name:.*}", api.download)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        await runner.cleanup()
