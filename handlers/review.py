"""The review before sending: every answer by its number, and what can still be changed or added."""

from __future__ import annotations

import re

from handlers import conversation, filing
from handlers.case import Case
from handlers.situation import Reply, Turn
from handlers.understand.choices import Item, match
from programme.activities import photos
from programme.nouns import Choice


def show(case: Case, *said: str, trouble: str = "") -> Reply:
    """The review, or in `editing` the list of questions to change."""
    if case.draft.editing:
        return _which(case, *said, trouble=trouble)
    t = case.s.texts
    unit = case.s.programme.units[case.draft.unit]
    head = t("review.mending", code=case.draft.mends) if case.draft.mends else t("review.title")
    lines = [head, unit.name, *(t("review.line", number=n, text=text) for n, text in lines_of(case))]
    if count := len(photos(case.instance.record())):
        lines.append(t("review.photos", count=count))
    if late := filing.lateness(case):
        lines += ["", late]
    parts = ["\n".join(filter(None, (*said, trouble))), "\n".join(lines)]
    return Reply("\n\n".join(filter(None, parts)), actions(case), prompt=True)


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
        if node.ref.endswith("/date") and shown:
            shown = t("review.counted_in", date=shown, period=filing.period_words(case, node.ref))
        by_number.setdefault(case.number(node.ref), []).append(f"{case.short(node.ref)}: {shown or t('review.none')}")
    in_order = sorted(by_number.items(), key=lambda line: int(line[0]) if line[0].isdigit() else 0)
    return [(n, " · ".join(texts if len(texts) == 1 else texts[1:])) for n, texts in in_order]


def actions(case: Case) -> tuple[Choice, ...]:
    t = case.s.texts
    send = "review.save" if case.draft.mends else "review.late" if filing.is_late(case) else "review.send"
    buttons = [case.button("send", t(send)), case.button("edit", t("review.edit"))]
    for question in case.form.questions:
        if question.groups and "at-review" in case.form.parts[question.groups[-1]].appearance:
            if case.instance.relevant(question.groups[-1]):
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
    choices = [case.button(f"e{n}", f"{n}. {text}") for n, text in lines_of(case)]
    text = "\n\n".join(filter(None, ("\n".join(filter(None, (*said, trouble))), t("review.which"))))
    return Reply(text, (*choices, case.button("back", t("word.back"))), prompt=True)


def refs_of(case: Case, number: str) -> list[str]:
    """The questions that people call by this number, in the form's order."""
    return [n.ref for n in case.asks() if case.number(n.ref) == number]


def edit(case: Case, refs: list[str]) -> Turn:
    return conversation.wait(case.save(at=refs[0], todo=tuple(refs[1:]), editing=True, check="", page=0))


def press(case: Case, action: str) -> Turn:
    t = case.s.texts
    if action == "send":
        return filing.send(case)
    if action == "edit":
        return conversation.wait(case.save(editing=True))
    if action == "back":
        return conversation.wait(case.save(editing=False))
    if action == "later":
        return Turn(case.s.state.but(asked=()), (Reply(t("review.kept")),))
    if action == "drop":
        return Turn(case.s.state.but(draft=None, asked=()), (Reply(t("review.dropped", code=case.draft.mends)),))
    if action == "cancel":
        return Turn(case.s.state.but(draft=None, asked=()), (Reply(t("review.cancelled")),))
    if action.startswith("add"):
        return _add(case, action[3:])
    refs = refs_of(case, action[1:]) if action.startswith("e") else []
    return edit(case, refs) if refs else conversation.wait(case)


def _add(case: Case, path: str) -> Turn:
    question = next((q for q in case.form.questions if q.path[:45] == path), None)
    if question is None:
        return conversation.wait(case)
    if question.type == "image":
        label, hint = (
            getattr(case.instance, say)(f"{question.groups[-1]}[1]/{question.name}") for say in ("label", "hint")
        )
        return case.turn(Reply(f"{label}\n{hint}", (case.button("back", case.s.texts("word.back")),), prompt=True))
    follow = [n.ref for n in case.asks() if n.ref == question.path]
    return edit(case, follow) if follow else conversation.wait(case)


def say(case: Case, text: str) -> Turn:
    """Words at the review: `SUA 5`, `5 54`, a button's words."""
    t = case.s.texts
    mend = re.fullmatch(r"(?:s[ưử]a\s+|sua\s+|câu\s+|cau\s+)?(\d{1,3})(?:[\s.:]+(\S.*))?", text.strip(), re.I)
    if mend and (refs := refs_of(case, mend[1])):
        if not mend[2]:
            return edit(case, refs)
        opened = Case(case.s, case.save(at=refs[0], todo=(), editing=True).draft)
        return conversation.say(_opened(opened), mend[2])
    found = match(text, [Item(c.value, c.label) for c in show(case).choices])
    if len(found.names) == 1:
        return press(case, found.names[0].split(":", 3)[3])
    return conversation.wait(case, trouble=t("error.at_review"))


def _opened(case: Case):
    return conversation.with_state(case.s, case.s.state.but(draft=case.draft))
