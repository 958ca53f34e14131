"""The review of a form whose questions are counted: in parts, under the names of its groups, with repeats that can be
added to and taken from."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.session import Case
from handlers.understand.typed_answer import shortened
from programme.domain.messages import Choice
from programme.xlsform import RepeatAsk

LONGEST = 200  # letters of one answer in the summary; it is kept whole
LISTED = 12  # questions, or instances of repeats, that are offered at once
ROOM = 600  # letters of a message that are left to what stands around the summary


def lines(case: Case) -> list[str]:
    """Every question with its answer, by number, each group's name before its first."""
    t, found, before = case.s.texts, [], ""
    for node in case.asks():
        shown = shortened(case.shown(node.ref), LONGEST)
        if not shown and case.kept_for_review(node.ref):
            continue
        found += [t("ask.section", label=label) for label in case.entered(before, node.ref)]
        text = f"{case.short(node.ref)}: {shown or t('review.none')}"
        found.append(t("review.line", number=case.number(node.ref), text=text))
        before = node.ref
    return found


def part(case: Case, around: str) -> tuple[str, list[Choice]]:
    """The part of the summary that is shown, and the button for the next part."""
    room = max(300, case.s.traits.limit - ROOM - len(around))
    parts: list[list[str]] = [[]]
    for line in lines(case):
        if parts[-1] and sum(len(other) + 1 for other in parts[-1]) + len(line) > room:
            parts.append([])
        parts[-1].append(line)
    page = min(case.draft.page, len(parts) - 1)
    return "\n".join(parts[page]), _next(case, page, len(parts), "review.part")


def _next(case: Case, page: int, pages: int, key: str) -> list[Choice]:
    if pages == 1:
        return []
    following = (page + 1) % pages
    return [case.button(f"p{following}", case.s.texts(key, part=following + 1, parts=pages))]


def which(case: Case, head: str) -> Reply:
    """The questions to change, a page at a time; below them what can be added to a repeat, or taken from it."""
    t = case.s.texts
    choices = [
        case.button(f"e{case.number(n.ref)}", f"{case.number(n.ref)}. {case.short(n.ref)}: {shown(case, n.ref)}")
        for n in case.asks()
    ]
    for place, stop in enumerate(repeats(case)):
        key, mark = ("review.remove", "x") if stop.exists else ("review.another", "n")
        choices.append(case.button(f"{mark}{place}", t(key, label=numbered(stop))))
    pages = [choices[i : i + LISTED] for i in range(0, len(choices), LISTED)] or [[]]
    page = min(case.draft.page, len(pages) - 1)
    more = _next(case, page, len(pages), "review.part")
    text = "\n\n".join(filter(None, (head, t("review.which"))))
    return Reply(text, (*pages[page], *more, case.button("back", t("word.back"))), prompt=True)


def shown(case: Case, ref: str) -> str:
    return shortened(case.shown(ref)) or case.s.texts("review.none")


def repeats(case: Case) -> list[RepeatAsk]:
    """The instances that can be taken away, and those that can be added."""
    return [stop for stop in case.stops() if isinstance(stop, RepeatAsk)]


def numbered(stop: RepeatAsk) -> str:
    """`Thành viên 2`."""
    return f"{stop.label} {stop.ref.rpartition('[')[2].rstrip(']')}".strip()
