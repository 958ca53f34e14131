"""Recordings, films and files: the answer to a question that wants one."""

from __future__ import annotations

import hashlib
from mimetypes import guess_extension
from pathlib import PurePath

from handlers.context import Context, Turn
from handlers.draft.conversation import question_type
from handlers.draft.moves import put
from handlers.draft.session import DraftSession
from handlers.understand.typed_answer import Answer
from programme.domain.effects.messages import FetchMedium
from programme.domain.messages import Inbound, Media

LARGEST = 20_000_000  # bytes; what a bot may fetch on Telegram
MIMES = {"photo": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4", "document": "application/octet-stream"}
SUFFIXES = {"image/jpeg": ".jpg", "audio/ogg": ".oga", "audio/mpeg": ".mp3"}


def fits(s: Context, medium: Media) -> bool:
    """Whether the question that waits wants such a file, and no photo."""
    if not s.state.draft:
        return False
    wanted, kind = question_type(s), mime(medium).partition("/")[0]
    return wanted == "file" or (wanted in ("audio", "video") and wanted in (medium.kind, kind))


def came(inbound: Inbound, s: Context, name: str) -> Turn:
    """The file as the answer, and that it is to be fetched; too big a one is refused."""
    medium = inbound.media[0]
    session = DraftSession(s, s.state.draft)
    name += suffix(medium)
    turn = put(session, session.draft.at, Answer(name))
    fetch = FetchMedium(name, inbound.channel, medium.ref, mime(medium))
    return Turn(turn.state, turn.replies, (*turn.effects, fetch))


def mime(medium: Media) -> str:
    return medium.mime or MIMES[medium.kind]


def suffix(medium: Media) -> str:
    """The end of the name that it is kept under: by what it is, never the sender's own words."""
    kind = mime(medium)
    if kind.startswith("image/"):
        return ".jpg"
    own = PurePath(medium.name).suffix.lower()
    known = own if own[1:].isascii() and own[1:].isalnum() and len(own) <= 6 else ""
    return SUFFIXES.get(kind) or known or guess_extension(kind) or ".bin"


def name_of(inbound: Inbound) -> str:
    """What a file is called: nobody can guess it, and the message that came twice has it twice."""
    return hashlib.sha256(f"{inbound.channel}:{inbound.key}".encode()).hexdigest()[:16]
