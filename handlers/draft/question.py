"""A question of the form: put in words, and answered by words or a press."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from handlers.context import Context, Reply
from handlers.draft import question_choices
from handlers.draft.choice_names import label_of, name_of, numbered, value_of
from handlers.draft.moves import Move, back, proceed, put, skip
from handlers.draft.question_choices import PAGE
from handlers.draft.question_media import in_words, shown, shown_choices
from handlers.draft.session import DraftSession
from handlers.state import AtQuestion
from handlers.understand.expected_answer import SELECTS, Answer, Trouble
from handlers.understand.personal.doubt import SUSPECTED, doubted
from handlers.understand.personal.left_out import without
from handlers.understand.personal.personal import find_personal
from handlers.understand.typed_answer import read
from programme.domain.buttons import draft_actions as actions
from programme.domain.buttons.draft_actions import Action
from programme.domain.messages import Attachment, Choice
from programme.xlsform import bare
from programme.xlsform.types import FILES

NUMBER = re.compile(r"\s*\d{1,3}\s*")
WANTED = {"audio": "error.audio_wanted", "video": "error.video_wanted", "file": "error.file_wanted"}
"""What is said to words where a file is wanted; a photo in all other cases."""


def kind(s: Context) -> str:
    """The type of the question that waits, "" where none does."""
    draft = s.state.draft
    if not draft or not draft.at or draft.at.endswith("]"):
        return ""
    form = s.form(draft.form, draft.version)
    return form.question(bare(draft.at)).type.split()[0] if form else ""


# --- asked ------------------------------------------------------------------------------------------------------------


def ask(session: DraftSession, *said: str, trouble: str = "", offers: Iterable[Choice] = ()) -> Reply:
    """The question that waits, after what there is to say first (what was understood, notes, what was wrong)."""
    ref = session.draft.at
    head = "\n".join(filter(None, (*said, trouble)))
    lines = [_question(session, ref)]
    if hint := session.instance.hint(ref):
        lines.append(hint)
    offers = list(offers)
    searched = bool(offers) and session.counted and len(session.instance.choices(ref)) > PAGE
    told = {choice.value for choice in offers}
    answers = () if searched else question_choices.answers(session, ref)
    choices = [*offers, *(c for c in answers if c.value not in told)]
    if session.counted:
        lines += _counted(session, ref)
        choices += question_choices.kept(session, ref)
    files, named = _media(session, ref, again=bool(trouble))
    lines += in_words(session.s.texts, named)
    if not session.s.traits.buttons and (keys := question_choices.keys(session, ref)):
        lines.append(keys)
    text = "\n\n".join(filter(None, (head, "\n".join(lines))))
    choices += question_choices.ways(session, ref)
    return Reply(text, tuple(choices), (*session.notes_files, *files), prompt=True)


def _media(session: DraftSession, ref: str, again: bool) -> tuple[tuple[Attachment, ...], list[str]]:
    """The files of the label and of the choices: sent once, not with each tick or slip."""
    if again or session.draft.picked:
        return (), []
    what = (session.s.traits, session.form, session.instance, ref)
    sent, named = shown(*what)
    more, others = shown_choices(*what, page=session.draft.page)
    return (*sent, *more), [*named, *others]


def _question(session: DraftSession, ref: str) -> str:
    t, number = session.s.texts, session.number(ref)
    label = session.instance.label(ref) or session.short(ref)
    if number and session.counted:
        return t("ask.progress", number=number, count=session.count(), label=label)
    return t("ask.question", number=number, label=label) if number else label


def _counted(session: DraftSession, ref: str) -> list[str]:
    """What helps with any form's question: what is ranked so far, how to find one of many choices, what it is now."""
    t, question, lines = session.s.texts, session.question(ref), []
    if question.type == "rank" and session.draft.picked:
        labels = {i.name: i.label for i in session.instance.choices(ref)}
        ranked = " > ".join(labels.get(name, name) for name in session.draft.picked)
        lines.append(t("ask.ranked", ranked=ranked))
    if question.type in SELECTS and len(session.instance.choices(ref)) > PAGE:
        lines.append(t("ask.search", count=len(session.instance.choices(ref))))
    if value := session.shown(ref):
        lines.append(t("ask.now", value=value))
    return lines


