"""Words, presses and photos at a question."""

from __future__ import annotations

import re
from datetime import date

from handlers.context import Turn
from handlers.draft.moves import another, back, proceed, put, skip
from handlers.draft.question_choices import PAGE, prompt, value_of
from handlers.draft.session import DraftSession
from handlers.draft.stops import wait
from handlers.understand.choices import yes_no
from handlers.understand.guard import find_personal
from handlers.understand.typed_answer import Answer, Trouble, personal, read
from programme.xlsform.types import FILES

BARE = re.compile(r"\s*\d{1,3}\s*")


def say(session: DraftSession, text: str) -> Turn:
    """A typed answer to the question that waits."""
    ref = session.draft.at
    if ref.endswith("]"):
        answer = yes_no(text)
        return (
            another(session, ref, answer)
            if answer is not None
            else wait(session, trouble=session.s.texts("error.yes_no"))
        )
    if (kind := session.question(ref).type) in FILES:
        t = session.s.texts
        wanted = {"audio": t("error.audio_wanted"), "video": t("error.video_wanted"), "file": t("error.file_wanted")}
        return wait(session, trouble=wanted.get(kind) or t("error.photo_wanted"))
    if "units" in session.question(ref).appearance:
        return _units(session, ref, text)
    if BARE.fullmatch(text) and (trouble := _unclear_number(session, ref)):
        return wait(session, trouble=session.s.texts(trouble, got=text.strip()))
    names = _numbered(session, ref, text)
    if names is not None:
        fitting = names and ("multiple" in kind or len(names) == 1)
        trouble = Trouble("choice", {"got": text})
        return (
            put(session, ref, Answer(names if "multiple" in kind else names[0]))
            if fitting
            else stumble(session, trouble)
        )
    got = read(session.wanted(ref), text)
    return stumble(session, got, text) if isinstance(got, Trouble) else put(session, ref, got)


def _unclear_number(session: DraftSession, ref: str) -> str:
    """What is said to a number alone that is no line shown: it is no place, and of a list of days none. "" where it may
    be the answer."""
    question = session.question(ref)
    if question.columns.get("quick") == "recent":
        return "error.number_alone"
    return "error.day_alone" if question.type == "date" and session.s.state.options else ""


def _numbered(session: DraftSession, ref: str, text: str) -> list[str] | None:
    """The choices that `1,3` names where choices are numbered lines: those that were shown by these numbers, which is
    not always the form's order. [] where a number stands by no answer, None where the text is no numbers."""
    own, asked = session.payload("="), [value for value, _ in session.s.state.options]
    shown = any(value.startswith(own) for value in asked)
    if session.s.traits.buttons or not shown or not session.question(ref).type.startswith("select"):
        return None
    if not re.fullmatch(r"[0-9]{1,2}(?:[\s,;.+]+[0-9]{1,2})*", text.strip()):
        return None
    numbers = [int(n) for n in re.findall("[0-9]+", text)]
    values = [asked[n - 1] if 1 <= n <= len(asked) else "" for n in numbers]
    if not all(value.startswith(own) for value in values):
        return []
    return list(dict.fromkeys(_named(session, ref, value.removeprefix(own)) for value in values))


def stumble(session: DraftSession, trouble: Trouble, text: str = "") -> Turn:
    """Says what was wrong with an answer, with an example, and puts the question again."""
    t = session.s.texts
    values = dict(trouble.values)
    offers = tuple(
        session.button(f"={value_of(session, session.draft.at, o)}", _offered(session, o))
        for o in trouble.offers[:PAGE]
    )
    if trouble.key == "personal_name":
        session.save(stop=session.draft.stop.but(held=text))
        offers = (session.button("named", t("word.not_a_name")),)
    own = (
        session.counted
        and not trouble.key.startswith("personal")
        and session.instance.constraint_message(session.draft.at)
    )
    return wait(session, trouble=own or t(f"error.{trouble.key}", **values), offers=offers)


def _offered(session: DraftSession, value: str) -> str:
    if label := next((i.label for i in session.instance.choices(session.draft.at) if i.name == value), ""):
        return label
    try:
        day = date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    except ValueError:
        return value


def offered(session: DraftSession, action: str) -> bool:
    """Whether a button of this question was ours to press: anyone may send anything that looks like one."""
    payload = session.payload(action)
    if payload in {value for value, _ in session.s.state.options} or payload in {
        c.value for c in prompt(session).choices
    }:
        return True
    return action[:1] in "=+-" and action[1:] in {i.name for i in session.instance.choices(session.draft.at)}


