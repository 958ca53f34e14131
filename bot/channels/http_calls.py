"""HTTP as the channels speak it: one session, short patience, answers as values, nothing of an address in any text."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from bot.channels.base import Dead, Later
from bot.channels.pace import Pace

ANSWER_BYTES = 1024 * 1024
PATIENCE = 5.0
"""Seconds a message waits for its turn inside a channel before it goes back to the outbox."""
REDIRECTS = 3


class Unreached(Exception):
    """No answer came: the message is one word of what went wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object of the body; an empty one where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class Calls:
    """One channel's way to its gateway. Made before there is a loop; its session begins with the first call."""

    def __init__(self, seconds: float = 20):
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def ask(self, method: str, url: str, *, seconds: float | None = None, **what: Any) -> Answer:
        """One request; raises Unreached. Redirects are not followed: they would carry secrets along."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        limit = aiohttp.ClientTimeout(total=seconds or self._seconds, connect=10)
        try:
            async with self._session.request(method, url, timeout=limit, allow_redirects=False, **what) as response:
                return Answer(response.status, await response.content.read(ANSWER_BYTES))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
            raise Unreached(type(fault).__name__) from None


class Turns:
    """Holds messages back to a channel's pace, in no more than PATIENCE seconds."""

    def __init__(
        self,
        total: float,
        each: float,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self._pace, self._monotonic, self._sleep = Pace(total, each), monotonic, sleep

    async def wait(self, address: str) -> Later | None:
        """Returns when the address may be sent one message, or says when to come again."""
        while wait := self._pace.wait(address, self._monotonic()):
            if wait > PATIENCE:
                return Later("held back", wait, "address")
            await self._sleep(wait)
        self._pace.take(address, self._monotonic())
        return None


# --- files at addresses that a stranger may have chosen ---------------------------------------------------------------


class _PublicOnly(AbstractResolver):
    """Names of this machine and of its neighbours are not resolved."""

    def __init__(self) -> None:
        self._asked = DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        found = [one for one in await self._asked.resolve(host, port, family) if public(one["host"])]
        if not found:
            raise OSError("no public address")
        return found

    async def close(self) -> None:
        await self._asked.close()


def public(host: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def allowed(url: str, trusted: str = "") -> bool:
    """Whether a file may be fetched from there: by https from a name or a public address (what a name means is looked
    at when it is resolved); from the host and port of the `trusted` address in any way."""
    try:
        parts, known = urlsplit(url), urlsplit(trusted)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if trusted and (parts.scheme, parts.netloc) == (known.scheme, known.netloc):
        return parts.scheme in ("http", "https")
    if parts.scheme != "https" or not host or parts.username is not None:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return public(host)


async def download(url: str, most: int, trusted: str = "", seconds: float = 60) -> bytes | Later | Dead:
    """The file at an address, of at most `most` bytes; follows redirects that are `allowed` themselves."""
    for _ in range(REDIRECTS + 1):
        if not allowed(url, trusted):
            return Dead("the address of the file is not allowed")
        ours = trusted and urlsplit(url)[:2] == urlsplit(trusted)[:2]
        connector = aiohttp.TCPConnector() if ours else aiohttp.TCPConnector(resolver=_PublicOnly())
        limit = aiohttp.ClientTimeout(total=seconds, connect=10)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=limit) as session,
                session.get(url, allow_redirects=False) as response,
            ):
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                if response.status != 200:
                    gone = response.status in (400, 401, 403, 404, 410)
                    return (Dead if gone else Later)(f"the file is answered with {response.status}")
                return await _read(response, most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
            return Later(f"the file can't be fetched: {type(fault).__name__}")
    return Dead("too many redirects")


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes | Dead:
    raw = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        raw += chunk
        if len(raw) > most:
            return Dead("too big")
    return bytes(raw)