# --- words ------------------------------------------------------------------------------------------------------------


def take(session: DraftSession, text: str) -> Move:
    """A typed answer to the question that waits."""
    ref = session.draft.at
    question = session.question(ref)
    if question.type in FILES:
        return Move(session, trouble=session.s.texts(WANTED.get(question.type, "error.photo_wanted")))
    if "units" in question.appearance:
        return _unit(session, ref, text)
    if NUMBER.fullmatch(text) and (unclear := _unclear_number(session, ref)):
        return Move(session, trouble=session.s.texts(unclear, got=text.strip()))
    names = numbered(session, ref, text)
    if names is not None:
        several = "multiple" in question.type
        fitting = names and (several or len(names) == 1)
        return _taken(session, Answer(names if several else names[0]) if fitting else Trouble("choice", {"got": text}))
    cleared = session.draft.stop.cleared if isinstance(session.draft.stop, AtQuestion) else ()
    return _taken(session, read(replace(session.wanted(ref), cleared=cleared), text), text)


def _taken(session: DraftSession, got: Answer | Trouble, text: str = "") -> Move:
    return _stumble(session, got, text) if isinstance(got, Trouble) else put(session, session.draft.at, got)


def _stumble(session: DraftSession, trouble: Trouble, text: str) -> Move:
    """Says what was wrong with an answer, with an example, and puts the question again."""
    t, ref = session.s.texts, session.draft.at
    near = ((value_of(session, ref, name), label_of(session, name)) for name in trouble.offers[:PAGE])
    offers = tuple(session.button(actions.Choose(value), label) for value, label in near)
    private = trouble.key in SUSPECTED
    if private:
        kept = without(text, find_personal(text), t)
        session.save(stop=session.draft.stop.but(held=kept, doubted=trouble.values["marks"]))
        keep = (session.button(actions.KeepWithout(), t("word.keep_without", text=kept)),) if kept else ()
        offers = (*keep, session.button(actions.NotAName(), t(SUSPECTED[trouble.key])))
    own = session.counted and not trouble.key.startswith("personal") and session.instance.constraint_message(ref)
    return Move(session, trouble=own or t(f"error.{trouble.key}", **trouble.values), offers=offers, fleeting=private)


def _unclear_number(session: DraftSession, ref: str) -> str:
    """What is said to a number alone that is no line shown: it is no place, and of a list of days none. "" where it may
    be the answer."""
    question = session.question(ref)
    if question.columns.get("quick") == "recent":
        return "error.number_alone"
    return "error.day_alone" if question.type == "date" and session.s.state.options else ""


def _unit(session: DraftSession, ref: str, text: str) -> Move:
    """Another unit by its old or new name; when two are near, they are offered."""
    t, here = session.s.texts, session.draft.unit
    near = [(u, score) for u, score in session.s.programme.units.find(text, on=session.s.today) if u.code != here]
    exact = [u for u, score in near if score >= 100]
    if len(exact) == 1 or len(near) == 1:
        return _chosen(session, ref, (exact or [near[0][0]])[0].code)
    if not near:
        return Move(session, trouble=t("error.unit"))
    offers = tuple(session.button(actions.Choose(u.code), u.name) for u, _ in near[:8])
    return Move(session, trouble=t("error.unit_several"), offers=offers)


# --- presses ----------------------------------------------------------------------------------------------------------


def press(session: DraftSession, action: Action) -> Move | None:
    """A button of this question; None for one that it does not offer, since anyone may send what looks like one."""
    step = PRESSES.get(type(action))
    return step(session, action) if step and _is_offered(session, action) else None


def _is_offered(session: DraftSession, action: Action) -> bool:
    payload, name = session.payload(action), getattr(action, "name", None)  # what chooses or ticks has a name
    if any(payload == value for value, _ in session.s.state.options):
        return True
    if any(item.name == name for item in session.instance.choices(session.draft.at)):
        return True
    return payload in {choice.value for choice in ask(session).choices}


