"""The HTTP door: webhooks of the channels, /healthz, and whatever pages the app hangs beside them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping

from aiohttp import web

from bot.channels.base import Channel, Refused
from bot.inbound.intake import Arrival, Intake, NotStored, arrival

log = logging.getLogger(__name__)

WEBHOOK_BYTES = 1024 * 1024
PAGE_BYTES = 12 * 1024 * 1024
"""What a page may be sent: a photo of 10 MB in its form."""

Health = Callable[[], Awaitable[Mapping[str, bool]]]


async def _well() -> Mapping[str, bool]:
    return {}


def make_app(
    channels: Iterable[Channel],
    intake: Intake,
    *,
    health: Health = _well,
    extra_routes: Iterable[web.AbstractRouteDef] = (),
) -> web.Application:
    """An app with a POST route for each channel that does not poll. `health` gives parts and whether each is well."""
    app = web.Application(client_max_size=PAGE_BYTES)
    app.router.add_get("/healthz", _healthz(health))
    for channel in channels:
        if channel.path and not channel.polls:
            app.router.add_post(channel.path, _webhook(channel, intake))
        if channel.report_path:
            app.router.add_get(channel.report_path, _reported(channel, intake))
    app.add_routes(list(extra_routes))
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Listens; end it with `runner.cleanup()`. Port 0 takes a free one (`runner.addresses`). There is no access log:
    addresses may hold keys and phone numbers."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=10)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


def _webhook(channel: Channel, intake: Intake) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def webhook(request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            channel.admit(request.headers, request.query, body)
            await intake.take(channel, arrival(channel.parse, channel.whole(request.query, body)))
            channel.taken(request.headers)
        except Refused as refusal:
            return _refused(channel, refusal)
        except NotStored:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response(status=channel.accepted)

    return webhook


def _reported(channel: Channel, intake: Intake) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def reported(request: web.Request) -> web.Response:
        try:
            channel.admit(request.headers, request.query, b"")
            told = tuple(channel.reported(request.query))
            await intake.take(channel, Arrival(request.query_string.encode("utf-8", "replace"), told))
        except Refused as refusal:
            return _refused(channel, refusal)
        except NotStored:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response(status=channel.accepted)

    return reported


def _refused(channel: Channel, refusal: Refused) -> web.Response:
    log.warning("%s: a call was refused: %s", channel.name, refusal.why)
    return web.Response(status=refusal.status)


async def _body(request: web.Request) -> bytes:
    """The raw body; 413 beyond WEBHOOK_BYTES without reading the rest."""
    if (request.content_length or 0) > WEBHOOK_BYTES:
        raise web.HTTPRequestEntityTooLarge(WEBHOOK_BYTES, request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        body += chunk
        if len(body) > WEBHOOK_BYTES:
            raise web.HTTPRequestEntityTooLarge(WEBHOOK_BYTES, len(body))
    return bytes(body)


def _healthz(health: Health) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def healthz(_: web.Request) -> web.Response:
        try:
            parts = dict(await health())
        except Exception as fault:
            log.error("the health check failed: %s", type(fault).__name__)
            parts = {"health": False}
        well = all(parts.values())
        return web.json_response({"ok": well, **parts}, status=200 if well else 503)

    return healthz
