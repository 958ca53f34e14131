"""The choices that a question offers: they save people typing."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.campaigns.seasons import running_for
from handlers.draft.choice_names import value_of
from handlers.draft.session import DraftSession
from handlers.wording.place_words import is_sent_place
from programme.domain.buttons import draft_actions as actions
from programme.domain.buttons.draft_actions import Action
from programme.domain.messages import Choice
from reports.sums_in_words import span

PAGE = 10  # choices shown at once; more are paged, or found by typing a part of the name
MOST_TICKS = 24  # choices that can be ticked on one page
LEADING = 5  # the kinds a unit uses most that come before "Khác…"


def answers(session: DraftSession, ref: str) -> list[Choice]:
    """The choices that answer the question, and those that lead to more of them."""
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
        return [session.button(actions.Choose("OK"), session.s.texts("word.ok"))]
    return _quick(session, ref)


def kept(session: DraftSession, ref: str) -> list[Choice]:
    """What keeps the answer that there is, or begins a ranking anew."""
    t, ranked = session.s.texts, session.question(ref).type == "rank" and session.draft.picked
    again = [session.button(actions.RankAnew(), t("word.again"))] if ranked else []
    return [*again, session.button(actions.Keep(), t("word.keep"))] if session.instance.value(ref) else again


def ways(session: DraftSession, ref: str) -> list[Choice]:
    """The ways back and on; where there are no buttons a line of text names their letters."""
    t = session.s.texts
    if not session.s.traits.buttons:
        return []
    found = []
    if session.draft.trail or session.draft.changing:
        found.append(session.button(actions.Back(), t("word.back")))
    if not session.instance.required(ref):
        found.append(session.button(actions.Skip(), t("word.skip")))
    return found


def keys(session: DraftSession, ref: str) -> str:
    """The letters that stand for the buttons on a keypad phone, said where they do something."""
    t = session.s.texts
    found = []
    if "select_multiple" in session.question(ref).type:
        found.append(t("ask.many_key"))
    if session.draft.trail or session.draft.changing:
        found.append(t("ask.back_key"))
    if not session.instance.required(ref):
        found.append(t("ask.skip_key"))
    return t("ask.keys", keys=" · ".join(found)) if found else ""


# --- choices of a list ------------------------------------------------------------------------------------------------


def paged(session: DraftSession, ref: str) -> list[Choice]:
    """The choices of a select: the leading ones first where the pack knows them, a page at a time."""
    items = list(session.instance.choices(ref))
    known = {name: place for place, name in enumerate(usual(session, ref))}
    items.sort(key=lambda i: known.get(i.name, len(known)))
    first = len([i for i in items if i.name in known]) if known and len(items) > PAGE else min(PAGE, len(items))
    pages = [items[:first], *(items[i : i + PAGE] for i in range(first, len(items), PAGE))]
    page = min(session.draft.page, len(pages) - 1)
    shown = [session.button(actions.Choose(value_of(session, ref, i.name)), i.label) for i in pages[page]]
    return [*shown, *_next(session, page, len(pages))]


def _next(session: DraftSession, page: int, pages: int) -> list[Choice]:
    """The button that turns the page: where the usual answers come first, the others are behind it."""
    if pages <= 1:
        return []
    last = page == pages - 1
    label = "word.first_page" if last else "word.next_page" if session.counted else "word.more"
    return [session.button(actions.TurnPage(0 if last else page + 1), session.s.texts(label))]


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
        shown = paged(session, ref)
        if not session.s.traits.buttons or len(session.instance.choices(ref)) <= 1:
            return shown
        return [*shown, session.button(actions.TickSeveral(), session.own_words(ref, "several") or t("word.several"))]
    shown, more = _page(session, list(session.instance.choices(ref)))
    marks = [
        session.button(_toggled(session, ref, i.name), f"{'☑' if i.name in picked else '☐'} {i.label}") for i in shown
    ]
    return [*marks, *more, session.button(actions.Done(), t("word.done"))]


def _toggled(session: DraftSession, ref: str, name: str) -> Action:
    value = value_of(session, ref, name)
    return actions.Untick(value) if name in session.draft.picked else actions.Tick(value)


def _page(session: DraftSession, listed: list, most: int = MOST_TICKS) -> tuple[list, list[Choice]]:
    """The page of a list that is shown, and the button for the next."""
    if len(listed) <= most:
        return listed, []
    pages = [listed[i : i + PAGE] for i in range(0, len(listed), PAGE)]
    page = min(session.draft.page, len(pages) - 1)
    return pages[page], _next(session, page, len(pages))


def _ranks(session: DraftSession, ref: str) -> list[Choice]:
    """Those that have no place yet; each press gives the next place."""
    if not session.s.traits.buttons:
        return paged(session, ref)
    left = [i for i in session.instance.choices(ref) if i.name not in (session.draft.picked or ())]
    shown, more = _page(session, left)
    return [*(session.button(actions.Tick(value_of(session, ref, i.name)), i.label) for i in shown), *more]


# --- choices of other questions ---------------------------------------------------------------------------------------


def _steps(session: DraftSession, ref: str) -> list[Choice]:
    """The numbers of a range, where they are few."""
    has = session.question(ref).parameters
    start, end, step = (float(has.get(name, least)) for name, least in (("start", 1), ("end", 10), ("step", 1)))
    steps = int(abs(end - start) / (abs(step) or 1) + 1e-9) + 1
    if not session.s.traits.buttons or steps > MOST_TICKS:
        return []
    values = (start + n * (abs(step) or 1) * (1 if end >= start else -1) for n in range(steps))
    return [session.button(actions.Choose(f"{v:g}"), f"{v:g}") for v in values]


def _days(session: DraftSession, ref: str) -> list[Choice]:
    t, today = session.s.texts, session.s.today
    yesterday = today - timedelta(days=1)
    choices = [
        session.button(actions.Choose(f"{today}"), t("date.today", day=_dm(today))),
        session.button(actions.Choose(f"{yesterday}"), t("date.yesterday", day=_dm(yesterday))),
        session.button(actions.Explain("date_other"), t("date.other")),
    ]
    companions = session.companions(ref)
    if "to" in companions:
        choices.append(session.button(actions.Explain("date_range"), t("date.range")))
    if "scope" in companions:
        regime = session.s.programme.regime
        period = regime.period_of(today, "monthly")
        for name in (period, regime.before(period)):
            month = name.split("-")[1]
            label = t("date.period", month=int(month), span=span(*regime.span(name)))
            choices.append(session.button(actions.Choose(name), label))
    return choices


def _quick(session: DraftSession, ref: str) -> list[Choice]:
    """Answers offered by the form's `quick` column; on a channel without buttons a number is simply typed."""
    t, quick = session.s.texts, session.question(ref).columns.get("quick", "")
    if quick == "recent":
        used = dict.fromkeys(session.s.figures.recent_places(session.draft.unit))
        places = [place for place in used if not is_sent_place(place)][:3]
        recent = [session.button(actions.Suggested(i), place) for i, place in enumerate(places)]
        return [*recent, session.button(actions.Explain("place_other"), t("word.other_place"))] if recent else []
    if not quick or not session.s.traits.buttons:
        return []
    values = [session.button(actions.Choose(value), value) for value in quick.split()]
    return [*values, session.button(actions.Explain("number_other"), t("word.other_number"))]


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
