"""Answers to reminders: complete, none today, remind me again, where are the materials; and the list of campaigns."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.case import span
from handlers.situation import Reply, Situation, Turn
from programme.campaigns import Season
from programme.deeds import MoveCampaign, RemindAgain, Settle
from programme.messages import Choice
from programme.seasons import seasons_of
from programme.vietnamese import fold
from reports.words import capital

DONE = ("du", "du roi", "da lam", "da du", "complete")
"""Words, folded, that say by SMS that what was asked for is complete."""
ASKED_BEFORE = timedelta(days=15)
"""How long before a day its results may be said to be complete."""
MISSED = timedelta(days=30)
DAYS = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
LISTED = 8


def press(s: Situation, rest: str) -> Turn:
    """`enough:drug-month.2027:hl.ha-tu`: a button under a reminder."""
    t = s.texts
    verb, _, about = rest.partition(":")
    name, _, tail = about.partition(":")
    unit, _, day = tail.partition(":")
    if verb == "material":
        return _material(s, name)
    if verb == "move":
        return _moved(s, about)
    if s.role_in(unit) in (None, "viewer"):
        return s.turn(Reply(t("error.not_yours")))
    if verb in ("enough", "none"):
        answer = Reply(t(f"reminded.{verb}", unit=s.unit_name(unit), label=_label(s, name)))
        return s.turn(answer, Settle(unit, name, verb, s.member.id))
    if verb == "today":
        return s.turn(Reply(t("reminded.today", unit=s.unit_name(unit))))
    season = _season(s, name)
    if verb == "again" and season is not None and re.fullmatch(r"\d{4}", day):
        on = season.run.start
        if on <= s.today:
            return s.turn(Reply(t("stale.gone")))
        deed = RemindAgain(s.member.id, name, unit, on)
        return s.turn(Reply(t("reminded.again", day=_dm(on))), deed)
    return s.turn(Reply(t("stale.gone")))


def said(s: Situation, text: str) -> Turn | None:
    """DU: the results or the deadline that the member's units were last asked for are complete."""
    if s.state.draft or fold(text).strip(" .!") not in DONE:
        return None
    settled = s.look.settled()
    asked = [(day, name, unit) for day, name, unit in _asked(s) if (unit, name) not in settled]
    if not asked:
        return s.turn(Reply(s.texts("reminded.nothing")))
    _, name, unit = min(asked)
    return press(s, f"enough:{name}:{unit}")


