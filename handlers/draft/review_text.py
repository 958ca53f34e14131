"""The review before sending: every answer by its number, and what can still be changed or added."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft import parts_review
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words
from handlers.reporting import submit
from programme.domain.activities import photos
from programme.domain.messages import Choice


def show(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    """The review, or in `editing` the list of questions to change."""
    if session.draft.listing:
        return _which(session, *said, trouble=trouble)
    t = session.s.texts
    head = t("review.mending", code=session.draft.mends) if session.draft.mends else t("review.title")
    head = t("request.title", code=session.draft.mends) if session.draft.requests else head
    if session.counted:
        return _in_parts(session, head, *said, trouble=trouble)
    if session.s.traits.plain:
        return _brief(session, head, *said, trouble=trouble)
    lines = [
        head,
        session.s.unit_name(session.draft.unit),
        *(t("review.line", number=n, text=text) for n, text in lines_of(session)),
    ]
    if count := len(photos(session.instance.record())):
        lines.append(t("review.photos", count=count))
    if late := submit.lateness(session):
        lines += ["", late]
    parts = ["\n".join(filter(None, (*said, trouble))), "\n".join(lines)]
    return Reply("\n\n".join(filter(None, parts)), actions(session), prompt=True)


def _brief(session: DraftSession, head: str, *said: str, trouble: str = "") -> Reply:
    """On one segment: what was answered, and what matters most to press."""
    text = " ".join((head, *draft_in_words.understood(session)))
    above = " ".join(filter(None, (*said[-1:], trouble, submit.lateness(session))))
    choices = {c.value.rsplit(":", 1)[-1]: c for c in actions(session)}
    first = [choices[name] for name in ("send", "edit", "later", "drop", "cancel") if name in choices]
    rest = [c for c in choices.values() if c not in first]
    return Reply("\n\n".join(filter(None, (above, text))), (*first, *rest), prompt=True)


def _in_parts(session: DraftSession, head: str, *said: str, trouble: str = "") -> Reply:
    late = submit.lateness(session)
    above = "\n".join(filter(None, (*said, trouble)))
    head = f"{head} {session.form.title}\n{session.s.unit_name(session.draft.unit)}"
    text, more = parts_review.part(session, above + head + late)
    return Reply("\n\n".join(filter(None, (above, f"{head}\n{text}", late))), (*more, *actions(session)), prompt=True)


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
        if node.ref == submit.DAY and shown:
            shown = t("review.counted_in", date=shown, period=submit.period_words(session, node.ref))
        by_number.setdefault(session.number(node.ref), []).append(
            f"{session.short(node.ref)}: {shown or t('review.none')}"
        )
    in_order = sorted(by_number.items(), key=lambda line: int(line[0]) if line[0].isdigit() else 0)
    return [(n, " · ".join(texts if len(texts) == 1 else texts[1:])) for n, texts in in_order]


def actions(session: DraftSession) -> tuple[Choice, ...]:
    t = session.s.texts
    send = "review.save" if session.draft.mends else "review.late" if submit.is_late(session) else "review.send"
    send = "request.send" if session.draft.requests else send
    buttons = [session.button("send", t(send)), session.button("edit", t("review.edit"))]
    if session.draft.requests:
        return (*buttons, session.button("drop", t("review.drop")))
    for question in session.form.questions:
        if "at-review" in question.appearance and any(session.form.parts[g].repeat for g in question.groups):
            continue  # its repeat is offered
        if question.asked and question.groups and "at-review" in session.form.parts[question.groups[-1]].appearance:
            if session.still(question.groups[-1]):
                buttons.append(
                    session.button(f"add{question.path}"[:48], t("review.add", short=session.short(question.path)))
                )
        elif "at-review" in question.appearance and session.instance.relevant(question.path):
            label = "review.change" if session.instance.value(question.path) else "review.add"
            buttons.append(session.button(f"add{question.path}"[:48], t(label, short=session.short(question.path))))
    later = (
        session.button("drop", t("review.drop")) if session.draft.mends else session.button("later", t("review.later"))
    )
    return (*buttons, later) if session.draft.mends else (*buttons, later, session.button("cancel", t("review.cancel")))


def _which(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    t = session.s.texts
    if session.counted:
        return parts_review.which(session, "\n".join(filter(None, (*said, trouble))))
    if session.s.traits.plain:  # the numbers stand in the report itself; their list would cost several messages
        what = " ".join(draft_in_words.understood(session))
        return Reply("\n\n".join(filter(None, (trouble, what, t("review.which")))), (), prompt=True)
    choices = [session.button(f"e{n}", f"{n}. {text}") for n, text in lines_of(session)]
    text = "\n\n".join(filter(None, ("\n".join(filter(None, (*said, trouble))), t("review.which"))))
    return Reply(text, (*choices, session.button("back", t("word.back"))), prompt=True)


def refs_of(session: DraftSession, number: str) -> list[str]:
    """The questions that people call by this number, in the form's order."""
    return [n.ref for n in session.asks() if session.number(n.ref) == number]
