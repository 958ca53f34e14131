"""Answers to urgent questions: a tap, a number, or two numbers; one answer a unit, which its other people are told; and
the page of answers for who asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation
from handlers.pipeline.route import Route
from handlers.state import Prompt
from programme.domain.buttons.figures import UrgentAnswer
from programme.domain.buttons.reporting import NewReportFor
from programme.domain.effects.messages import Tell
from programme.domain.effects.schedule import AnswerUrgent
from programme.domain.messages import Choice
from programme.language.vietnamese import thousands
from reports.sums_in_words import capital

NUMBERS = re.compile(r"\s*(\d{1,4})\D{1,12}(\d{1,7})\D{0,12}")
LATE = timedelta(hours=12)
"""How long after its hour an answer is still taken, and said to be late."""
PAGE = 20
"""Units on a page of answers."""
BY_NUMBER = ("yes", "mend", "unsure")
"""What 1, 2 and 3 are where the question came with numbered lines."""
ANSWERS = ("yes", "unsure")


class Numbers(Prompt, frozen=True, tag="urgent_numbers"):
    """What a unit did, in two numbers: sessions and people."""

    question: str
    unit: str


def press(s: Context, button: UrgentAnswer) -> Turn:
    """A unit's answer; or the answers that came, for whoever asked."""
    t, answer, unit = s.texts, button.answer, button.about
    ask = s.schedule.urgent_question(button.question)
    if ask is None:
        return s.turn(Reply(t("stale.gone")))
    if answer == "show":
        return _page(s, ask, int(unit) if str(unit).isdecimal() else 0)
    if unit not in ask.units or not s.may("file", unit):
        return s.turn(Reply(t("error.not_yours")))
    if s.now > ask.until + LATE:
        return s.turn(Reply(t("asking.over")))
    if answer == "mend":
        return s.ask(Numbers(ask.id, unit), Reply(t("asking.numbers")))
    if answer not in ANSWERS:
        return s.turn(Reply(t("stale.gone")))
    before = next((one for one in s.schedule.urgent_answers(ask.id) if one[0] == unit and one[1] != "unsure"), None)
    if before is not None:
        mend = UrgentAnswer(ask.id, "mend", unit).labelled(t("asking.mend"))
        said = t("asking.answered", unit=s.unit_name(unit), person=_who(s, before[3]), said=_answered(s, *before[1:3]))
        return s.turn(Reply(said, (mend,)))
    return _took(s, ask, unit, answer, _has(s, ask, unit) if answer == "yes" else "")


def numbers(s: Context, prompt: Numbers, text: str) -> Turn:
    """`3 160` after "Sửa số": sessions and people."""
    unit, ask, found = prompt.unit, s.schedule.urgent_question(prompt.question), NUMBERS.fullmatch(text)
    if ask is None or s.now > ask.until + LATE or not s.may("file", unit):
        return s.turn(Reply(s.texts("stale.gone")))
    if found is None:
        return s.ask_again(prompt, Reply(s.texts("asking.numbers")))
    return _took(s, ask, unit, "mend", f"{found[1]} {found[2]}")


def by_words(s: Context, text: str) -> Turn | None:
    """Where there are no buttons: a number, or two, while a question to one of their units waits for its answer and
    nothing that came later asks for a number."""
    words = text.strip()
    single = words.isdecimal() and len(words) < 4 and 1 <= int(words) <= (1 if s.traits.plain else len(BY_NUMBER))
    if s.traits.buttons or s.state.draft or not (single or NUMBERS.fullmatch(text)):
        return None
    found = s.schedule.open_urgent_questions(s.own_units(), s.now - LATE)
    if not found:
        return None
    ask, unit = found[0]
    if single and s.state.options and s.messages.heard_since(s.member.id, ask.at):
        return None
    if single:
        return press(s, UrgentAnswer(ask.id, BY_NUMBER[int(words) - 1], unit))
    return numbers(s, Numbers(ask.id, unit), text)


