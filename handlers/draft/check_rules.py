"""Things asked about once, because they are often slips: a figure far above all before, a period's total that may
include what was already reported, an event that another member has reported.

A check has a name; its answer is kept in the draft's `settled`, so it is put once.
"""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.session import DraftSession, figure_of
from handlers.reporting.submit import period_words
from handlers.wording.activity_words import in_words, sums_words
from programme.domain.activities import activities
from programme.domain.messages import Choice
from programme.language.vietnamese import thousands
from programme.xlsform import bare
from reports.totals import Total, totals

MUCH_MORE = 2  # times the highest before, and at least so many more:
AT_LEAST = 30


def after(session: DraftSession, ref: str) -> str:
    """The check that an answer just given calls for, by name, or ""."""
    if session.draft.settled.get(f"unusual{ref}") == session.instance.value(ref):
        return ""
    return f"unusual{ref}" if highest(session, ref) is not None else ""


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
    sessions = session.instance.value("/data/times") if "/data/times" in session.form.parts else ""
    if not named or not value.isdigit() or session.companion("/data/date", "scope") or sessions not in ("", "1"):
        return None
    if session.question(ref).type != "integer" or session.companion("/data/date", "to"):
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


def same(session: DraftSession):
    """The first stored activity of the same unit, kind and day that shares a topic."""
    for act in activities(session.instance.record()):
        if act.scope == "period":
            continue
        for row in session.s.figures.activities((session.draft.unit,), act.date, act.day):
            if row.kind == act.kind and row.scope == "event" and set(row.topics) & set(act.topics):
                return row
    return None


def ask(session: DraftSession, name: str, *said: str) -> Reply:
    t = session.s.texts
    if name.startswith("unusual"):
        text, choices = _ask_unusual(session, name.removeprefix("unusual"))
    elif name == "includes":
        reported = already(session)
        period = period_words(session, "/data/date")
        text = t("check.includes", period=period, already=_sums(session, reported), now=_sums(session, _now(session)))
        left = {n: max(0, v - reported.get(n, 0)) for n, v in _now(session).items()}
        choices = (
            _choice(session, name, "yes", t("check.includes_yes", left=_sums(session, left))),
            _choice(session, name, "no", t("check.includes_no", all=_sums(session, _now(session)))),
            _choice(session, name, "slip", t("check.slip")),
        )
    else:
        row = same(session)
        text = t("check.same", code=row.report, who=_who(session, row), what=_row_words(session, row))
        choices = (
            _choice(session, name, "yes", t("check.same_yes")),
            _choice(session, name, "no", t("check.same_no")),
        )
    head = "\n".join(s for s in said if s)
    return Reply("\n\n".join(filter(None, (head, text))), choices, prompt=True)


def _ask_unusual(session: DraftSession, ref: str) -> tuple[str, tuple[Choice, ...]]:
    t, value, before = session.s.texts, int(session.instance.value(ref)), highest(session, ref) or 0
    name = f"unusual{ref}"
    choices = [_choice(session, name, "yes", t("check.unusual_yes", n=thousands(value)))]
    if value % 10 == 0 and 0 < value // 10 <= before:
        choices.append(_choice(session, name, f"={value // 10}", t("check.unusual_slip", n=thousands(value // 10))))
    choices.append(_choice(session, name, "mend", t("check.unusual_mend")))
    if "/data/times" in session.form.parts and session.instance.relevant("/data/times"):
        choices.append(_choice(session, name, "several", t("check.unusual_several")))
    text = t("check.unusual", short=session.short(ref), n=thousands(value), highest=thousands(before))
    return text, tuple(choices)


def _choice(session: DraftSession, name: str, action: str, label: str) -> Choice:
    return session.button(action, label)


def _now(session: DraftSession) -> dict[str, int]:
    """What the total says, before anything is taken off."""
    record = {**session.instance.record(), "date_less": ""}
    return {name: total.value for name, total in totals(activities(record)).items()}


def _sums(session: DraftSession, sums: dict[str, int]) -> str:
    return sums_words(session.s, {name: Total(value) for name, value in sums.items()})


def _who(session: DraftSession, row) -> str:
    report = session.s.reports.get(row.report)
    member = session.s.people.get(report.member) if report else None
    mine = member is not None and member.id == session.s.member.id
    return session.s.texts("check.yourself") if mine else (member.name if member else session.s.texts("check.someone"))


def _row_words(session: DraftSession, row) -> str:
    return in_words(session.s, [row])
