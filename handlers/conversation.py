"""The guided conversation over one form: a question, an answer, the next question, and at the end the review.

State diagram (a draft's `at`, `check`): question → question → … → checks → review → filed; `back`, `skip` and edits at
the review move between them. Everything else that a person may say is decided in `answer`, before it gets here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import checks, review
from handlers.case import Case
from handlers.prompt import is_photo, prompt
from handlers.reading import Answer, Trouble, Wanted, personal, read
from handlers.situation import Reply, Situation, Turn
from handlers.state import Draft, State
from handlers.understand.choices import yes_no
from handlers.understand.guard import find_personal
from programme.nouns import Choice
from programme.xlsform import Refused, bare


def begin(s: Situation, unit: str, form: str = "activity", said: str = "") -> Turn:
    """A new draft for `unit`; photos that came before it are taken in."""
    number = s.state.drafts + 1
    draft = Draft(number, form, s.programme.forms[form].version, unit)
    state = s.state.but(draft=draft, drafts=number, unit=unit, photos=())
    case = Case(with_state(s, state), draft)
    keep_photos(case, s.state.photos)
    return proceed(case, None, said)


def resume(s: Situation, *said: str) -> Turn:
    """The question that waits, again, just as it was left."""
    case = Case(s, s.state.draft)
    return wait(case, *said)


def wait(case: Case, *said: str, trouble: str = "", offers: tuple[Choice, ...] = ()) -> Turn:
    """The draft's present stop, whichever it is."""
    if case.draft.at:
        return case.turn(prompt(case, *said, trouble=trouble, offers=offers))
    if case.draft.check:
        return case.turn(checks.ask(case, case.draft.check, *said))
    return case.turn(review.show(case, *said, trouble=trouble))


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


def say(s: Situation, text: str) -> Turn:
    """A typed answer to the question that waits."""
    case = Case(s, s.state.draft)
    draft = case.draft
    if draft.check:
        return wait(case, s.texts("error.choose"))
    if not draft.at:
        return review.say(case, text)
    if draft.at.endswith("]"):
        answer = yes_no(text)
        return _another(case, bool(answer)) if answer is not None else wait(case, trouble=s.texts("error.yes_no"))
    ref, question = draft.at, case.question(draft.at)
    if is_photo(case, ref):
        return wait(case, trouble=s.texts("error.photo_wanted"))
    if "units" in question.appearance:
        return _units(case, ref, text)
    got = read(wanted(case, ref), text)
    if isinstance(got, Trouble):
        return stumble(case, got, text)
    return put(case, ref, got)


def wanted(case: Case, ref: str) -> Wanted:
    kind = case.question(ref).type
    selects = kind.startswith("select") or kind == "rank"
    return Wanted(
        type=kind,
        items=case.items(ref) if selects else (),
        companions=case.companions(ref),
        today=case.s.today,
        ratio=bool(case.question(ref).columns.get("ratio")),
    )


def stumble(case: Case, trouble: Trouble, text: str = "") -> Turn:
    """Says what was wrong with an answer, with an example, and puts the question again."""
    t = case.s.texts
    values = dict(trouble.values)
    offers = tuple(case.button(f"={o}", _offered(case, o)) for o in trouble.offers[:4])
    if trouble.key == "personal_name":
        case.save(held=text)
        offers = (case.button("named", t("word.not_a_name")),)
    return wait(case, trouble=t(f"error.{trouble.key}", **values), offers=offers)


def _offered(case: Case, value: str) -> str:
    try:
        day = date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    except ValueError:
        return next((i.label for i in case.instance.choices(case.draft.at) if i.name == value), value)


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


def press(s: Situation, number: str, tag: str, action: str) -> Turn:
    """A pressed button. One of another draft, or of a question that no longer waits, changes nothing and says so."""
    draft = s.state.draft
    if draft is None or f"{draft.number:x}" != number:
        code = s.state.filed.get(str(int(number, 16))) if number.isalnum() else None
        text = s.texts("stale.filed", code=code) if code else s.texts("stale.gone")
        return Turn(s.state, (Reply(text),))
    case = Case(s, draft)
    if case.tag() != tag:
        where = (
            case.s.texts("stale.at", number=case.number(draft.at), short=case.short(draft.at))
            if draft.at and not (draft.at.endswith("]"))
            else ""
        )
        return Turn(s.state, (Reply(" ".join(filter(None, (s.texts("stale.question"), where)))),))
    if draft.check:
        return checks.settle(case, action, proceed)
    if not draft.at:
        return review.press(case, action)
    return _pressed(case, action)


