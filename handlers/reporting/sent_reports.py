"""What was sent: seen, mended one answer at a time, withdrawn, copied for the group."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.approvals import correction_request, late_report, outlier
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.draft import conversation
from handlers.figures.figure_reach import reader
from handlers.pipeline.route import MenuEntry, Press, Route
from handlers.reporting import receipts
from handlers.reporting.report_periods import may_mend, window
from handlers.state import AtReview, Draft
from handlers.wording.activity_words import period_name, report_words
from programme.domain.approvals import AFTER_CLOSE, CORRECTION
from programme.domain.buttons.reporting import (
    ApproveLate,
    AskWithdrawal,
    ConfirmWithdrawal,
    CopyReport,
    MendReport,
    NewReport,
    RefuseLate,
    ResumeDraft,
    SentReports,
    ShowReport,
)
from programme.domain.effects.reports import WithdrawReport
from programme.domain.model import Report
from programme.language.vietnamese import fold
from programme.language.words import alternatives, words_for
from programme.xlsform.saved_answers import restore
from reports.shown_summary import shown_matters

LISTED = 8
NAMED = re.compile(rf"({alternatives('report.see', 'report.withdraw')})\s+([a-z0-9]{{4,6}})")


def show_list(s: Context, button: SentReports | None = None) -> Turn:
    """The last reports that the member sent, newest first; each opens."""
    t = s.texts
    reports = s.reports.sent_by(s.member.id, limit=LISTED)
    if not reports:
        return s.turn(Reply(t("sent.none"), (NewReport().labelled(t("menu.report")),)))
    choices = tuple(ShowReport(r.code).labelled(line_of(s, r)) for r in reports)
    return s.turn(Reply(t("sent.list"), choices, prompt=True))


def subtree(s: Context) -> set[str]:
    """The units that the member coordinates, on any day: those of today's tree below their posts."""
    above = [p.unit for p in s.posts if p.role in ("coordinator", "admin")]
    return {code for unit in above for code in s.programme.units.subtree(unit, s.today)}


def opened(then: Callable[[Context, Report], Turn]) -> Press:
    """What is done with the report of a button's code, by who may see it; others hear that there is none."""

    def press(s: Context, button: ShowReport | CopyReport | MendReport | AskWithdrawal | ConfirmWithdrawal) -> Turn:
        report = s.reports.get(button.code)
        if report is None or not may_see(s, report):
            return unknown(s, button.code)
        return then(s, report)

    return press


def unknown(s: Context, code: str) -> Turn:
    """That there is no such report among those that they may see, with the way to these."""
    return s.turn(
        Reply(s.texts("sent.unknown", code=code), (SentReports().labelled(s.texts("menu.sent")),), prompt=True)
    )


def over(s: Acting, report: Report) -> str:
    """Why a report can't be changed any more."""
    if report.merged_into:
        return s.texts("sent.merged", code=report.merged_into)
    return s.texts("sent.gone" if report.state == "withdrawn" else "sent.over", code=report.code)


def by_words(s: Context, text: str) -> Turn | None:
    """`XEM K7P2` and `HUY K7P2`; who pays for each message is not asked again."""
    found = NAMED.fullmatch(fold(text))
    if not found or not any(c.isdigit() for c in found[2]):
        return None
    code = found[2].upper()
    if found[1] in words_for("report.see"):
        return Turn(s.state, then=ShowReport(code))
    return Turn(s.state, then=ConfirmWithdrawal(code) if s.traits.plain else AskWithdrawal(code))


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
    if mended := len([r for r in report.revisions if r.why != late_report.APPROVED]):
        lines.append(t("sent.revisions", count=mended))
    lines += _after_close(s, report)
    choices = outlier.answers(s, report)
    if may_mend(s, report):
        if not report.nil:
            choices.append(MendReport(report.code).labelled(t("receipt.mend")))
        choices.append(AskWithdrawal(report.code).labelled(t("sent.withdraw")))
        if s.today <= window(s, report.unit, report.period):
            lines.append(t("receipt.until", date=_dm(window(s, report.unit, report.period))))
    elif correction_request.may_ask(s, report):
        lines.append(t("sent.closed", code=report.code))
        choices.append(MendReport(report.code).labelled(t("request.mend")))
        choices.append(NewReport().labelled(t("sent.supplement")))
    elif report.state == "filed":
        lines.append(t("sent.over", code=report.code))
        choices.append(NewReport().labelled(t("sent.supplement")))
    if report.state == "late" and s.may("approve", report.unit):
        choices += [
            ApproveLate(report.code).labelled(t("waiting.approve")),
            RefuseLate(report.code).labelled(t("waiting.refuse")),
        ]
    if report.activities:
        choices.append(CopyReport(report.code).labelled(t("receipt.copy")))
    return s.turn(Reply("\n".join(lines), tuple(choices), prompt=True))