def press(session: DraftSession, action: str) -> Turn:
    """A button of this question."""
    ref, t = session.draft.at, session.s.texts
    mark, rest = action[:1], action[1:]
    if action == "back":
        return back(session)
    if action == "skip":
        return skip(session)
    if action == "named":
        got = personal(session.draft.held, find_personal(session.draft.held), named=True)
        return stumble(session, got) if isinstance(got, Trouble) else put(session, ref, got)
    if action == "keep":
        return proceed(session, ref)
    if action == "again":
        return wait(session.save(stop=session.draft.stop.but(picked=None)))
    if action == "many":
        return wait(session.save(stop=session.draft.stop.but(picked=tuple(session.instance.value(ref).split()))))
    if action == "done":
        if not session.draft.picked:
            return wait(session, trouble=t("error.pick_one"))
        return put(session, ref, Answer(_in_order(session, ref, session.draft.picked)))
    if mark == "p" and rest.isdigit():
        return wait(session.save(stop=session.draft.stop.but(page=int(rest))))
    if mark == "?":
        return wait(session, trouble=t(f"ask.{rest}"))
    if ref.endswith("]"):
        return another(session, ref, rest == "yes")
    if mark == "@":
        label = next((label for value, label in session.s.state.options if value == session.payload(action)), "")
        return put(session, ref, Answer(label)) if label else wait(session)
    name = _named(session, ref, rest)
    if session.question(ref).type == "rank":
        return _ranked(session, ref, name)
    if mark in "+-" and session.draft.picked is not None:
        picked = [p for p in session.draft.picked if p != name] + ([name] if mark == "+" else [])
        return wait(session.save(stop=session.draft.stop.but(picked=tuple(picked))))
    return _chosen(session, ref, name)


def _chosen(session: DraftSession, ref: str, name: str) -> Turn:
    kind = session.question(ref).type
    if kind == "date":
        got = read(session.wanted(ref), name) if len(name) == 10 else _period(session, name)
    elif "units" in session.question(ref).appearance:
        return put(session, ref, Answer(" ".join(dict.fromkeys((*session.instance.value(ref).split(), name)))))
    else:
        got = Answer([name] if "multiple" in kind else name)
    return stumble(session, got) if isinstance(got, Trouble) else put(session, ref, got)


def _period(session: DraftSession, name: str) -> Answer:
    first, last = session.s.programme.regime.span(name)
    return Answer(first.isoformat(), {"to": last.isoformat(), "scope": "period"})


def _named(session: DraftSession, ref: str, text: str) -> str:
    if text.startswith("#") and text[1:].isdigit():
        items = session.instance.choices(ref)
        return items[int(text[1:])].name if int(text[1:]) < len(items) else ""
    return text


def _in_order(session: DraftSession, ref: str, picked: tuple[str, ...]) -> list[str]:
    return [i.name for i in session.instance.choices(ref) if i.name in picked]


def _ranked(session: DraftSession, ref: str, name: str) -> Turn:
    """The next in order; when one alone is left, it is the last."""
    names = [i.name for i in session.instance.choices(ref)]
    ranks = [p for p in session.draft.picked or () if p in names and p != name]
    ranks += [name] if name in names else []
    left = [n for n in names if n not in ranks]
    return (
        put(session, ref, Answer([*ranks, *left]))
        if len(left) <= 1
        else wait(session.save(stop=session.draft.stop.but(picked=tuple(ranks), page=0)))
    )


def _units(session: DraftSession, ref: str, text: str) -> Turn:
    """Another unit by its old or new name; when two are near, they are offered."""
    t, units = session.s.texts, session.s.programme.units
    found = [u for u, _ in units.find(text, on=session.s.today) if u.code != session.draft.unit]
    exact = [u for u, score in units.find(text, on=session.s.today) if score >= 100 and u.code != session.draft.unit]
    if len(exact) == 1 or len(found) == 1:
        return _chosen(session, ref, (exact or found)[0].code)
    if not found:
        return wait(session, trouble=t("error.unit"))
    offers = tuple(session.button(f"={u.code}", u.name) for u in found[:8])
    return wait(session, trouble=t("error.unit_several"), offers=offers)