def _took(s: Context, ask, unit: str, answer: str, words: str) -> Turn:
    """The unit has answered: its other people need not."""
    t = s.texts
    thanks = t("asking.thanks" if s.now <= ask.until else "asking.late")
    choices: tuple[Choice, ...] = ()
    if answer == "mend":
        thanks = f"{thanks} {t('asking.report_too')}"
        choices = (NewReportFor(unit).labelled(t("remind.button.report")),)
    elif answer == "yes" and words:
        thanks = f"{thanks} {capital(_answered(s, answer, words))}."
    others = []
    for other in s.people.members_of(unit):
        roles = {p.role for p in other.posts_on(s.today) if p.unit == unit}
        if other.id != s.member.id and roles & {"member", "leader"}:
            speaks = s.speaks_to(other)
            told = speaks("asking.told", unit=s.programme.units[unit].name, person=s.member.name)
            others.append(Tell(other.id, told, f"answered:{ask.id}:{unit}:{s.fresh[:8]}", not_before=s.by_day()))
    effects = (AnswerUrgent(ask.id, unit, answer, words, s.member.id), *others)
    if s.state.draft and answer == "mend":
        return replace(conversation.resume(s, thanks), effects=effects)
    return s.turn(Reply(thanks, choices), *effects)


def _has(s: Context, ask, unit: str) -> str:
    """What the store has, as the question told it: sessions and people."""
    sums = {"sessions": 0, "participants": 0}
    for row in s.figures.activities((unit,), ask.since, s.today):
        if not ask.topic or ask.topic in row.topics:
            for name in sums:
                sums[name] += row.figures[name].value if name in row.figures else 0
    return " ".join(str(n) for n in sums.values())


# --- the page of answers ----------------------------------------------------------------------------------------------


def _page(s: Context, ask, first: int) -> Turn:
    """For the person who asked, and who may ask in the name of the same post: who answered what, the sum, who has
    not."""
    t = s.texts
    if ask.member != s.member.id and not s.may("ask", ask.post):
        return s.turn(Reply(t("error.not_yours")))
    came = s.schedule.urgent_answers(ask.id)
    have = {unit for unit, *_ in came}
    left = [code for code in ask.units if code not in have]
    hour = f"{ask.until.astimezone(s.zone):%H:%M}"
    topic = t(f"topic.{ask.topic}") if ask.topic else t("asking.all")
    lines = [t("asking.answers", count=len(came), of=len(ask.units), topic=topic, time=hour)]
    if total := _total(s, came):
        lines.append(total)
    rows = [
        t("asking.line", unit=s.unit_name(unit), said=_answered(s, answer, words), person=_who(s, member))
        for unit, answer, words, member in came
    ]
    rows += [t("asking.silent", unit=s.unit_name(code)) for code in left]
    lines += rows[first : first + PAGE]
    choices = [UrgentAnswer(ask.id, "show").labelled(t("asking.show"))]
    if first + PAGE < len(rows):
        more = t("asking.more", count=len(rows) - first - PAGE)
        choices.insert(0, UrgentAnswer(ask.id, "show", first + PAGE).labelled(more))
    return s.turn(Reply("\n".join(lines), tuple(choices)))


def _total(s: Context, came) -> str:
    pairs = [words.split() for _, answer, words, _ in came if answer != "unsure" and len(words.split()) == 2]
    if not pairs:
        return ""
    sessions, people = (sum(int(pair[n]) for pair in pairs) for n in (0, 1))
    return s.texts("asking.total", sessions=thousands(sessions), people=thousands(people), count=len(pairs))


def _who(s: Context, member: str) -> str:
    known = s.people.get(member)
    return known.name if known else s.texts("word.none")


def _answered(s: Context, answer: str, words: str) -> str:
    sessions, _, people = words.partition(" ")
    numbers = {"sessions": thousands(int(sessions)), "people": thousands(int(people))} if people else {}
    if answer == "mend" and numbers:
        return s.texts("asking.mended", **numbers)
    if answer == "yes":
        return s.texts("asking.right", **numbers) if numbers else s.texts("asking.yes")
    return s.texts("asking.unsure")


ROUTE = Route(
    "answers to urgent questions", buttons={UrgentAnswer: press}, prompts={Numbers: numbers}, numbers=(by_words,)
)
