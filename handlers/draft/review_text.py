"""The review before sending: every answer by its number, and what can still be changed or added."""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft import parts_review
from handlers.draft.session import Case
from handlers.one_line import draft_in_words
from handlers.reporting import submit
from programme.domain.activities import photos
from programme.domain.messages import Choice


def show(case: Case, *said: str, trouble: str = "") -> Reply:
    """The review, or in `editing` the list of questions to change."""
    if case.draft.listing:
        return _which(case, *said, trouble=trouble)
    t = case.s.texts
    head = t("review.mending", code=case.draft.mends) if case.draft.mends else t("review.title")
    head = t("request.title", code=case.draft.mends) if case.draft.requests else head
    if case.counted:
        return _in_parts(case, head, *said, trouble=trouble)
    if case.s.traits.plain:
        return _brief(case, head, *said, trouble=trouble)
    lines = [
        head,
        case.s.unit_name(case.draft.unit),
        *(t("review.line", number=n, text=text) for n, text in lines_of(case)),
    ]
    if count := len(photos(case.instance.record())):
        lines.append(t("review.photos", count=count))
    if late := submit.lateness(case):
        lines += ["", late]
    parts = ["\n".join(filter(None, (*said, trouble))), "\n".join(lines)]
    return Reply("\n\n".join(filter(None, parts)), actions(case), prompt=True)


def _brief(case: Case, head: str, *said: str, trouble: str = "") -> Reply:
    """On one segment: what was answered, and what matters most to press."""
    text = " ".join((head, *draft_in_words.understood(case)))
    above = " ".join(filter(None, (*said[-1:], trouble, submit.lateness(case))))
    choices = {c.value.rsplit(":", 1)[-1]: c for c in actions(case)}
    first = [choices[name] for name in ("send", "edit", "later", "drop", "cancel") if name in choices]
    rest = [c for c in choices.values() if c not in first]
    return Reply("\n\n".join(filter(None, (above, text))), (*first, *rest), prompt=True)


def _in_parts(case: Case, head: str, *said: str, trouble: str = "") -> Reply:
    late = submit.lateness(case)
    above = "\n".join(filter(None, (*said, trouble)))
    head = f"{head} {case.form.title}\n{case.s.unit_name(case.draft.unit)}"
    text, more = parts_review.part(case, above + head + late)
    return Reply("\n\n".join(filter(None, (above, f"{head}\n{text}", late))), (*more, *actions(case)), prompt=True)


def lines_of(case: Case) -> list[tuple[str, str]]:
    """(number, `Chủ đề: Ma túy`) of every question that has an answer or was asked; those of one number together."""
    t = case.s.texts
    by_number: dict[str, list[str]] = {}
    for node in case.asks():
        if node.question.type == "image":
            continue
        shown = case.shown(node.ref)
        if not shown and case.kept_for_review(node.ref):
            continue
        if node.ref == submit.DAY and shown:
            shown = t("review.counted_in", date=shown, period=submit.period_words(case, node.ref))
        by_number.setdefault(case.number(node.ref), []).append(f"{case.short(node.ref)}: {shown or t('review.none')}")
    in_order = sorted(by_number.items(), key=lambda line: int(line[0]) if line[0].isdigit() else 0)
    return [(n, " · ".join(texts if len(texts) == 1 else texts[1:])) for n, texts in in_order]


def actions(case: Case) -> tuple[Choice, ...]:
    t = case.s.texts
    send = "review.save" if case.draft.mends else "review.late" if submit.is_late(case) else "review.send"
    send = "request.send" if case.draft.requests else send
    buttons = [case.button("send", t(send)), case.button("edit", t("review.edit"))]
    if case.draft.requests:
        return (*buttons, case.button("drop", t("review.drop")))
    for question in case.form.questions:
        if "at-review" in question.appearance and any(case.form.parts[g].repeat for g in question.groups):
            continue  # its repeat is offered
        if question.asked and question.groups and "at-review" in case.form.parts[question.groups[-1]].appearance:
            if case.still(question.groups[-1]):
                buttons.append(
                    case.button(f"add{question.path}"[:48], t("review.add", short=case.short(question.path)))
                )
        elif "at-review" in question.appearance and case.instance.relevant(question.path):
            label = "review.change" if case.instance.value(question.path) else "review.add"
            buttons.append(case.button(f"add{question.path}"[:48], t(label, short=case.short(question.path))))
    later = case.button("drop", t("review.drop")) if case.draft.mends else case.button("later", t("review.later"))
    return (*buttons, later) if case.draft.mends else (*buttons, later, case.button("cancel", t("review.cancel")))


def _which(case: Case, *said: str, trouble: str = "") -> Reply:
    t = case.s.texts
    if case.counted:
        return parts_review.which(case, "\n".join(filter(None, (*said, trouble))))
    if case.s.traits.plain:  # the numbers stand in the report itself; their list would cost several messages
        what = " ".join(draft_in_words.understood(case))
        return Reply("\n\n".join(filter(None, (trouble, what, t("review.which")))), (), prompt=True)
    choices = [case.button(f"e{n}", f"{n}. {text}") for n, text in lines_of(case)]
    text = "\n\n".join(filter(None, ("\n".join(filter(None, (*said, trouble))), t("review.which"))))
    return Reply(text, (*choices, case.button("back", t("word.back"))), prompt=True)


def refs_of(case: Case, number: str) -> list[str]:
    """The questions that people call by this number, in the form's order."""
    return [n.ref for n in case.asks() if case.number(n.ref) == number]
