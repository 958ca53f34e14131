"""What an update of Telegram says, in our nouns. Works on the library's parsed objects and imports none of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.base import sound
from programme.domain.messages import Inbound, Media

PHOTO_BYTES = 10 * 1024 * 1024
"""The largest photo we ask for."""
FILE_BYTES = 20_000_000
"""The largest file that a bot may fetch."""

VOICES = ("voice", "audio", "video_note")
OTHERS = (
    "animation", "checklist", "dice", "game", "giveaway", "giveaway_winners", "invoice", "live_photo", "paid_media",
    "passport_data", "poll", "story", "successful_payment", "video",
)  # fmt: skip


def heard(update: Any, username: str, now: datetime) -> list[Inbound]:
    """The messages in one update: one, or none where it says nothing to us. `username` is the bot's own, `now` dates
    a press, which carries no time."""
    if update.callback_query:
        return _press(update.callback_query, now)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    if update.message:
        return _message(update.message, username, "")
    if update.edited_message:
        return _message(update.edited_message, username, "edited")
    return []


def _press(query: Any, now: datetime) -> list[Inbound]:
    if query.data is None:
        return []
    message = query.message
    group = message is not None and message.chat.type != "private"
    return [
        Inbound(
            "telegram",
            str(message.chat.id if message is not None else query.from_user.id),
            f"c:{query.id}",
            now,
            choice=sound(query.data),
            message=str(message.message_id) if message is not None else "",
            oddity="group" if group else "",
        )
    ]


def _membership(change: Any) -> list[Inbound]:
    chat, status = change.chat, change.new_chat_member.status
    if chat.type == "private":
        oddity = "blocked" if status == "kicked" else "unblocked"
    elif chat.type == "channel" or status not in ("member", "administrator"):
        return []
    else:
        oddity = "group"
    key = f"s:{chat.id}:{int(change.date.timestamp())}:{status}"
    return [Inbound("telegram", str(chat.id), key, change.date, oddity=oddity)]


def _message(message: Any, username: str, oddity: str) -> list[Inbound]:
    chat = message.chat
    text = sound(message.text or message.caption or "")
    if chat.type == "private":
        text = _without_name(text, username)
        if oddity and message.location:
            return []  # a live location moves all the time
    elif chat.type == "channel" or oddity or not _meant_for(message, text, username):
        return []
    else:
        oddity = "group"

    media = _media(message)
    contact = message.contact
    own = contact is not None and message.from_user is not None and contact.user_id == message.from_user.id
    if not oddity and message.forward_origin:
        oddity = "forwarded"
    if media and media[0].kind in ("audio", "video"):
        oddity = oddity or _kind(message)
    elif not oddity and not (text or media or own or message.location):
        oddity = _kind(message)
        if not oddity:
            return []
    key = f"m:{chat.id}:{message.message_id}"
    if oddity == "edited" and message.edit_date:
        key = f"e:{chat.id}:{message.message_id}:{int(message.edit_date.timestamp())}"
    place, origin = message.location, message.forward_origin
    return [
        Inbound(
            "telegram",
            str(chat.id),
            key,
            message.edit_date or message.date,
            text=text,
            media=media,
            location=(place.latitude, place.longitude) if place else None,
            contact=contact.phone_number if own else "",
            oddity=oddity,
            album=sound(message.media_group_id or "") if media else "",
            place=_named(message.venue) if message.venue else "",
            written=origin.date if origin and oddity == "forwarded" else None,
        )
    ]


def _kind(message: Any) -> str:
    """What a message without words is: sticker, voice, other; empty for a notice of Telegram's own."""
    if message.sticker:
        return "sticker"
    if any(message[name] for name in VOICES):
        return "voice"
    # what this version of the library does not know yet is in api_kwargs
    known = message.contact or any(message[name] for name in OTHERS)
    return "other" if known or message.api_kwargs else ""


def _media(message: Any) -> tuple[Media, ...]:
    if message.photo:
        by_area = sorted(message.photo, key=lambda size: size.width * size.height)
        fitting = [size for size in by_area if (size.file_size or 0) <= PHOTO_BYTES]
        photo = fitting[-1] if fitting else by_area[0]
        return (Media("photo", photo.file_id, mime="image/jpeg", size=photo.file_size),)
    if message.document and not message.animation:
        file = message.document
        return (Media("document", file.file_id, sound(file.file_name or ""), file.mime_type or "", file.file_size),)
    for name, kind in (("voice", "audio"), ("audio", "audio"), ("video", "video"), ("video_note", "video")):
        if file := message[name]:
            known = (sound(getattr(file, "file_name", "") or ""), getattr(file, "mime_type", "") or "")
            return (Media(kind, file.file_id, *known, file.file_size),)
    return ()


def _named(venue: Any) -> str:
    """A place's title and its address: "Nhà văn hoá khu 3, Hạ Long"."""
    return ", ".join(filter(None, (sound(part or "").strip() for part in (venue.title, venue.address))))


def _meant_for(message: Any, text: str, username: str) -> bool:
    """Whether a group's message speaks to this bot: its command, its name, a reply to it."""
    if message.from_user and message.from_user.is_bot:
        return False
    words = text.split(maxsplit=1)
    if words and words[0].startswith("/"):
        _, at, name = words[0].partition("@")
        return not at or name.lower() == username.lower()
    if username and f"@{username}".lower() in text.lower():
        return True
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    return bool(username and answered and answered.username == username)


def _without_name(text: str, username: str) -> str:
    """`/start@our_bot CODE` is `/start CODE`."""
    command, space, rest = text.partition(" ")
    name, at, addressed = command.partition("@")
    ours = command.startswith("/") and at and addressed.lower() == username.lower()
    return name + space + rest if ours else text
