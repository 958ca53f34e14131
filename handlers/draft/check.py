"""A check put to the sender, and the answer taken. What calls for one is in check_rules.py."""

from __future__ import annotations

from handlers.attachments import loose_photos
from handlers.context import Reply, Turn
from handlers.draft import check_rules
from handlers.draft.check_rules import UNUSUAL
from handlers.draft.moves import Move, echo, proceed
from handlers.draft.session import DraftSession
from handlers.figures.figure_reach import reader
from handlers.reporting import submit
from handlers.state import AtQuestion, AtReview
from handlers.wording.activity_words import in_words, sums_words
from programme.domain.activities import DAY, TIMES, activities, write_less
from programme.domain.buttons.draft_actions import Action, Choose, Correct, Mistake, No, SeveralTimes, Yes
from programme.domain.messages import Choice
from programme.domain.query_rows import ActivityRow
from programme.language.vietnamese import thousands
from reports.totals import Total, totals

# --- asked ------------------------------------------------------------------------------------------------------------


def ask(session: DraftSession, *said: str, trouble: str = "") -> Reply:
    """The check that waits, below what there is to say first."""
    name = session.draft.check
    if name.startswith(UNUSUAL):
        text, choices = _ask_unusual(session, name.removeprefix(UNUSUAL))
    else:
        text, choices = _ask_includes(session) if name == "includes" else _ask_same(session)
    head = "\n".join(filter(None, (*said, trouble)))
    return Reply("\n\n".join(filter(None, (head, text))), choices, prompt=True)


def _ask_unusual(session: DraftSession, ref: str) -> tuple[str, tuple[Choice, ...]]:
    t, value, before = session.s.texts, int(session.instance.value(ref)), check_rules.highest(session, ref) or 0
    choices = [session.button(Yes(), t("check.unusual_yes", n=thousands(value)))]
    if tenth := _tenth(session, ref):
        choices.append(session.button(Choose(f"{tenth}"), t("check.unusual_slip", n=thousands(tenth))))
    choices.append(session.button(Correct(), t("check.unusual_mend")))
    if TIMES in session.form.parts and session.instance.relevant(TIMES):
        choices.append(session.button(SeveralTimes(), t("check.unusual_several")))
    text = t("check.unusual", short=session.short(ref), n=thousands(value), highest=thousands(before))
    return text, tuple(choices)


def _tenth(session: DraftSession, ref: str) -> int:
    """The figure without its last 0, where that is as usual: the 0 may be a slip. 0 where it is none."""
    value, before = int(session.instance.value(ref)), check_rules.highest(session, ref) or 0
    return value // 10 if value % 10 == 0 and 0 < value // 10 <= before else 0


def _ask_includes(session: DraftSession) -> tuple[str, tuple[Choice, ...]]:
    t, reported, now = session.s.texts, check_rules.already(session), _now(session)
    left = {name: max(0, value - reported.get(name, 0)) for name, value in now.items()}
    period = submit.period_words(session, DAY)
    text = t("check.includes", period=period, already=_sums(session, reported), now=_sums(session, now))
    return text, (
        session.button(Yes(), t("check.includes_yes", left=_sums(session, left))),
        session.button(No(), t("check.includes_no", all=_sums(session, now))),
        session.button(Mistake(), t("check.slip")),
    )


def _now(session: DraftSession) -> dict[str, int]:
    """What the total says, before anything is taken off."""
    record = {**session.instance.record(), "date_less": ""}
    return {name: total.value for name, total in totals(activities(record)).items()}


def _sums(session: DraftSession, sums: dict[str, int]) -> str:
    return sums_words(session.s, {name: Total(value) for name, value in sums.items()})


def _ask_same(session: DraftSession) -> tuple[str, tuple[Choice, ...]]:
    t, row = session.s.texts, check_rules.same(session)
    text = t(
        "check.same",
        code=row.report,
        who=_who(session, row),
        what=in_words(session.s, [row], reader(session.s), row.unit),
    )
    return text, (session.button(Yes(), t("check.same_yes")), session.button(No(), t("check.same_no")))


def _who(session: DraftSession, row: ActivityRow) -> str:
    report = session.s.reports.get(row.report)
    member = session.s.people.get(report.member) if report else None
    mine = member is not None and member.id == session.s.member.id
    return session.s.texts("check.yourself") if mine else ((member and member.name) or session.s.texts("check.someone"))


# --- taken ------------------------------------------------------------------------------------------------------------


def take(session: DraftSession, text: str) -> Move:
    """Words that named no choice."""
    return Move(session, trouble=session.s.texts("error.choose"))


def press(session: DraftSession, action: Action) -> Move | Turn:
    """Takes the answer to the check that waits and goes on."""
    name = session.draft.check
    if name.startswith(UNUSUAL):
        return _unusual(session, name.removeprefix(UNUSUAL), action)
    return _includes(session, action) if name == "includes" else _same(session, action)


def _unusual(session: DraftSession, ref: str, action: Action) -> Move | Turn:
    if isinstance(action, Correct):
        return Move(session.save(stop=AtQuestion(ref, changing=session.draft.walked)))
    if isinstance(action, SeveralTimes) and TIMES in session.form.parts:
        settled = _settled(session, session.draft.check, session.instance.value(ref))
        return Move(session.save(stop=AtQuestion(TIMES, changing=session.draft.walked), settled=settled))
    tenth = _tenth(session, ref)
    if tenth and action == Choose(f"{tenth}"):
        session.instance.answer(ref, f"{tenth}")
    elif not isinstance(action, Yes):
        return Move(session)
    session.save(stop=AtReview(), settled=_settled(session, session.draft.check, session.instance.value(ref)))
    return _on(session, proceed(session, ref, echo(session, ref)))


def _includes(session: DraftSession, action: Action) -> Move | Turn:
    if isinstance(action, Mistake):
        return _given_up(session, session.s.texts("review.cancelled"))
    if not isinstance(action, Yes | No):
        return Move(session)
    less = write_less(check_rules.already(session)) if isinstance(action, Yes) else ""
    session.instance.answer("/data/date_less", less)
    return _agreed(session, action)


def _same(session: DraftSession, action: Action) -> Move | Turn:
    if isinstance(action, Yes) and (row := check_rules.same(session)):
        return _given_up(session, session.s.texts("check.same_kept", code=row.report))
    return _agreed(session, action) if isinstance(action, Yes | No) else Move(session)


def _given_up(session: DraftSession, said: str) -> Turn:
    """The draft is gone; whose its photos are is asked."""
    state = loose_photos.taken_out(session.s, session.draft)
    return Turn(state.but(draft=None, options=()), (Reply(said),))


def _agreed(session: DraftSession, action: Yes | No) -> Move | Turn:
    session.save(stop=AtReview(), settled=_settled(session, session.draft.check, action.pack()))
    return _on(session, proceed(session, None))


def _settled(session: DraftSession, name: str, answer: str) -> dict[str, str]:
    return {**session.draft.settled, name: answer}


def _on(session: DraftSession, move: Move) -> Move | Turn:
    """A line that was complete but for its checks is filed when they are answered."""
    draft = session.draft
    return submit.send(session) if draft.line and not (draft.at or draft.check or draft.mends) else move
