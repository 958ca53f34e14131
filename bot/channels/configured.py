"""Which channels the settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.channels.base import Channel
from bot.channels.zalo_oa.token_store import StoredTokens
from bot.ops.lease import this_process
from bot.settings import Settings
from handlers.pipeline.commands import SHOWN_COMMANDS, slash_name
from programme.domain.messages import Attachment
from programme.domain.programme import Programme
from programme.language.texts import LANGUAGES, load_texts
from storage.database.session import Store
from storage.messages import media


def served(settings: Settings, programme: Programme, store: Store, clock: Callable[[], datetime]) -> Iterable[Channel]:
    """The channels that are set up, made but not opened. A new one is a line here. Raises ChannelFault."""

    def open_attachment(file: Attachment) -> bytes:
        if file.ref.startswith("path:"):
            return (settings.media / file.ref.removeprefix("path:")).read_bytes()
        return media.place(settings.media, file.ref).read_bytes()

    if settings.demo:
        from bot.channels.phone.channel import Phone

        yield Phone(settings.media / "incoming", open_attachment, clock)
    if settings.telegram_token:
        from bot.channels.telegram.channel import PUBLIC_API, Telegram

        hook = settings.telegram_mode == "webhook"
        yield Telegram(
            settings.telegram_token,
            open_attachment=open_attachment,
            clock=clock,
            api_url=settings.telegram_api_url or PUBLIC_API,
            webhook_url=f"{settings.public_url}/telegram" if hook else "",
            webhook_secret=settings.telegram_webhook_secret,
            proxy=settings.telegram_proxy,
            commands={language: _commands(programme, language) for language in LANGUAGES},
        )
    if settings.zalo_bot_token:
        from bot.channels.zalo_bot.channel import PUBLIC_API as ZALO_BOT_API
        from bot.channels.zalo_bot.channel import ZaloBot

        yield ZaloBot(
            settings.zalo_bot_token,
            clock=clock,
            api_url=settings.zalo_bot_api_url or ZALO_BOT_API,
            webhook_url=f"{settings.public_url}/zalo/bot" if settings.zalo_bot_mode == "webhook" else "",
            webhook_secret=settings.zalo_bot_webhook_secret,
        )
    if settings.zalo_oa_app_id:
        from bot.channels.zalo_oa.channel import PUBLIC_API as ZALO_OA_API
        from bot.channels.zalo_oa.channel import PUBLIC_OAUTH, ZaloOa

        yield ZaloOa(
            settings.zalo_oa_app_id,
            settings.zalo_oa_app_secret,
            webhook_secret=settings.zalo_oa_webhook_secret,
            refresh_token=settings.zalo_oa_refresh_token,
            keeper=StoredTokens(store, "zalo_oa", this_process(), clock),
            open_attachment=open_attachment,
            clock=clock,
            oa_id=settings.zalo_oa_id,
            template=settings.zalo_oa_template_id,
            api_url=settings.zalo_oa_api_url or ZALO_OA_API,
            oauth_url=settings.zalo_oa_oauth_url or PUBLIC_OAUTH,
            zone=programme.zone,
        )
    if settings.kannel_send_url:
        from bot.channels.kannel.channel import Kannel

        yield Kannel(
            settings.kannel_send_url,
            settings.kannel_username,
            settings.kannel_password,
            key=settings.kannel_inbound_key,
            sender=settings.kannel_sender,
            report_url=settings.kannel_reports,
            clock=clock,
        )
    if settings.android_sms_url:
        from bot.channels.android_sms.channel import AndroidSms

        yield AndroidSms(
            settings.android_sms_url,
            settings.android_sms_username,
            settings.android_sms_password,
            signing_key=settings.android_sms_signing_key,
            clock=clock,
        )


def _commands(programme: Programme, language: str) -> list[tuple[str, str]]:
    """Telegram's own menu: the command's name and what it does."""
    texts = load_texts(language, programme.texts.get(language))
    return [(slash_name(name, language), texts(f"command.{name}")) for name in SHOWN_COMMANDS]
