"""The moves between stops: an answer is taken and the next stop found; back, skip. What is said at a stop is the
stop's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.draft import check_rules
from handlers.draft.named_ward import ward_of
from handlers.draft.session import DraftSession
from handlers.people import closed_units
from handlers.state import AtCheck, AtQuestion, AtReview
from handlers.understand.expected_answer import Answer
from programme.domain.activities import DAY
from programme.domain.messages import Choice
from programme.xlsform import Ask, Refused, RepeatAsk, Stop


@dataclass(frozen=True, slots=True)
class Move:
    """A draft at the stop where it waits now: what is said above its question; with `trouble`, because what came could
    not be taken; `offers` are choices that would help at a question. What is `fleeting` is blanked
    once it has gone out."""

    session: DraftSession
    said: tuple[str, ...] = ()
    trouble: str = ""
    offers: tuple[Choice, ...] = ()
    fleeting: bool = False


def proceed(session: DraftSession, after: str | None, *said: str) -> Move:
    """Goes to the next stop after `after`: a question, a check, or the review."""
    draft = session.draft
    notes: list[str] = []
    if after and after not in draft.done:
        draft = session.draft = draft.but(done=(*draft.done, after))
    if draft.walked:
        todo = [ref for ref in draft.todo if session.still(ref)]
        todo += [ref for ref, kind, _ in session.instance.faults() if kind == "required" and ref not in todo]
        at = todo[0] if todo else ""
        changes = {"stop": AtQuestion(at, changing=True) if at else AtReview(), "todo": tuple(todo[1:])}
    else:
        at, notes = session.following(after)
        changes = {"stop": AtQuestion(at) if at else AtReview(), "walked": not at}
        if after and draft.at == after:
            changes["trail"] = (*draft.trail, after)
    if at and session.counted:
        notes += [session.s.texts("ask.section", label=label) for label in session.entered(after, at)]
    session.save(**changes)
    said = (*said, *notes)
    if after and not after.endswith("]") and (check := check_rules.after(session, after)):
        session.save(stop=AtCheck(check), todo=(at, *session.draft.todo) if draft.walked and at else session.draft.todo)
        return Move(session, said)
    if not at and (check := check_rules.at_end(session)):
        session.save(stop=AtCheck(check))
    return Move(session, said)


def enter(session: DraftSession, ref: str, answer: Answer) -> str:
    """Stores an answer with what goes along with it; why the form does not take it, "" if it does."""
    t = session.s.texts
    if "ward" in session.companions(ref) and "ward" not in answer.companions:
        answer = replace(answer, companions={**answer.companions, "ward": ward_of(session, answer.value)})
    try:
        changed = [c for c, value in answer.companions.items() if session.companion(ref, c) != value]
        for name in changed:
            session.instance.answer(f"{ref}_{name}", answer.companions[name])
        same = session.instance.value(ref) == answer.value
        session.instance.answer(ref, answer.value)
        if changed and same:
            session.instance.announce(ref)
    except Refused as no:
        return no.message or t.get(f"refused.{no.kind}") or t("refused.constraint")
    if ref == DAY:
        _wards_on_that_day(session)
    if answer.second:
        sibling = ref.rsplit("/", 1)[0] + "/" + session.question(ref).columns["ratio"]
        try:
            session.instance.answer(sibling, answer.second)
        except Refused as no:
            return no.message or t("refused.constraint")
    return ""


def _wards_on_that_day(session: DraftSession) -> None:
    """The wards that places name, as they are on the day that was just given: some have become others."""
    for node in session.asks():
        place = session.instance.value(node.ref) if "ward" in session.companions(node.ref) else None
        ward = ward_of(session, place) if place else ""
        if ward and ward != session.companion(node.ref, "ward"):
            session.instance.answer(f"{node.ref}_ward", ward)


def put(session: DraftSession, ref: str, answer: Answer) -> Move:
    """Stores an answer if the form takes it, and goes on."""
    before = {n.ref for n in session.stops()} if session.draft.walked else set()
    if over := closed_units.refusal(session, ref, answer):
        offers = closed_units.offers(session.s, session.draft.unit)
        return Move(DraftSession(session.s, session.draft), trouble=over, offers=offers)
    if fault := enter(session, ref, answer):
        return Move(DraftSession(session.s, session.draft), trouble=fault)
    if session.draft.walked:
        opened = [n.ref for n in session.stops() if n.ref not in before and _opens(session, n)]
        session.draft = session.draft.but(done=tuple(r for r in session.draft.done if r in before))
        todo = list(dict.fromkeys((*[r for r in session.draft.todo if r != ref], *opened)))
        session.draft = session.draft.but(todo=tuple(todo))
    return proceed(session, ref, echo(session, ref))


def _opens(session: DraftSession, node: Stop) -> bool:
    """Whether a stop that an answer brought about is to be put."""
    if isinstance(node, RepeatAsk):
        return not node.exists and session.asked_for(node)
    return isinstance(node, Ask) and session.on_the_way(node)


def another(session: DraftSession, ref: str, wanted: bool) -> Move:
    """Yes or no to the instance `ref` of a repeat; no takes away it and those after it, and the walk goes on behind."""
    there = any(isinstance(n, RepeatAsk) and n.exists and n.ref == ref for n in session.stops())
    if wanted and not there:
        return added(session, ref)
    while not wanted and there:
        there = removed(session, ref)
    return proceed(session, ref)


def added(session: DraftSession, ref: str) -> Move:
    """A new instance; in an edit its questions are put, and whether there is to be one more."""
    try:
        session.instance.add_repeat(ref)
    except KeyError:  # as many as a repeat may have
        return proceed(session, ref)
    if session.draft.walked:
        inside = [n.ref for n in session.stops() if n.ref.startswith(f"{ref}/") and _opens(session, n)]
        base, _, place = ref.rstrip("]").rpartition("[")
        todo = (*inside, f"{base}[{int(place) + 1}]", *session.draft.todo)
        session.draft = session.draft.but(
            todo=todo, done=tuple(r for r in session.draft.done if not r.startswith(f"{ref}/"))
        )
    return proceed(session, ref)


def removed(session: DraftSession, ref: str) -> bool:
    """Takes an instance away, with what is remembered of it and of those after it; False where there is none."""
    try:
        session.instance.remove_repeat(ref)
    except KeyError:
        return False
    base, _, place = ref.rstrip("]").rpartition("[")

    def gone(other: str) -> bool:
        at = other.removeprefix(f"{base}[").partition("]")[0]
        return other.startswith(f"{base}[") and at.isdigit() and int(at) >= int(place)

    kept = {name: tuple(r for r in getattr(session.draft, name) if not gone(r)) for name in ("done", "trail", "todo")}
    session.draft = session.draft.but(**kept)
    return True


def echo(session: DraftSession, ref: str) -> str:
    shown = session.shown(ref)
    return session.s.texts("ask.echo", short=session.short(ref), value=shown) if shown else ""


def back(session: DraftSession) -> Move:
    """One question back; from an edit, to the review."""
    draft = session.draft
    if draft.picked is not None and draft.at:
        return Move(session.save(stop=draft.stop.but(picked=None)))
    if draft.walked:
        if draft.at:
            return Move(session.save(stop=AtReview(), todo=()))
        last = next((r for r in reversed(draft.trail) if session.still(r)), "")
        return Move(session.save(stop=AtQuestion(last, changing=True))) if last else Move(session)
    trail = [r for r in draft.trail if session.still(r)]
    if not trail:
        return Move(session, trouble=session.s.texts("error.first_question"))
    done = tuple(r for r in draft.done if r != trail[-1])
    return Move(session.save(stop=AtQuestion(trail[-1]), trail=tuple(trail[:-1]), done=done))


def skip(session: DraftSession) -> Move:
    ref = session.draft.at
    if not ref or ref.endswith("]"):
        return proceed(session, ref) if ref else Move(session)
    if session.instance.required(ref):
        return Move(session, trouble=session.s.texts("error.required"))
    session.instance.answer(ref, "")
    for name in session.companions(ref):
        session.instance.answer(f"{ref}_{name}", "")
    return proceed(session, ref, session.s.texts("ask.skipped", short=session.short(ref)))
