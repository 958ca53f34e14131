"""A question as people see it: its number, its words, and the choices that save them typing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.campaigns.seasons import running_for
from handlers.context import Reply
from handlers.draft.question_media import in_words, shown, shown_choices
from handlers.draft.session import MOST_VALUE, Case, span
from handlers.understand.typed_answer import SELECTS
from programme.domain.messages import Attachment, Choice
from programme.xlsform import RepeatAsk

PAGE = 10  # choices shown at once; more are paged, or found by typing a part of the name
MOST_TICKS = 24  # choices that can be ticked on one page
LEADING = 5  # the kinds a unit uses most that come before "Khác…"


def prompt(case: Case, *said: str, trouble: str = "", offers: Iterable[Choice] = ()) -> Reply:
    """The question that waits, after what there is to say first (what was understood, notes, what was wrong)."""
    ref = case.draft.at
    head = [line for line in said if line]
    if trouble:
        head.append(trouble)
    if ref.endswith("]"):
        return _repeat(case, ref, head)
    lines = [_question(case, ref)]
    if hint := case.instance.hint(ref):
        lines.append(hint)
    offers = list(offers)
    searched = bool(offers) and case.counted and len(case.instance.choices(ref)) > PAGE
    told = {choice.value for choice in offers}
    choices = offers if searched else [*offers, *(c for c in _answers(case, ref) if c.value not in told)]
    if case.counted:
        lines += _counted(case, ref)
        choices += _kept(case, ref)
    files, named = _media(case, ref, again=bool(trouble))
    lines += in_words(case.s.texts, named)
    if not case.s.traits.buttons and (keys := _keys(case, ref)):
        lines.append(keys)
    text = "\n\n".join(part for part in ("\n".join(head), "\n".join(lines)) if part)
    return Reply(text, (*choices, *_navigation(case, ref)), (*case.notes_files, *files), prompt=True)


def _media(case: Case, ref: str, again: bool) -> tuple[tuple[Attachment, ...], list[str]]:
    """The files of the label and of the choices: sent once, not with each tick or slip."""
    if again or case.draft.picked:
        return (), []
    what = (case.s.traits, case.form, case.instance, ref)
    sent, named = shown(*what)
    more, others = shown_choices(*what, page=case.draft.page)
    return (*sent, *more), [*named, *others]


def _question(case: Case, ref: str) -> str:
    t, number = case.s.texts, case.number(ref)
    label = case.instance.label(ref) or case.short(ref)
    if number and case.counted:
        return t("ask.progress", number=number, count=case.count(), label=label)
    return t("ask.question", number=number, label=label) if number else label


def _counted(case: Case, ref: str) -> list[str]:
    """What helps with any form's question: what is ranked so far, how to find one of many choices, what it is now."""
    t, question, lines = case.s.texts, case.question(ref), []
    if question.type == "rank" and case.draft.picked:
        labels = {i.name: i.label for i in case.instance.choices(ref)}
        ranked = " > ".join(labels.get(name, name) for name in case.draft.picked)
        lines.append(t("ask.ranked", ranked=ranked))
    if question.type in SELECTS and len(case.instance.choices(ref)) > PAGE:
        lines.append(t("ask.search", count=len(case.instance.choices(ref))))
    if shown := case.shown(ref):
        lines.append(t("ask.now", value=shown))
    return lines


def _kept(case: Case, ref: str) -> list[Choice]:
    t = case.s.texts
    again = [case.button("again", t("word.again"))] if case.question(ref).type == "rank" and case.draft.picked else []
    return [*again, case.button("keep", t("word.keep"))] if case.instance.value(ref) else again


