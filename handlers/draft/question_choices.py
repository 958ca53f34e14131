"""A question as people see it: its number, its words, and the choices that save them typing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.campaigns.seasons import running_for
from handlers.context import Reply
from handlers.draft.question_media import in_words, shown, shown_choices
from handlers.draft.session import MOST_VALUE, DraftSession, span
from handlers.understand.typed_answer import SELECTS
from programme.domain.messages import Attachment, Choice
from programme.xlsform import RepeatAsk

PAGE = 10  # choices shown at once; more are paged, or found by typing a part of the name
MOST_TICKS = 24  # choices that can be ticked on one page
LEADING = 5  # the kinds a unit uses most that come before "Khác…"


def prompt(session: DraftSession, *said: str, trouble: str = "", offers: Iterable[Choice] = ()) -> Reply:
    """The question that waits, after what there is to say first (what was understood, notes, what was wrong)."""
    ref = session.draft.at
    head = [line for line in said if line]
    if trouble:
        head.append(trouble)
    if ref.endswith("]"):
        return _repeat(session, ref, head)
    lines = [_question(session, ref)]
    if hint := session.instance.hint(ref):
        lines.append(hint)
    offers = list(offers)
    searched = bool(offers) and session.counted and len(session.instance.choices(ref)) > PAGE
    told = {choice.value for choice in offers}
    choices = offers if searched else [*offers, *(c for c in _answers(session, ref) if c.value not in told)]
    if session.counted:
        lines += _counted(session, ref)
        choices += _kept(session, ref)
    files, named = _media(session, ref, again=bool(trouble))
    lines += in_words(session.s.texts, named)
    if not session.s.traits.buttons and (keys := _keys(session, ref)):
        lines.append(keys)
    text = "\n\n".join(part for part in ("\n".join(head), "\n".join(lines)) if part)
    return Reply(text, (*choices, *_navigation(session, ref)), (*session.notes_files, *files), prompt=True)


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
    if shown := session.shown(ref):
        lines.append(t("ask.now", value=shown))
    return lines


def _kept(session: DraftSession, ref: str) -> list[Choice]:
    t = session.s.texts
    again = (
        [session.button("again", t("word.again"))]
        if session.question(ref).type == "rank" and session.draft.picked
        else []
    )
    return [*again, session.button("keep", t("word.keep"))] if session.instance.value(ref) else again


def _repeat(session: DraftSession, ref: str, head: list[str]) -> Reply:
    t = session.s.texts
    named = next((stop.label for stop in session.stops() if stop.ref == ref and isinstance(stop, RepeatAsk)), "")
    label = t("ask.repeat", label=named or ref.rsplit("/", 1)[-1])
    if session.counted:
        label = t("ask.repeat_number", ask=label, number=ref.rpartition("[")[2].rstrip("]"))
    choices = (session.button("=yes", t("word.yes")), session.button("=no", t("word.no")))
    return Reply("\n\n".join(["\n".join(head), label] if head else [label]), choices, prompt=True)


def _answers(session: DraftSession, ref: str) -> list[Choice]:
    kind = session.question(ref).type.split()[0]
    if kind in ("select_multiple", "select_multiple_from_file"):
        return _several(session, ref)
    if kind == "rank":
        return _ranks(session, ref)
    if kind in ("select_one", "select_one_from_file"):
        return paged(session, ref)
    if kind == "range":
        return _steps(session, ref)
    if kind == "date":
        return _days(session, ref)
    if kind in ("acknowledge", "trigger"):
        return [session.button("=OK", session.s.texts("word.ok"))]
    return _quick(session, ref)


def value_of(session: DraftSession, ref: str, name: str) -> str:
    """How a button names a choice: by name, or by place where the name is too long for a button."""
    if len(name.encode()) <= MOST_VALUE:
        return name
    return f"#{[i.name for i in session.instance.choices(ref)].index(name)}"


def paged(session: DraftSession, ref: str, mark: str = "=") -> list[Choice]:
    """The choices of a select: the leading ones first where the pack knows them, a page at a time."""
    t, items = session.s.texts, list(session.instance.choices(ref))
    known = {name: place for place, name in enumerate(usual(session, ref))}
    items.sort(key=lambda i: known.get(i.name, len(known)))
    first = len([i for i in items if i.name in known]) if known and len(items) > PAGE else min(PAGE, len(items))
    pages = [items[:first], *(items[i : i + PAGE] for i in range(first, len(items), PAGE))]
    page = min(session.draft.page, len(pages) - 1)
    shown = [session.button(f"{mark}{value_of(session, ref, i.name)}", i.label) for i in pages[page]]
    if len(pages) > 1:
        last = page == len(pages) - 1
        shown.append(session.button(f"p{0 if last else page + 1}", t(_turn(session, last))))
    return shown


def _turn(session: DraftSession, last: bool) -> str:
    """What the button that turns the page says: where the usual answers come first, the others are behind it."""
    return "word.first_page" if last else "word.next_page" if session.counted else "word.more"


def usual(session: DraftSession, ref: str) -> list[str]:
    """The answers that come first where the form says `leading`: the kinds of activity that this type of unit uses
    most, the topic of the campaign that runs and that of the unit."""
    if "leading" not in session.question(ref).appearance:
        return []
    s, kind = session.s, session.s.programme.kind_of(session.draft.unit)
    running = [season.campaign.topic for season in running_for(s, session.draft.unit)]
    names = {i.name for i in session.instance.choices(ref)}
    return [name for name in dict.fromkeys((*running, kind.topic, *kind.kinds[:LEADING])) if name in names]


def _several(session: DraftSession, ref: str) -> list[Choice]:
    """One tap answers; `Nhiều…` opens ticking, where each press names what it makes true, so a double press is none."""
    t, picked = session.s.texts, session.draft.picked
    if picked is None:
        several = (
            [session.button("many", session.own_words(ref, "several") or t("word.several"))]
            if len(session.instance.choices(ref)) > 1
            else []
        )
        return [*paged(session, ref), *several] if session.s.traits.buttons else paged(session, ref)
    shown, more = _page(session, list(session.instance.choices(ref)))
    marks = [
        session.button(
            f"{'-' if i.name in picked else '+'}{value_of(session, ref, i.name)}", f"{_tick(i.name, picked)} {i.label}"
        )
        for i in shown
    ]
    return [*marks, *more, session.button("done", t("word.done"))]


def _page(session: DraftSession, listed: list, most: int = MOST_TICKS) -> tuple[list, list[Choice]]:
    """The page of a list that is shown, and the button for the next."""
    if len(listed) <= most:
        return listed, []
    pages = [listed[i : i + PAGE] for i in range(0, len(listed), PAGE)]
    page = min(session.draft.page, len(pages) - 1)
    last = page == len(pages) - 1
    label = session.s.texts(_turn(session, last))
    return pages[page], [session.button(f"p{0 if last else page + 1}", label)]


def _ranks(session: DraftSession, ref: str) -> list[Choice]:
    """Those that have no place yet; each press gives the next place."""
    if not session.s.traits.buttons:
        return paged(session, ref)
    left = [i for i in session.instance.choices(ref) if i.name not in (session.draft.picked or ())]
    shown, more = _page(session, left)
    return [*(session.button(f"+{value_of(session, ref, i.name)}", i.label) for i in shown), *more]


def _steps(session: DraftSession, ref: str) -> list[Choice]:
    """The numbers of a range, where they are few."""
    has = session.question(ref).parameters
    start, end, step = (float(has.get(name, least)) for name, least in (("start", 1), ("end", 10), ("step", 1)))
    steps = int(abs(end - start) / (abs(step) or 1) + 1e-9) + 1
    if not session.s.traits.buttons or steps > MOST_TICKS:
        return []
    values = (start + n * (abs(step) or 1) * (1 if end >= start else -1) for n in range(steps))
    return [session.button(f"={v:g}", f"{v:g}") for v in values]


def _tick(name: str, picked: tuple[str, ...]) -> str:
    return "☑" if name in picked else "☐"


def _days(session: DraftSession, ref: str) -> list[Choice]:
    t, today = session.s.texts, session.s.today
    yesterday = today - timedelta(days=1)
    choices = [
        session.button(f"={today}", t("date.today", day=_dm(today))),
        session.button(f"={yesterday}", t("date.yesterday", day=_dm(yesterday))),
        session.button("?date_other", t("date.other")),
    ]
    companions = session.companions(ref)
    if "to" in companions:
        choices.append(session.button("?date_range", t("date.range")))
    if "scope" in companions:
        regime = session.s.programme.regime
        period = regime.period_of(today, "monthly")
        for name in (period, regime.before(period)):
            month = name.split("-")[1]
            label = t("date.period", month=int(month), span=span(*regime.span(name)))
            choices.append(session.button(f"={name}", label))
    return choices


def _quick(session: DraftSession, ref: str) -> list[Choice]:
    """Answers offered by the form's `quick` column; on a channel without buttons a number is simply typed."""
    t, quick = session.s.texts, session.question(ref).columns.get("quick", "")
    if quick == "recent":
        places = list(dict.fromkeys(session.s.figures.recent_places(session.draft.unit)))[:3]
        recent = [session.button(f"@{i}", place) for i, place in enumerate(places)]
        return [*recent, session.button("?place_other", t("word.other_place"))] if recent else []
    if not quick or not session.s.traits.buttons:
        return []
    values = [session.button(f"={value}", value) for value in quick.split()]
    return [*values, session.button("?number_other", t("word.other_number"))]


def _navigation(session: DraftSession, ref: str) -> list[Choice]:
    t = session.s.texts
    if not session.s.traits.buttons:
        return []
    ways = []
    if session.draft.trail or session.draft.changing:
        ways.append(session.button("back", t("word.back")))
    if not session.instance.required(ref) and not ref.endswith("]"):
        ways.append(session.button("skip", t("word.skip")))
    return ways


def _keys(session: DraftSession, ref: str) -> str:
    """The letters that stand for the buttons on a keypad phone, said where they do something."""
    t = session.s.texts
    keys = []
    if "select_multiple" in session.question(ref).type:
        keys.append(t("ask.many_key"))
    if session.draft.trail or session.draft.changing:
        keys.append(t("ask.back_key"))
    if not session.instance.required(ref):
        keys.append(t("ask.skip_key"))
    return t("ask.keys", keys=" · ".join(keys)) if keys else ""


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
