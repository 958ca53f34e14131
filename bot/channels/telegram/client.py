"""The library's client: how it reaches Telegram, and what it may not tell a log."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot.channels.base import ChannelFault

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of updates that are for us."""


class Client(Bot):
    """The library's client, and getUpdates unparsed: one update it can't parse would hide all the others."""

    __slots__ = ()

    async def updates_as_they_are(self, mark: int | None, seconds: int) -> list[Any]:
        data = {"timeout": seconds, "allowed_updates": list(WANTED)} | ({"offset": mark} if mark else {})
        return await self._post("getUpdates", data, read_timeout=seconds + 10)


def client(token: str, api_url: str, proxy: str) -> Client:
    """A client for the API at that address, through a proxy where one is named. Raises ChannelFault."""
    # httpx tells addresses with the token in them, the library whole answers; faults reach us as exceptions
    for noisy, level in (("httpx", logging.WARNING), ("httpcore", logging.WARNING), ("telegram", logging.CRITICAL)):
        logging.getLogger(noisy).setLevel(level)
    try:
        updates, calls = (
            HTTPXRequest(
                connection_pool_size=size, connect_timeout=10, read_timeout=20, pool_timeout=10, proxy=proxy or None
            )
            for size in (2, 64)
        )
    except (RuntimeError, ImportError):
        raise ChannelFault("TELEGRAM_PROXY: for a socks5 proxy install `python-telegram-bot[socks]`") from None
    except ValueError:
        raise ChannelFault("TELEGRAM_PROXY is no proxy address: http://host:port or socks5://host:port") from None
    try:
        return Client(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            get_updates_request=updates,
            request=calls,
        )
    except InvalidToken:
        raise ChannelFault("TELEGRAM_TOKEN is empty: copy the bot's token from @BotFather") from None