def _repeat(case: Case, ref: str, head: list[str]) -> Reply:
    t = case.s.texts
    named = next((stop.label for stop in case.stops() if stop.ref == ref and isinstance(stop, RepeatAsk)), "")
    label = t("ask.repeat", label=named or ref.rsplit("/", 1)[-1])
    if case.counted:
        label = t("ask.repeat_number", ask=label, number=ref.rpartition("[")[2].rstrip("]"))
    choices = (case.button("=yes", t("word.yes")), case.button("=no", t("word.no")))
    return Reply("\n\n".join(["\n".join(head), label] if head else [label]), choices, prompt=True)


def _answers(case: Case, ref: str) -> list[Choice]:
    kind = case.question(ref).type.split()[0]
    if kind in ("select_multiple", "select_multiple_from_file"):
        return _several(case, ref)
    if kind == "rank":
        return _ranks(case, ref)
    if kind in ("select_one", "select_one_from_file"):
        return paged(case, ref)
    if kind == "range":
        return _steps(case, ref)
    if kind == "date":
        return _days(case, ref)
    if kind in ("acknowledge", "trigger"):
        return [case.button("=OK", case.s.texts("word.ok"))]
    return _quick(case, ref)


def value_of(case: Case, ref: str, name: str) -> str:
    """How a button names a choice: by name, or by place where the name is too long for a button."""
    if len(name.encode()) <= MOST_VALUE:
        return name
    return f"#{[i.name for i in case.instance.choices(ref)].index(name)}"


def paged(case: Case, ref: str, mark: str = "=") -> list[Choice]:
    """The choices of a select: the leading ones first where the pack knows them, a page at a time."""
    t, items = case.s.texts, list(case.instance.choices(ref))
    known = {name: place for place, name in enumerate(usual(case, ref))}
    items.sort(key=lambda i: known.get(i.name, len(known)))
    first = len([i for i in items if i.name in known]) if known and len(items) > PAGE else min(PAGE, len(items))
    pages = [items[:first], *(items[i : i + PAGE] for i in range(first, len(items), PAGE))]
    page = min(case.draft.page, len(pages) - 1)
    shown = [case.button(f"{mark}{value_of(case, ref, i.name)}", i.label) for i in pages[page]]
    if len(pages) > 1:
        last = page == len(pages) - 1
        shown.append(case.button(f"p{0 if last else page + 1}", t(_turn(case, last))))
    return shown


def _turn(case: Case, last: bool) -> str:
    """What the button that turns the page says: where the usual answers come first, the others are behind it."""
    return "word.first_page" if last else "word.next_page" if case.counted else "word.more"


def usual(case: Case, ref: str) -> list[str]:
    """The answers that come first where the form says `leading`: the kinds of activity that this type of unit uses
    most, the topic of the campaign that runs and that of the unit."""
    if "leading" not in case.question(ref).appearance:
        return []
    s, kind = case.s, case.s.programme.kind_of(case.draft.unit)
    running = [season.campaign.topic for season in running_for(s, case.draft.unit)]
    names = {i.name for i in case.instance.choices(ref)}
    return [name for name in dict.fromkeys((*running, kind.topic, *kind.kinds[:LEADING])) if name in names]


def _several(case: Case, ref: str) -> list[Choice]:
    """One tap answers; `Nhiều…` opens ticking, where each press names what it makes true, so a double press is none."""
    t, picked = case.s.texts, case.draft.picked
    if picked is None:
        several = (
            [case.button("many", case.own_words(ref, "several") or t("word.several"))]
            if len(case.instance.choices(ref)) > 1
            else []
        )
        return [*paged(case, ref), *several] if case.s.traits.buttons else paged(case, ref)
    shown, more = _page(case, list(case.instance.choices(ref)))
    marks = [
        case.button(
            f"{'-' if i.name in picked else '+'}{value_of(case, ref, i.name)}", f"{_tick(i.name, picked)} {i.label}"
        )
        for i in shown
    ]
    return [*marks, *more, case.button("done", t("word.done"))]


