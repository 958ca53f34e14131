"""Which channels the settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module

from bot.channels.base import Channel, Surroundings
from bot.outbound import own_copy
from bot.settings import SWITCHES, Settings
from programme.domain.messages import Attachment
from programme.domain.programme import Programme
from storage.database.session import Store
from storage.messages import media


def served(settings: Settings, programme: Programme, store: Store, clock: Callable[[], datetime]) -> Iterable[Channel]:
    """The channels that are set up, made but not opened; each is `bot/channels/<name>/channel.py`, loaded only where
    it is served. Raises ChannelFault."""

    def open_attachment(file: Attachment) -> bytes:
        if made := own_copy.made(store, programme, settings.handling, file.ref):
            return made
        if file.ref.startswith("path:"):
            return (settings.media / file.ref.removeprefix("path:")).read_bytes()
        return media.place(settings.media, file.ref).read_bytes()

    around = Surroundings(settings, programme, store, clock, open_attachment)
    for name, switch in ({"phone": "demo"} | SWITCHES).items():
        if getattr(settings, switch):
            yield import_module(f"bot.channels.{name}.channel").CHANNEL.configured(around)
