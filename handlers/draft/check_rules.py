"""Things asked about once, because they are often slips: a figure far above all before, a period's total that may
include what was already reported, an event that another member has reported.

A check has a name; its answer is kept in the draft's `settled`, so it is put once.
"""

from __future__ import annotations

from handlers.context import Reply
from handlers.draft.session import Case, figure_of
from handlers.reporting.submit import period_words
from handlers.wording.activity_words import in_words, sums_words
from programme.domain.activities import activities
from programme.domain.messages import Choice
from programme.language.vietnamese import thousands
from programme.xlsform import bare
from reports.totals import Total, totals

MUCH_MORE = 2  # times the highest before, and at least so many more:
AT_LEAST = 30


def after(case: Case, ref: str) -> str:
    """The check that an answer just given calls for, by name, or ""."""
    if case.draft.settled.get(f"unusual{ref}") == case.instance.value(ref):
        return ""
    return f"unusual{ref}" if highest(case, ref) is not None else ""


def at_end(case: Case) -> str:
    """The next check before the review, or ""."""
    if case.draft.mends:
        return ""
    for name, due in (("includes", already), ("same", same)):
        if name not in case.draft.settled and due(case):
            return name
    return ""


def doubts(case: Case) -> str:
    """The first check that a whole draft calls for, or "": for a line, whose answers came all at once."""
    return next((name for node in case.asks() if (name := after(case, node.ref))), "") or at_end(case)


def stands(case: Case, name: str) -> bool:
    """Whether a check still has its reason: what another member reported may have been withdrawn meanwhile."""
    return name not in ("includes", "same") or bool({"includes": already, "same": same}[name](case))


def highest(case: Case, ref: str) -> int | None:
    """The highest figure of one event before, when this answer is far above it."""
    named = figure_of(bare(ref))
    value = case.instance.value(ref)
    sessions = case.instance.value("/data/times") if "/data/times" in case.form.parts else ""
    if not named or not value.isdigit() or case.companion("/data/date", "scope") or sessions not in ("", "1"):
        return None
    if case.question(ref).type != "integer" or case.companion("/data/date", "to"):
        return None
    before = case.s.figures.highest(case.draft.unit, *named)
    if not before or int(value) < before * MUCH_MORE or int(value) < before + AT_LEAST:
        return None
    return before


def already(case: Case) -> dict[str, int]:
    """What the unit has reported of the same kinds within the period that a period's total is for."""
    done = [a for a in activities(case.instance.record()) if a.scope == "period" and a.date_to]
    if not done:
        return {}
    first, last = done[0].date, done[0].date_to
    kinds = {a.kind: a for a in done}
    rows = [r for r in case.s.figures.activities((case.draft.unit,), first, last) if r.kind in kinds]
    return {n: t.value for n, t in totals(rows).items() if n.split(".")[1] in kinds[n.split(".")[0]].figures}


def same(case: Case):
    """The first stored activity of the same unit, kind and day that shares a topic."""
    for act in activities(case.instance.record()):
        if act.scope == "period":
            continue
        for row in case.s.figures.activities((case.draft.unit,), act.date, act.day):
            if row.kind == act.kind and row.scope == "event" and set(row.topics) & set(act.topics):
                return row
    return None


def ask(case: Case, name: str, *said: str) -> Reply:
    t = case.s.texts
    if name.startswith("unusual"):
        text, choices = _ask_unusual(case, name.removeprefix("unusual"))
    elif name == "includes":
        reported = already(case)
        period = period_words(case, "/data/date")
        text = t("check.includes", period=period, already=_sums(case, reported), now=_sums(case, _now(case)))
        left = {n: max(0, v - reported.get(n, 0)) for n, v in _now(case).items()}
        choices = (
            _choice(case, name, "yes", t("check.includes_yes", left=_sums(case, left))),
            _choice(case, name, "no", t("check.includes_no", all=_sums(case, _now(case)))),
            _choice(case, name, "slip", t("check.slip")),
        )
    else:
        row = same(case)
        text = t("check.same", code=row.report, who=_who(case, row), what=_row_words(case, row))
        choices = (
            _choice(case, name, "yes", t("check.same_yes")),
            _choice(case, name, "no", t("check.same_no")),
        )
    head = "\n".join(s for s in said if s)
    return Reply("\n\n".join(filter(None, (head, text))), choices, prompt=True)


def _ask_unusual(case: Case, ref: str) -> tuple[str, tuple[Choice, ...]]:
    t, value, before = case.s.texts, int(case.instance.value(ref)), highest(case, ref) or 0
    name = f"unusual{ref}"
    choices = [_choice(case, name, "yes", t("check.unusual_yes", n=thousands(value)))]
    if value % 10 == 0 and 0 < value // 10 <= before:
        choices.append(_choice(case, name, f"={value // 10}", t("check.unusual_slip", n=thousands(value // 10))))
    choices.append(_choice(case, name, "mend", t("check.unusual_mend")))
    if "/data/times" in case.form.parts and case.instance.relevant("/data/times"):
        choices.append(_choice(case, name, "several", t("check.unusual_several")))
    text = t("check.unusual", short=case.short(ref), n=thousands(value), highest=thousands(before))
    return text, tuple(choices)


def _choice(case: Case, name: str, action: str, label: str) -> Choice:
    return case.button(action, label)


def _now(case: Case) -> dict[str, int]:
    """What the total says, before anything is taken off."""
    record = {**case.instance.record(), "date_less": ""}
    return {name: total.value for name, total in totals(activities(record)).items()}


def _sums(case: Case, sums: dict[str, int]) -> str:
    return sums_words(case.s, {name: Total(value) for name, value in sums.items()})


def _who(case: Case, row) -> str:
    report = case.s.reports.get(row.report)
    member = case.s.people.get(report.member) if report else None
    mine = member is not None and member.id == case.s.member.id
    return case.s.texts("check.yourself") if mine else (member.name if member else case.s.texts("check.someone"))


def _row_words(case: Case, row) -> str:
    return in_words(case.s, [row])
