"""Urgent questions: a coordinator asks units for one figure before an hour.

What comes back is read in handlers/figures/urgent_answer.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from handlers.campaigns.seasons import seasons
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.figures import figure_reach
from handlers.pipeline.route import MenuEntry, Route
from handlers.reporting.report_periods import open_period
from handlers.state import Prompt
from handlers.understand.hours import hours
from programme.domain.buttons.figures import AskUrgentQuestion, UrgentAnswer
from programme.domain.campaigns import Season
from programme.domain.effects.schedule import AskUrgently
from programme.domain.messages import Choice
from programme.domain.model import TOPICS
from reports.sums_in_words import capital

MOST_A_DAY = 2
HURRY = (30, 60, 120)
"""Minutes that a question may give by a tap."""
SOONEST = timedelta(minutes=15)
WHOM = ("all", "silent")
NIGHT, MORNING = 21, 7
ID = re.compile(r"[0-9a-z]{1,12}")


class Deadline(Prompt, frozen=True, tag="urgent_deadline"):
    """Before which hour units are to answer; `question` names what is asked, so that a double tap asks once."""

    topic: str
    whom: str
    question: str


def begin(s: Context, button: AskUrgentQuestion) -> Turn:
    """What about, whom, by when: three taps, the last of them also in words."""
    t, post, topic, whom = s.texts, _post(s), button.topic, button.whom
    if trouble := _trouble(s, post, button.question):
        return trouble
    if topic not in (*TOPICS, "all"):
        named = {name: t(f"topic.{name}") for name in TOPICS} | {"all": t("asking.all")}
        choices = tuple(AskUrgentQuestion(name).labelled(capital(label)) for name, label in named.items())
        return s.turn(Reply(t("asking.what"), choices, prompt=True))
    units = {name: _units(s, post, name) for name in WHOM}
    if whom not in units:
        choices = tuple(
            AskUrgentQuestion(topic, name).labelled(t(f"asking.to.{name}", count=len(codes)))
            for name, codes in units.items()
            if codes
        )
        return s.turn(Reply(t("asking.whom") if choices else t("asking.nobody"), choices, prompt=True))
    minutes = str(button.minutes)
    if not minutes.isdigit() or int(minutes) not in HURRY or not ID.fullmatch(button.question):
        return _ask_deadline(s, Deadline(topic, whom, s.fresh[:8]))
    s = s.with_state(s.state.but(prompt=None))
    until = s.now + timedelta(minutes=int(minutes))
    return _asked(s, ask(s, button.question, topic, whom, until), button.question)


def _trouble(s: Context, post: str, question: str) -> Turn | None:
    """Why nothing can be asked now: not theirs to ask, asked already, enough for today, or it is night."""
    if not post:
        return s.turn(Reply(s.texts("error.not_yours")))
    if question and s.schedule.urgent_question(question) is not None:
        return s.turn(Reply(s.texts("asking.asked_already"), (_show(s, question),)))
    if _count_today(s, post) >= MOST_A_DAY:
        return s.turn(Reply(s.texts("asking.enough", count=MOST_A_DAY)))
    return None if _awake(s, s.now) else s.turn(Reply(s.texts("asking.night")))


def _count_today(s: Acting, post: str) -> int:
    midnight = s.now.astimezone(s.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return s.schedule.count_urgent_questions(post, midnight)


def _ask_deadline(s: Context, prompt: Deadline, wrong: str = "") -> Turn:
    """The usual hours to press; any other may be typed."""
    t = s.texts
    choices = tuple(
        AskUrgentQuestion(prompt.topic, prompt.whom, n, prompt.question).labelled(
            t("asking.by", time=f"{_at(s, s.now + timedelta(minutes=n)):%H:%M}")
        )
        for n in HURRY
        if _awake(s, s.now + timedelta(minutes=n))
    )
    if not choices and not wrong:
        return s.turn(Reply(t("asking.night")))
    reply = Reply("\n".join(filter(None, (wrong, t("asking.when")))), choices)
    return s.ask_again(prompt, reply) if wrong else s.ask(prompt, reply)


def deadline_said(s: Context, prompt: Deadline, text: str) -> Turn:
    """`16h30`, `4 giờ chiều`: an hour of today at least SOONEST away; a wrong one asks again and loses nothing."""
    if trouble := _trouble(s, _post(s), prompt.question):
        return trouble
    today = s.now.astimezone(s.zone)
    meant = [today.replace(hour=h.hour, minute=h.minute, second=0, microsecond=0) for h in hours(text)]
    if not meant:
        return _ask_deadline(s, prompt, s.texts("asking.no_hour"))
    until = next((at for at in meant if at >= today + SOONEST and _awake(s, at)), None)
    if until is None:
        return _ask_deadline(s, prompt, s.texts("asking.wrong_hour"))
    return _asked(s, ask(s, prompt.question, prompt.topic, prompt.whom, until.astimezone(UTC)), prompt.question)


def _asked(s: Context, decision: Decision, question: str) -> Turn:
    return s.decided(decision, *([_show(s, question)] if decision.made else []))


def ask(s: Acting, id: str, topic: str, whom: str, until: datetime) -> Decision:
    """Asks the units for one figure before that time; at most two questions a day in the name of a post."""
    t, post = s.texts, _post(s)
    if not post:
        return Decision(t("error.not_yours"), made=False)
    if _count_today(s, post) >= MOST_A_DAY:
        return Decision(t("asking.enough", count=MOST_A_DAY), made=False)
    units = _units(s, post, whom)
    if not units or not _awake(s, until):
        return Decision(t("asking.night" if units else "asking.nobody"), made=False)
    name = "" if topic == "all" else topic
    running = [one.run.start for one in seasons(s) if one.campaign.topic == name and _runs(s, one)]
    since = min(running, default=s.today.replace(day=1))
    said = t("asking.sent", count=len(units), time=f"{_at(s, until):%H:%M}")
    return Decision(said, (AskUrgently(id, s.member.id, post, name, since, tuple(units), until),))


def _show(s: Context, id: str) -> Choice:
    return UrgentAnswer(id, "show").labelled(s.texts("asking.show"))


def _post(s: Acting) -> str:
    """The unit in whose name the member may ask."""
    return next((p.unit for p in s.posts if p.unit in s.programme.units and s.may("ask", p.unit)), "")


def _units(s: Acting, post: str, whom: str) -> list[str]:
    """The units below that are asked: all that report, or those of them that are silent."""
    below = s.programme.units.subtree(post, s.today)
    found = [code for code in below if code != post and figure_reach.reports(s, code) and s.may("ask", code)]
    return found if whom == "all" else [c for c in found if c not in s.reports.reported(open_period(s, c))]


def _runs(s: Acting, season: Season) -> bool:
    return season.run.start <= s.today <= season.run.end


def _at(s: Acting, at: datetime) -> datetime:
    return at.astimezone(s.zone)


def _awake(s: Acting, until: datetime) -> bool:
    """Whether people may be asked until then: not in the night."""
    return MORNING <= _at(s, s.now).hour < NIGHT and MORNING <= _at(s, until).hour < NIGHT


ROUTE = Route(
    "urgent questions",
    buttons={AskUrgentQuestion: begin},
    prompts={Deadline: deadline_said},
    commands={"urgent": lambda rest: AskUrgentQuestion()},
    menu=(MenuEntry(AskUrgentQuestion, lambda s: s.texts("menu.urgent"), lambda s: AskUrgentQuestion()),),
)
