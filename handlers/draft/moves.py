"""The moves between stops: an answer is taken and the next stop found; back, skip."""

from __future__ import annotations

from handlers.context import Turn
from handlers.draft import check_rules
from handlers.draft.session import Case
from handlers.draft.stops import wait
from handlers.people import closed_units
from handlers.state import AtCheck, AtQuestion, AtReview
from handlers.understand.typed_answer import Answer
from programme.xlsform import Ask, Refused, RepeatAsk, Stop


def proceed(case: Case, after: str | None, *said: str) -> Turn:
    """Goes to the next stop after `after`: a question, a check, or the review."""
    draft = case.draft
    notes: list[str] = []
    if after and after not in draft.done:
        draft = case.draft = draft.but(done=(*draft.done, after))
    if draft.walked:
        todo = [ref for ref in draft.todo if case.still(ref)]
        todo += [ref for ref, kind, _ in case.instance.faults() if kind == "required" and ref not in todo]
        at = todo[0] if todo else ""
        changes = {"stop": AtQuestion(at, changing=True) if at else AtReview(), "todo": tuple(todo[1:])}
    else:
        at, notes = case.following(after)
        changes = {"stop": AtQuestion(at) if at else AtReview(), "walked": not at}
        if after and draft.at == after:
            changes["trail"] = (*draft.trail, after)
    if at and case.counted:
        notes += [case.s.texts("ask.section", label=label) for label in case.entered(after, at)]
    case.save(**changes)
    said = (*said, *notes)
    if after and not after.endswith("]") and (check := check_rules.after(case, after)):
        case.save(stop=AtCheck(check), todo=(at, *case.draft.todo) if draft.walked and at else case.draft.todo)
        return wait(case, *said)
    if not at and (check := check_rules.at_end(case)):
        case.save(stop=AtCheck(check))
    return wait(case, *said)


def enter(case: Case, ref: str, answer: Answer) -> str:
    """Stores an answer with what goes along with it; why the form does not take it, "" if it does."""
    t = case.s.texts
    try:
        changed = [c for c, value in answer.companions.items() if case.companion(ref, c) != value]
        for name in changed:
            case.instance.answer(f"{ref}_{name}", answer.companions[name])
        same = case.instance.value(ref) == answer.value
        case.instance.answer(ref, answer.value)
        if changed and same:
            case.instance.announce(ref)
    except Refused as no:
        return no.message or t.get(f"refused.{no.kind}") or t("refused.constraint")
    if answer.second:
        sibling = ref.rsplit("/", 1)[0] + "/" + case.question(ref).columns["ratio"]
        try:
            case.instance.answer(sibling, answer.second)
        except Refused as no:
            return no.message or t("refused.constraint")
    return ""


def put(case: Case, ref: str, answer: Answer) -> Turn:
    """Stores an answer if the form takes it, and goes on."""
    before = {n.ref for n in case.stops()} if case.draft.walked else set()
    if over := closed_units.refusal(case, ref, answer):
        return wait(Case(case.s, case.draft), trouble=over, offers=closed_units.offers(case.s, case.draft.unit))
    if fault := enter(case, ref, answer):
        return wait(Case(case.s, case.draft), trouble=fault)
    if case.draft.walked:
        opened = [n.ref for n in case.stops() if n.ref not in before and _opens(case, n)]
        case.draft = case.draft.but(done=tuple(r for r in case.draft.done if r in before))
        todo = list(dict.fromkeys((*[r for r in case.draft.todo if r != ref], *opened)))
        case.draft = case.draft.but(todo=tuple(todo))
    return proceed(case, ref, echo(case, ref))


def _opens(case: Case, node: Stop) -> bool:
    """Whether a stop that an answer brought about is to be put."""
    if isinstance(node, RepeatAsk):
        return not node.exists and case.asked_for(node)
    return isinstance(node, Ask) and case.on_the_way(node)


def another(case: Case, ref: str, wanted: bool) -> Turn:
    """Yes or no to the instance `ref` of a repeat; no takes away it and those after it, and the walk goes on behind."""
    there = any(isinstance(n, RepeatAsk) and n.exists and n.ref == ref for n in case.stops())
    if wanted and not there:
        return added(case, ref)
    while not wanted and there:
        there = removed(case, ref)
    return proceed(case, ref)


def added(case: Case, ref: str) -> Turn:
    """A new instance; in an edit its questions are put, and whether there is to be one more."""
    try:
        case.instance.add_repeat(ref)
    except KeyError:  # as many as a repeat may have
        return proceed(case, ref)
    if case.draft.walked:
        inside = [n.ref for n in case.stops() if n.ref.startswith(f"{ref}/") and _opens(case, n)]
        base, _, place = ref.rstrip("]").rpartition("[")
        todo = (*inside, f"{base}[{int(place) + 1}]", *case.draft.todo)
        case.draft = case.draft.but(todo=todo, done=tuple(r for r in case.draft.done if not r.startswith(f"{ref}/")))
    return proceed(case, ref)


def removed(case: Case, ref: str) -> bool:
    """Takes an instance away, with what is remembered of it and of those after it; False where there is none."""
    try:
        case.instance.remove_repeat(ref)
    except KeyError:
        return False
    base, _, place = ref.rstrip("]").rpartition("[")

    def gone(other: str) -> bool:
        at = other.removeprefix(f"{base}[").partition("]")[0]
        return other.startswith(f"{base}[") and at.isdigit() and int(at) >= int(place)

    kept = {name: tuple(r for r in getattr(case.draft, name) if not gone(r)) for name in ("done", "trail", "todo")}
    case.draft = case.draft.but(**kept)
    return True


def echo(case: Case, ref: str) -> str:
    shown = case.shown(ref)
    return case.s.texts("ask.echo", short=case.short(ref), value=shown) if shown else ""


def back(case: Case) -> Turn:
    """One question back; from an edit, to the review."""
    draft = case.draft
    if draft.picked is not None and draft.at:
        return wait(case.save(stop=draft.stop.but(picked=None)))
    if draft.walked:
        if draft.at:
            return wait(case.save(stop=AtReview(), todo=()))
        last = next((r for r in reversed(draft.trail) if case.still(r)), "")
        return wait(case.save(stop=AtQuestion(last, changing=True))) if last else wait(case)
    trail = [r for r in draft.trail if case.still(r)]
    if not trail:
        return wait(case, trouble=case.s.texts("error.first_question"))
    done = tuple(r for r in draft.done if r != trail[-1])
    return wait(case.save(stop=AtQuestion(trail[-1]), trail=tuple(trail[:-1]), done=done))


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
