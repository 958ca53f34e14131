"""A correction asked for when the period is closed: nobody's figures change by it until a coordinator agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from handlers.context import Context, Reply, Turn, pairs
from handlers.draft.session import DraftSession
from handlers.pipeline.route import Route
from handlers.privacy import kept_words
from handlers.reporting.report_periods import may_mend, window
from handlers.state import Draft, Prompt
from handlers.understand.personal.personal import find_personal
from handlers.wording import sms_fit
from handlers.wording.activity_words import period_name
from programme.domain.approvals import CORRECTION, Matter, matter_id
from programme.domain.buttons.approvals import AnswerMatter
from programme.domain.effects.approvals import GiveReason, RaiseMatter
from programme.domain.effects.messages import Tell
from programme.domain.model import COUNTED, Report
from programme.language.vietnamese import plain
from programme.language.words import alternatives
from programme.xlsform import Refused
from programme.xlsform.saved_answers import restore
from reports.matters import without_few
from reports.readers import own_people

LONGEST = 200  # letters of a reason
REASON = re.compile(rf"\s+{alternatives('report.reason', 'marked.report.reason')}[\s:]+(.+)$", re.I | re.S)


class RequestReason(Prompt, frozen=True, tag="request_reason"):
    """Why a correction is asked for."""

    matter: str


def may_ask(s: Context, report: Report) -> bool:
    """Whether the member could mend it, were its period not closed."""
    mends = not report.nil and report.state in COUNTED and s.may("mend", report)
    return mends and not may_mend(s, report)


def told_apart(words: str) -> tuple[str, str]:
    """The answer and the reason in `25 lý do đếm nhầm`."""
    found = REASON.search(f" {words}")
    return (words[: found.start()].strip() if found.start() else "", found[1].strip()) if found else (words, "")


def ask(session: DraftSession, old: Report) -> Turn:
    """Stores what the draft would change as requests, one for each answer that can change alone."""
    s, t, asked = session.s, session.s.texts, []
    state = s.state.but(draft=None, options=())
    why = session.draft.settled.get("why", "")
    for numbers, before, after, changes in _changes(session, old):
        id = matter_id(CORRECTION, s.fresh, numbers)
        place = (old.unit, old.unit)
        words = {"about": numbers, "old": before, "new": after, "why": why}
        asked.append(Matter(id, CORRECTION, old.code, *place, s.now, s.member.id, changes=changes, **words))
    if not asked:
        return Turn(state, (Reply(t("sent.unchanged", code=old.code)),))
    effects = [effect for matter in asked for effect in (RaiseMatter(matter), *_told(s, matter))]
    effects += _replaced(s, asked)
    if s.traits.plain:
        return Turn(state, (Reply(_brief(s, old, asked)),), tuple(effects))
    lines = [t("request.closed", period=period_name(s, old.period), date=_closed(s, old))]
    for matter in asked:
        what = {"what": named(session, matter), "code": old.code, "old": matter.old, "new": matter.new}
        lines.append(t("request.passed", officer=officer(s, old.unit), **what))
    choices = () if why else (AnswerMatter(asked[0].id, "why").labelled(t("request.add_reason")),)
    reply = Reply("\n".join([*lines, t("request.result")]), choices)
    return Turn(state.but(options=pairs(choices)), (reply,), tuple(effects))


def _brief(s: Context, old: Report, asked: list[Matter]) -> str:
    """One segment, as wording §2 has it; long answers give way to their numbers."""
    t, first = s.texts, asked[0]
    same = {
        "period": _period(s, old),
        "date": _closed(s, old),
        "code": old.code,
        "officer": officer(s, old.unit),
    }
    what = t("request.from_to", old=first.old or t("review.none"), new=first.new or t("review.none"))
    said = t("request.brief", what=what, **same)
    if len(asked) > 1 or len(plain(said)) > sms_fit.room(s):
        numbers = ", ".join(number for matter in asked for number in matter.about.split())
        said = t("request.brief", what=t("request.answers", numbers=numbers), **same)
    return said


def _period(s: Context, report: Report) -> str:
    """`tháng 5`: its days do not fit, and the day it was closed is said."""
    return period_name(s, report.period).partition(" (")[0]


def _closed(s: Context, report: Report) -> str:
    day = window(s, report.unit, report.period)
    return f"{day.day:02}/{day.month}"


def officer(s: Context, unit: str) -> str:
    """Whose coordinators decide: `Phường Hà Tu`."""
    for code in s.programme.units.above(unit, s.today):
        if any(
            p.role == "coordinator" for m in s.people.members_of(code) for p in m.posts_on(s.today) if p.unit == code
        ):
            return s.unit_name(code)
    return s.texts("request.officer")


def named(session: DraftSession, matter: Matter) -> str:
    """`5. Lượt người dự`."""
    shorts = [session.short(n.ref) for n in session.asks() if session.number(n.ref) in matter.about.split()]
    return ", ".join(dict.fromkeys(f"{n}. {short}" for n, short in zip(matter.about.split(), shorts, strict=False)))


# --- what is to change ------------------------------------------------------------------------------------------------


def before(s: Context, report: Report) -> DraftSession | None:
    """The report opened over its form as it stands; None where that form is no longer there."""
    form = s.form(report.form, report.version)
    if form is None or form.version != report.version:
        return None
    draft = Draft(0, report.form, form.version, report.unit, saved=restore(form, report.answers), mends=report.code)
    return DraftSession(s, draft.but(walked=True))


def _changes(session: DraftSession, old: Report) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """(numbers of questions, answer before, after, values by ref) of every answer that differs. Where one brings other
    questions with it, all are one request."""
    then = before(session.s, old)
    if then is None:
        return
    now, was = (each.instance.save()["answers"] for each in (session, then))
    new = {ref: now.get(ref, "") for ref in {*now, *was} if now.get(ref, "") != was.get(ref, "")}
    by_number: dict[str, dict[str, str]] = {}
    for ref in sorted(new):
        by_number.setdefault(_number(session, then, ref), {})[ref] = new[ref]
    if "" in by_number or {n.ref for n in session.asks()} != {n.ref for n in then.asks()}:
        numbers = sorted((n for n in by_number if n), key=lambda n: (len(n), n))
        by_number = {" ".join(numbers): new} if numbers else {}
    for numbers, values in sorted(by_number.items(), key=lambda item: (len(item[0]), item[0])):
        yield numbers, shown(then, numbers), shown(session, numbers), values


def _number(now: DraftSession, then: DraftSession, ref: str) -> str:
    """The number of the question that a value belongs to, beside it where it is a companion."""
    for session in (now, then):
        known = {n.ref for n in session.asks()}
        base = next((r for r in (ref, ref.rpartition("_")[0]) if r in known), "")
        if base:
            return session.number(base)
    return ""


def shown(session: DraftSession, numbers: str) -> str:
    """The answers of the questions of these numbers, in words."""
    words = (session.shown(n.ref) for n in session.asks() if session.number(n.ref) in numbers.split())
    return " · ".join(filter(None, words))


def applied(s: Context, report: Report, changes: Mapping[str, str]) -> DraftSession | None:
    """The report as it would be with the changes; None where its form is gone, or does not take them any more."""
    session = before(s, report)
    if session is None:
        return None
    asked = {n.ref for n in session.asks()}
    left = sorted(changes, key=lambda ref: (ref in asked, ref))
    for _ in range(3):  # what one answer makes possible is answered in the next round
        refused = []
        for ref in left:
            try:
                _make_room(session, ref)
                session.instance.answer(ref, changes[ref])
            except (Refused, KeyError):
                refused.append(ref)
        left = refused
    return None if any(changes[ref] for ref in left) else session


def _make_room(session: DraftSession, ref: str) -> None:
    """The instances of repeats that an answer is in."""
    for place in re.finditer(r"\[[0-9]+\]", ref):
        with suppress(KeyError):  # it is there
            session.instance.add_repeat(ref[: place.end()])


# --- told -------------------------------------------------------------------------------------------------------------


def _told(s: Context, matter: Matter) -> Iterator[Tell]:
    """The coordinators hear of it, once a day of each report."""
    for member in s.coordinators(matter.unit):
        t, posts = s.speaks_to(member), member.posts_on(s.today)
        own = matter.unit in own_people(s.programme.units, posts, s.today)
        shown = matter if own else without_few(s.programme, matter)
        values = {"code": matter.report, "unit": s.unit_name(matter.unit), "old": shown.old, "new": shown.new}
        choices = (AnswerMatter(matter.id, "show").labelled(t("told.see")),)
        brief = t("told.correction_brief", code=matter.report)
        yield Tell(
            member.id,
            t("told.correction", **values),
            f"correction:{matter.report}:{s.today}",
            choices,
            s.by_day(),
            brief,
        )


def _replaced(s: Context, asked: list[Matter]) -> list[Tell]:
    """Who asked for another answer to the same question hears that theirs waits no more."""
    told, numbers = [], {n for matter in asked for n in matter.about.split()}
    for older in s.approvals.of_report(asked[0].report):
        same = older.kind == CORRECTION and older.state == "open" and numbers & set(older.about.split())
        if same and older.by != s.member.id and (member := s.people.get(older.by)):
            t = s.speaks_to(member)
            text = t("told.replaced", code=older.report, old=older.old, new=older.new)
            told.append(Tell(member.id, text, f"replaced:{older.id}", (), s.by_day(), text))
    return told


# --- why --------------------------------------------------------------------------------------------------------------


def ask_why(s: Context, matter: Matter) -> Turn:
    """The reason may be told after the request."""
    if matter.state != "open" or matter.by != s.member.id:
        return s.turn(Reply(s.texts("matter.gone")))
    choices = (AnswerMatter(matter.id, "nowhy").labelled(s.texts("request.no_reason")),)
    return s.ask(RequestReason(matter.id), Reply(s.texts("request.why"), choices))


def reason_given(s: Context, prompt: RequestReason, text: str) -> Turn:
    if trouble := too_long(s, text):
        return s.ask_again(prompt, Reply(trouble))
    return s.turn(Reply(s.texts("request.reason_kept")), GiveReason(prompt.matter, s.member.id, text))


def too_long(s: Context, text: str) -> str:
    """What is wrong with a reason of many letters, "" for nothing."""
    return s.texts("request.reason_long", most=LONGEST) if len(text) > LONGEST else ""


def unfit(s: Context, text: str) -> str:
    """The same of a reason that came in a line, where nothing can be asked about it: it names no person either."""
    if trouble := too_long(s, text):
        return trouble
    return s.texts("request.reason_personal") if find_personal(text, kept_words.places(s)) else ""


ROUTE = Route("corrections after the close", prompts={RequestReason: reason_given})
