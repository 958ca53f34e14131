"""Photos, recordings, films and files: the answer to a question that wants one; a photo that none wants is kept with
the report, wherever in the conversation it comes."""

from __future__ import annotations

import hashlib
from mimetypes import guess_extension
from pathlib import PurePath

from handlers.context import Context
from handlers.draft import question
from handlers.draft.moves import Move, put
from handlers.draft.session import DraftSession
from handlers.understand.expected_answer import Answer
from programme.domain.effects.messages import FetchMedium
from programme.domain.messages import Inbound, Media
from programme.xlsform import bare

LARGEST = 20_000_000  # bytes; what a bot may fetch on Telegram
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
MIMES = {"photo": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4", "document": "application/octet-stream"}
SUFFIXES = {"image/jpeg": ".jpg", "audio/ogg": ".oga", "audio/mpeg": ".mp3"}


# --- photos -----------------------------------------------------------------------------------------------------------


def photo(s: Context, name: str) -> tuple[Move, bool]:
    """A photo that came: the answer to an image question, else kept with the report; and whether it was taken."""
    session = DraftSession(s, s.state.draft)
    t, ref, kept = session.s.texts, session.draft.at, place(session)
    if ref and not ref.endswith("]") and session.question(ref).type == "image":
        return put(session, ref, Answer(name)), True
    if not kept or (session.draft.walked and not session.instance.relevant(kept)):
        return Move(session, (t("error.unwanted" if session.counted else "error.no_photos"),)), False
    count = keep(session, (name,))
    return Move(session.save(), (t("photo.kept", count=count),)), True


def keep(session: DraftSession, names: tuple[str, ...]) -> int:
    """Puts photos into the form's own place for them, or returns 0 where it has none; the count it now holds."""
    path = place(session)
    if not path:
        return 0
    repeat, leaf = path.rsplit("/", 1)
    count = len([n for n in session.instance.save()["answers"] if bare(n) == path])
    for name in names:
        count += 1
        ref = f"{repeat}[{count}]"
        if count > session.instance.save()["repeats"].get(repeat, session.form.parts[repeat].initial):
            session.instance.add_repeat(ref)
        session.instance.answer(f"{ref}/{leaf}", name)
    return count


def place(session: DraftSession) -> str:
    """The path of the image question that is kept for the review, "" where the form has none."""
    images = (q.path for q in session.form.questions if q.type == "image")
    return next((path for path in images if session.kept_for_review(path)), "")


# --- other files ------------------------------------------------------------------------------------------------------


def fits(s: Context, medium: Media) -> bool:
    """Whether the question that waits wants such a file, and no photo."""
    if not s.state.draft:
        return False
    wanted, kind = question.kind(s), mime(medium).partition("/")[0]
    return wanted == "file" or (wanted in ("audio", "video") and wanted in (medium.kind, kind))


def file(inbound: Inbound, s: Context, name: str) -> tuple[Move, FetchMedium]:
    """The file as the answer, and that it is to be fetched."""
    medium = inbound.media[0]
    session = DraftSession(s, s.state.draft)
    name += suffix(medium)
    return put(session, session.draft.at, Answer(name)), FetchMedium(name, inbound.channel, medium.ref, mime(medium))


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
