"""Two reports that may tell of one event: one is kept, or both count."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Acting, Context, Decision
from handlers.wording.activity_words import report_words
from programme.domain.approvals import Matter
from programme.domain.effects import Effect
from programme.domain.effects.approvals import DecideMatter
from programme.domain.effects.messages import Tell
from programme.domain.effects.reports import MergeReport, ReviseReport
from programme.domain.model import COUNTED, Report


def choices(s: Context, matter: Matter) -> tuple[tuple[str, str], ...]:
    """What to press → its words."""
    t = s.texts
    return (
        ("first", t("merge.keep", code=matter.report)),
        ("second", t("merge.keep", code=matter.other)),
        ("both", t("check.same_no")),
    )


def facts(s: Context, matter: Matter, report: Report) -> list[str]:
    """Both reports, and where they come from different units what keeping one will mean."""
    other = s.reports.get(matter.other)
    if s.traits.plain and other is not None:
        return [brief(s, report, other)]
    told = [told_by(s, each) for each in (report, other) if each is not None]
    if other is not None and other.unit != report.unit:
        told.append(s.texts("merge.joint"))
    if matter.why:
        told.append(s.texts("merge.differ"))
    return told


def told_by(s: Context, report: Report) -> str:
    """`K7P2 · Đội CTXHTN Hà Tu · Lan, 15/6 19:30: truyền thông ma túy 15/6, 1 buổi, 45 lượt người`."""
    at, sender = report.filed_at.astimezone(s.zone), s.people.get(report.member)
    return s.texts(
        "matter.told",
        code=report.code,
        unit=s.unit_name(report.unit) if report.unit in s.programme.units else report.unit,
        who=(sender and sender.name) or s.texts("check.someone"),
        at=f"{at.day}/{at.month} {at:%H:%M}",
        what=report_words(s, report) if report.activities else s.texts("sent.nil"),
    )


def brief(s: Context, one: Report, two: Report) -> str:
    """Both on one segment: what they tell once, and where and by whom."""
    each = []
    for report in (one, two):
        sender, places = s.people.get(report.member), [a.place for a in report.activities if a.place]
        who = (sender and sender.name) or s.texts("check.someone")
        each.append(
            " ".join([report.code, *([s.unit_name(report.unit)] if one.unit != two.unit else []), who, *places[:1]])
        )
    what = report_words(s, one, [replace(a, place="") for a in one.activities[:1]])
    return s.texts("merge.brief", one=each[0], two=each[1], what=what)


def decide(s: Acting, matter: Matter, report: Report, verb: str) -> Decision | None:
    """Both count, or one is kept (`first`, `second`); None for what is nothing to press here."""
    t, other = s.texts, s.reports.get(matter.other)
    if verb == "both":
        closed = DecideMatter(matter.id, "refused", s.member.id, "both count")
        return Decision(t("merge.both", one=matter.report, two=matter.other), (closed,))
    if verb not in ("first", "second") or other is None or not {other.state, report.state} <= set(COUNTED):
        return None
    kept, gone = (report, other) if verb == "first" else (other, report)
    effects: list[Effect] = [DecideMatter(matter.id, "agreed", s.member.id, f"kept {kept.code}")]
    if joint := _organisers(kept, gone):
        effects.append(ReviseReport(joint, s.member.id, f"merged with {gone.code}"))
    effects += [MergeReport(gone.code, kept.code, s.member.id), *_told(s, kept, gone)]
    return Decision(t("merge.merged", kept=kept.code, gone=gone.code), tuple(effects))


def _organisers(kept: Report, gone: Report) -> Report | None:
    """The report that is kept, of an event that both units held: so the other has reported too."""
    units = tuple(dict.fromkeys((*kept.joint_units, gone.unit, *gone.joint_units)))
    units = tuple(unit for unit in units if unit != kept.unit)
    if units == kept.joint_units:
        return None
    answers = {**kept.answers, "joint_units": " ".join(units)}
    return replace(kept, joint_units=units, answers=answers, revision=kept.revision + 1)


def _told(s: Acting, kept: Report, gone: Report) -> list[Tell]:
    """Whose report counts no more hears of it."""
    sender = s.people.get(gone.member)
    if sender is None or sender.id == s.member.id:
        return []
    t = s.speaks_to(sender)
    text = t("told.merged", gone=gone.code, kept=kept.code, unit=s.unit_name(kept.unit), who=s.member.name)
    brief = t("told.merged_brief", gone=gone.code, kept=kept.code)
    return [Tell(sender.id, text, f"merged:{gone.code}", (), s.by_day(), brief)]
