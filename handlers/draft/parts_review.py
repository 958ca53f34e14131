"""The review of a form whose questions are counted: in parts, under the names of its groups, with repeats that can be
added to and taken from."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.moves import Move, added, removed
from handlers.draft.session import DraftSession
from handlers.understand.expected_answer import shortened
from programme.domain.buttons.draft_actions import AddRepeat, Back, EditNumber, RemoveRepeat, TurnPage
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
    return "\n".join(parts[page]), _next(session, page, len(parts))


def _next(session: DraftSession, page: int, pages: int) -> list[Choice]:
    if pages == 1:
        return []
    following = (page + 1) % pages
    return [session.button(TurnPage(following), session.s.texts("review.part", part=following + 1, parts=pages))]


def which(session: DraftSession, head: str) -> Reply:
    """The questions to change, a page at a time; below them what can be added to a repeat, or taken from it."""
    t, choices = session.s.texts, []
    for node in session.asks():
        number = session.number(node.ref)
        shown = shortened(session.shown(node.ref)) or t("review.none")
        choices.append(session.button(EditNumber(number), f"{number}. {session.short(node.ref)}: {shown}"))
    for place, stop in enumerate(repeats(session)):
        key, action = ("review.remove", RemoveRepeat) if stop.exists else ("review.another", AddRepeat)
        choices.append(session.button(action(place), t(key, label=numbered(stop))))
    pages = [choices[i : i + LISTED] for i in range(0, len(choices), LISTED)] or [[]]
    page = min(session.draft.page, len(pages) - 1)
    more = _next(session, page, len(pages))
    text = "\n\n".join(filter(None, (head, t("review.which"))))
    return Reply(text, (*pages[page], *more, session.button(Back(), t("word.back"))), prompt=True)


def repeats(session: DraftSession) -> list[RepeatAsk]:
    """The instances that can be taken away, and those that can be added."""
    return [stop for stop in session.stops() if isinstance(stop, RepeatAsk)]


def numbered(stop: RepeatAsk) -> str:
    """`Thành viên 2`."""
    return f"{stop.label} {stop.ref.rpartition('[')[2].rstrip(']')}".strip()


# --- presses ----------------------------------------------------------------------------------------------------------


def turn_page(session: DraftSession, action: TurnPage) -> Move:
    """Another part of the review, or of the list of answers."""
    return Move(session.save(stop=session.draft.stop.but(page=action.page)) if session.counted else session)


def remove(session: DraftSession, action: RemoveRepeat) -> Move:
    """Takes an instance of a repeat away."""
    stop = _repeat(session, action.place)
    if stop is None or not stop.exists:
        return Move(session)
    removed(session, stop.ref)
    return Move(session.save(), (session.s.texts("review.removed", label=numbered(stop)),))


def add(session: DraftSession, action: AddRepeat) -> Move:
    """Another instance of a repeat, whose questions are put."""
    stop = _repeat(session, action.place)
    return Move(session) if stop is None or stop.exists else added(session, stop.ref)


def _repeat(session: DraftSession, place: int) -> RepeatAsk | None:
    found = repeats(session) if session.counted else []
    return found[place] if place < len(found) else None
