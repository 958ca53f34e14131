"""“Lịch và hạn”: what is due, and which campaigns run or come."""

from __future__ import annotations

from handlers.campaigns import calendar_feed
from handlers.campaigns.seasons import coming, days_words
from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.reporting import report_periods
from handlers.wording.activity_words import period_name
from programme.domain.buttons.campaigns import Calendar, CalendarFeed
from reports.sums_in_words import dmy


def show(s: Context, button: Calendar) -> Turn:
    t, lines = s.texts, []
    for code in s.own_units():
        period = report_periods.due_period(s, code)
        day = dmy(report_periods.window(s, code, period))
        lines.append(t("calendar.due", unit=s.unit_name(code), period=period_name(s, period), date=day))
    for run, label in sorted((season.run, s.label(season.campaign)) for season in coming(s)):
        key = "calendar.now" if run.start <= s.today else "calendar.campaign"
        peak = f"{run.peak.day}/{run.peak.month}"
        lines.append(t(key, label=label, span=days_words(run.start, run.end), peak=peak))
    choices = (CalendarFeed().labelled(t("calendar.feed")),) if calendar_feed.offered(s) else ()
    return s.turn(Reply("\n".join([t("calendar.head"), *lines]), choices))


ROUTE = Route(
    "calendar",
    buttons={Calendar: show},
    commands={"calendar": lambda rest: Calendar()},
    menu=(MenuEntry(Calendar, lambda s: s.texts("menu.calendar"), lambda s: Calendar()),),
)
