"""Campaigns and deadlines, for coordinators: what comes, by which document, what did not go out on its day; a campaign
moved or withdrawn by a line that names its document."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import ClassVar

from handlers.campaigns.seasons import coming, days_words, season_named
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.privacy import kept_words
from handlers.state import Prompt
from programme.domain.buttons.campaigns import AddCampaign, Campaigns, ConfirmCampaignChange
from programme.domain.buttons.menu import OpenMenu
from programme.domain.campaigns import Season
from programme.domain.effects.schedule import MoveCampaign
from programme.domain.seasons import campaigns_of, goal_of, kinds_of
from programme.language.words import alternatives
from reports.sums_in_words import capital, span

MISSED = timedelta(days=30)
LISTED = 8
DAYS = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
NUMBERED = re.compile(r"\s*(\d{1,2})\s+(?=\d)")
GONE = re.compile(rf"\s*{alternatives('campaign.withdraw', 'marked.campaign.withdraw')}\s+(\d{{1,2}})\b", re.I)
SOURCE = re.compile(rf"\b{alternatives('campaign.by')}\s+(.{{3,}})$", re.I | re.S)


class ChangeByLine(Prompt, frozen=True, tag="campaign_list"):
    """The list was shown: a line that begins with a number changes a campaign."""

    insists: ClassVar[bool] = False


class Change(Prompt, frozen=True, tag="campaign_change"):
    """New days of a campaign, or that it is withdrawn (`gone`), put to a coordinator once more before it holds."""

    insists: ClassVar[bool] = False
    id: str
    season: str
    source: str
    days: tuple[date, date, date, date] | None = None
    gone: bool = False


def campaigns(s: Context, button: Campaigns) -> Turn:
    """What comes, by which document, and what of the reminders did not go out on its day."""
    t, lines = s.texts, [s.texts("campaigns.head")]
    mine = False
    for number, season in enumerate(coming(s), 1):
        lines += list(_lines(s, number, season))
        mine = mine or may_change(s, season)
    lines += [*_deadlines(s), *_missed(s)]
    if mine:
        lines += ["", t("campaigns.how")]
    adds = within(s) is not None
    if adds and s.traits.plain:  # a choice would take the room of the list
        lines.append(t("campaigns.how_add"))
    choices = (AddCampaign().labelled(t("campaigns.add")),) if adds and not s.traits.plain else ()
    lines = [line for line in lines if line] if s.traits.plain else lines  # all of it by pages, no part left out
    reply = Reply("\n".join(lines), choices)
    return s.ask(ChangeByLine(), reply) if mine else s.turn(reply)


def _lines(s: Context, number: int, season: Season):
    t, run, campaign = s.texts, season.run, season.campaign
    days = days_words(run.start, run.end)
    values = {"label": s.label(campaign), "span": days, "peak": dm(run.peak), "results": dm(season.results)}
    yield t("campaigns.line", number=number, **values)
    source = season.edition.source or campaign.source
    if campaign.only is not None:
        whom = s.unit_name(campaign.within) if campaign.within in s.programme.units else t("campaigns.all_units")
        kinds = ", ".join(s.label(s.programme.unit_kinds[k]) for k in kinds_of(s.programme, campaign))
        whom = f"{whom} ({kinds})" if kinds else whom
        yield t("campaigns.added_for", source=source, whom=whom, goal=goal_of(s.programme, campaign))
    elif season.edition.revision > 1 and source:
        yield t("campaigns.moved", source=source)


def _deadlines(s: Context):
    for deadline in s.programme.agenda.deadlines:
        values = {"label": capital(s.label(deadline)), "source": deadline.source}
        if deadline.day is None:
            yield s.texts("campaigns.monthly", **values)
        else:
            month, day = deadline.day
            yield s.texts("campaigns.deadline", day=f"{day}/{month}", **values)


def _missed(s: Context) -> list[str]:
    """What became of the reminders that did not go out on their day, to the units below."""
    t = s.texts
    below = {code for p in s.posts for code in s.programme.units.subtree(p.unit, s.today)}
    found = s.schedule.missed(below, s.today - MISSED)
    if not found:
        return []
    groups: dict[tuple[date, str, str, str], int] = {}
    for one in found:
        about = one.day, one.name, one.phase, one.fate
        groups[about] = groups.get(about, 0) + 1
    lines = ["", t("campaigns.missed", count=len(found), days=MISSED.days)]
    for (day, name, phase, fate), count in sorted(groups.items(), reverse=True)[:LISTED]:
        what = t("campaigns.report") if name == "report" else label(s, f"{name}.{day.year}")
        values = {"day": dm(day), "what": what, "phase": phase_words(s, phase), "count": count}
        lines.append(t("campaigns.missed_line", fate=t(f"fate.{fate}"), **values))
    if left := len(groups) - LISTED:
        lines += [t("campaigns.missed_more", count=left)] if left > 0 else []
    return lines


def phase_words(s: Context, phase: str) -> str:
    """`before-7` as `7 ngày trước`; a step of the ladder by who was to hear."""
    kind, _, days = phase.partition("-")
    if kind == "before" and days.isdecimal():
        return s.texts("phase.before_days", days=days)
    key = f"phase.{phase.replace('-', '_') if phase in ('last-week', 'by-hand') else kind}"
    return s.texts(key) if key in s.texts else phase


def label(s: Acting, name: str) -> str:
    """The words for `drug-month.2027` or `plan.2027`."""
    if season := season_named(s, name):
        return s.label(season.campaign)
    own, _, year = name.rpartition(".")
    kept = s.schedule.campaign_days(int(year), int(year)) if year.isdecimal() else ()
    named = [*campaigns_of(s.programme, kept), *s.programme.agenda.deadlines]  # those withdrawn too
    return next((s.label(one) for one in named if one.name == own), name)


# --- who may ---------------------------------------------------------------------------------------------------------


def within(s: Acting) -> str | None:
    """Where the member may add campaigns: "" for everywhere, a unit for its subtree, None for nowhere."""
    if any(s.may("campaigns", unit) for unit in s.programme.units.roots(s.today)):
        return ""
    return next((p.unit for p in s.posts if p.unit in s.programme.units and s.may("own campaigns", p.unit)), None)


def may_change(s: Acting, season: Season) -> bool:
    """The province's are the province's to move; a ward's own, the ward's and the province's."""
    over = within(s)
    if over is None or over == "":
        return over == ""
    return bool(season.campaign.within) and season.campaign.within in s.programme.units.subtree(over, s.today)


