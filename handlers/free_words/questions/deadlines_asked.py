"""Questions about days: until when a report is due, a deadline moved, the year's plans, a team's next session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from handlers.campaigns import campaign_list
from handlers.campaigns.seasons import coming, days_words
from handlers.context import Context, Reply, Turn
from handlers.figures.figure_reach import reach, reports
from handlers.free_words.questions.whom_to_ask import may, not_theirs, people_for
from handlers.reporting.report_periods import due_period
from handlers.understand.reader.reading import CAMPAIGN, Reading
from handlers.wording.activity_words import dated_period
from programme.domain.agenda import Deadline
from programme.domain.buttons.campaigns import Calendar, Campaigns
from programme.domain.buttons.figures import SilentUnits
from programme.domain.buttons.people import UnitMembers
from programme.language.vietnamese import fold
from reports.scope import whole
from reports.sums_in_words import capital, dmy

PLANS_LISTED = 20


def deadline(s: Context, text: str, reading: Reading) -> Turn:
    """Until when reports are due: of the period that is named, else of the one that is open; of a campaign its results,
    of what else units owe its day."""
    lines = [*_owed(s, text), *(_results(s, reading) if reading.period == CAMPAIGN else _reports(s, reading.period))]
    if not lines:
        return Turn(s.state, then=Calendar())
    return s.turn(Reply("\n".join(lines), (Calendar().labelled(s.texts("menu.calendar")),)))


def _reports(s: Context, period: str) -> Iterator[str]:
    """A line for each of the member's units; for whoever looks over many, one for units that owe alike."""
    t, regime, own = s.texts, s.programme.regime, s.own_units()
    many = len(reach(s)) > len(own)
    for code in () if many else own:
        asked = _own(s, code, period) or due_period(s, code)
        due = regime.due(asked, s.programme.kind_of(code).due_days)
        yield t("asked.due", unit=s.unit_name(code), period=dated_period(s, asked), date=dmy(due), left=_left(s, due))
    alike = Counter(
        (asked, regime.due(asked, s.programme.kind_of(code).due_days))
        for code in (reach(s) if many else ())
        if reports(s, code)
        for asked in [_own(s, code, period) or due_period(s, code)]
    )
    for (asked, due), count in sorted(alike.items(), key=lambda each: each[0][1]):
        yield t("asked.due_many", count=count, period=dated_period(s, asked), date=dmy(due), left=_left(s, due))


def _own(s: Context, code: str, period: str) -> str:
    """The last of the own periods of a unit in the one that is named; "" for none, or if it reports more seldom."""
    if not period:
        return ""
    first, last = s.programme.regime.span(period)
    own = s.programme.regime.period_of(last, s.programme.kind_of(code).cadence)
    return own if s.programme.regime.span(own)[0] >= first else ""


def _left(s: Context, due: date) -> str:
    days = (due - s.today).days
    key = "ahead" if days > 0 else "today" if days == 0 else "over"
    return s.texts(f"asked.left.{key}", days=abs(days))


def _results(s: Context, reading: Reading) -> Iterator[str]:
    """The campaigns that run or come, of the topic that is named, with the day that their results are due."""
    topics = reading.asked.topics
    seasons = [one for one in coming(s) if not topics or one.campaign.topic in topics]
    for one in sorted(seasons, key=lambda one: one.run.start)[: None if topics else 1]:
        days = days_words(one.run.start, one.run.end)
        yield s.texts("asked.results", label=capital(s.label(one.campaign)), span=days, date=dmy(one.results))


def _owed(s: Context, text: str) -> Iterator[str]:
    """What else is owed by a day, where the question names it: "kế hoạch năm"."""
    for each in s.programme.agenda.deadlines:
        if each.day is not None and _names(each, text):
            yield s.texts("asked.owed", label=capital(s.label(each)), day=f"{each.day[1]}/{each.day[0]}")


def _names(deadline: Deadline, text: str) -> bool:
    """By most of its words: "kế hoạch"."""
    words, said = fold(deadline.vi).split(), set(fold(text).split())
    return 2 * sum(word in said for word in words) > len(words)


def move(s: Context, text: str, reading: Reading) -> Turn:
    """A campaign's days are moved in its list, by who may; of a report's deadline it is said that it stays."""
    if campaign_list.within(s) is not None:
        return Turn(s.state, then=Campaigns(), lead=s.texts("asked.move"))
    due = list(_reports(s, reading.period if reading.period != CAMPAIGN else ""))
    return not_theirs(s, "own campaigns", *due, s.texts("asked.late"))


def plans(s: Context, text: str, reading: Reading) -> Turn:
    """Which units have neither reported the year's plan nor said that it is done."""
    t, owed = s.texts, [each for each in s.programme.agenda.deadlines if each.done_by == "plan" and each.day]
    if not may(s, "nudge"):
        return not_theirs(s, "nudge")
    if not owed:
        return s.turn(Reply(t("asked.no_plans"), (SilentUnits().labelled(t("menu.silent")),)))
    one, tree, year = owed[0], s.programme.units, int(reading.period[:4] or s.today.year)
    asked = [c for c in reach(s) if tree[c].exists_on(s.today) and tree[c].kind in one.unit_kinds]
    if not asked:
        return not_theirs(s, "ask")
    span = s.programme.regime.span(f"{year}")
    did = {g.unit for g in s.figures.groups(whole(s.programme, asked), [span], by_unit=True, kinds=("plan",))}
    did |= {unit for unit, name in s.schedule.settled() if name == f"{one.name}.{year}"}
    missing = sorted(tree[c].name for c in asked if c not in did)
    label = f"{s.label(one)} {year}"
    values = {"label": label, "date": f"{one.day[1]}/{one.day[0]}", "of": len(asked)}
    lines = [t("asked.plans", count=len(missing), **values), *(f"• {name}" for name in missing[:PLANS_LISTED])]
    if len(missing) > PLANS_LISTED:
        lines.append(t("remind.more", count=len(missing) - PLANS_LISTED))
    return s.turn(Reply("\n".join([*lines, t("asked.plans_seen")])))


def sessions(s: Context, text: str, reading: Reading) -> Turn:
    """Single sessions are not kept here: whom to ask, and what is kept."""
    t, calendar = s.texts, Calendar().labelled(s.texts("menu.calendar"))
    if may(s, "ask"):
        return s.turn(Reply(t("asked.sessions_below"), (UnitMembers().labelled(t("menu.units")), calendar)))
    whom = people_for(s, "people")
    return s.turn(Reply(t("asked.sessions", whom=whom) if whom else t("asked.sessions_here"), (calendar,)))