def _pressed(case: Case, action: str) -> Turn:
    ref, t = case.draft.at, case.s.texts
    mark, rest = action[:1], action[1:]
    if action == "back":
        return back(case)
    if action == "skip":
        return skip(case)
    if action == "named":
        return put(case, ref, personal(case.draft.held, find_personal(case.draft.held), named=True))
    if action == "many":
        return wait(case.save(picked=tuple(case.instance.value(ref).split())))
    if action == "done":
        if not case.draft.picked:
            return wait(case, trouble=t("error.pick_one"))
        return put(case, ref, Answer(_in_order(case, ref, case.draft.picked)))
    if mark == "p" and rest.isdigit():
        return wait(case.save(page=int(rest)))
    if mark == "?":
        return wait(case, trouble=t(f"ask.{rest}"))
    if ref.endswith("]"):
        return _another(case, rest == "yes")
    if mark == "@":
        label = next((label for value, label in case.s.state.asked if value == case.payload(action)), "")
        return put(case, ref, Answer(label)) if label else wait(case)
    name = _named(case, ref, rest)
    if mark in "+-" and case.draft.picked is not None:
        picked = [p for p in case.draft.picked if p != name] + ([name] if mark == "+" else [])
        return wait(case.save(picked=tuple(picked)))
    return _chosen(case, ref, name)


def _chosen(case: Case, ref: str, name: str) -> Turn:
    kind = case.question(ref).type
    if kind == "date":
        got = read(wanted(case, ref), name) if len(name) == 10 else _period(case, name)
    elif "units" in case.question(ref).appearance:
        return put(case, ref, Answer(" ".join(dict.fromkeys((*case.instance.value(ref).split(), name)))))
    else:
        got = Answer([name] if "multiple" in kind else name)
    return stumble(case, got) if isinstance(got, Trouble) else put(case, ref, got)


def _period(case: Case, name: str) -> Answer:
    first, last = case.s.programme.regime.span(name)
    return Answer(first.isoformat(), {"to": last.isoformat(), "scope": "period"})


def _named(case: Case, ref: str, text: str) -> str:
    if text.startswith("#") and text[1:].isdigit():
        items = case.instance.choices(ref)
        return items[int(text[1:])].name if int(text[1:]) < len(items) else ""
    return text


def _in_order(case: Case, ref: str, picked: tuple[str, ...]) -> list[str]:
    return [i.name for i in case.instance.choices(ref) if i.name in picked]


def _another(case: Case, wanted_one: bool) -> Turn:
    """Yes or no to one more instance of a repeat; after no the walk goes on behind it."""
    ref = case.draft.at
    if wanted_one:
        case.instance.add_repeat(ref)
    return proceed(case, ref)


def _units(case: Case, ref: str, text: str) -> Turn:
    """Another unit by its old or new name; when two are near, they are offered."""
    t, units = case.s.texts, case.s.programme.units
    found = [u for u, _ in units.find(text, on=case.s.today) if u.code != case.draft.unit]
    exact = [u for u, score in units.find(text, on=case.s.today) if score >= 100 and u.code != case.draft.unit]
    if len(exact) == 1 or len(found) == 1:
        return _chosen(case, ref, (exact or found)[0].code)
    if not found:
        return wait(case, trouble=t("error.unit"))
    offers = tuple(case.button(f"={u.code}", u.name) for u in found[:8])
    return wait(case, trouble=t("error.unit_several"), offers=offers)


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


def keep_photos(case: Case, names: tuple[str, ...]) -> int:
    """Puts photos into the form's own place for them, or returns 0 where it has none; the count it now holds."""
    place = photo_place(case)
    if not place:
        return 0
    repeat, leaf = place.rsplit("/", 1)
    count = len([n for n in case.instance.save()["answers"] if bare(n) == place])
    for name in names:
        count += 1
        ref = f"{repeat}[{count}]"
        if count > case.instance.save()["repeats"].get(repeat, case.form.parts[repeat].initial):
            case.instance.add_repeat(ref)
        case.instance.answer(f"{ref}/{leaf}", name)
    return count


def photo_place(case: Case) -> str:
    """The path of the image question that is kept for the review, "" where the form has none."""
    return next((q.path for q in case.form.questions if q.type == "image" and case.kept_for_review(q.path)), "")


def photo(s: Situation, name: str) -> tuple[Turn, bool]:
    """A photo that came: the answer to an image question, else kept with the report; and whether it was taken."""
    case = Case(s, s.state.draft)
    t, ref = s.texts, case.draft.at
    if ref and not ref.endswith("]") and is_photo(case, ref):
        return put(case, ref, Answer(name)), True
    if case.draft.walked and not case.instance.relevant(photo_place(case) or "/"):
        return wait(case, t("error.no_photos")), False
    count = keep_photos(case, (name,))
    case.save()
    return wait(case, t("photo.kept", count=count) if count else t("error.no_photos")), bool(count)


def question_type(s: Situation) -> str:
    """The type of the question that waits, "" where none does."""
    draft = s.state.draft
    if not draft or not draft.at or draft.at.endswith("]"):
        return ""
    return s.programme.forms[draft.form].question(bare(draft.at)).type.split()[0]


def with_state(s: Situation, state: State) -> Situation:
    return replace(s, state=state)
