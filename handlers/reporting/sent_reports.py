"""What was sent: seen, mended one answer at a time, withdrawn, copied for the group."""

from __future__ import annotations

from dataclasses import replace

from handlers.approvals import correction_request, outlier, raise_matters
from handlers.context import Context, Reply, Turn
from handlers.reporting import history, submit
from handlers.reporting.draft_session import Case
from handlers.reporting.stops import wait
from handlers.state import Draft
from handlers.wording.activity_words import in_words, period_name
from programme.domain.approvals import DecideMatter, late_id
from programme.domain.effects import ReviseReport, Tell, WithdrawReport
from programme.domain.messages import Choice
from programme.domain.model import Report
from programme.xlsform.restore import restore

LISTED = 8
APPROVED = "approved"


def listed(s: Context) -> Turn:
    """The last reports that the member sent, newest first; each opens."""
    t = s.texts
    reports = s.reports.sent_by(s.member.id, limit=LISTED)
    if not reports:
        return s.turn(Reply(t("sent.none"), (Choice("m:report", t("menu.report")),)))
    choices = tuple(Choice(f"r:show:{r.code}", _line(s, r)) for r in reports)
    return s.turn(Reply(t("sent.list"), choices, prompt=True))


def subtree(s: Context) -> set[str]:
    """The units that the member coordinates, on any day: those of today's tree below their posts."""
    above = [p.unit for p in s.posts if p.role in ("coordinator", "admin")]
    return {code for unit in above for code in s.programme.units.subtree(unit, s.today)}


def act(s: Context, verb: str, code: str) -> Turn:
    """One report, asked for by a button or by its code; whoever may not see it is told so."""
    t, report = s.texts, s.reports.get(code)
    if report is None or not may_see(s, report):
        return s.turn(Reply(t("sent.unknown", code=code)))
    if verb == "show":
        return show(s, report)
    if verb == "copy":
        return s.turn(Reply(submit.copy(s, report)))
    if verb == "mend":
        return mend(s, report)
    if verb == "withdraw":
        return _ask_withdraw(s, report)
    if verb == "withdrawn":
        return _withdraw(s, report)
    if verb in ("approve", "refuse"):
        return _decide(s, report, verb)
    return s.turn(Reply(t("sent.unknown", code=code)))


def may_see(s: Context, report: Report) -> bool:
    return s.may("reports", report)


def show(s: Context, report: Report) -> Turn:
    t = s.texts
    what = _what(s, report)
    lines = [
        t("sent.head", code=report.code, unit=s.unit_name(report.unit)),
        what,
        t("sent.period", period=period_name(s, report.period)),
        t(f"state.{report.state}"),
    ]
    if report.merged_into:
        lines.append(t("sent.merged", code=report.merged_into))
    if mended := len([r for r in report.revisions if r.why != APPROVED]):
        lines.append(t("sent.revisions", count=mended))
    lines += history.after_close(s, report)
    choices = outlier.answers(s, report)
    if submit.may_mend(s, report):
        if not report.nil:
            choices.append(Choice(f"r:mend:{report.code}", t("receipt.mend")))
        choices.append(Choice(f"r:withdraw:{report.code}", t("sent.withdraw")))
        if s.today <= submit.window(s, report.unit, report.period):
            lines.append(t("receipt.until", date=_dm(submit.window(s, report.unit, report.period))))
    elif correction_request.may_ask(s, report):
        lines.append(t("sent.closed", code=report.code))
        choices.append(Choice(f"r:mend:{report.code}", t("request.mend")))
        choices.append(Choice("m:report", t("sent.supplement")))
    elif report.state == "filed":
        lines.append(t("sent.over", code=report.code))
        choices.append(Choice("m:report", t("sent.supplement")))
    if report.state == "late" and s.may("approve", report.unit):
        choices += [
            Choice(f"r:approve:{report.code}", t("waiting.approve")),
            Choice(f"r:refuse:{report.code}", t("waiting.refuse")),
        ]
    if report.activities:
        choices.append(Choice(f"r:copy:{report.code}", t("receipt.copy")))
    return s.turn(Reply("\n".join(lines), tuple(choices), prompt=True))


