"""The review of a form whose questions are counted: in parts, under the names of its groups, with repeats that can be
added to and taken from."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.session import DraftSession
from handlers.understand.typed_answer import shortened
from programme.domain.messages import Choice
from programme.xlsform import RepeatAsk

LONGEST = 200  # letters of one answer in the summary; it is kept whole
LISTED = 12  # questions, or instances of repeats, that are offered at once
ROOM = 600  # letters of a message that are left to what stands around the summary


def lines(session: DraftSession) -> list[str]:
    """Every question with its answer, by number, each group's name before its first."""
    t, found, before = session.s.texts, [], ""
    for node in session.asks():
        shown = shortened(session.shown(node.ref), LONGEST)
        if not shown and session.kept_for_review(node.ref):
            continue
        found += [t("ask.section", label=label) for label in session.entered(before, node.ref)]
        text = f"{session.short(node.ref)}: {shown or t('review.none')}"
        found.append(t("review.line", number=session.number(node.ref), text=text))
        before = node.ref
    return found


def part(session: DraftSession, around: str) -> tuple[str, list[Choice]]:
    """The part of the summary that is shown, and the button for the next part."""
    room = max(300, session.s.traits.limit - ROOM - len(around))
    parts: list[list[str]] = [[]]
    for line in lines(session):
        if parts[-1] and sum(len(other) + 1 for other in parts[-1]) + len(line) > room:
            parts.append([])
        parts[-1].append(line)
    page = min(session.draft.page, len(parts) - 1)
    return "\n".join(parts[page]), _next(session, page, len(parts), "review.part")


def _next(session: DraftSession, page: int, pages: int, key: str) -> list[Choice]:
    if pages == 1:
        return []
    following = (page + 1) % pages
    return [session.button(f"p{following}", session.s.texts(key, part=following + 1, parts=pages))]


def which(session: DraftSession, head: str) -> Reply:
    """The questions to change, a page at a time; below them what can be added to a repeat, or taken from it."""
    t = session.s.texts
    choices = [
        session.button(
            f"e{session.number(n.ref)}", f"{session.number(n.ref)}. {session.short(n.ref)}: {shown(session, n.ref)}"
        )
        for n in session.asks()
    ]
    for place, stop in enumerate(repeats(session)):
        key, mark = ("review.remove", "x") if stop.exists else ("review.another", "n")
        choices.append(session.button(f"{mark}{place}", t(key, label=numbered(stop))))
    pages = [choices[i : i + LISTED] for i in range(0, len(choices), LISTED)] or [[]]
    page = min(session.draft.page, len(pages) - 1)
    more = _next(session, page, len(pages), "review.part")
    text = "\n\n".join(filter(None, (head, t("review.which"))))
    return Reply(text, (*pages[page], *more, session.button("back", t("word.back"))), prompt=True)


def shown(session: DraftSession, ref: str) -> str:
    return shortened(session.shown(ref)) or session.s.texts("review.none")


def repeats(session: DraftSession) -> list[RepeatAsk]:
    """The instances that can be taken away, and those that can be added."""
    return [stop for stop in session.stops() if isinstance(stop, RepeatAsk)]


def numbered(stop: RepeatAsk) -> str:
    """`Thành viên 2`."""
    return f"{stop.label} {stop.ref.rpartition('[')[2].rstrip(']')}".strip()
