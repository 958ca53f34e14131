"""Pages for this machine's own browser only: what another site could do through it is refused."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.I)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def guarded(handler: Handler) -> Handler:
    """The handler for loopback alone: the Host must be ours (a foreign name may be rebound to this machine), and what
    changes something must come from our own page."""

    async def safe(request: web.Request) -> web.StreamResponse:
        if not LOOPBACK.fullmatch(request.headers.get("Host", "")):
            return web.Response(status=403, text="This page is for this machine only: open it at http://127.0.0.1")
        if request.method not in ("GET", "HEAD") and not _from_our_page(request):
            return web.Response(status=403, text="Only the simulator's own page may do this.")
        response = await handler(request)
        response.headers.update(HEADERS)
        return response

    return safe


def _from_our_page(request: web.Request) -> bool:
    if origin := request.headers.get("Origin"):
        return origin.lower() == f"http://{request.headers['Host']}".lower()
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
