"""No activity in the period: one tap, told apart from silence."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.reporting import submit
from handlers.reporting.submit import due_period, open_period
from handlers.wording.activity_words import period_name
from programme.domain.effects import FileReport
from programme.domain.messages import Choice
from programme.domain.model import Report
from programme.domain.periods import cadence_of


def nil(s: Context, rest: str) -> Turn:
    """No activity in the period: one tap, told apart from silence."""
    t, codes = s.texts, s.posted_units()
    unit, _, period = rest.partition(":")
    if not unit and len(codes) > 1:
        choices = tuple(
            Choice(
                f"m:nil:{c}:{due_period(s, c)}",
                f"{s.unit_name(c)}: {period_name(s, due_period(s, c))}",
            )
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
    if sums := submit.running(s, unit, period):
        return s.turn(Reply(t("nil.has", unit=name, period=shown, sums=sums)))
    report = Report(
        code=s.reports.fresh_code(),
        form="nil",
        version="1",
        unit=unit,
        member=s.member.id,
        entered_by=s.member.id,
        channel=s.traits.name,
        state="late" if s.today > submit.window(s, unit, period) else "filed",
        period=period,
        filed_at=s.now,
        answers={"period": period},
    )
    choices = (Choice(f"r:withdraw:{report.code}", t("nil.undo")), Choice("m:report", t("receipt.another")))
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
    usual = cadence_of(period) == submit.cadence(s, unit)
    return usual and first <= s.today and s.programme.units[unit].exists_on(last) and last.year >= s.today.year - 1
