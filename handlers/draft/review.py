"""The review before sending: every answer by its number; one is changed, something is added, the report is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.context import Context, Reply, Turn, pairs
from handlers.draft import parts_review, question
from handlers.draft.moves import Move, added
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words
from handlers.reporting import submit
from handlers.state import AtQuestion, AtReview
from handlers.understand.choices import Item, match, yes_no
from programme.domain.activities import DAY, photos
from programme.domain.buttons import draft_actions as actions
from programme.domain.buttons.draft_actions import Action
from programme.domain.buttons.reporting import DraftButton, ResumeDraft
from programme.domain.messages import Choice
from programme.language.vietnamese import fold
from programme.language.words import words_for
from programme.xlsform import bare

MOST_PATH = 45
"""Letters of a question's path that fit a button."""
SENDS = frozenset(words_for("report.send"))
HOLDS = frozenset(words_for("report.hold"))
"""Words, folded, that send it, whatever the button is called where letters are few."""
HEADS = frozenset((*words_for("report.edit"), *words_for("report.question")))
"""What may stand before the number of a question: `SUA 5`."""
LINKS = frozenset(words_for("report.link"))
LINKS_TO_NUMBER = frozenset(words_for("marked.report.link_to_number"))
"""What leads from a question to its new answer, in small letters: "Thành Công" is a name."""
FIRST = (actions.Send, actions.Edit, actions.Later, actions.Drop, actions.Cancel)
"""What is offered first where letters are few."""


# --- asked ------------------------------------------------------------------------------------------------------------


