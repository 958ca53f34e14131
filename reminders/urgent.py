"""An urgent question in words: in the name of the person who asks, with what the store has already."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from programme.domain.buttons.figures import UrgentAnswer
from programme.domain.messages import Choice
from programme.domain.sms_segments import segments
from programme.language.texts import Texts
from programme.language.vietnamese import plain as plain_text
from reminders.facts import Progress
from reminders.roster import Roster
from reminders.wording import Words


class Asked(Protocol):
    """What a question is."""

    id: str
    post: str
    topic: str
    since: date
    until: datetime


def urgent(
    roster: Roster, t: Texts, ask: Asked, unit: str, done: Progress, asker: str, plain: bool
) -> tuple[str, tuple[Choice, ...]]:
    """The text and its buttons; for an SMS one segment that says which numbers to send."""
    words = Words(roster, t)
    until = ask.until.astimezone(ZoneInfo(roster.programme.zone))
    values = {
        "who": words.name(ask.post),
        "person": asker,
        "time": f"{until:%H:%M}",
        "since": f"{ask.since.day}/{ask.since.month}",
        "topic": t(f"topic.{ask.topic}") if ask.topic else t("asking.all"),
        "sums": words.sums(done) or t("remind.sms.nothing"),
    }
    if plain:
        named = plain_text(t("asking.sms", unit=words.brief(unit), **values | {"who": f"{asker}, {values['who']}"}))
        if asker and segments(named + words.tail) <= 1:  # with the person's name where there is room for it
            return named + words.tail, ()
        return words.fit(lambda name: t("asking.sms", unit=name, **values), unit), ()
    choices = tuple(
        UrgentAnswer(ask.id, answer, unit).labelled(t(f"asking.{answer}")) for answer in ("yes", "mend", "unsure")
    )
    return t("asking.text", unit=words.name(unit), **values), choices
