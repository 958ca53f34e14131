"""A reminder in words: for a chat, and for an SMS of one segment without diacritics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from programme.domain.buttons.campaigns import (
    Calendar,
    Materials,
    NothingDone,
    NothingToday,
    RemindMeAgain,
    ResultsComplete,
)
from programme.domain.buttons.figures import NudgeUnits, SilentUnits
from programme.domain.buttons.reporting import NewReportFor, NothingToReport
from programme.domain.messages import Choice
from programme.domain.seasons import goal_of
from programme.domain.sms_segments import segments
from programme.language.texts import Texts
from programme.language.vietnamese import plain, thousands
from reminders.facts import Progress
from reminders.items import Item
from reminders.roster import Roster
from reports.totals import Total

if TYPE_CHECKING:
    from programme.domain.programme import Programme

SAID = ("sessions", "participants", "leaflets", "persons")
"""The figures that a running total names."""
LISTED, LISTED_SMS = 15, 3
MOST_BUTTONS, BUTTON = 6, 60
SMS = 160
UNSENDABLE = str.maketrans({c: " " for c in "%#&[]{}\\<@"})
"""What an SMS reseller does not pass."""


class Words:
    """What is said in one language on one day."""

    def __init__(self, roster: Roster, texts: Texts):
        self.roster, self.t, self.today = roster, texts, roster.today
        self.programme: Programme = roster.programme
        self.tail = plain(texts.tail)  # the number to answer to, where the sender is but a name
        self._brief: dict[str, str] = {}

    # --- a message

    def chat(self, items: Sequence[Item]) -> str:
        """Who writes to which unit, then each thing in a paragraph of its own."""
        units = ", ".join(dict.fromkeys(self.name(item.unit) for item in items))
        head = self.t("remind.head", issuer=self.programme.issuer, units=units)
        return "\n\n".join([head, *dict.fromkeys(self.paragraph(item) for item in items)])

    def sms(self, items: Sequence[Item]) -> str:
        """One segment: the first thing in full, or several in a few words each."""
        if len(items) == 1:
            return self.fit(lambda name: self._line(items[0], name), items[0].unit)
        most = len(items)
        while most:
            rest = len(items) - most
            said = dict.fromkeys(self.short(item) for item in items[:most])
            shorts = "; ".join(f"{n}) {short}" for n, short in enumerate(said, 1))
            more = self.t("remind.sms.more", count=rest) if rest else ""
            text = _sendable(self.t("remind.sms.several", shorts=shorts, more=more)) + self.tail
            if segments(text) <= 1:
                return text
            most -= 1
        return self.fit(lambda name: self._line(items[0], name), items[0].unit)

    def choices(self, items: Sequence[Item]) -> tuple[Choice, ...]:
        """The buttons of all, each once; those of the same words say which unit and what they are for."""
        found: dict[str, tuple[Item, Choice]] = {}
        for item in items:
            for choice in self.buttons(item):
                found.setdefault(choice.value, (item, choice))
        alike: dict[str, list[Item]] = defaultdict(list)
        for item, choice in found.values():
            alike[choice.label].append(item)
        return tuple(self._told_apart(*each, alike[each[1].label]) for each in found.values())[:MOST_BUTTONS]

    def _told_apart(self, item: Item, choice: Choice, alike: Sequence[Item]) -> Choice:
        if len(alike) == 1:
            return choice
        about = [self.brief(item.unit)] if len({other.unit for other in alike}) > 1 else []
        if len({other.occasion.key for other in alike}) > 1:
            about.append(self._thing(item))
        label = f"{choice.label}: {', '.join(about)}"
        return Choice(choice.value, label if len(label) <= BUTTON else f"{label[:BUTTON].rpartition(' ')[0]}…")

    def _thing(self, item: Item) -> str:
        """What an item is about, in two or three words: a campaign, a period, a deadline."""
        o = item.occasion
        if o.season is not None:
            return self.label(o.season.campaign)
        return self.period(o.period).partition(" (")[0] if o.name == "report" else self.label(o.deadline)

    # --- one thing

    def paragraph(self, item: Item) -> str:
        o, t = item.occasion, self.t
        if o.season is not None:
            return "\n".join(filter(None, self._campaign(item)))
        due = _dm(o.due or self.today)
        if item.units:
            names = [f"• {self.name(unit)}{self._empty(unit)}" for unit in item.units[:LISTED]]
            if left := len(item.units) - LISTED:
                names += [t("remind.more", count=left)] if left > 0 else []
            head = t("remind.list", period=self.period(o.period), due=due, count=len(item.units))
            return "\n".join([head, *names])
        if o.name != "report":
            label = self.label(o.deadline)
            return t(
                f"remind.deadline.{self._when(o.due)}", unit=self.name(item.unit), label=label, **self._days(o.due)
            )
        said = t(
            f"remind.due.{self._when(o.due)}",
            unit=self.name(item.unit),
            period=self.period(o.period),
            **self._days(o.due),
        )
        if item.by:
            own = item.by == item.unit  # their own leader
            return t("remind.by_leader", said=said) if own else t("remind.by_hand", who=self.name(item.by), said=said)
        if o.step == "leader" and "member" in self.roster.reporters(item.unit):
            return f"{said} {t('remind.leader')}"
        return said

    def _campaign(self, item: Item) -> list[str]:
        o, t, season = item.occasion, self.t, item.occasion.season
        run, label, unit = season.run, self.label(season.campaign), self.name(item.unit)
        words = self.programme.agenda.wording(o.name)
        theme = self.label(season.edition, "")
        note = words.note_en if t.language == "en" and words.note_en else words.note_vi
        aside = [t("remind.theme", theme=theme) if theme else "", note]
        done = self.roster.facts.of(season.name, item.unit)
        left = (run.end - self.today).days
        days = {"label": label, "span": _span(run.start, run.end)}
        kind = _kind(o.phase)
        if kind == "before":
            when = t("remind.before", days=(run.start - self.today).days, **days)
            return [when, *aside, t("remind.goal", unit=unit, goal=goal_of(self.programme, season.campaign))]
        if kind == "gone":
            said = t("remind.gone", **days)
            return [said, t("remind.by_order", source=season.edition.source) if season.edition.source else ""]
        if kind == "moved":
            before = _span(o.before.run.start, o.before.run.end) if o.before else ""
            said = t("remind.moved", before=before, peak=_dm(run.peak), **days)
            return [said, t("remind.by_order", source=season.edition.source) if season.edition.source else ""]
        if kind == "peak":
            day = (words.day_en if t.language == "en" else words.day_vi) or label
            so_far = t("remind.so_far", start=_dm(run.start), unit=unit, sums=self.sums(done)) if done.count else ""
            return [t("remind.peak", day=_dm(run.peak), name=day), note, so_far, t("remind.peak_ask")]
        if kind == "results":
            due = _dm(season.results)
            said = t(f"remind.results.{self._when(season.results)}", label=label, **self._days(season.results))
            if o.deadline is not None:
                said = t("remind.results_year", due=due, label=label, year=season.results.year)
                done = self.roster.facts.of(str(season.results.year), item.unit)
            has = t("remind.results_has", unit=unit, sums=self.sums(done)) if done.count else ""
            return [said, has or t("remind.results_none", unit=unit)]
        so_far = t("remind.progress", unit=unit, count=done.count, goal=goal_of(self.programme, season.campaign))
        if kind == "start":
            key = "remind.start" if self.today <= run.start else "remind.running"
            return [t(key, left=left, **days), *aside, so_far]
        return [t("remind.last_week" if kind == "last-week" else "remind.running", left=left, **days), note, so_far]

    def buttons(self, item: Item) -> list[Choice]:
        o, t, unit = item.occasion, self.t, item.unit
        report = NewReportFor(unit).labelled(t("remind.button.report"))
        if o.season is not None:
            season, kind = o.season, _kind(o.phase)
            about = (season.name, unit)
            calendar = Calendar().labelled(t("remind.button.calendar"))
            material = [Materials(season.name).labelled(t("remind.button.material"))]
            if kind == "before":
                again = season.run.start
                button = RemindMeAgain(*about, f"{again:%m%d}").labelled(t("remind.button.again", day=_dm(again)))
                return [*material, calendar, *([button] if (again - self.today).days > 1 else [])]
            if kind in ("moved", "gone"):
                return [calendar]
            if kind == "results":
                done = self.roster.facts.of(season.name, unit).count
                enough = ResultsComplete(*about).labelled(t("remind.button.enough"))
                none = NothingDone(*about).labelled(t("remind.button.none"))
                more = Choice(report.value, t("remind.button.more"))
                return [enough, more] if done else [report, none]
            if kind == "peak":
                return [report, NothingToday(*about).labelled(t("remind.button.today_none"))]
            return [report, *material, calendar]
        if item.units:
            return [
                NudgeUnits().labelled(t("remind.button.nudge_all")),
                SilentUnits().labelled(t("menu.silent")),
            ]
        if o.name != "report":
            return [report, ResultsComplete(f"{o.name}.{o.period}", unit).labelled(t("remind.button.done"))]
        none = NothingToReport(unit, o.period).labelled(t("remind.button.none"))
        if o.step == "leader":
            behalf = NewReportFor(unit).labelled(t("remind.button.behalf"))
            return [behalf, none, NudgeUnits(unit).labelled(t("remind.button.nudge"))]
        return [report, none]

    # --- as SMS

    def _line(self, item: Item, unit: str) -> str:
        """One thing for one SMS, the unit by this name."""
        o, t = item.occasion, self.t
        if o.season is not None:
            return self._campaign_line(item, unit)
        if item.units:
            names = ", ".join(self.brief(code) for code in item.units[:LISTED_SMS])
            left = len(item.units) - LISTED_SMS
            more = t("remind.sms.more", count=left) if left > 0 else ""
            count, period = len(item.units), self.period(o.period)
            return t("remind.sms.list", unit=unit, period=period, count=count, names=names, more=more)
        due = _dm(o.due or self.today)
        if o.name != "report":
            return t("remind.sms.deadline", unit=unit, label=self.label(o.deadline), due=due)
        return t("remind.sms.due", unit=unit, period=self.period(o.period), due=due)

    def _campaign_line(self, item: Item, unit: str) -> str:
        o, t, season = item.occasion, self.t, item.occasion.season
        run, kind = season.run, _kind(o.phase)
        done = self.roster.facts.of(season.name, item.unit)
        words = self.programme.agenda.wording(o.name)
        topic = t(f"remind.topic.{season.campaign.topic}")
        values = {
            "unit": unit,
            "label": self.label(season.campaign),
            "span": _span(run.start, run.end),
            "topic": topic,
            "sums": self.sums(done) if done.count else t("remind.sms.nothing"),
        }
        if kind == "before":
            return t(
                "remind.sms.before",
                days=(run.start - self.today).days,
                goal=goal_of(self.programme, season.campaign),
                **values,
            )
        if kind == "gone":
            return t("remind.sms.gone", source=season.edition.source or self.programme.issuer, **values)
        if kind == "moved":
            return t("remind.sms.moved", source=season.edition.source or self.programme.issuer, **values)
        if kind == "peak":
            day = (words.day_en if t.language == "en" else words.day_vi) or values["label"]
            return t("remind.sms.peak", day=_dm(run.peak), name=day, **values)
        if kind == "results":
            if o.deadline is not None:
                sums = self.sums(self.roster.facts.of(str(season.results.year), item.unit))
                values |= {"sums": sums or t("remind.sms.nothing")}
                return t("remind.sms.results_year", due=_dm(season.results), **values)
            key = "remind.sms.results" if done.count else "remind.sms.results_none"
            return t(key, due=_dm(season.results), **values)
        return t(
            "remind.sms.running",
            left=(run.end - self.today).days,
            count=done.count,
            goal=goal_of(self.programme, season.campaign),
            **values,
        )

    def short(self, item: Item) -> str:
        """A few words for a message that says several things."""
        o, t = item.occasion, self.t
        if item.units:
            return t("remind.short.list", count=len(item.units), due=_dm(o.due or self.today))
        unit = self.brief(item.unit)
        if o.season is not None:
            label, run = self.label(o.season.campaign), o.season.run
            kind = _kind(o.phase)
            if kind == "results":
                return t("remind.short.results", unit=unit, due=_dm(o.season.results))
            day = {"peak": run.peak, "before": run.start, "moved": run.start, "gone": run.start}.get(kind, run.end)
            return t("remind.short.campaign", label=label, day=_dm(day))
        due = _dm(o.due or self.today)
        if o.name != "report":
            return t("remind.short.deadline", label=self.label(o.deadline), due=due)
        return t("remind.short.due", unit=unit, due=due)

    def fit(self, say: Callable[[str], str], unit: str) -> str:
        """The line within one segment: the unit by its full name, a shorter one, or cut."""
        known = self.programme.units[unit]
        shorter = {alias for alias in known.aliases if len(alias) < len(known.name)}
        names = [known.name, *sorted(shorter, key=len, reverse=True)]
        for name in [*names, *(names[-1][:n] for n in range(len(names[-1]) - 1, 3, -1))]:
            text = _sendable(say(name.strip()))
            if segments(text + self.tail) <= 1:
                return text + self.tail
        room = SMS - len(self.tail)
        return (text[:room].rpartition(" ")[0] or text[:room]) + self.tail

    # --- names and numbers

    def name(self, unit: str) -> str:
        known = self.programme.units.get(unit)
        return known.name if known else unit

    def brief(self, unit: str) -> str:
        """The shortest name people use that is no other unit's."""
        if unit not in self._brief:
            known = self.programme.units.get(unit)
            names = sorted((known.name, *known.aliases), key=len) if known else [unit]
            find = self.programme.units.find
            own = (name for name in names if {u.code for u, _ in find(name, self.today)} == {unit})
            self._brief[unit] = next(own, names[-1])
        return self._brief[unit]

    def _empty(self, unit: str) -> str:
        return "" if self.roster.facts.staffed.get(unit) else f" ({self.t('remind.nobody')})"

    def label(self, named, default: str | None = None) -> str:
        return getattr(named, self.t.language, "") or named.vi or (default or "")

    def period(self, period: str) -> str:
        return period_name(self.programme, self.t, period)

    def sums(self, done: Progress) -> str:
        return sums(self.t, done.sums)

    def _when(self, due: date | None) -> str:
        left = ((due or self.today) - self.today).days
        return "today" if left == 0 else "left" if left > 0 else "over"

    def _days(self, due: date | None) -> dict[str, object]:
        due = due or self.today
        return {"days": abs((due - self.today).days), "due": _dm(due)}


