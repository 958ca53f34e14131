"""Urgent questions: a coordinator asks units for one figure before an hour.

What comes back is read in handlers/figures/urgent_answer.py.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers.campaigns.seasons import seasons
from handlers.context import Context, Reply, Turn
from handlers.figures import quick_figures
from handlers.reporting.submit import open_period
from programme.domain.effects import AskUrgently
from programme.domain.messages import Choice
from programme.domain.model import TOPICS
from reports.words import capital

MOST_A_DAY = 2
HURRY = (30, 60, 120)
"""Minutes that a question may give."""
NIGHT, MORNING = 21, 7
ID = re.compile(r"[0-9a-z]{1,12}")


def begin(s: Context, rest: str) -> Turn:
    """What about, whom, by when: three taps. At most two a day in the name of a post. The last tap names the question
    that it asks, so that a double tap asks once."""
    t, post = s.texts, _post(s)
    if not post:
        return s.turn(Reply(t("error.not_yours")))
    topic, whom, minutes, id = [*rest.split(":"), "", "", "", ""][:4]
    if id and (ask := s.schedule.urgent_question(id)) is not None:
        return s.turn(Reply(t("asking.asked_already"), (_show(s, ask.id),)))
    midnight = s.now.astimezone(s.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if s.schedule.count_urgent_questions(post, midnight) >= MOST_A_DAY:
        return s.turn(Reply(t("asking.enough", count=MOST_A_DAY)))
    if topic not in (*TOPICS, "all"):
        named = {name: t(f"topic.{name}") for name in TOPICS} | {"all": t("asking.all")}
        choices = tuple(Choice(f"m:urgent:{name}", capital(label)) for name, label in named.items())
        return s.turn(Reply(t("asking.what"), choices, prompt=True))
    units = {"all": _below(s, post), "silent": _silent(s, post)}
    if whom not in units:
        choices = tuple(
            Choice(f"m:urgent:{topic}:{name}", t(f"asking.to.{name}", count=len(codes)))
            for name, codes in units.items()
            if codes
        )
        return s.turn(Reply(t("asking.whom") if choices else t("asking.nobody"), choices, prompt=True))
    if not minutes.isdigit() or int(minutes) not in HURRY or not ID.fullmatch(id):
        about = f"m:urgent:{topic}:{whom}"
        choices = tuple(
            Choice(f"{about}:{n}:{s.fresh[:8]}", t("asking.by", time=_hour(s, n))) for n in HURRY if _awake(s, n)
        )
        return s.turn(Reply(t("asking.when") if choices else t("asking.night"), choices, prompt=True))
    if not units[whom] or not _awake(s, int(minutes)):
        return s.turn(Reply(t("asking.night" if units[whom] else "asking.nobody")))
    name = "" if topic == "all" else topic
    until = s.now + timedelta(minutes=int(minutes))
    running = [one.run.start for one in seasons(s) if one.campaign.topic == name and _runs(s, one)]
    since = min(running, default=s.today.replace(day=1))
    effect = AskUrgently(id, s.member.id, post, name, since, tuple(units[whom]), until)
    said = t("asking.sent", count=len(units[whom]), time=_hour(s, int(minutes)))
    return s.turn(Reply(said, (_show(s, id),)), effect)


def _show(s: Context, id: str) -> Choice:
    return Choice(f"u:{id}:show", s.texts("asking.show"))


def _post(s: Context) -> str:
    """The unit in whose name the member may ask."""
    return next((p.unit for p in s.posts if p.unit in s.programme.units and s.may("ask", p.unit)), "")


def _below(s: Context, post: str) -> list[str]:
    below = s.programme.units.subtree(post, s.today)
    return [code for code in below if code != post and quick_figures.reports(s, code) and s.may("ask", code)]


def _silent(s: Context, post: str) -> list[str]:
    return [code for code in _below(s, post) if code not in s.reports.reported(open_period(s, code))]


def _runs(s: Context, season) -> bool:
    return season.run.start <= s.today <= season.run.end


def _at(s: Context, minutes: int) -> datetime:
    return (s.now + timedelta(minutes=minutes)).astimezone(s.zone)


def _hour(s: Context, minutes: int) -> str:
    return f"{_at(s, minutes):%H:%M}"


def _awake(s: Context, minutes: int) -> bool:
    """Whether people may be asked until then: not in the night."""
    return MORNING <= s.now.astimezone(s.zone).hour < NIGHT and MORNING <= _at(s, minutes).hour < NIGHT
