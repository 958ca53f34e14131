"""Photos: the answer to an image question, or kept with the report wherever in the conversation they come."""

from __future__ import annotations

from handlers.context import Context, Turn
from handlers.draft.moves import put
from handlers.draft.session import Case
from handlers.draft.stops import wait
from handlers.understand.typed_answer import Answer
from programme.xlsform import bare

LARGEST = 10 * 1024 * 1024  # bytes


def came(s: Context, name: str) -> tuple[Turn, bool]:
    """A photo that came: the answer to an image question, else kept with the report; and whether it was taken."""
    case = Case(s, s.state.draft)
    t, ref = case.s.texts, case.draft.at
    if ref and not ref.endswith("]") and case.question(ref).type == "image":
        return put(case, ref, Answer(name)), True
    if not place(case) or (case.draft.walked and not case.instance.relevant(place(case))):
        return wait(case, t("error.unwanted" if case.counted else "error.no_photos")), False
    count = keep(case, (name,))
    case.save()
    return wait(case, t("photo.kept", count=count)), True


def keep(case: Case, names: tuple[str, ...]) -> int:
    """Puts photos into the form's own place for them, or returns 0 where it has none; the count it now holds."""
    path = place(case)
    if not path:
        return 0
    repeat, leaf = path.rsplit("/", 1)
    count = len([n for n in case.instance.save()["answers"] if bare(n) == path])
    for name in names:
        count += 1
        ref = f"{repeat}[{count}]"
        if count > case.instance.save()["repeats"].get(repeat, case.form.parts[repeat].initial):
            case.instance.add_repeat(ref)
        case.instance.answer(f"{ref}/{leaf}", name)
    return count


def place(case: Case) -> str:
    """The path of the image question that is kept for the review, "" where the form has none."""
    return next((q.path for q in case.form.questions if q.type == "image" and case.kept_for_review(q.path)), "")
