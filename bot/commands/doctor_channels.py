"""What the doctor finds about Zalo and SMS."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `state` is ok, warning or fault; `text` says what is so, and what to do where it is not."""

    name: str
    state: str
    text: str


def set_up(settings: Settings) -> list[str]:
    """The channels that the settings ask for."""
    asked = {
        "telegram": settings.telegram_token,
        "zalo_bot": settings.zalo_bot_token,
        "zalo_oa": settings.zalo_oa_app_id,
        "kannel": settings.kannel_send_url,
        "android_sms": settings.android_sms_url,
    }
    return [name for name, value in asked.items() if value]


def findings(settings: Settings) -> Iterator[Finding]:
    if settings.zalo_bot_token:
        yield from _zalo_bot(settings)
    if settings.zalo_oa_app_id:
        yield from _zalo_oa(settings)
    if settings.kannel_send_url:
        yield from _kannel(settings)
    if settings.android_sms_url:
        yield from _android(settings)


def _zalo_bot(settings: Settings) -> Iterator[Finding]:
    from bot.channels.base import ChannelFault
    from bot.channels.zalo_bot.channel import PUBLIC_API, ZaloBot

    if settings.zalo_bot_mode == "webhook":
        yield from _https(settings, "or set ZALO_BOT_MODE=polling")
        if not 8 <= len(settings.zalo_bot_webhook_secret) <= 256:
            yield Finding("ZALO_BOT_WEBHOOK_SECRET", "fault", "a webhook needs a secret of 8 to 256 characters")
    else:
        text = "polling has no acknowledgement: what a crash held is lost; webhook is safer"
        yield Finding("ZALO_BOT_MODE", "warning", text)

    async def ask() -> str:
        bot = ZaloBot(settings.zalo_bot_token, api_url=settings.zalo_bot_api_url or PUBLIC_API)
        try:
            return await bot.ask_name()
        finally:
            await bot.close()

    try:
        yield Finding("ZALO_BOT_TOKEN", "ok", f"the bot is {asyncio.run(ask())}")
    except ChannelFault as fault:
        yield Finding("ZALO_BOT_TOKEN", "fault", str(fault))


def _zalo_oa(settings: Settings) -> Iterator[Finding]:
    yield from _https(settings, "Zalo sends to such an address only")
    for name, value in (
        ("ZALO_OA_APP_SECRET", settings.zalo_oa_app_secret),
        ("ZALO_OA_WEBHOOK_SECRET", settings.zalo_oa_webhook_secret),
    ):
        if not value:
            yield Finding(name, "fault", "is empty: copy it from developers.zalo.me, see docs/channels.md")
    if not settings.zalo_oa_template_id:
        text = "none: who has not written for a week is reminded by another channel, or not at all"
        yield Finding("ZALO_OA_TEMPLATE_ID", "ok", text)
    yield _tokens(settings)


def _tokens(settings: Settings) -> Finding:
    """The kept pair; it is not tried, for each try uses up a refresh token."""
    from bot.opened_store import opened
    from storage.database.store_faults import StoreFault
    from storage.messages import channel_tokens

    name, url, pair = "ZALO_OA_REFRESH_TOKEN", settings.database_url, None
    if not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists():
        try:
            store = opened(settings, migrate=False)
        except StoreFault:
            return Finding(name, "warning", "the store does not open, so the tokens were not looked at")
        pair = store.read(lambda conn: channel_tokens.load(conn, "zalo_oa"))
        store.close()
    if pair and pair.lost:
        text = f"the token pair is lost ({pair.lost}): get a new one at developers.zalo.me and put it here"
        return Finding(name, "fault", text)
    if pair:
        until = pair.until + timedelta(days=90)
        return Finding(
            name, "ok", f"the store keeps the tokens; while the bot runs now and then until {until:%d/%m/%Y}"
        )
    if settings.zalo_oa_refresh_token:
        return Finding(name, "ok", "will be used at the first start, and not again")
    return Finding(name, "fault", "is empty and the store has none: get one at developers.zalo.me")


def _kannel(settings: Settings) -> Iterator[Finding]:
    if not settings.kannel_inbound_key:
        yield Finding("KANNEL_INBOUND_KEY", "fault", "is empty: any long random text, the same as in smsbox's post-url")
    if settings.kannel_sender and not settings.kannel_sender.lstrip("+").isdigit() and not settings.kannel_reply_to:
        text = f"nobody can answer to {settings.kannel_sender}: set the number that they answer to"
        yield Finding("KANNEL_REPLY_TO", "warning", text)
    yield _there("KANNEL_SEND_URL", settings.kannel_send_url, "smsbox")


def _android(settings: Settings) -> Iterator[Finding]:
    yield from _https(settings, "the telephone sends to such an address only")
    if not settings.android_sms_signing_key:
        yield Finding("ANDROID_SMS_SIGNING_KEY", "fault", "is empty: the app shows it under Settings, Webhooks")
    yield _there("ANDROID_SMS_URL", settings.android_sms_url, "the telephone")


def _https(settings: Settings, otherwise: str) -> Iterator[Finding]:
    if not settings.public_url.startswith("https://"):
        yield Finding("BAOCAO_PUBLIC_URL", "fault", f"webhooks need an address with https://; {otherwise}")


def _there(name: str, url: str, who: str) -> Finding:
    """Whether anything listens at an address. Nothing is sent there."""
    import socket
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        where = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        with socket.create_connection(where, timeout=5):
            return Finding(name, "ok", f"{who} listens")
    except (OSError, ValueError) as fault:
        return Finding(name, "fault", f"{who} is not reached ({type(fault).__name__}): is it on, is the address right?")