def sums(t: Texts, totals: Mapping[str, Total]) -> str:
    """`2 buổi, trên 105 lượt người`, of the figures that are not zero."""
    parts = []
    for name in SAID:
        total = totals.get(name)
        if total and total.value:
            n = thousands(total.value)
            parts.append(t(f"figure.{name}", n=t(f"bound.{total.bound}", n=n) if total.bound else n))
    return ", ".join(parts)


def period_name(programme: Programme, t: Texts, period: str) -> str:
    """`tháng 6 (1–30/6)`: a period never goes without its dates."""
    first, last = programme.regime.span(period)
    year, _, part = period.partition("-")
    key = "month" if part.isdigit() else {"W": "week", "Q": "quarter", "H": "half", "": "year"}[part[:1]]
    number = int(part.lstrip("WQH") or 0)
    key = f"half_{number}" if key == "half" else key
    return t(f"period.{key}", number=number, year=year, span=_span(first, last))


def _sendable(text: str) -> str:
    return " ".join(plain(text).translate(UNSENDABLE).split())


def _kind(phase: str) -> str:
    """What a phase's words are of: `before-7` is of `before`."""
    return "last-week" if phase.startswith("last-week") else phase.partition("-")[0]


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"


def _span(first: date, last: date) -> str:
    """`1–30/6`, `10/11–10/12`, `28/12/2025–3/1/2026`."""
    if first.year != last.year:
        return f"{_dm(first)}/{first.year}–{_dm(last)}/{last.year}"
    if first.month != last.month:
        return f"{_dm(first)}–{_dm(last)}"
    return _dm(first) if first == last else f"{first.day}–{_dm(last)}"
