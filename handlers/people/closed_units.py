"""A unit that has ended: what was done before is still taken, as supplementary; what is new goes to what it became."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.context import Context
from handlers.draft.session import DraftSession
from handlers.understand.expected_answer import Answer
from programme.domain.activities import DAY
from programme.domain.buttons.reporting import ReportForSuccessor, WhoLooksAfter
from programme.domain.messages import Choice

LONGEST = 48
"""Letters of a source that is named: more is no number of a decision."""


def refusal(session: DraftSession, ref: str, answer: Answer) -> str:
    """Why this day can't be taken: the unit had ended by then. "" where it can."""
    if ref != DAY or not session.tells_of_activities:
        return ""
    last = session.s.programme.units[session.draft.unit].valid_to
    day = answer.companions.get("to") or answer.value
    return words(session.s, session.draft.unit) if last and day > last.isoformat() else ""


def words(s: Context, code: str) -> str:
    """Since when it is over, by which decision, and what still goes."""
    unit, t = s.programme.units[code], s.texts
    since = unit.valid_to + timedelta(days=1)
    named = "/" in unit.source and len(unit.source) <= LONGEST
    by = t("ended.by", decision=unit.source) if named and not s.traits.plain else ""
    return t("ended.since", unit=s.unit_name(code), date=f"{since.day:02}/{since.month}/{since.year}", by=by)


def offers(s: Context, code: str) -> tuple[Choice, ...]:
    """What took over, and whom to ask."""
    heirs = [heir for heir in s.programme.units.heirs(code, s.today) if s.programme.kind_of(heir).reports]
    found = [ReportForSuccessor(heir).labelled(s.unit_name(heir)) for heir in heirs[:4] if s.may("file", heir)]
    return (*found, WhoLooksAfter(code).labelled(s.texts("ended.officer")))


def is_over(s: Context, code: str, day: date | None = None) -> bool:
    last = s.programme.units[code].valid_to
    return last is not None and last < (day or s.today)
