"""Who is silent and for how long; one tap reminds them, once a day."""

from __future__ import annotations

from handlers.figures import reach, reports
from handlers.filing import open_period
from handlers.situation import Reply, Situation, Turn
from handlers.wording import period_name
from programme.deeds import Nudge
from programme.messages import Choice
from reports.completeness import Silence, last_periods, silence
from reports.summary import filed


def silent(s: Situation, rest: str) -> Turn:
    """Which units have sent neither a report nor a nil for the period that is due, those silent longest first."""
    t, tree = s.texts, s.programme.units
    due = [code for code in reach(s) if reports(s, code)]
    found = silences(s, due)
    if not found:
        return s.turn(Reply(t("silent.none", count=len(due))))
    lines = []
    for period in dict.fromkeys(period for period, _ in found.values()):
        mine = {code: how for code, (own, how) in found.items() if own == period}
        lines.append(t("silent.head", period=period_name(s, period), count=len(mine), of=len(due)))
        order = sorted(mine, key=lambda code: -mine[code].periods)
        lines += [f"• {words(s, code, mine[code])}" for code in order]
    fresh = [code for code in found if may_nudge(s, code) and code not in s.look.nudged(s.today)]
    said = () if not fresh else (Choice("m:nudge", t("silent.nudge", count=len(fresh))),)
    names = {code: tree[code].name for code in fresh}
    more = tuple(Choice(f"m:nudge:{code}", t("silent.nudge_one", unit=names[code])) for code in fresh[:5])
    return s.turn(Reply("\n".join(lines), (*said, *(more if len(fresh) > 1 else ()))))


def silences(s: Situation, units: list[str]) -> dict[str, tuple[str, Silence]]:
    """The silent ones of these units: the period that is open, and for how long nothing came."""
    periods = {code: open_period(s, code) for code in units}
    back = {code: last_periods(s.programme, code, period) or [period] for code, period in periods.items()}
    came: dict[str, set[str]] = {}
    for filing in filed(s.programme, s.look, {p for all_ in back.values() for p in all_}, s.now, set(back)):
        came.setdefault(filing.unit, set()).add(filing.period)
    return {
        code: (period, silence(s.programme, code, period, came.get(code, ())))
        for code, period in periods.items()
        if period not in came.get(code, ())
    }


def words(s: Situation, code: str, how: Silence) -> str:
    """`Đội Cẩm Phú (3 tháng liền)`."""
    t, name = s.texts, s.programme.units[code].name
    if not how.ever and how.periods > 1:
        return t("silent.never", unit=name)
    if how.periods < 2:
        return name
    cadence = s.programme.kind_of(code).cadence.replace("-", "_")
    return t("digest.silent", unit=name, count=how.periods, periods=t(f"digest.periods.{cadence}"))


def may_nudge(s: Situation, code: str) -> bool:
    return s.may("nudge", code)


def nudge(s: Situation, rest: str) -> Turn:
    """Reminds the silent units (or the one named) in the sender's name; who was reminded today is left in peace."""
    t = s.texts
    asked = [rest] if rest in s.programme.units else [c for c in reach(s) if reports(s, c)]
    asked = [code for code in asked if may_nudge(s, code) and reports(s, code)]
    if not asked:
        return s.turn(Reply(t("error.not_yours")))
    quiet = list(silences(s, asked))
    already = s.look.nudged(s.today)
    fresh = tuple(code for code in quiet if code not in already)
    if not quiet:
        return s.turn(Reply(t("silent.none", count=len(asked))))
    if not fresh:
        return s.turn(Reply(t("silent.nudged_already", count=len(quiet))))
    post = next((p.unit for p in s.posts if p.role in ("coordinator", "admin", "leader")), "")
    names = [s.programme.units[code].name for code in fresh]
    shown = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    return s.turn(Reply(t("silent.nudged", count=len(fresh), units=shown)), Nudge(fresh, s.member.id, post, s.today))