def _asked(s: Situation) -> list[tuple[date, str, str]]:
    """What may be said to be complete today: its day, its name and the unit."""
    found = []
    for unit in s.own_units():
        for season in seasons(s):
            if season.run.start <= s.today <= season.results and season.results - ASKED_BEFORE <= s.today:
                found.append((season.results, season.name, unit))
        for deadline in s.programme.agenda.deadlines:
            others = deadline.unit_kinds and s.programme.units[unit].kind not in deadline.unit_kinds
            if others or deadline.joined:
                continue
            period = f"{s.today:%Y-%m}" if deadline.day is None else str(s.today.year)
            following = date(s.today.year + s.today.month // 12, s.today.month % 12 + 1, 1)
            due = following - timedelta(days=1) if deadline.day is None else date(s.today.year, *deadline.day)
            if due - ASKED_BEFORE <= s.today <= due:
                found.append((due, f"{deadline.name}.{period}", unit))
    return found


def seasons(s: Situation) -> list[Season]:
    """The campaigns as they are to be, this year and around it."""
    years = range(s.today.year - 1, s.today.year + 2)
    return seasons_of(s.programme, s.look.editions(years[0], years[-1]), years)


def _season(s: Situation, name: str) -> Season | None:
    return next((season for season in seasons(s) if season.name == name), None)


def _label(s: Situation, name: str) -> str:
    """The words for `drug-month.2027` or `plan.2027`."""
    if season := _season(s, name):
        return s.label(season.campaign)
    return next((s.label(d) for d in s.programme.agenda.deadlines if name.startswith(f"{d.name}.")), name)


def _material(s: Situation, name: str) -> Turn:
    t, season = s.texts, _season(s, name)
    if season is None:
        return s.turn(Reply(t("stale.gone")))
    words, edition = s.programme.agenda.wording(season.campaign.name), season.edition
    english = t.language == "en"
    theme = edition.en or edition.vi if english else edition.vi
    where = edition.materials_en or edition.materials_vi if english else edition.materials_vi
    lines = [
        s.label(season.campaign),
        t("remind.theme", theme=theme) if theme else "",
        where or t("reminded.no_material"),
        words.note_en or words.note_vi if english else words.note_vi,
        s.numbers(),
    ]
    return s.turn(Reply("\n".join(filter(None, lines))))


# --- campaigns and deadlines, for coordinators -----------------------------------------------------------------------


def campaigns(s: Situation, rest: str) -> Turn:
    """What comes, by which document, and what of the reminders did not go out on its day."""
    t, lines = s.texts, [s.texts("campaigns.head")]
    for number, season in enumerate(coming(s), 1):
        run = season.run
        source = season.edition.source or season.campaign.source
        days = f"{span(run.start, run.end)}/{run.end.year}"
        peak, results = _dm(run.peak), _dm(season.results)
        label = s.label(season.campaign)
        lines.append(t("campaigns.line", number=number, label=label, span=days, peak=peak, results=results))
        if season.edition.revision > 1 and source:
            lines.append(t("campaigns.moved", source=source))
    below = {code for p in s.posts for code in s.programme.units.subtree(p.unit, s.today)}
    found = s.look.missed(below, s.today - MISSED)
    if found:
        lines += ["", t("campaigns.missed", count=len(found), days=MISSED.days)]
        groups: dict[tuple[date, str, str, str], int] = {}
        for one in found:
            about = one.day, one.name, one.phase, one.fate
            groups[about] = groups.get(about, 0) + 1
        for (day, name, phase, fate), count in list(groups.items())[:LISTED]:
            what = t("campaigns.report") if name == "report" else _label(s, f"{name}.{day.year}")
            values = {"day": _dm(day), "what": what, "phase": phase, "count": count}
            lines.append(t("campaigns.missed_line", fate=t(f"fate.{fate}"), **values))
    if _may_move(s):
        lines += ["", t("campaigns.how")]
    state = s.state.but(awaiting="campaign") if _may_move(s) else s.state
    return s.with_state(state).turn(Reply("\n".join(lines), prompt=_may_move(s)))


def coming(s: Situation) -> list[Season]:
    """Of each campaign the one that runs, or whose results are still due, or comes next; by its start."""
    found = [season for season in seasons(s) if season.run.end >= s.today]
    first: dict[str, Season] = {}
    for season in sorted(found, key=lambda season: season.run.start):
        first.setdefault(season.campaign.name, season)
    return list(first.values())


def _may_move(s: Situation) -> bool:
    """Campaigns are the province's to move: a coordinator or administrator at the root."""
    roots = s.programme.units.roots(s.today)
    return any(p.role in ("coordinator", "admin") and p.unit in roots for p in s.posts)


def moved(s: Situation, text: str) -> Turn:
    """`1 25/5-30/6 cao diem 26/6 theo CV 123/SYT`: other days, put to the coordinator once more before they hold."""
    t, calm = s.texts, s.with_state(s.state.but(awaiting=""))
    number = re.match(r"\s*(\d{1,2})\s+(?=\d)", text)
    known = coming(s)
    source = re.search(r"\b(?:theo|by)\s+(.{3,})$", text, re.I)
    head = text[: source.start()] if source else text
    days = [_day(found, s.today) for found in DAYS.finditer(head[number.end() :] if number else head)]
    right = number and source and 1 <= int(number[1]) <= len(known) and len(days) in (2, 3) and None not in days
    if not right or not _may_move(s):
        return calm.turn(Reply(t("campaigns.unread")))
    season = known[int(number[1]) - 1]
    start, end, *rest = days
    peak = rest[0] if rest else min(max(season.run.peak, start), end)
    if not start <= peak <= end:
        return calm.turn(Reply(t("campaigns.unread")))
    said = t(
        "campaigns.confirm",
        label=s.label(season.campaign),
        span=f"{span(start, end)}/{end.year}",
        peak=_dm(peak),
        before=span(season.run.start, season.run.end),
        source=source[1].strip(),
    )
    kept = f"campaign {season.name} {start} {peak} {end} {source[1].strip()[:200]}"
    choices = (Choice(f"n:move:{s.fresh[:8]}", t("campaigns.yes")), Choice("m:menu", t("word.no")))
    return s.with_state(s.state.but(awaiting=kept)).turn(Reply(said, choices, prompt=True))


def _moved(s: Situation, about: str) -> Turn:
    """The coordinator agreed to the days that were put to them last."""
    t = s.texts
    parts = s.state.awaiting.split(" ", 5)
    season = _season(s, parts[1]) if len(parts) == 6 and parts[0] == "campaign" else None
    if season is None or not _may_move(s):
        return s.turn(Reply(t("stale.gone")))
    start, peak, end = (date.fromisoformat(day) for day in parts[2:5])
    results = max(peak, season.results + (end - season.run.end))
    kept = [
        e for e in s.look.editions(season.edition.year, season.edition.year) if e.year.campaign == season.campaign.name
    ]
    year = season.edition.year
    deeds = []
    if not kept:  # the days that people heard of are kept too, so that they can be told what changed
        run = season.run
        first = (run.start, run.peak, run.end, season.results)
        deeds.append(MoveCampaign(season.campaign.name, year, 1, first, season.edition.source, "pack"))
    days = (start, peak, end, results)
    deeds.append(MoveCampaign(season.campaign.name, year, max(1, len(kept)) + 1, days, parts[5], s.member.id))
    calm = s.with_state(s.state.but(awaiting=""))
    said = t("campaigns.done", label=s.label(season.campaign), span=f"{span(start, end)}/{end.year}")
    return calm.turn(Reply(capital(said)), *deeds)


def _day(found: re.Match[str], today: date) -> date | None:
    try:
        return date(int(found[3] or today.year), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"
