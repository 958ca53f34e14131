"""The moves between stops: an answer is taken and the next stop found; back, skip."""

from __future__ import annotations

from handlers import checks
from handlers.case import Case
from handlers.reading import Answer
from handlers.situation import Turn
from handlers.stops import wait
from programme.xlsform import Refused


def proceed(case: Case, after: str | None, *said: str) -> Turn:
    """Goes to the next stop after `after`: a question, a check, or the review."""
    draft = case.draft
    fresh = {"picked": None, "page": 0, "held": "", "check": ""}
    notes: list[str] = []
    if after and after not in draft.done:
        draft = case.draft = draft.but(done=(*draft.done, after))
    if draft.walked:
        todo = [ref for ref in draft.todo if case.instance.relevant(ref)]
        todo += [ref for ref, kind, _ in case.instance.faults() if kind == "required" and ref not in todo]
        at = todo[0] if todo else ""
        changes = {"at": at, "todo": tuple(todo[1:]), "editing": bool(at)}
    else:
        at, notes = case.following(after)
        changes = {"at": at, "walked": not at}
        if after and draft.at == after:
            changes["trail"] = (*draft.trail, after)
    case.save(**fresh, **changes)
    said = (*said, *notes)
    if after and (check := checks.after(case, after)):
        case.save(check=check, at="", todo=(at, *case.draft.todo) if draft.walked and at else case.draft.todo)
        return wait(case, *said)
    if not at and (check := checks.at_end(case)):
        case.save(check=check)
    return wait(case, *said)


def put(case: Case, ref: str, answer: Answer) -> Turn:
    """Stores an answer if the form takes it, and goes on."""
    t, before = case.s.texts, {n.ref for n in case.asks()} if case.draft.walked else set()
    try:
        changed = [c for c, value in answer.companions.items() if case.companion(ref, c) != value]
        for name in changed:
            case.instance.answer(f"{ref}_{name}", answer.companions[name])
        same = case.instance.value(ref) == answer.value
        case.instance.answer(ref, answer.value)
        if changed and same:
            case.instance.announce(ref)
    except Refused as no:
        fault = no.message or t.get(f"refused.{no.kind}") or t("refused.constraint")
        return wait(Case(case.s, case.draft), trouble=fault)
    if answer.second:
        sibling = ref.rsplit("/", 1)[0] + "/" + case.question(ref).columns["ratio"]
        try:
            case.instance.answer(sibling, answer.second)
        except Refused as no:
            return wait(Case(case.s, case.draft), trouble=no.message or t("refused.constraint"))
    if case.draft.walked:
        opened = [n.ref for n in case.asks() if n.ref not in before and case.on_the_way(n)]
        case.draft = case.draft.but(done=tuple(r for r in case.draft.done if r in before))
        todo = list(dict.fromkeys((*[r for r in case.draft.todo if r != ref], *opened)))
        case.draft = case.draft.but(todo=tuple(todo))
    return proceed(case, ref, echo(case, ref))


def echo(case: Case, ref: str) -> str:
    shown = case.shown(ref)
    return case.s.texts("ask.echo", short=case.short(ref), value=shown) if shown else ""


def back(case: Case) -> Turn:
    """One question back; from an edit, to the review."""
    draft = case.draft
    if draft.picked is not None and draft.at:
        return wait(case.save(picked=None))
    if draft.walked:
        if draft.at:
            return wait(case.save(at="", todo=(), editing=False, check=""))
        last = next((r for r in reversed(draft.trail) if case.instance.relevant(r)), "")
        return wait(case.save(at=last, editing=True)) if last else wait(case)
    trail = [r for r in draft.trail if case.instance.relevant(r)]
    if not trail:
        return wait(case, trouble=case.s.texts("error.first_question"))
    done = tuple(r for r in draft.done if r != trail[-1])
    return wait(case.save(at=trail[-1], trail=tuple(trail[:-1]), done=done, page=0))


def skip(case: Case) -> Turn:
    ref = case.draft.at
    if not ref or ref.endswith("]"):
        return proceed(case, ref) if ref else wait(case)
    if case.instance.required(ref):
        return wait(case, trouble=case.s.texts("error.required"))
    case.instance.answer(ref, "")
    for name in case.companions(ref):
        case.instance.answer(f"{ref}_{name}", "")
    return proceed(case, ref, case.s.texts("ask.skipped", short=case.short(ref)))
