"""Who is silent and for how long; one tap reminds them, once a day."""

from __future__ import annotations

from collections import Counter

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.figures.figure_reach import reach, reports
from handlers.figures.last_question import remembered
from handlers.pipeline.route import MenuEntry, Route
from handlers.reporting.report_periods import open_period
from handlers.wording.activity_words import dated_period, period_name
from programme.domain.buttons.figures import NudgeUnits, SilentUnits
from programme.domain.effects.schedule import Nudge
from programme.domain.messages import Choice
from programme.domain.periods import is_period
from reports.completeness import Silence, last_periods, silence
from reports.summary import complete, filed

PAGE, FEW = 20, 5
"""Silent units on a page, and those of them with a button of their own."""


def silent(s: Context, button: SilentUnits) -> Turn:
    """Which units have sent neither a report nor a nil for the period that is due, those silent longest first, a page
    of them from the one that the button counts to."""
    below = s.programme.units.subtree(button.unit, s.today) if button.unit else None
    due = [code for code in reach(s) if reports(s, code) and (below is None or code in below)]
    period = button.period if is_period(button.period) else ""
    turn = _of_period(s, button, due) if period and period not in _open(s, due) else _of_now(s, button, due)
    return remembered(s, turn, SilentUnits("", period, button.unit))


def _open(s: Acting, units: list[str]) -> set[str]:
    return {open_period(s, code) for code in units}


def _of_now(s: Context, button: SilentUnits, due: list[str]) -> Turn:
    """Of each unit's period that is open."""
    t, tree = s.texts, s.programme.units
    found = silences(s, due)
    if not found:
        return s.turn(Reply(t("silent.none", count=len(due))))
    first = int(button.first) if str(button.first).isdecimal() and int(button.first) < len(found) else 0
    counts = Counter(period for period, _ in found.values())
    order = sorted(found, key=lambda code: (-counts[found[code][0]], -found[code][1].periods, tree[code].name))
    page = len(order) if s.traits.plain else PAGE  # where letters are few, what does not fit is paged anyway
    shown, left = order[first : first + page], len(order) - first - page
    lines = []
    for period in dict.fromkeys(found[code][0] for code in shown):
        lines.append(t("silent.head", period=period_name(s, period), count=counts[period], of=len(due)))
        lines += [f"• {words(s, code, found[code][1])}" for code in shown if found[code][0] == period]
    if s.traits.plain:
        return s.turn(Reply("\n".join([lines[0], *lines[1:], t("digest.sms.keys")])))
    reminded = s.schedule.nudged(s.today)
    fresh = [code for code in order if may_nudge(s, code) and code not in reminded]
    said = [NudgeUnits().labelled(t("silent.nudge", count=len(fresh)))] if fresh else []
    if left > 0:
        said.append(_next(s, button, first, left))
    if len(fresh) > 1:
        some = [code for code in shown if code in fresh][:FEW]
        said += [NudgeUnits(code).labelled(t("silent.nudge_one", unit=tree[code].name)) for code in some]
    return s.turn(Reply("\n".join(lines), tuple(said)))


def _next(s: Context, button: SilentUnits, first: int, left: int) -> Choice:
    return SilentUnits(first + PAGE, button.period, button.unit).labelled(s.texts("silent.next", count=left))


def _of_period(s: Context, button: SilentUnits, due: list[str]) -> Turn:
    """Of a period that was named and is over: who lacks something of it; nobody is reminded of it any more."""
    t, tree = s.texts, s.programme.units
    came = complete(s.programme, s.queries, due, button.period, s.now)
    period = dated_period(s, button.period)
    if not came.missing:
        return s.turn(Reply(t("silent.none_of", count=len(came.expected), period=period)))
    order = sorted(came.missing, key=lambda code: (-len(came.lacking[code]), tree[code].name))
    first = int(button.first) if str(button.first).isdecimal() and int(button.first) < len(order) else 0
    page = len(order) if s.traits.plain else PAGE
    lines = [t("silent.head", period=period, count=len(order), of=len(came.expected))]
    for code in order[first : first + page]:
        lacks, of, name = len(came.lacking[code]), came.asked[code], s.unit_name(code)
        lines.append(f"• {t('digest.lacking', unit=name, count=lacks, of=of) if of > 1 else name}")
    left = len(order) - first - page
    said = [_next(s, button, first, left)] if left > 0 else []
    return s.turn(Reply("\n".join(lines), (*said, SilentUnits("", "", button.unit).labelled(t("silent.now")))))


def silences(s: Acting, units: list[str]) -> dict[str, tuple[str, Silence]]:
    """The silent ones of these units: the period that is open, and for how long nothing came."""
    periods = {code: open_period(s, code) for code in units}
    back = {code: last_periods(s.programme, code, period) or [period] for code, period in periods.items()}
    came: dict[str, set[str]] = {}
    for filing in filed(s.programme, s.queries, {p for all_ in back.values() for p in all_}, s.now, set(back)):
        came.setdefault(filing.unit, set()).add(filing.period)
    return {
        code: (period, silence(s.programme, code, period, came.get(code, ())))
        for code, period in periods.items()
        if period not in came.get(code, ())
    }


def words(s: Context, code: str, how: Silence) -> str:
    """`Đội Cẩm Phú (3 tháng liền)`."""
    t, name = s.texts, s.unit_name(code)
    if not how.ever and how.periods > 1 and not s.traits.plain:
        return t("silent.never", unit=name)
    if how.periods < 2 or not how.ever:
        return name
    cadence = s.programme.kind_of(code).cadence.replace("-", "_")
    periods = t(f"digest.periods.{cadence}", count=how.periods)
    return t("digest.silent", unit=name, count=how.periods, periods=periods)


def may_nudge(s: Acting, code: str) -> bool:
    return s.may("nudge", code)


def nudge(s: Acting, unit: str = "") -> Decision:
    """Reminds the silent units (or the one named) in the sender's name; who was reminded today is left in peace."""
    t = s.texts
    if unit and unit not in s.programme.units:
        return Decision(t("stale.gone"), made=False)
    wanted = [unit] if unit else [c for c in reach(s) if reports(s, c)]
    wanted = [code for code in wanted if may_nudge(s, code) and reports(s, code)]
    if not wanted:
        return Decision(t("error.not_yours"), made=False)
    quiet = list(silences(s, wanted))
    already = s.schedule.nudged(s.today)
    fresh = tuple(code for code in quiet if code not in already)
    if not quiet:
        return Decision(t("silent.none", count=len(wanted)), made=False)
    if not fresh:
        return Decision(t("silent.nudged_already", count=len(quiet)), made=False)
    post = next((p.unit for p in s.posts if p.role in ("coordinator", "admin", "leader")), "")
    names = [s.programme.units[code].name for code in fresh]
    shown = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    said = t("silent.nudged", count=len(fresh), units=shown)
    return Decision(said, (Nudge(fresh, s.member.id, post, s.today),))


ROUTE = Route(
    "silent units",
    buttons={SilentUnits: silent, NudgeUnits: lambda s, button: s.decided(nudge(s, button.unit))},
    commands={"silent": lambda rest: SilentUnits(), "nudge": NudgeUnits},
    menu=(MenuEntry(SilentUnits, lambda s: s.texts("menu.silent"), lambda s: SilentUnits()),),
)