def _after_close(s: Context, report: Report) -> list[str]:
    """A line for each correction made after the period was closed: what, why, and by whom. The store is only asked
    where a revision says that there is one."""
    if not any(revision.why.startswith(AFTER_CLOSE) for revision in report.revisions):
        return []
    t, lines = s.texts, []
    for matter in s.approvals.of_report(report.code):
        if matter.kind == CORRECTION and matter.state == "agreed" and matter.decided_at:
            at = matter.decided_at.astimezone(s.zone)
            (matter,) = shown_matters(reader(s), [matter])
            values = {"old": matter.old or t("review.none"), "new": matter.new or t("review.none")}
            values |= {"asker": _name(s, matter.by), "who": _name(s, matter.decided_by)}
            reason = matter.why or t("matter.no_reason")
            lines.append(t("sent.after_close", date=f"{at.day}/{at.month}", reason=reason, **values))
    return lines


def _name(s: Context, id: str) -> str:
    member = s.people.get(id)
    return (member and member.name) or s.texts("check.someone")


def mend(s: Context, report: Report) -> Turn:
    """Opens the report over its form at the list of its answers."""
    t = s.texts
    asks = correction_request.may_ask(s, report)
    if report.nil or not (asks or may_mend(s, report)):
        again = "menu.report" if report.state == "withdrawn" else "sent.supplement"
        return s.turn(Reply(over(s, report), (NewReport().labelled(t(again)),), prompt=True))
    if s.state.draft and not s.state.draft.mends:
        return s.turn(Reply(t("sent.draft_first"), (ResumeDraft().labelled(t("menu.resume")),), prompt=True))
    form = s.form(report.form, report.version)
    if form is None or form.version != report.version:
        return s.turn(Reply(t("sent.other_form", code=report.code)))
    number = s.state.drafts + 1
    saved = restore(form, report.answers)
    draft = Draft(number, report.form, form.version, report.unit, saved=saved, mends=report.code, walked=True).but(
        stop=AtReview(listing=True), requests=asks
    )
    state = s.state.but(draft=draft, drafts=number)
    said = (t("request.begins", date=_dm(window(s, report.unit, report.period))),) if asks else ()
    return conversation.resume(s.with_state(state), *said)


def _ask_withdraw(s: Context, report: Report) -> Turn:
    t = s.texts
    if not may_mend(s, report):
        return s.turn(Reply(over(s, report)))
    choices = (
        ConfirmWithdrawal(report.code).labelled(t("sent.withdraw_yes")),
        ShowReport(report.code).labelled(t("word.no")),
    )
    return s.turn(Reply(t("sent.withdraw_ask", code=report.code), choices, prompt=True))


def withdraw(s: Acting, report: Report) -> Decision:
    """The report counts no more; what it said is kept as it was."""
    t = s.texts
    if not may_mend(s, report):
        return Decision(over(s, report), made=False)
    effect = WithdrawReport(report.code, by=s.member.id, why="withdrawn by its sender")
    return Decision(t("sent.withdrawn", code=report.code), (effect,))


def _what(s: Context, report: Report) -> str:
    """What a report tells: its activities, that there were none, or which form was filled."""
    if report.activities:
        return report_words(s, report)
    return s.texts("sent.nil") if report.nil else s.texts("form.sent", title=receipts.title(s, report))


def line_of(s: Context, report: Report) -> str:
    """`K7P2: truyền thông …`."""
    what = report_words(s, report, report.activities[:1]) if report.activities else _what(s, report)
    mark = "" if report.state == "filed" else f" ({s.texts(f'state.{report.state}')})"
    return f"{report.code}: {what}{mark}"


def _dm(day) -> str:
    return f"{day.day:02}/{day.month}"


ROUTE = Route(
    "sent reports",
    buttons={
        SentReports: show_list,
        ShowReport: opened(show),
        CopyReport: opened(lambda s, report: s.turn(Reply(receipts.copy(s, report)))),
        MendReport: opened(mend),
        AskWithdrawal: opened(_ask_withdraw),
        ConfirmWithdrawal: opened(lambda s, report: s.decided(withdraw(s, report))),
    },
    commands={"sent": lambda rest: SentReports()},
    phrases=(by_words,),
    menu=(MenuEntry(SentReports, lambda s: s.texts("menu.sent"), lambda s: SentReports()),),
)
