"""From a reviewed draft to a stored report and its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from handlers.case import Case, span
from handlers.situation import Reply, Situation, Turn
from programme.activities import activities, joint_units, photos
from programme.campaigns import at_or_after
from programme.nouns import Activity, Choice, FileReport, Report, ReviseReport, StoredMedium
from programme.vietnamese import thousands
from reports.totals import Total, totals


def cadence(s: Situation, unit: str) -> str:
    return s.programme.unit_kinds[s.programme.units[unit].kind].cadence


def period_of(s: Situation, unit: str, day: date) -> str:
    return s.programme.regime.period_of(day, cadence(s, unit))


def window(s: Situation, unit: str, period: str) -> date:
    """The last day on which a report of this period may be sent or mended by its sender."""
    kind = s.programme.unit_kinds[s.programme.units[unit].kind]
    return s.programme.regime.due(period, kind.due_days)


def period_name(s: Situation, period: str) -> str:
    """`tháng 6 (1–30/6)`: a period never goes without its dates."""
    first, last = s.programme.regime.span(period)
    year, _, part = period.partition("-")
    key = "month" if part.isdigit() else {"W": "week", "Q": "quarter", "H": "half", "": "year"}[part[:1]]
    number = int(part.lstrip("WQH") or 0)
    key = f"half_{number}" if key == "half" else key
    return s.texts(f"period.{key}", number=number, year=year, span=span(first, last))


def period_words(case: Case, ref: str) -> str:
    day = case.companion(ref, "to") or case.instance.value(ref)
    return period_name(case.s, period_of(case.s, case.draft.unit, date.fromisoformat(day)))


def is_late(case: Case) -> bool:
    """Whether the window of the activity's period is over, so that a coordinator has to agree."""
    day = case.instance.value("/data/date") if "/data/date" in case.form.parts else ""
    if not day or case.draft.mends:
        return False
    last = case.companion("/data/date", "to") or day
    period = period_of(case.s, case.draft.unit, date.fromisoformat(last))
    return case.s.today > window(case.s, case.draft.unit, period)


def lateness(case: Case) -> str:
    """What is said above the buttons when the report will be a supplementary one."""
    if not is_late(case):
        return ""
    return case.s.texts("review.supplementary", date=case.shown("/data/date"))


def send(case: Case) -> Turn:
    """Files the draft, or saves what was mended; asks first for what the form still wants."""
    from handlers import conversation

    missing = [ref for ref, _, _ in case.instance.faults()]
    if missing:
        refs = [n.ref for n in case.asks() if n.ref in missing] or missing
        case.save(at=refs[0], todo=tuple(refs[1:]), editing=True)
        return conversation.wait(case, trouble=case.s.texts("error.missing"))
    return _mended(case) if case.draft.mends else _filed(case)


def report_of(case: Case, code: str) -> Report:
    s, record = case.s, case.instance.record()
    done = activities(record)
    day = max(a.day for a in done) if done else s.today
    names = photos(record)
    return Report(
        code=code,
        form=case.form.id,
        version=case.form.version,
        unit=case.draft.unit,
        joint_units=joint_units(record),
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        state="late" if is_late(case) else "filed",
        period=period_of(s, case.draft.unit, day),
        filed_at=s.now,
        activities=done,
        answers=record,
        media=tuple(StoredMedium(name) for name in names),
    )


def _filed(case: Case) -> Turn:
    s = case.s
    report = report_of(case, s.look.fresh_code())
    latest = dict(list(s.state.filed.items())[-9:]) | {str(case.draft.number): report.code}
    state = s.state.but(draft=None, asked=(), filed=latest)
    return told(s, state, receipt(s, report), FileReport(report))


def _mended(case: Case) -> Turn:
    """The report with its new answers; everything that was is kept as a revision by the store."""
    s, old = case.s, case.s.look.report(case.draft.mends)
    state = s.state.but(draft=None, asked=())
    if old is None or not may_mend(s, old):
        return Turn(state, (Reply(s.texts("sent.closed", code=case.draft.mends)),))
    new = report_of(case, old.code)
    report = replace(
        new,
        member=old.member,
        entered_by=old.entered_by,
        channel=old.channel,
        state="filed" if old.state == "returned" else old.state,
        filed_at=old.filed_at,
        revision=old.revision + 1,
    )
    if report.answers == old.answers:
        return Turn(state, (Reply(s.texts("sent.unchanged", code=old.code)),))
    deed = ReviseReport(report, by=s.member.id)
    return told(s, state, receipt(s, report, head="receipt.mended", before=old), deed)


def told(s: Situation, state, reply: Reply, deed) -> Turn:
    """A receipt is a prompt too: its choices may be answered by number until the next question."""
    asked = tuple((c.value, c.label) for c in reply.choices)
    return Turn(state.but(asked=asked), (reply,), (deed,))


def may_mend(s: Situation, report: Report) -> bool:
    """A member mends their own, a leader their unit's, a coordinator their subtree's; until the window closes."""
    if report.state not in ("filed", "late", "returned"):
        return False
    role = s.role_in(report.unit)
    own = report.member == s.member.id or report.entered_by == s.member.id
    if not (role in ("leader", "coordinator", "admin") or (own and role)):
        return False
    return report.state == "late" or s.today <= window(s, report.unit, report.period)


