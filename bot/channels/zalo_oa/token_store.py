"""Tokens that rotate, kept in the store; a lease says who may renew them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage.database import leases
from storage.database.session import Store
from storage.messages import channel_tokens

REFRESHING = 40.0
"""Seconds within which a renewal ends, one way or the other."""


class StoredTokens:
    """One channel's pair; see bot.channels.zalo_tokens.Keeper."""

    pair = staticmethod(channel_tokens.Pair)

    def __init__(self, store: Store, name: str, owner: str, clock: Callable[[], datetime]):
        self._store, self._name, self._owner, self._clock = store, name, owner, clock

    async def load(self) -> channel_tokens.Pair | None:
        return await asyncio.to_thread(self._store.read, lambda conn: channel_tokens.load(conn, self._name))

    async def save(self, pair: channel_tokens.Pair) -> None:
        now = self._clock()
        await self._do(lambda conn: channel_tokens.save(conn, self._name, pair, now))

    async def hold(self) -> bool:
        now = self._clock()
        return await self._do(lambda conn: leases.hold(conn, f"token:{self._name}", self._owner, now, REFRESHING))

    async def release(self) -> None:
        await self._do(lambda conn: leases.release(conn, f"token:{self._name}", self._owner))

    async def _do(self, work):
        return await asyncio.wrap_future(self._store.transact(work))