# --- moved and withdrawn ---------------------------------------------------------------------------------------------


def line(s: Context, text: str, listed: bool = False) -> Turn | None:
    """`1 25/5-30/6 cao diem 26/6 theo CV 123/SYT`, or `RUT 1 theo CV 9`: put to the coordinator once more before it
    holds. None where the text is neither; after the list has been shown it need not be whole to be meant so."""
    if within(s) is None or not (listed or SOURCE.search(text)):
        return None
    gone = GONE.match(text)
    if not gone and not (len(DAYS.findall(text)) > 1 and (listed or NUMBERED.match(text))):
        return None
    if turn := kept_words.refused(s, ChangeByLine(), text):
        return turn
    return _withdrawal(s, int(gone[1]), text) if gone else _move(s, text)


def line_after_list(s: Context, prompt: ChangeByLine | Change, text: str) -> Turn:
    return line(s, text, listed=True) or s.ask_again(prompt, Reply(s.texts("campaigns.unread")))


def _move(s: Context, text: str) -> Turn:
    t, number = s.texts, NUMBERED.match(text)
    source = SOURCE.search(text)
    head = text[: source.start()] if source else text
    days = [day_of(found, s.today) for found in DAYS.finditer(head[number.end() :] if number else head)]
    season = _numbered(s, int(number[1])) if number else None
    if season is None or source is None or len(days) not in (2, 3) or None in days:
        return _unread(s)
    start, end, *rest = (day for day in days if day)
    peak = rest[0] if rest else min(max(season.run.peak, start), end)
    if not start <= peak <= end:
        return s.ask(ChangeByLine(), Reply(t("campaigns.order")))
    said = t(
        "campaigns.confirm",
        label=s.label(season.campaign),
        span=days_words(start, end),
        peak=dm(peak),
        before=span(season.run.start, season.run.end),
        source=source[1].strip(),
    )
    results = max(peak, season.results + (end - season.run.end))
    change = Change(s.fresh[:8], season.name, source[1].strip()[:200], (start, peak, end, results))
    return _put(s, said, t("campaigns.yes"), change)