# --- in words -------------------------------------------------------------------------------------------------------


def figure_words(s: Situation, name: str, total: Total) -> str:
    """`45 lượt người`, `trên 900 lượt người`."""
    kind, figure = name.split(".")
    key = f"figure.{kind}.{figure}"
    return s.texts(key if key in s.texts else f"figure.{figure}", n=_shown(s, total))


def _shown(s: Situation, total: Total) -> str:
    shown = thousands(total.value)
    return s.texts(f"bound.{total.bound}", n=shown) if total.bound else shown


RATIOS = {
    "commitment": "signed",
    "labour_registration": "signed",
    "clean_unit": "clean",
    "inspection": "establishments",
}
"""Kinds whose figure is a part of their `total`: said as n/m."""


def sums_words(s: Situation, sums: Mapping[str, Total]) -> str:
    """`1 buổi, 45 lượt người`; with each kind named where there are several: `truyền thông: …; tư vấn: …`."""
    by_kind: dict[str, list[str]] = {}
    for name, total in sums.items():
        kind, figure = name.split(".")
        whole = sums.get(f"{kind}.total")
        if figure == "total" and f"{kind}.{RATIOS.get(kind)}" in sums:
            continue
        if whole and figure == RATIOS.get(kind):
            words = s.texts(f"ratio.{kind}", n=_shown(s, total), m=_shown(s, whole))
        else:
            words = figure_words(s, name, total)
        by_kind.setdefault(kind, []).append(words)
    if len(by_kind) == 1:
        return ", ".join(next(iter(by_kind.values())))
    return "; ".join(f"{s.texts(f'kind.{kind}')}: {', '.join(words)}" for kind, words in by_kind.items())


def in_words(s: Situation, done: Iterable[Activity]) -> str:
    """`truyền thông ma túy 15/6, 1 buổi, 45 lượt người; 60 tờ rơi`: what was done, without names."""
    parts, first = [], True
    for act in done:
        sums = totals([act])
        figures = sums_words(s, sums)
        if first:
            topics = s.texts("list.and").join(s.texts(f"topic.{topic}") for topic in act.topics)
            day = span(act.date, act.date_to) if act.date_to else f"{act.date.day}/{act.date.month}"
            parts.append(s.texts("receipt.activity", kind=s.texts(f"kind.{act.kind}"), topics=topics, day=day))
            if act.place:
                parts.append(act.place)
            first = False
        else:
            figures = s.texts("receipt.with", kind=s.texts(f"kind.{act.kind}"), figures=figures)
        parts.append(figures)
    return ", ".join(parts)


def running(s: Situation, unit: str, period: str, plus: Iterable[Activity] = (), minus: str = "") -> str:
    """The unit's totals of a period, with the activities about to be stored and without the report `minus`."""
    first, last = s.programme.regime.span(period)
    rows = [row for row in s.look.activities((unit,), first, last) if row.report != minus]
    rows += [act for act in plus if first <= act.day <= last]
    sums = totals(rows)
    return sums_words(s, {name: total for name, total in sums.items() if total.value})


def sum_lines(s: Situation, rows) -> list[str]:
    """A line a kind, then the sessions of each topic, for a list of stored activities."""
    rows, lines = list(rows), []
    for kind in dict.fromkeys(row.kind for row in rows):
        sums = totals(row for row in rows if row.kind == kind)
        lines.append(s.texts("figures.kind", kind=capital(s.texts(f"kind.{kind}")), sums=sums_words(s, sums)))
    return lines


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def receipt(s: Situation, report: Report, head: str = "receipt.head", before: Report | None = None) -> Reply:
    t, unit = s.texts, s.programme.units[report.unit]
    lines = [t(head, code=report.code), f"{unit.name}: {in_words(s, report.activities)}."]
    for code in report.joint_units:
        lines.append(t("receipt.joint", unit=s.programme.units[code].name))
    if names := len(report.media):
        lines.append(t("receipt.photos", count=names))
    if report.state == "late":
        lines.append(t("receipt.late"))
    else:
        sums = running(s, report.unit, report.period, report.activities, minus=before.code if before else "")
        lines.append(t("receipt.running", period=period_name(s, report.period), sums=sums))
        if line := _campaign(s, report):
            lines.append(line)
        lines.append(t("receipt.until", date=_dm(window(s, report.unit, report.period))))
    lines.append(t("receipt.thanks"))
    choices = (
        Choice(f"r:mend:{report.code}", t("receipt.mend")),
        Choice("m:report", t("receipt.another")),
        Choice(f"r:copy:{report.code}", t("receipt.copy")),
    )
    return Reply("\n".join(lines), choices)


def _campaign(s: Situation, report: Report) -> str:
    for campaign in s.programme.campaigns:
        run = at_or_after(campaign, s.today)
        if run.start <= s.today and any(campaign.topic in a.topics for a in report.activities):
            return s.texts("receipt.campaign", label=s.label(campaign), days=(run.end - s.today).days)
    return ""


def copy(s: Situation, report: Report) -> str:
    """Plain words to paste into the team's group: no code, no person's name."""
    unit = s.programme.units[report.unit].name
    return s.texts("receipt.group", unit=unit, what=in_words(s, report.activities))


def _dm(day: date) -> str:
    return f"{day.day:02}/{day.month}"
