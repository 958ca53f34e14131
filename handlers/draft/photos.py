"""Photos: the answer to an image question, or kept with the report wherever in the conversation they come."""

from __future__ import annotations

from handlers.context import Context, Turn
from handlers.draft.moves import put
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait
from handlers.understand.typed_answer import Answer
from programme.xlsform import bare

LARGEST = 10 * 1024 * 1024  # bytes


def came(s: Context, name: str) -> tuple[Turn, bool]:
    """A photo that came: the answer to an image question, else kept with the report; and whether it was taken."""
    session = DraftSession(s, s.state.draft)
    t, ref = session.s.texts, session.draft.at
    if ref and not ref.endswith("]") and session.question(ref).type == "image":
        return put(session, ref, Answer(name)), True
    if not place(session) or (session.draft.walked and not session.instance.relevant(place(session))):
        return wait(session, t("error.unwanted" if session.counted else "error.no_photos")), False
    count = keep(session, (name,))
    session.save()
    return wait(session, t("photo.kept", count=count)), True


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
    return next((q.path for q in session.form.questions if q.type == "image" and session.kept_for_review(q.path)), "")
