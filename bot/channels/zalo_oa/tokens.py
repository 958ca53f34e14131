"""The tokens of a Zalo Official Account: the access token lasts 25 hours, and each refresh token is good for one use.

So one process at a time refreshes, and the new pair is committed before it is used.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.base import Later
from bot.channels.http_calls import Answer, Calls, Unreached

log = logging.getLogger(__name__)

PUBLIC_OAUTH = "https://oauth.zaloapp.com"
EARLY = timedelta(minutes=10)
"""An access token is renewed so long before its end."""
SECONDS = 90000
LOST = (
    "the token pair is lost (%s): get a new refresh token at developers.zalo.me (Tools, API Explorer), "
    "put it into ZALO_OA_REFRESH_TOKEN and start again"
)


class KeptPair(Protocol):
    """See storage.tokens.Pair."""

    access: str
    refresh: str
    until: datetime
    seed: str
    lost: str


class Keeper(Protocol):
    """Where the pair is kept. `save` returns once committed; `hold` is True for the one who may refresh now."""

    def pair(self, access: str, refresh: str, until: datetime, seed: str, lost: str) -> KeptPair: ...
    async def load(self) -> KeptPair | None: ...
    async def save(self, pair: KeptPair) -> None: ...
    async def hold(self) -> bool: ...
    async def release(self) -> None: ...


class Tokens:
    """`first` is the operator's refresh token: it begins the chain, and begins it anew when it is another one."""

    def __init__(
        self,
        calls: Calls,
        keeper: Keeper,
        *,
        oauth_url: str,
        app_id: str,
        app_secret: str,
        first: str,
        clock: Callable[[], datetime],
    ):
        self._calls, self._keeper, self._clock = calls, keeper, clock
        self._url = f"{oauth_url.rstrip('/')}/v4/oa/access_token"
        self._app_id, self._app_secret, self._first = app_id, app_secret, first
        self._seed = hashlib.sha256(first.encode()).hexdigest()[:16] if first else ""
        self._asking = asyncio.Lock()

    async def access(self, refused: str = "") -> str | Later:
        """A token to call with; another one than `refused`, which Zalo did not take."""
        async with self._asking:
            pair = await self._kept()
            if good := self._good(pair, refused):
                return good
            if pair and pair.lost:
                return Later(LOST % pair.lost, 300, "everyone")
            if not await self._keeper.hold():
                return Later("another process renews the token", 2, "everyone")
            try:
                pair = await self._kept()  # it may have been renewed meanwhile
                return self._good(pair, refused) or await self._renewed(pair)
            finally:
                await self._keeper.release()

    async def _kept(self) -> KeptPair | None:
        pair = await self._keeper.load()
        return pair if pair and (pair.seed == self._seed or not self._seed) else None

    def _good(self, pair: KeptPair | None, refused: str) -> str:
        fresh = pair and not pair.lost and pair.access != refused and self._clock() < pair.until - EARLY
        return pair.access if fresh else ""

    async def _renewed(self, pair: KeptPair | None) -> str | Later:
        refresh = pair.refresh if pair else self._first
        if not refresh:
            return Later(LOST % "there is none", 300, "everyone")
        form = {"refresh_token": refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        try:
            answer = await self._calls.ask("POST", self._url, data=form, headers={"secret_key": self._app_secret})
        except Unreached as fault:
            return Later(f"the token can't be renewed: {fault}", scope="everyone")
        return await self._taken(answer, refresh)

    async def _taken(self, answer: Answer, refresh: str) -> str | Later:
        told, now = answer.json, self._clock()
        access, follows = told.get("access_token"), told.get("refresh_token")
        if isinstance(access, str) and isinstance(follows, str) and access and follows:
            until = now + timedelta(seconds=_seconds(told.get("expires_in")))
            await self._keeper.save(self._keeper.pair(access, follows, until, self._seed, ""))
            return access
        if answer.status >= 500 or answer.status == 429 or not told:
            return Later(f"the token can't be renewed: {answer.status}", 30, "everyone")
        why = str(told.get("error", answer.status))[:20]
        log.error("zalo_oa: " + LOST, why)
        await self._keeper.save(self._keeper.pair("", refresh, now, self._seed, why))
        return Later(LOST % why, 300, "everyone")


def _seconds(told: object) -> int:
    try:
        return max(60, min(int(str(told)), 10 * SECONDS))
    except ValueError:
        return SECONDS