def _keep_without(session: DraftSession, action: actions.KeepWithout) -> Move:
    held = session.draft.held
    return _taken(session, read(session.wanted(session.draft.at), held), held)


def _not_a_name(session: DraftSession, action: actions.NotAName) -> Move:
    """Nothing was kept of the words, so they are sent once more; others are looked at again."""
    stop = session.draft.stop
    whole = None if stop.doubted else doubted(stop.held, find_personal(stop.held))  # as an older release held it
    marks = whole.marks if whole else stop.doubted
    session.save(stop=stop.but(held="", doubted=(), cleared=marks))
    return Move(session, trouble=session.s.texts("error.personal_again"))


def _done(session: DraftSession, action: actions.Done) -> Move:
    """What is ticked, in the form's order."""
    ref, picked = session.draft.at, session.draft.picked
    if not picked:
        return Move(session, trouble=session.s.texts("error.pick_one"))
    return put(session, ref, Answer([i.name for i in session.instance.choices(ref) if i.name in picked]))


def _suggested(session: DraftSession, action: actions.Suggested) -> Move:
    label = dict(session.s.state.options).get(session.payload(action))
    return put(session, session.draft.at, Answer(label)) if label else Move(session)


def _choice(session: DraftSession, action: actions.Choose | actions.Tick | actions.Untick) -> Move:
    ref, picked = session.draft.at, session.draft.picked
    name = name_of(session, ref, action.name)
    if session.question(ref).type == "rank":
        return _ranked(session, ref, name)
    if picked is None or isinstance(action, actions.Choose):
        return _chosen(session, ref, name)
    others = [other for other in picked if other != name]
    return _stay(session, picked=(*others, name) if isinstance(action, actions.Tick) else tuple(others))


def _chosen(session: DraftSession, ref: str, name: str) -> Move:
    question = session.question(ref)
    if question.type == "date":
        return _taken(session, read(session.wanted(ref), name) if len(name) == 10 else _period(session, name))
    if "units" in question.appearance:
        codes = dict.fromkeys((*session.instance.value(ref).split(), name))
        return put(session, ref, Answer(" ".join(codes)))
    return put(session, ref, Answer([name] if "multiple" in question.type else name))


def _period(session: DraftSession, name: str) -> Answer:
    first, last = session.s.programme.regime.span(name)
    return Answer(first.isoformat(), {"to": last.isoformat(), "scope": "period"})


def _ranked(session: DraftSession, ref: str, name: str) -> Move:
    """The next in order; when one alone is left, it is the last."""
    names = [i.name for i in session.instance.choices(ref)]
    ranks = [p for p in session.draft.picked or () if p in names and p != name]
    ranks += [name] if name in names else []
    left = [n for n in names if n not in ranks]
    return put(session, ref, Answer([*ranks, *left])) if len(left) <= 1 else _stay(session, picked=tuple(ranks), page=0)


def _stay(session: DraftSession, **changes: object) -> Move:
    """The same question, with this changed of how it is shown or ticked."""
    return Move(session.save(stop=session.draft.stop.but(**changes)))


PRESSES: dict[type[Action], Callable[[DraftSession, Action], Move]] = {
    actions.Back: lambda session, action: back(session),
    actions.Skip: lambda session, action: skip(session),
    actions.Keep: lambda session, action: proceed(session, session.draft.at),
    actions.KeepWithout: _keep_without,
    actions.NotAName: _not_a_name,
    actions.RankAnew: lambda session, action: _stay(session, picked=None),
    actions.TickSeveral: lambda session, action: _stay(
        session, picked=tuple(session.instance.value(session.draft.at).split())
    ),
    actions.Done: _done,
    actions.TurnPage: lambda session, action: _stay(session, page=action.page),
    actions.Explain: lambda session, action: Move(session, trouble=session.s.texts(f"ask.{action.topic}")),
    actions.Suggested: _suggested,
    actions.Choose: _choice,
    actions.Tick: _choice,
    actions.Untick: _choice,
}