def _withdrawal(s: Context, number: int, text: str) -> Turn:
    season, source = _numbered(s, number), SOURCE.search(text)
    if season is None or source is None:
        return _unread(s)
    days = days_words(season.run.start, season.run.end)
    said = s.texts("campaigns.confirm_gone", label=s.label(season.campaign), span=days, source=source[1].strip())
    change = Change(s.fresh[:8], season.name, source[1].strip()[:200], gone=True)
    return _put(s, said, s.texts("campaigns.yes_gone"), change)


def _numbered(s: Context, number: int) -> Season | None:
    """The campaign of that number in the list, if it is theirs to change."""
    known = coming(s)
    season = known[number - 1] if 1 <= number <= len(known) else None
    return season if season and may_change(s, season) else None


def _unread(s: Context) -> Turn:
    return s.ask(ChangeByLine(), Reply(s.texts("campaigns.unread")))


def _put(s: Context, said: str, yes: str, change: Change) -> Turn:
    """Asked once more; the button names what it agrees to."""
    choices = (ConfirmCampaignChange(change.id).labelled(yes), OpenMenu().labelled(s.texts("word.no")))
    return s.ask(change, Reply(said, choices))


def confirmed(s: Context, button: ConfirmCampaignChange) -> Turn:
    """The coordinator agreed to what was put to them."""
    prompt = s.state.prompt
    if not isinstance(prompt, Change) or prompt.id != button.change:
        return s.turn(Reply(s.texts("stale.gone")))
    return s.with_state(s.state.but(prompt=None)).decided(change(s, prompt))


def change(s: Acting, wanted: Change) -> Decision:
    """A campaign gets other days, or is not held that year."""
    t, season = s.texts, season_named(s, wanted.season)
    if season is None or not may_change(s, season):
        return Decision(t("stale.gone"), made=False)
    name, year, run = season.campaign.name, season.edition.year, season.run
    now = (run.start, run.peak, run.end, season.results)
    days = now if wanted.gone else wanted.days
    kept = [e for e in s.schedule.campaign_days(s.today.year - 1, s.today.year + 1) if e.year.campaign == name]
    kept = [e for e in kept if e.year.year == year]
    effects = []
    if not kept:  # the days that people heard of are kept too, so that they can be told what changed
        effects.append(MoveCampaign(name, year, 1, now, season.edition.source, "pack"))
    number = max(1, len(kept)) + 1
    effects.append(MoveCampaign(name, year, number, days, wanted.source, s.member.id, gone=wanted.gone))
    key = "campaigns.gone" if wanted.gone else "campaigns.done"
    said = t(key, label=s.label(season.campaign), span=days_words(days[0], days[2]))
    return Decision(capital(said), tuple(effects))


def day_of(found: re.Match[str], today: date) -> date | None:
    """A day without a year is of this one; None for one that is in no calendar."""
    try:
        return date(int(found[3] or today.year), int(found[2]), int(found[1]))
    except ValueError:
        return None


def dm(day: date) -> str:
    return f"{day.day}/{day.month}"


ROUTE = Route(
    "campaigns",
    buttons={Campaigns: campaigns, ConfirmCampaignChange: confirmed},
    prompts={ChangeByLine: line_after_list, Change: line_after_list},
    commands={"campaigns": lambda rest: Campaigns()},
    phrases=(line,),
    menu=(MenuEntry(Campaigns, lambda s: s.texts("menu.campaigns"), lambda s: Campaigns()),),
)
