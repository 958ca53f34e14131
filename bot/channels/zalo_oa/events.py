"""What the events of a Zalo Official Account say."""

from __future__ import annotations

import re
from datetime import datetime
from mimetypes import guess_type
from typing import Any

from bot.channels.base import sound
from programme.domain.messages import Inbound, Media

PRESS = re.compile(r"[a-z]{1,3}:[!-~]{1,60}")
"""Our buttons' payloads: a press comes back as a text of the person's that is equal to one."""
KINDS = {"image": "photo", "file": "document", "audio": "audio", "video": "video"}
ODD = {"sticker": "sticker", "gif": "sticker", "audio": "voice", "video": "other", "business_card": "other"}
SAID = "user_send_"


def heard(event: dict[str, Any], at: datetime, oa_id: str = "") -> list[Inbound]:
    """The messages in one event, none where it holds nothing for us (what we sent, what was seen, what is new). Raises
    KeyError, TypeError or ValueError for what is not as it should be."""
    name = event.get("event_name", "")
    if not isinstance(name, str) or (oa_id and str(_id(event, "recipient") or oa_id) != oa_id):
        return []
    if name in ("follow", "unfollow"):
        return _follower(event, name == "follow", at)
    if name == "user_submit_info":
        who, info = str(event["sender"]["id"]), event["info"]
        return [Inbound("zalo_oa", who, f"i:{who}:{event['timestamp']}", at, contact=str(info.get("phone", "")))]
    if not name.startswith(SAID):
        return []
    who, message = str(event["sender"]["id"]), event["message"]
    blank = {"channel": "zalo_oa", "address": who, "at": at}
    return [Inbound(**blank, **said) for said in _said(name.removeprefix(SAID), message, f"m:{message['msg_id']}")]


def _id(event: dict[str, Any], whose: str) -> str:
    found = event.get(whose)
    return str(found.get("id", "")) if isinstance(found, dict) else ""


def _follower(event: dict[str, Any], follows: bool, at: datetime) -> list[Inbound]:
    """Who follows may be written to, and is greeted as after /start; who does not may not."""
    who = str(event["follower"]["id"])
    key = f"{'f' if follows else 'u'}:{who}:{event['timestamp']}"
    reach = Inbound("zalo_oa", who, key, at, oddity="unblocked" if follows else "blocked")
    return [reach, Inbound("zalo_oa", who, f"{key}:start", at, text="/start")] if follows else [reach]


def _said(kind: str, message: dict[str, Any], key: str) -> list[dict[str, Any]]:
    text = message.get("text") or ""
    if not isinstance(text, str):
        raise TypeError
    text = sound(text)
    if kind in ("text", "link"):
        return [{"key": key, "choice": text} if PRESS.fullmatch(text) else {"key": key, "text": text}]
    if kind == "location":
        place = message["attachments"][0]["payload"]["coordinates"]
        where = float(place["latitude"]), float(place["longitude"])
        if not (abs(where[0]) <= 90 and abs(where[1]) <= 180):
            raise ValueError
        return [{"key": key, "location": where}]
    if kind in ("image", "file"):
        files = [_medium(file) for file in message["attachments"]]
        album = key.removeprefix("m:") if len(files) > 1 else ""
        said = {"album": album} if album else {}
        found = [{"key": f"{key}:{n}" if n else key, "media": (file,), **said} for n, file in enumerate(files)]
        if found:
            found[0]["text"] = text
        return found
    return [{"key": key, "oddity": ODD.get(kind, "other")}]


def _medium(file: dict[str, Any]) -> Media:
    payload, kind = file["payload"], KINDS.get(file.get("type", ""), "document")
    size = payload.get("size")
    return Media(
        kind,
        str(payload["url"]),
        sound(str(payload.get("name", ""))),
        "image/jpeg" if kind == "photo" else _mime(sound(str(payload.get("type", "")))),
        int(size) if str(size).isdigit() else None,
    )


def _mime(end: str) -> str:
    """The type of a file that Zalo calls by the end of its name: of a picture ("jpg") its own, else that end."""
    found = guess_type(f"file.{end}")[0] or ""
    return found if found.startswith("image/") else end
