"""Things asked about once, because they are often slips: a figure far above all before, a period's total that may
include what was already reported, an event that another member has reported.

A check has a name; its answer is kept in the draft's `settled`, so it is put once.
"""

from __future__ import annotations

from handlers.draft.session import DraftSession
from programme.domain.activities import DAY, TIMES, activities, figure_of
from programme.domain.query_rows import ActivityRow
from programme.xlsform import bare
from reports.totals import totals

UNUSUAL = "unusual"
"""What the name of a check of one figure begins with; the figure's ref follows."""
MUCH_MORE = 2  # times the highest before, and at least so many more:
AT_LEAST = 30


def after(session: DraftSession, ref: str) -> str:
    """The check that an answer just given calls for, by name, or ""."""
    if session.draft.settled.get(f"{UNUSUAL}{ref}") == session.instance.value(ref):
        return ""
    return f"{UNUSUAL}{ref}" if highest(session, ref) is not None else ""


def at_end(session: DraftSession) -> str:
    """The next check before the review, or ""."""
    if session.draft.mends:
        return ""
    for name, due in (("includes", already), ("same", same)):
        if name not in session.draft.settled and due(session):
            return name
    return ""


def doubts(session: DraftSession) -> str:
    """The first check that a whole draft calls for, or "": for a line, whose answers came all at once."""
    return next((name for node in session.asks() if (name := after(session, node.ref))), "") or at_end(session)


def stands(session: DraftSession, name: str) -> bool:
    """Whether a check still has its reason: what another member reported may have been withdrawn meanwhile."""
    return name not in ("includes", "same") or bool({"includes": already, "same": same}[name](session))


def highest(session: DraftSession, ref: str) -> int | None:
    """The highest figure of one event before, when this answer is far above it."""
    named = figure_of(bare(ref))
    value = session.instance.value(ref)
    sessions = session.instance.value(TIMES) if TIMES in session.form.parts else ""
    if not named or not value.isdigit() or session.companion(DAY, "scope") or sessions not in ("", "1"):
        return None
    if session.question(ref).type != "integer" or session.companion(DAY, "to"):
        return None
    before = session.s.figures.highest(session.draft.unit, *named)
    if not before or int(value) < before * MUCH_MORE or int(value) < before + AT_LEAST:
        return None
    return before


def already(session: DraftSession) -> dict[str, int]:
    """What the unit has reported of the same kinds within the period that a period's total is for."""
    done = [a for a in activities(session.instance.record()) if a.scope == "period" and a.date_to]
    if not done:
        return {}
    first, last = done[0].date, done[0].date_to
    kinds = {a.kind: a for a in done}
    rows = [r for r in session.s.figures.activities((session.draft.unit,), first, last) if r.kind in kinds]
    return {n: t.value for n, t in totals(rows).items() if n.split(".")[1] in kinds[n.split(".")[0]].figures}


def same(session: DraftSession) -> ActivityRow | None:
    """The first stored activity of the same unit, kind and day that shares a topic."""
    for act in activities(session.instance.record()):
        if act.scope == "period":
            continue
        for row in session.s.figures.activities((session.draft.unit,), act.date, act.day):
            if row.kind == act.kind and row.scope == "event" and set(row.topics) & set(act.topics):
                return row
    return None