def ask(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    """The review, or the list of answers to change one, below what there is to say first."""
    if session.draft.listing:
        return _which(session, *said, trouble=trouble)
    t, code = session.s.texts, session.draft.mends
    head = t("review.mending", code=code) if code else t("review.title")
    head = t("request.title", code=code) if session.draft.requests else head
    if session.counted:
        return _in_parts(session, head, *said, trouble=trouble)
    if session.s.traits.plain:
        return _brief(session, head, *said, trouble=trouble)
    lines = [head, session.s.unit_name(session.draft.unit)]
    lines += [t("review.line", number=n, text=text) for n, text in lines_of(session)]
    if count := len(photos(session.instance.record())):
        lines.append(t("review.photos", count=count))
    if late := submit.lateness(session):
        lines += ["", late]
    parts = ["\n".join(filter(None, (*said, trouble))), "\n".join(lines)]
    return Reply("\n\n".join(filter(None, parts)), _buttons(session, offers(session)), prompt=True)


def _brief(session: DraftSession, head: str, *said: str, trouble: str = "") -> Reply:
    """On one segment: what was answered, and what matters most to press."""
    text = f"{head} {draft_in_words.with_photos(session)}"
    above = " ".join(filter(None, (*said[-1:], trouble, submit.lateness(session))))
    listed = sorted(offers(session), key=lambda offer: not isinstance(offer[0], FIRST))
    return Reply("\n\n".join(filter(None, (above, text))), _buttons(session, listed), prompt=True)


def _in_parts(session: DraftSession, head: str, *said: str, trouble: str = "") -> Reply:
    late = submit.lateness(session)
    above = "\n".join(filter(None, (*said, trouble)))
    head = f"{head} {session.form.title}\n{session.s.unit_name(session.draft.unit)}"
    text, more = parts_review.part(session, above + head + late)
    choices = (*more, *_buttons(session, offers(session)))
    return Reply("\n\n".join(filter(None, (above, f"{head}\n{text}", late))), choices, prompt=True)


def _which(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    t = session.s.texts
    if session.counted:
        return parts_review.which(session, "\n".join(filter(None, (*said, trouble))))
    if session.s.traits.plain:  # the numbers stand in the report itself; their list would cost several messages
        what = draft_in_words.in_a_row(session)
        return Reply("\n\n".join(filter(None, (trouble, what, t("review.which")))), (), prompt=True)
    choices = [session.button(actions.EditNumber(n), f"{n}. {text}") for n, text in lines_of(session)]
    text = "\n\n".join(filter(None, ("\n".join(filter(None, (*said, trouble))), t("review.which"))))
    return Reply(text, (*choices, session.button(actions.Back(), t("word.back"))), prompt=True)


def lines_of(session: DraftSession) -> list[tuple[str, str]]:
    """(number, `Chủ đề: Ma túy`) of every question that has an answer or was asked; those of one number together."""
    t = session.s.texts
    by_number: dict[str, list[str]] = {}
    for node in session.asks():
        if node.question.type == "image":
            continue
        shown = session.shown(node.ref)
        if not shown and session.kept_for_review(node.ref):
            continue
        if node.ref == DAY and shown:
            shown = t("review.counted_in", date=shown, period=submit.period_words(session, node.ref))
        line = f"{session.short(node.ref)}: {shown or t('review.none')}"
        by_number.setdefault(session.number(node.ref), []).append(line)
    in_order = sorted(by_number.items(), key=lambda line: int(line[0]) if line[0].isdigit() else 0)
    return [(n, " · ".join(texts if len(texts) == 1 else texts[1:])) for n, texts in in_order]


def offers(session: DraftSession) -> list[tuple[Action, str]]:
    """What can be done at the review, each with its label."""
    t, mends = session.s.texts, session.draft.mends
    send = "review.save" if mends else "review.late" if submit.is_late(session) else "review.send"
    send = "request.send" if session.draft.requests else send
    found: list[tuple[Action, str]] = [(actions.Send(), t(send)), (actions.Edit(), t("review.edit"))]
    if not session.draft.requests:
        found += _additions(session)
    if mends:
        return [*found, (actions.Drop(), t("review.drop"))]
    return [*found, (actions.Later(), t("review.later")), (actions.Cancel(), t("review.cancel"))]


def _additions(session: DraftSession) -> list[tuple[Action, str]]:
    """The questions that are kept for the review, but for those of a repeat: the repeat is offered."""
    t, parts, found = session.s.texts, session.form.parts, []
    for asked in session.form.questions:
        own = session.offered_at_review(asked)
        if own and any(parts[g].repeat for g in asked.groups):
            continue
        if asked.asked and asked.groups and "at-review" in parts[asked.groups[-1]].appearance:
            key = "review.add" if session.still(asked.groups[-1]) else ""
        elif own and session.instance.relevant(asked.path):
            key = "review.change" if session.instance.value(asked.path) else "review.add"
        else:
            key = ""
        if key:
            found.append((actions.Add(asked.path[:MOST_PATH]), t(key, short=session.short(asked.path))))
    return found


def _buttons(session: DraftSession, offered: list[tuple[Action, str]]) -> tuple[Choice, ...]:
    return tuple(session.button(action, label) for action, label in offered)


def refs_of(session: DraftSession, number: str) -> list[str]:
    """The questions that people call by this number, in the form's order."""
    return [n.ref for n in session.asks() if session.number(n.ref) == number]


# --- words and presses ------------------------------------------------------------------------------------------------


def take(session: DraftSession, text: str) -> Move | Turn:
    """Words at the review: `SUA 5`, `5 54`, a button's words."""
    mend = re.fullmatch(r"(?:([^\W\d_]+)\s+)?(\d{1,3})(?:[\s.:]+(\S.*))?", text.strip())
    headed = mend is not None and (not mend[1] or fold(mend[1]) in HEADS)
    if headed and (refs := refs_of(session, mend[2])):
        return _changed(session, refs[0], without_link(mend[3])) if mend[3] else edit(session, refs)
    ref, said = _named(session, text)
    if said:
        return _changed(session, ref, said)
    draft = session.draft
    if yes_no(text) or fold(text).strip(" .!") in SENDS:
        return submit.send(session)
    if fold(text).strip(" .!") in HOLDS:
        return leave(session.s)
    if draft.line and yes_no(text) is False:
        return Move(session.save(stop=AtReview(listing=True)))
    found = match(text, [Item(c.value, c.label) for c in ask(session).choices])
    if found.certain and len(found.names) == 1:
        return press(session, DraftButton.of(found.names[0]).action)
    return Move(session, trouble=session.s.texts("error.at_review"))


def _changed(session: DraftSession, ref: str, said: str) -> Move:
    return question.take(session.save(stop=AtQuestion(ref, changing=True), todo=()), said)


def without_link(said: str) -> str:
    """A new answer without the words that lead to it: "là 45", "thành 45", "xuống còn 45"."""
    link, _, rest = said.partition(" ")
    rest = rest.strip()
    if rest and link.islower() and fold(link) in LINKS:
        return rest
    number = without_link(rest) if link in LINKS_TO_NUMBER else ""
    return number if number[:1].isdigit() else said


def _named(session: DraftSession, text: str) -> tuple[str, str]:
    """The question that is named before a colon, and the answer behind it ("Ghi chú: trời mưa"); a note without a colon
    too. "" where none is."""
    name, colon, said = text.partition(":")
    for node in session.asks():
        short = fold(session.short(node.ref))
        if colon and fold(name).strip() == short:
            return node.ref, said.strip()
        words = text.split()
        size = len(short.split())
        noted = node.question.type == "text" and "at-review" in node.question.appearance
        if noted and not colon and fold(" ".join(words[:size])) == short:
            return node.ref, without_link(" ".join(words[size:]))
    return "", ""


def press(session: DraftSession, action: Action) -> Move | Turn:
    """A button of the review, or of its list of answers; any other changes nothing."""
    step = PRESSES.get(type(action))
    return step(session, action) if step else Move(session)


def edit(session: DraftSession, refs: list[str]) -> Move:
    """Puts these questions, then the review again."""
    if not refs:
        return Move(session)
    return Move(session.save(stop=AtQuestion(refs[0], changing=True), todo=tuple(refs[1:])))


def _add(session: DraftSession, action: actions.Add) -> Move | Turn:
    asked = next((q for q in session.form.questions if q.path[:MOST_PATH] == action.path), None)
    if asked is None:
        return Move(session)
    repeat = next((g for g in asked.groups if session.form.parts[g].repeat), "")
    if session.counted and repeat:
        stops = parts_review.repeats(session)
        more = next((stop for stop in stops if not stop.exists and bare(stop.ref) == repeat), None)
        return added(session, more.ref) if more else Move(session)
    if asked.type == "image" and asked.groups:
        ref = f"{asked.groups[-1]}[1]/{asked.name}"
        text = f"{session.instance.label(ref)}\n{session.instance.hint(ref)}"
        back = session.button(actions.Back(), session.s.texts("word.back"))
        return session.turn(Reply(text, (back,), prompt=True))
    return edit(session, [n.ref for n in session.asks() if n.ref == asked.path])


def leave(s: Context) -> Turn:
    """The draft waits for another day. A number that comes now is no answer: 1 shows the draft again."""
    resume = pairs((ResumeDraft().labelled(s.texts("menu.resume")),))
    return Turn(s.state.but(options=resume, more=()), (Reply(s.texts("review.kept")),))


def give_up(s: Context) -> Turn:
    """The draft is thrown away; a report that it would have changed stays as it was."""
    code = s.state.draft.mends
    said = s.texts("review.dropped", code=code) if code else s.texts("review.cancelled")
    return Turn(s.state.but(draft=None, options=()), (Reply(said),))


PRESSES: dict[type[Action], Callable[[DraftSession, Action], Move | Turn]] = {
    actions.Send: lambda session, action: submit.send(session),
    actions.Edit: lambda session, action: Move(session.save(stop=AtReview(listing=True))),
    actions.Back: lambda session, action: Move(session.save(stop=AtReview())),
    actions.Later: lambda session, action: leave(session.s),
    actions.Drop: lambda session, action: give_up(session.s),
    actions.Cancel: lambda session, action: give_up(session.s),
    actions.Add: _add,
    actions.EditNumber: lambda session, action: edit(session, refs_of(session, action.number)),
    actions.TurnPage: parts_review.turn_page,
    actions.RemoveRepeat: parts_review.remove,
    actions.AddRepeat: parts_review.add,
}