def _page(case: Case, listed: list, most: int = MOST_TICKS) -> tuple[list, list[Choice]]:
    """The page of a list that is shown, and the button for the next."""
    if len(listed) <= most:
        return listed, []
    pages = [listed[i : i + PAGE] for i in range(0, len(listed), PAGE)]
    page = min(case.draft.page, len(pages) - 1)
    last = page == len(pages) - 1
    label = case.s.texts(_turn(case, last))
    return pages[page], [case.button(f"p{0 if last else page + 1}", label)]


def _ranks(case: Case, ref: str) -> list[Choice]:
    """Those that have no place yet; each press gives the next place."""
    if not case.s.traits.buttons:
        return paged(case, ref)
    left = [i for i in case.instance.choices(ref) if i.name not in (case.draft.picked or ())]
    shown, more = _page(case, left)
    return [*(case.button(f"+{value_of(case, ref, i.name)}", i.label) for i in shown), *more]


def _steps(case: Case, ref: str) -> list[Choice]:
    """The numbers of a range, where they are few."""
    has = case.question(ref).parameters
    start, end, step = (float(has.get(name, least)) for name, least in (("start", 1), ("end", 10), ("step", 1)))
    steps = int(abs(end - start) / (abs(step) or 1) + 1e-9) + 1
    if not case.s.traits.buttons or steps > MOST_TICKS:
        return []
    values = (start + n * (abs(step) or 1) * (1 if end >= start else -1) for n in range(steps))
    return [case.button(f"={v:g}", f"{v:g}") for v in values]


def _tick(name: str, picked: tuple[str, ...]) -> str:
    return "☑" if name in picked else "☐"


def _days(case: Case, ref: str) -> list[Choice]:
    t, today = case.s.texts, case.s.today
    yesterday = today - timedelta(days=1)
    choices = [
        case.button(f"={today}", t("date.today", day=_dm(today))),
        case.button(f"={yesterday}", t("date.yesterday", day=_dm(yesterday))),
        case.button("?date_other", t("date.other")),
    ]
    companions = case.companions(ref)
    if "to" in companions:
        choices.append(case.button("?date_range", t("date.range")))
    if "scope" in companions:
        regime = case.s.programme.regime
        period = regime.period_of(today, "monthly")
        for name in (period, regime.before(period)):
            month = name.split("-")[1]
            label = t("date.period", month=int(month), span=span(*regime.span(name)))
            choices.append(case.button(f"={name}", label))
    return choices


def _quick(case: Case, ref: str) -> list[Choice]:
    """Answers offered by the form's `quick` column; on a channel without buttons a number is simply typed."""
    t, quick = case.s.texts, case.question(ref).columns.get("quick", "")
    if quick == "recent":
        places = list(dict.fromkeys(case.s.figures.recent_places(case.draft.unit)))[:3]
        recent = [case.button(f"@{i}", place) for i, place in enumerate(places)]
        return [*recent, case.button("?place_other", t("word.other_place"))] if recent else []
    if not quick or not case.s.traits.buttons:
        return []
    values = [case.button(f"={value}", value) for value in quick.split()]
    return [*values, case.button("?number_other", t("word.other_number"))]


def _navigation(case: Case, ref: str) -> list[Choice]:
    t = case.s.texts
    if not case.s.traits.buttons:
        return []
    ways = []
    if case.draft.trail or case.draft.changing:
        ways.append(case.button("back", t("word.back")))
    if not case.instance.required(ref) and not ref.endswith("]"):
        ways.append(case.button("skip", t("word.skip")))
    return ways


def _keys(case: Case, ref: str) -> str:
    """The letters that stand for the buttons on a keypad phone, said where they do something."""
    t = case.s.texts
    keys = []
    if "select_multiple" in case.question(ref).type:
        keys.append(t("ask.many_key"))
    if case.draft.trail or case.draft.changing:
        keys.append(t("ask.back_key"))
    if not case.instance.required(ref):
        keys.append(t("ask.skip_key"))
    return t("ask.keys", keys=" · ".join(keys)) if keys else ""


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
