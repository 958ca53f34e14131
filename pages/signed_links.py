"""Files behind signed links that expire, for channels that can't carry a file: /files/<token>/<name>."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_decode
from itsdangerous.signer import SigningAlgorithm

TYPES = {
    ".png": "image/png",
    ".html": "text/html",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def link(base: str, secret: str, path: str, name: str, until: datetime) -> str:
    """The address under which `path`, relative to the folder of files, can be had as `name` until then."""
    token = _signer(secret).dumps([path, name, int(until.timestamp())])
    return f"{base}/files/{token}/{quote(name)}"


def read(secret: str, token: str, now: datetime) -> tuple[str, str] | None:
    """(path, name) that the token gives out now; None where it is forged, broken or over."""
    signed = opened(secret, token)
    return signed[:2] if signed and now.timestamp() < signed[2] else None


def opened(secret: str, token: str) -> tuple[str, str, int] | None:
    """(path, name, until) of a token of ours, over or not; None where it is forged or broken."""
    if not secret:
        return None
    try:
        path, name, until = _signer(secret).loads(token)
    except BadData:
        return None
    return path, name, until


def routes(
    secret: str,
    folder: Path,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    made: Callable[[str], bytes] = lambda ref: b"",
) -> list[web.RouteDef]:
    """The route: 403 for what we did not sign, 410 for what is over, 404 for a file that is gone. `made` gives what is
    made when it is asked for and stands in no folder."""

    async def show(request: web.Request) -> web.StreamResponse:
        signed = opened(secret, request.match_info["token"])
        place = (folder / signed[0]).resolve() if signed else None
        if place is None or signed is None or not place.is_relative_to(folder.resolve()):
            return web.Response(status=403, headers=HEADERS)
        if clock().timestamp() >= signed[2]:
            return web.Response(status=410, headers=HEADERS)
        try:
            body = await asyncio.to_thread(made, signed[0]) or await asyncio.to_thread(place.read_bytes)
        except OSError:
            return web.Response(status=404, headers=HEADERS)
        kind = TYPES.get(Path(signed[1]).suffix, "application/octet-stream")
        named = f"attachment; filename*=UTF-8''{quote(signed[1])}"
        return web.Response(body=body, content_type=kind, headers={**HEADERS, "Content-Disposition": named})

    return [web.get("/files/{token}/{name}", show)]


class _Earlier(SigningAlgorithm):
    """The seal of links of the first version, over the content itself: those are read until they are over."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.new(key, b"file:" + base64_decode(value), sha256).digest()


def _signer(secret: str) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": sha256}
    earlier = {"key_derivation": "none", "algorithm": _Earlier()}
    return URLSafeSerializer(secret, salt="file", signer_kwargs=how, fallback_signers=[earlier])
