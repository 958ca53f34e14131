"""Copies of what is kept of a member, made when they are sent or fetched and kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.privacy.own_copy import OWN
from pages.signed_links import link
from programme.domain.handling import Handling
from programme.domain.messages import Outbound, traits_of
from programme.domain.programme import Programme
from programme.domain.retention import NOTICE, Keep
from programme.language.texts import Texts, load_texts
from reports import own_copy
from storage.database.session import Store
from storage.privacy import own_data
from storage.privacy.retention import RULES

if TYPE_CHECKING:
    from bot.outbound.render import Renderer

OPEN = timedelta(hours=24)
"""How long a link to one works."""


def made(store: Store, programme: Programme, handling: Handling, ref: str) -> bytes:
    """The bytes of what `ref` stands for; none for what is no such copy, or of whom nothing is kept any more."""
    if not ref.startswith(OWN):
        return b""
    member, language, end = ref.removeprefix(OWN).split(":")
    held = store.read(lambda conn: own_data.collect(conn, member))
    if not held:
        return b""
    at = datetime.now(UTC).astimezone(ZoneInfo(programme.zone))
    if end == "json":
        return own_copy.as_json(held, at)
    t = load_texts(language, programme.texts.get(language))
    return own_copy.as_html(t, held, about(t, programme, handling), days_of(handling.keep), at)


def days_of(keep: Keep) -> dict[str, int]:
    """How many days what a rule takes is kept."""
    return {rule.name: getattr(keep, rule.keep) for rule in RULES}


def about(t: Texts, programme: Programme, handling: Handling) -> list[str]:
    """Who handles it and whom to ask, as the chat says it too."""
    said = [t("handling.head", issuer=programme.issuer)]
    said += [t(f"handling.carrier.{carrier}") for carrier in handling.carriers]
    said.append(t("handling.abroad" if handling.abroad else "handling.home"))
    if handling.keep.silent:
        said.append(t("handling.silent", months=round(handling.keep.silent / 30.4), notice=NOTICE))
    return [*said, t("handling.ask", whom=handling.contact)] if handling.contact else said


def linked(renderer: Renderer, out: Outbound) -> Outbound:
    """The message with links in the place of copies, where its channel carries no files."""
    own = [file for file in out.attachments if file.ref.startswith(OWN)]
    if not own or traits_of(out.channel, out.address).files:
        return out
    until = renderer.clock() + OPEN
    local = until.astimezone(ZoneInfo(renderer.programme.zone))
    t = load_texts(own[0].ref.split(":")[2], renderer.programme.texts.get(own[0].ref.split(":")[2]))
    links = [
        t(
            "copy.link",
            name=file.name,
            until=f"{local:%H:%M} {local.day}/{local.month}",
            url=link(renderer.public_url, renderer.secret, file.ref, file.name, until),
        )
        for file in own
    ]
    rest = tuple(file for file in out.attachments if file not in own)
    return replace(out, text="\n\n".join([out.text, *links]), attachments=rest)
