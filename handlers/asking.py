"""Urgent questions: a coordinator asks units for one figure before an hour; a tap or two numbers answer."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers import figures
from handlers.filing import open_period
from handlers.seasons import seasons
from handlers.situation import Reply, Situation, Turn
from programme.deeds import AnswerUrgent, AskUrgently
from programme.messages import Choice
from programme.nouns import TOPICS

MOST_A_DAY = 2
HURRY = (30, 60, 120)
"""Minutes that a question may give."""
NUMBERS = re.compile(r"\s*(\d{1,4})\D{1,12}(\d{1,7})\D{0,12}")
NIGHT, MORNING = 21, 7


def begin(s: Situation, rest: str) -> Turn:
    """What about, whom, by when: three taps. At most two a day in the name of a post."""
    t, post = s.texts, _post(s)
    if not post:
        return s.turn(Reply(t("error.not_yours")))
    midnight = s.now.astimezone(s.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if s.look.asks_of(post, midnight) >= MOST_A_DAY:
        return s.turn(Reply(t("asking.enough", count=MOST_A_DAY)))
    topic, _, rest = rest.partition(":")
    whom, _, minutes = rest.partition(":")
    if topic not in (*TOPICS, "all"):
        choices = tuple(Choice(f"m:urgent:{name}", t(f"topic.{name}")) for name in TOPICS)
        return s.turn(Reply(t("asking.what"), (*choices, Choice("m:urgent:all", t("asking.all"))), prompt=True))
    units = {"all": _below(s), "silent": _silent(s)}
    if whom not in units:
        choices = tuple(
            Choice(f"m:urgent:{topic}:{name}", t(f"asking.to.{name}", count=len(codes)))
            for name, codes in units.items()
            if codes
        )
        return s.turn(Reply(t("asking.whom") if choices else t("asking.nobody"), choices, prompt=True))
    if not minutes.isdigit() or int(minutes) not in HURRY:
        choices = tuple(
            Choice(f"m:urgent:{topic}:{whom}:{n}", t("asking.by", time=_hour(s, n))) for n in HURRY if _awake(s, n)
        )
        return s.turn(Reply(t("asking.when") if choices else t("asking.night"), choices, prompt=True))
    if not units[whom] or not _awake(s, int(minutes)):
        return s.turn(Reply(t("asking.night" if units[whom] else "asking.nobody")))
    id, name = s.fresh[:8], "" if topic == "all" else topic
    until = s.now + timedelta(minutes=int(minutes))
    running = [season.run.start for season in seasons(s) if season.campaign.topic == name and _runs(s, season)]
    since = min(running, default=s.today.replace(day=1))
    deed = AskUrgently(id, s.member.id, post, name, since, tuple(units[whom]), until)
    said = t("asking.sent", count=len(units[whom]), time=_hour(s, int(minutes)))
    return s.turn(Reply(said, (Choice(f"u:{id}:show", t("asking.show")),)), deed)


def press(s: Situation, rest: str) -> Turn:
    """`3fa9:yes:hl.ha-tu`: a unit's answer; `3fa9:show`: the answers so far, for whoever asked."""
    t = s.texts
    id, _, rest = rest.partition(":")
    answer, _, unit = rest.partition(":")
    ask = s.look.ask(id)
    if ask is None:
        return s.turn(Reply(t("stale.gone")))
    if answer == "show":
        return _answers(s, ask)
    if unit not in ask.units or not s.may("file", unit):
        return s.turn(Reply(t("error.not_yours")))
    if answer == "mend":
        return Turn(s.state.but(awaiting=f"ask:{id}:{unit}", asked=()), (Reply(t("asking.numbers"), prompt=True),))
    if answer not in ("yes", "unsure"):
        return s.turn(Reply(t("stale.gone")))
    return s.turn(Reply(_thanks(s, ask)), AnswerUrgent(id, unit, answer, "", s.member.id))


def numbers(s: Situation, text: str) -> Turn:
    """`3 160` after "Sửa số": sessions and people."""
    _, id, unit = s.state.awaiting.split(":", 2)
    calm, ask, found = s.with_state(s.state.but(awaiting="")), s.look.ask(id), NUMBERS.fullmatch(text)
    if ask is None:
        return calm.turn(Reply(s.texts("stale.gone")))
    if not s.may("file", unit):  # they may have left it since the button was pressed
        return calm.turn(Reply(s.texts("error.not_yours")))
    if found is None:
        return s.turn(Reply(s.texts("asking.numbers"), prompt=True))
    deed = AnswerUrgent(id, unit, "mend", f"{found[1]} {found[2]}", s.member.id)
    choice = Choice(f"m:new:{unit}", s.texts("remind.button.report"))
    return calm.turn(Reply(f"{_thanks(s, ask)} {s.texts('asking.report_too')}", (choice,)), deed)


def said(s: Situation, text: str) -> Turn | None:
    """By SMS, where there are no buttons: 1, or two numbers, while a question to one of their units is open."""
    if not s.traits.plain or s.state.draft or not (text.strip() == "1" or NUMBERS.fullmatch(text)):
        return None
    found = s.look.open_asks(s.own_units(), s.now)
    if not found:
        return None
    ask, unit = found[0]
    if text.strip() == "1":
        return press(s, f"{ask.id}:yes:{unit}")
    return numbers(s.with_state(s.state.but(awaiting=f"ask:{ask.id}:{unit}")), text)


def _answers(s: Situation, ask) -> Turn:
    """For the person who asked, and who coordinates the same post."""
    t = s.texts
    if ask.member != s.member.id and not s.may("ask", ask.post):
        return s.turn(Reply(t("error.not_yours")))
    came = s.look.answers(ask.id)
    lines = [t("asking.answers", count=len(came), of=len(ask.units))]
    lines += [f"• {s.unit_name(unit)}: {_answered(s, answer, words)}" for unit, answer, words in came]
    left = [s.unit_name(unit) for unit in ask.units if unit not in {unit for unit, _, _ in came}]
    if left:
        more = "…" if len(left) > 15 else ""
        lines.append(t("asking.left", units=", ".join(left[:15]) + more))
    return s.turn(Reply("\n".join(lines), (Choice(f"u:{ask.id}:show", t("asking.show")),)))


def _answered(s: Situation, answer: str, words: str) -> str:
    if answer == "mend":
        sessions, _, people = words.partition(" ")
        return s.texts("asking.mended", sessions=sessions, people=people)
    return s.texts("asking.yes") if answer == "yes" else s.texts("asking.unsure")


def _thanks(s: Situation, ask) -> str:
    return s.texts("asking.thanks" if s.now <= ask.until else "asking.late")


def _post(s: Situation) -> str:
    return next((p.unit for p in s.posts if p.role in ("coordinator", "admin")), "")


def _below(s: Situation) -> list[str]:
    own = {p.unit for p in s.posts}
    return [code for code in figures.reach(s) if code not in own and figures.reports(s, code)]


def _silent(s: Situation) -> list[str]:
    return [code for code in _below(s) if code not in s.look.reported(open_period(s, code))]


def _runs(s: Situation, season) -> bool:
    return season.run.start <= s.today <= season.run.end


def _at(s: Situation, minutes: int) -> datetime:
    return (s.now + timedelta(minutes=minutes)).astimezone(s.zone)


def _hour(s: Situation, minutes: int) -> str:
    return f"{_at(s, minutes):%H:%M}"


def _awake(s: Situation, minutes: int) -> bool:
    """Whether people may be asked until then: not in the night."""
    return MORNING <= s.now.astimezone(s.zone).hour < NIGHT and MORNING <= _at(s, minutes).hour < NIGHT
