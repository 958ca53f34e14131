"""Photos, recordings, films and files: the answer to a question that wants one; a photo that none wants is kept with
the report, wherever in the conversation it comes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from mimetypes import guess_extension
from pathlib import PurePath

from handlers.context import Context
from handlers.draft import question
from handlers.draft.moves import Move, put
from handlers.draft.session import DraftSession
from handlers.state import Draft
from handlers.understand.expected_answer import Answer
from programme.domain.effects.messages import FetchMedium
from programme.domain.messages import Inbound, Media
from programme.xlsform import Form, bare

LARGEST = 20_000_000  # bytes; what a bot may fetch on Telegram
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
MIMES = {"photo": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4", "document": "application/octet-stream"}
SUFFIXES = {"image/jpeg": ".jpg", "audio/ogg": ".oga", "audio/mpeg": ".mp3"}


# --- photos -----------------------------------------------------------------------------------------------------------


def photo(s: Context, name: str) -> tuple[Move, bool]:
    """A photo that came: the answer to an image question, else kept with the report; and whether it was taken."""
    session = DraftSession(s, s.state.draft)
    t, ref = session.s.texts, session.draft.at
    if wants_photo(session):
        return put(session, ref, Answer(name)), True
    if refuses(session):
        return Move(session, (t("error.unwanted" if session.counted else "error.no_photos"),)), False
    keep(session, (name,))
    kept = names(session)
    if name not in kept:
        return Move(session, (t("photo.full", count=len(kept)),)), False
    return Move(session.save(), (t("photo.kept", count=len(kept)),)), True


def wants_photo(session: DraftSession) -> bool:
    """Whether the question that waits is one for a photo."""
    ref = session.draft.at
    return bool(ref) and not ref.endswith("]") and session.question(ref).type == "image"


def refuses(session: DraftSession) -> bool:
    """Whether no photo can be kept with the report as it stands; before its review was reached that may change."""
    path = place(session.form)
    return not path or (session.draft.walked and not session.instance.relevant(path))


def keep(session: DraftSession, photos: Iterable[str]) -> None:
    """Puts photos into the form's own place for them, as many as it takes; none where it has no place."""
    path = place(session.form)
    if not path:
        return
    repeat, leaf = path.rsplit("/", 1)
    count = len(names(session))
    for name in photos:
        count += 1
        ref = f"{repeat}[{count}]"
        if count > session.instance.save()["repeats"].get(repeat, session.form.parts[repeat].initial):
            try:
                session.instance.add_repeat(ref)
            except KeyError:  # as many as it may have
                return
        session.instance.answer(f"{ref}/{leaf}", name)


def leave_out(session: DraftSession, photos: Collection[str]) -> None:
    """Takes these photos out again."""
    repeat, _, leaf = place(session.form).rpartition("/")
    for ref in [ref for ref, name in reversed(_held(session)) if name in photos]:
        session.instance.remove_repeat(ref.removesuffix(f"/{leaf}"))
    left, first = session.instance.save()["repeats"].get(repeat, 0), session.form.parts[repeat].initial
    for number in range(left + 1, first + 1):  # the form offers that many unasked
        session.instance.add_repeat(f"{repeat}[{number}]")


def names(session: DraftSession) -> tuple[str, ...]:
    """The photos that the draft holds, whether they fit what it tells of or not."""
    return tuple(name for _, name in _held(session))


def names_in(s: Context, draft: Draft) -> tuple[str, ...]:
    """The same of a draft that is not opened."""
    form = s.form(draft.form, draft.version)
    files = [(ref, name) for ref, name in draft.saved.get("answers", {}).items() if name.endswith(".jpg")]
    path = place(form) if files and form else ""
    return tuple(name for ref, name in files if bare(ref) == path)


def unfit(session: DraftSession) -> tuple[str, ...]:
    """The photos that the draft holds although what it tells of takes none."""
    held = names(session)
    return held if held and refuses(session) else ()


def _held(session: DraftSession) -> list[tuple[str, str]]:
    files = [(ref, name) for ref, name in session.instance.save()["answers"].items() if name.endswith(".jpg")]
    path = place(session.form) if files else ""
    return [(ref, name) for ref, name in files if bare(ref) == path]


def place(form: Form) -> str:
    """The path of the image question, one of a repeat, that is kept for the review; "" where the form has none."""
    for asked in form.questions:
        if asked.type == "image" and asked.groups and form.parts[asked.groups[-1]].repeat:
            shown = (asked.appearance, *(form.parts[group].appearance for group in asked.groups))
            if any("at-review" in appearance for appearance in shown):
                return asked.path
    return ""


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
