"""No activity in the period: one tap, told apart from silence."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.reporting import receipts, submit
from handlers.reporting.report_periods import cadence, due_period, open_period, window
from handlers.wording.activity_words import period_name
from programme.domain.buttons.reporting import AskWithdrawal, NewReport, NothingToReport
from programme.domain.effects.reports import FileReport
from programme.domain.model import Report
from programme.domain.periods import cadence_of


def nil(s: Context, button: NothingToReport) -> Turn:
    """No activity in the period: one tap, told apart from silence."""
    t, codes = s.texts, s.posted_units()
    unit, period = button.unit, button.period
    if not unit and len(codes) > 1:
        choices = tuple(
            NothingToReport(c, due_period(s, c)).labelled(f"{s.unit_name(c)}: {period_name(s, due_period(s, c))}")
            for c in codes
        )
        return s.turn(Reply(t("nil.which"), choices, prompt=True))
    unit = unit or (codes[0] if codes else "")
    if not s.may("file", unit) or not s.programme.kind_of(unit).reports:
        return s.turn(Reply(t("error.not_yours")))
    period = period or open_period(s, unit)
    if not _over_or_running(s, unit, period):
        return s.turn(Reply(t("stale.gone")))
    name, shown = s.unit_name(unit), period_name(s, period)
    if code := s.reports.nil_report(unit, period):
        return s.turn(Reply(t("nil.already", code=code, unit=name, period=shown)))
    if sums := receipts.running(s, unit, period):
        return s.turn(Reply(t("nil.has", unit=name, period=shown, sums=sums)))
    report = Report(
        code=s.reports.fresh_code(),
        form="nil",
        version="1",
        unit=unit,
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        state="late" if s.today > window(s, unit, period) else "filed",
        period=period,
        filed_at=s.now,
        answers={"period": period},
    )
    choices = (AskWithdrawal(report.code).labelled(t("nil.undo")), NewReport().labelled(t("receipt.another")))
    text = t("nil.receipt", code=report.code, unit=name, period=shown)
    if report.state == "late":
        text += "\n" + t("receipt.late")
    reply = Reply(text) if s.traits.plain else Reply(text, choices)  # the text says how to undo it
    return s.turn(reply, FileReport(report), *submit.told_of(s, report))


def _over_or_running(s: Context, unit: str, period: str) -> bool:
    """Whether a button's period is one that has begun: an old or a made-up button may name any."""
    try:
        first, last = s.programme.regime.span(period)
    except ValueError:
        return False
    usual = cadence_of(period) == cadence(s, unit)
    return usual and first <= s.today and s.programme.units[unit].exists_on(last) and last.year >= s.today.year - 1


def _button(s: Context) -> NothingToReport | None:
    """The menu's button says which unit and period, so that an old menu means what it said."""
    codes = s.posted_units()
    if len(codes) == 1:
        return NothingToReport(codes[0], due_period(s, codes[0]))
    return NothingToReport() if codes else None


def _label(s: Context) -> str:
    codes = s.posted_units()
    if len(codes) == 1:
        return s.texts("menu.nil_period", period=period_name(s, due_period(s, codes[0])))
    return s.texts("menu.nil")


ROUTE = Route(
    "nothing to report",
    buttons={NothingToReport: nil},
    commands={"nil": lambda rest: NothingToReport()},
    menu=(MenuEntry(NothingToReport, _label, _button),),
)