def mend(s: Context, report: Report) -> Turn:
    """Opens the report over its form at the list of its answers."""
    t = s.texts
    asks = correction_request.may_ask(s, report)
    if report.nil or not (asks or submit.may_mend(s, report)):
        return s.turn(Reply(t("sent.over", code=report.code), (Choice("m:report", t("sent.supplement")),)))
    if s.state.draft and not s.state.draft.mends:
        return s.turn(Reply(t("sent.draft_first"), (Choice("m:resume", t("menu.resume")),), prompt=True))
    form = s.form(report.form, report.version)
    if form is None or form.version != report.version:
        return s.turn(Reply(t("sent.other_form", code=report.code)))
    number = s.state.drafts + 1
    saved = restore(form, report.answers)
    draft = Draft(
        number, report.form, form.version, report.unit, saved=saved, mends=report.code, walked=True, editing=True
    ).but(asks=asks)
    state = s.state.but(draft=draft, drafts=number)
    said = (t("request.begins", date=_dm(submit.window(s, report.unit, report.period))),) if asks else ()
    return wait(Case(s.with_state(state), draft), *said)


def _ask_withdraw(s: Context, report: Report) -> Turn:
    t = s.texts
    if not submit.may_mend(s, report):
        return s.turn(Reply(t("sent.over", code=report.code)))
    choices = (
        Choice(f"r:withdrawn:{report.code}", t("sent.withdraw_yes")),
        Choice(f"r:show:{report.code}", t("word.no")),
    )
    return s.turn(Reply(t("sent.withdraw_ask", code=report.code), choices, prompt=True))


def _withdraw(s: Context, report: Report) -> Turn:
    t = s.texts
    if not submit.may_mend(s, report):
        return s.turn(Reply(t("sent.over", code=report.code)))
    effect = WithdrawReport(report.code, by=s.member.id, why="withdrawn by its sender")
    return s.turn(Reply(t("sent.withdrawn", code=report.code)), effect)


def _decide(s: Context, report: Report, verb: str) -> Turn:
    """A coordinator agrees to a supplementary report, or sends it back."""
    t = s.texts
    if report.state != "late" or not s.may("approve", report.unit):
        return s.turn(Reply(t("waiting.gone", code=report.code)))
    if verb == "approve":
        new = replace(report, state="approved", revision=report.revision + 1)
        effects = (ReviseReport(new, s.member.id, APPROVED), *raise_matters.alike(s, new))
        said = Reply(t("waiting.approved", code=report.code))
        return s.turn(said, *_decided(s, report, "agreed"), *effects, *_told(s, report, "told.approved"))
    effect = WithdrawReport(report.code, by=s.member.id, why="refused by a coordinator")
    said = Reply(t("waiting.refused", code=report.code))
    return s.turn(said, *_decided(s, report, "refused"), effect, *_told(s, report, "told.refused"))


def _decided(s: Context, report: Report, state: str) -> list[DecideMatter]:
    waits = s.approvals.get(late_id(report.code))
    return [DecideMatter(waits.id, state, s.member.id)] if waits and waits.state == "open" else []


def _told(s: Context, report: Report, key: str) -> list[Tell]:
    """What the sender of a report hears when a coordinator has decided about it."""
    sender = s.people.get(report.member)
    if sender is None or sender.id == s.member.id:
        return []
    text = s.speaks_to(sender)(key, code=report.code, unit=s.unit_name(report.unit))
    choices = (Choice(f"r:show:{report.code}", s.speaks_to(sender)("told.open")),)
    return [Tell(sender.id, text, f"{key}:{report.code}:{report.revision}", choices, s.by_day())]


def _what(s: Context, report: Report) -> str:
    """What a report tells: its activities, that there were none, or which form was filled."""
    if report.activities:
        return in_words(s, report.activities)
    return s.texts("sent.nil") if report.nil else s.texts("form.sent", title=submit.title(s, report))


def _line(s: Context, report: Report) -> str:
    what = in_words(s, report.activities[:1]) if report.activities else _what(s, report)
    mark = "" if report.state == "filed" else f" ({s.texts(f'state.{report.state}')})"
    return f"{report.code}: {what}{mark}"


def _dm(day) -> str:
    return f"{day.day:02}/{day.month}"
