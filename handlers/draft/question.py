"""Words, presses and photos at a question."""

from __future__ import annotations

import re
from datetime import date

from handlers.context import Turn
from handlers.draft.moves import another, back, proceed, put, skip
from handlers.draft.question_choices import PAGE, prompt, value_of
from handlers.draft.session import Case
from handlers.draft.stops import wait
from handlers.understand.choices import yes_no
from handlers.understand.guard import find_personal
from handlers.understand.typed_answer import Answer, Trouble, personal, read
from programme.xlsform.types import FILES

BARE = re.compile(r"\s*\d{1,3}\s*")


def say(case: Case, text: str) -> Turn:
    """A typed answer to the question that waits."""
    ref = case.draft.at
    if ref.endswith("]"):
        answer = yes_no(text)
        return another(case, ref, answer) if answer is not None else wait(case, trouble=case.s.texts("error.yes_no"))
    if (kind := case.question(ref).type) in FILES:
        t = case.s.texts
        wanted = {"audio": t("error.audio_wanted"), "video": t("error.video_wanted"), "file": t("error.file_wanted")}
        return wait(case, trouble=wanted.get(kind) or t("error.photo_wanted"))
    if "units" in case.question(ref).appearance:
        return _units(case, ref, text)
    if BARE.fullmatch(text) and (trouble := _unclear_number(case, ref)):
        return wait(case, trouble=case.s.texts(trouble, got=text.strip()))
    names = _numbered(case, ref, text)
    if names is not None:
        fitting = names and ("multiple" in kind or len(names) == 1)
        trouble = Trouble("choice", {"got": text})
        return put(case, ref, Answer(names if "multiple" in kind else names[0])) if fitting else stumble(case, trouble)
    got = read(case.wanted(ref), text)
    return stumble(case, got, text) if isinstance(got, Trouble) else put(case, ref, got)


def _unclear_number(case: Case, ref: str) -> str:
    """What is said to a number alone that is no line shown: it is no place, and of a list of days none. "" where it may
    be the answer."""
    question = case.question(ref)
    if question.columns.get("quick") == "recent":
        return "error.number_alone"
    return "error.day_alone" if question.type == "date" and case.s.state.options else ""


def _numbered(case: Case, ref: str, text: str) -> list[str] | None:
    """The choices that `1,3` names where choices are numbered lines: those that were shown by these numbers, which is
    not always the form's order. [] where a number stands by no answer, None where the text is no numbers."""
    own, asked = case.payload("="), [value for value, _ in case.s.state.options]
    shown = any(value.startswith(own) for value in asked)
    if case.s.traits.buttons or not shown or not case.question(ref).type.startswith("select"):
        return None
    if not re.fullmatch(r"[0-9]{1,2}(?:[\s,;.+]+[0-9]{1,2})*", text.strip()):
        return None
    numbers = [int(n) for n in re.findall("[0-9]+", text)]
    values = [asked[n - 1] if 1 <= n <= len(asked) else "" for n in numbers]
    if not all(value.startswith(own) for value in values):
        return []
    return list(dict.fromkeys(_named(case, ref, value.removeprefix(own)) for value in values))


def stumble(case: Case, trouble: Trouble, text: str = "") -> Turn:
    """Says what was wrong with an answer, with an example, and puts the question again."""
    t = case.s.texts
    values = dict(trouble.values)
    offers = tuple(
        case.button(f"={value_of(case, case.draft.at, o)}", _offered(case, o)) for o in trouble.offers[:PAGE]
    )
    if trouble.key == "personal_name":
        case.save(stop=case.draft.stop.but(held=text))
        offers = (case.button("named", t("word.not_a_name")),)
    own = case.counted and not trouble.key.startswith("personal") and case.instance.constraint_message(case.draft.at)
    return wait(case, trouble=own or t(f"error.{trouble.key}", **values), offers=offers)


def _offered(case: Case, value: str) -> str:
    if label := next((i.label for i in case.instance.choices(case.draft.at) if i.name == value), ""):
        return label
    try:
        day = date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    except ValueError:
        return value


def offered(case: Case, action: str) -> bool:
    """Whether a button of this question was ours to press: anyone may send anything that looks like one."""
    payload = case.payload(action)
    if payload in {value for value, _ in case.s.state.options} or payload in {c.value for c in prompt(case).choices}:
        return True
    return action[:1] in "=+-" and action[1:] in {i.name for i in case.instance.choices(case.draft.at)}


def press(case: Case, action: str) -> Turn:
    """A button of this question."""
    ref, t = case.draft.at, case.s.texts
    mark, rest = action[:1], action[1:]
    if action == "back":
        return back(case)
    if action == "skip":
        return skip(case)
    if action == "named":
        got = personal(case.draft.held, find_personal(case.draft.held), named=True)
        return stumble(case, got) if isinstance(got, Trouble) else put(case, ref, got)
    if action == "keep":
        return proceed(case, ref)
    if action == "again":
        return wait(case.save(stop=case.draft.stop.but(picked=None)))
    if action == "many":
        return wait(case.save(stop=case.draft.stop.but(picked=tuple(case.instance.value(ref).split()))))
    if action == "done":
        if not case.draft.picked:
            return wait(case, trouble=t("error.pick_one"))
        return put(case, ref, Answer(_in_order(case, ref, case.draft.picked)))
    if mark == "p" and rest.isdigit():
        return wait(case.save(stop=case.draft.stop.but(page=int(rest))))
    if mark == "?":
        return wait(case, trouble=t(f"ask.{rest}"))
    if ref.endswith("]"):
        return another(case, ref, rest == "yes")
    if mark == "@":
        label = next((label for value, label in case.s.state.options if value == case.payload(action)), "")
        return put(case, ref, Answer(label)) if label else wait(case)
    name = _named(case, ref, rest)
    if case.question(ref).type == "rank":
        return _ranked(case, ref, name)
    if mark in "+-" and case.draft.picked is not None:
        picked = [p for p in case.draft.picked if p != name] + ([name] if mark == "+" else [])
        return wait(case.save(stop=case.draft.stop.but(picked=tuple(picked))))
    return _chosen(case, ref, name)


def _chosen(case: Case, ref: str, name: str) -> Turn:
    kind = case.question(ref).type
    if kind == "date":
        got = read(case.wanted(ref), name) if len(name) == 10 else _period(case, name)
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


def _ranked(case: Case, ref: str, name: str) -> Turn:
    """The next in order; when one alone is left, it is the last."""
    names = [i.name for i in case.instance.choices(ref)]
    ranks = [p for p in case.draft.picked or () if p in names and p != name]
    ranks += [name] if name in names else []
    left = [n for n in names if n not in ranks]
    return (
        put(case, ref, Answer([*ranks, *left]))
        if len(left) <= 1
        else wait(case.save(stop=case.draft.stop.but(picked=tuple(ranks), page=0)))
    )


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
