"""The phone simulator's page at /phone: who holds the phone, what it looks like, what is on it, what time it is.

It exists in demo mode only, and answers only to this machine's own browser: the Host must be loopback (no DNS
rebinding), and what changes something must come from our own page.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from pages.demo_clock import ahead
from pages.phone_protocol import MOST_PHOTO, Clock, Line, NotTaken, Reads, Shown, Upload
from pages.same_site import HEADERS, guarded
from programme.domain.messages import LOOKS, Attachment, looks_of, phone_address
from programme.domain.model import Member
from programme.domain.programme import Programme
from programme.language.texts import LANGUAGES, Texts, load_texts

HERE = Path(__file__).parent
STATIC = {"phone.css": "text/css", "phone.js": "text/javascript", "phone.svg": "image/svg+xml"}
PERSON = re.compile(r"[A-Za-z0-9_.-]{1,40}")
WAIT = 2.0
"""Seconds a page waits for news before it asks anew: a server that ends waits for whoever still waits for it."""
MOST_JSON = 1024 * 1024
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def routes(line: Line, programme: Programme, clock: Clock, reads: Reads) -> list[web.RouteDef]:
    """Everything under /phone."""
    page = _Page(line, programme, clock, reads)
    return [
        web.get("/phone", guarded(page.show)),
        web.get("/phone/static/{name}", guarded(static)),
        web.get("/phone/messages", guarded(page.messages)),
        web.post("/phone/messages", guarded(page.message)),
        web.post("/phone/photo", guarded(page.upload)),
        web.get("/phone/photo/{ref}", guarded(page.photo)),
        web.get("/phone/file", guarded(page.file)),
        web.post("/phone/clock", guarded(page.forward)),
        web.post("/phone/reading", guarded(page.reading)),
    ]


async def static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in STATIC:
        return web.Response(status=404)
    return web.Response(body=(HERE / "static" / name).read_bytes(), content_type=STATIC[name], charset="utf-8")


def _address(value: object) -> str:
    """The address that the page names, "" for what is none."""
    if not isinstance(value, str):
        return ""
    person, _, looks = value.partition("/")
    return value if PERSON.fullmatch(person) and looks in ("", *LOOKS) and not value.endswith("/") else ""


class _Page:
    def __init__(self, line: Line, programme: Programme, clock: Clock, reads: Reads):
        self._line, self._programme, self._clock, self._reads = line, programme, clock, reads
        self._zone = ZoneInfo(programme.zone)

    # --- the page

    async def show(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        language = query.get("lang", LANGUAGES[0])
        language = language if language in LANGUAGES else LANGUAGES[0]
        looks = query.get("looks", "telegram")
        looks = looks if looks in LOOKS else "telegram"
        members = self._programme.demo.members
        who, invite = query.get("who", ""), query.get("invite", "")

        def link(**changes: str) -> str:
            parts = {"who": who, "looks": looks, "lang": language if language != LANGUAGES[0] else ""} | changes
            return "/phone?" + urlencode({name: value for name, value in parts.items() if value})

        if not PERSON.fullmatch(who):
            new = "new" in query or invite or not members
            who = f"khach-{secrets.token_hex(3)}" if new else _person(members[0])
            raise web.HTTPFound(link(who=who, invite=invite), headers=HEADERS)
        texts = load_texts(language, self._programme.texts.get(language))
        member = next((m for m in members if _person(m) == who), None)
        shown = _templates.get_template("phone.html").render(
            t=texts,
            link=link,
            who=who,
            looks=looks,
            all_looks=LOOKS,
            address=phone_address(who, looks),
            people=[(_person(m), m.name, self._posts(m, texts)) for m in members],
            member=member,
            codes=[] if member else [(i.code, self._post(i.unit, i.role, texts)) for i in self._programme.demo.invites],
            invite=invite,
            zone=self._programme.zone,
            languages={code: load_texts(code)("language.own") for code in LANGUAGES},
            words={key: texts(f"phone.{key}") for key in ("lost", "not_sent", "photo_alt", "failed")},
        )
        return web.Response(text=shown, content_type="text/html")

    def _posts(self, member: Member, texts: Texts) -> str:
        return "; ".join(self._post(p.unit, p.role, texts) for p in member.posts)

    def _post(self, unit: str, role: str, texts: Texts) -> str:
        return f"{self._programme.units[unit].name} – {texts(f'role.{role}')}"

    # --- talking

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """What changed since the mark; waits for it unless the mark is of another run of the bot."""
        address = _address(request.query.get("address"))
        if not address:
            return _wrong("no address")
        epoch, _, count = request.query.get("since", "").partition(".")
        since = int(count) if epoch == self._line.epoch and re.fullmatch(r"[0-9]{1,15}", count) else 0
        latest = since
        if epoch == self._line.epoch:
            latest = await self._line.changed(address, since, WAIT)
        news = [shown for shown in self._line.transcript(address) if shown.changed > since]
        latest = max([latest, *(shown.changed for shown in news)])
        shown = [self._shown(address, message) for message in news]
        return self._told(mark=f"{self._line.epoch}.{latest}", messages=shown)

    async def message(self, request: web.Request) -> web.StreamResponse:
        """Words, or the press of a button; answered once the bot has stored it. Blank words are no message."""
        said = await _json(request)
        fields = [said.get(name, "") for name in ("text", "choice", "message", "id")]
        address = _address(said.get("address"))
        if not address or not all(isinstance(field, str) for field in fields):
            return _wrong("no address, or fields that are no text")
        text, choice, message, id = fields
        if len(choice.encode("utf-8", "replace")) > 64 or len(message) > 64:
            return _wrong("no button of ours")
        if not text.strip() and not choice:
            return self._told()
        return await self._heard(address, text="" if choice else text, choice=choice, message=message, id=id)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """A photo as the body. Of one beyond MOST_PHOTO only the size is kept: the bot says what is wrong with it."""
        address = _address(request.query.get("address"))
        if not address:
            return _wrong("no address")
        kept, size = bytearray(), 0
        async for chunk in request.content.iter_chunked(65536):
            size += len(chunk)
            if size <= MOST_PHOTO:
                kept += chunk
            else:
                kept.clear()
        if not size:
            return self._told()
        name = request.query.get("name", "")[:100]
        photo = Upload(bytes(kept) if size <= MOST_PHOTO else b"", size, request.content_type, name)
        return await self._heard(address, photo=photo, id=request.query.get("id", ""))

    async def _heard(self, address: str, **said: Any) -> web.StreamResponse:
        try:
            await self._line.hear(address, **said)
        except NotTaken:
            return web.json_response({"error": "not stored"}, status=503)
        return self._told()

    # --- what hangs on a message

    async def photo(self, request: web.Request) -> web.StreamResponse:
        data = await self._line.photo(request.match_info["ref"]) or b""
        kind = next((kind for start, kind in PICTURES.items() if data.startswith(start)), "")
        return web.Response(body=data, content_type=kind) if kind else web.Response(status=404)

    async def file(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        screen = self._line.transcript(_address(query.get("address")))
        files = next((shown.attachments for shown in screen if shown.ref == query.get("message")), ())
        place = query.get("n", "")
        file = files[int(place)] if re.fullmatch("[0-9]", place) and int(place) < len(files) else None
        data = await self._line.attachment(file) if file else None
        if file is None or data is None:
            return web.Response(status=404)
        headers = {} if _picture(file) else {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return web.Response(body=data, content_type=file.mime, headers=headers)

    def _shown(self, address: str, shown: Shown) -> dict[str, Any]:
        at = shown.at.astimezone(self._zone)
        query = {"address": address, "message": shown.ref}
        return {
            "ref": shown.ref,
            "mine": shown.mine,
            "text": shown.text,
            "day": f"{at.day}/{at.month}/{at.year}",
            "time": f"{at:%H:%M}",
            "rows": [[{"value": c.value, "label": c.label} for c in row] for row in shown.rows],
            "photo": f"/phone/photo/{shown.photo}" if shown.photo else "",
            "files": [
                {"name": f.name, "url": f"/phone/file?{urlencode(query | {'n': n})}", "picture": _picture(f)}
                for n, f in enumerate(shown.attachments)
            ],
        }

    # --- the clock

    async def forward(self, request: web.Request) -> web.StreamResponse:
        asked = await _json(request)
        by = ahead(self._clock.now().astimezone(self._zone), asked.get("hours"), asked.get("to"))
        if by is None:
            return _wrong("the clock goes forward, by hours or to a day")
        self._clock.forward(by)
        return self._told()

    async def reading(self, request: web.Request) -> web.StreamResponse:
        """How the machine reads a text, for who wants to see it; nothing is sent or stored."""
        said = await _json(request)
        text, who, language = (said.get(name, "") for name in ("text", "who", "language"))
        if not isinstance(text, str) or language not in LANGUAGES:
            return _wrong("no text, or no language")
        member = next((m for m in self._programme.demo.members if _person(m) == who), None)
        unit = member.posts[0].unit if member and member.posts else ""
        today = self._clock.now().astimezone(self._zone).date()
        words = await asyncio.to_thread(self._reads, text, unit, today, language) if text.strip() else ""
        return self._told(reading=words)

    def _told(self, **facts: Any) -> web.StreamResponse:
        """An answer to the page's script; each tells it the bot's time."""
        return web.json_response({"now": self._clock.now().isoformat(), **facts})


def _person(member: Member) -> str:
    """The name that all of a demo member's addresses on the simulator begin with."""
    return next(
        address for channel, address in member.addresses if channel == "phone" and looks_of(address) == "telegram"
    )


def _picture(file: Attachment) -> bool:
    return file.mime in PICTURES.values()


def _wrong(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)


async def _json(request: web.Request) -> dict[str, Any]:
    """The body as an object; an empty one where it is none, or too long."""
    if (request.content_length or MOST_JSON + 1) > MOST_JSON:
        return {}
    try:
        found = json.loads(await request.read())
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
