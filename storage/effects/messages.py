"""Words to others, invitations by SMS, files to fetch and to forget, and words that are kept unanswered."""

from __future__ import annotations

from sqlalchemy import Connection

from programme.domain.effects.messages import FetchMedium, ForgetMedium, KeepWords, SendInvitation, Tell
from programme.domain.messages import CHANNELS, DIGEST, Outbound, traits_of
from programme.domain.sms_segments import fitted
from programme.language.vietnamese import plain
from storage.effects.entry import Entry, Row, Source
from storage.messages import fallback, media, message_keys, outbox
from storage.people import accounts, sms_invitations

ACCENTED = 3
"""SMS that a text of one takes at most where it is sent with diacritics."""


def _tell(conn: Connection, effect: Tell, source: Source) -> tuple[str, bool]:
    """Who says it, and whether there is a way to whom it is for."""
    member = accounts.member(conn, effect.member)
    way = fallback.way_to(conn, member, CHANNELS) if member and member.state == "active" else None
    if way:
        key = f"tell:{effect.key}:{effect.member}"
        brief = effect.brief and not traits_of(*way).buttons
        words = (effect.brief, ()) if brief else (effect.text, effect.choices)
        if traits_of(*way).plain:  # one SMS; its choices could not be answered by number
            words = fitted(words[0] if member.accents else plain(words[0]), (), ACCENTED if member.accents else 1), ()
        told = Outbound(*way, *words, key=key, not_before=effect.not_before, priority=DIGEST)
        outbox.queue(conn, [told], source.at)
    return accounts.id_at(conn, source.channel, source.address), way is not None


def _told(effect: Tell, source: Source, done: tuple[str, bool]) -> list[Row]:
    by, way = done
    return [Row(by, "tell", effect.member, "" if way else "no way to them")]


def _fetch(conn: Connection, effect: FetchMedium, source: Source) -> str:
    """The id of who sent it."""
    media.wanted(conn, effect, source.at)
    return accounts.id_at(conn, source.channel, source.address)


ENTRIES = (
    Entry(
        Tell,
        do=_tell,
        audit=_told,
    ),
    Entry(
        SendInvitation,
        do=lambda conn, effect, source: sms_invitations.send(conn, effect, source.at),
        audit=lambda effect, source, done: [Row(effect.by, "invite by SMS", effect.code, effect.unit)],
    ),
    Entry(
        FetchMedium,
        do=_fetch,
        audit=lambda effect, source, by: [Row(by, "send file", effect.name)],
    ),
    Entry(
        ForgetMedium,
        do=lambda conn, effect, source: media.forget(conn, effect.name),
        audit=lambda effect, source, done: [Row(effect.by, "drop file", effect.name)],
    ),
    Entry(
        KeepWords,
        do=lambda conn, effect, source: message_keys.put_aside(
            conn, effect.channel, message_keys.digest(effect.key), effect.words, source.at, effect.why
        ),
        audit=lambda effect, source, done: [Row(effect.member, "kept", effect.member, effect.why)],
    ),
)
