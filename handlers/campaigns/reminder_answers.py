"""Answers to reminders: complete, none today, remind me again, where are the materials."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.campaigns import campaign_list
from handlers.campaigns.seasons import season_named, seasons
from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.campaigns import Materials, NothingDone, NothingToday, RemindMeAgain, ResultsComplete
from programme.domain.effects.schedule import RemindAgain, Settle
from programme.domain.seasons import is_for
from programme.language.vietnamese import fold
from programme.language.words import words_for

DONE = words_for("report.done")
"""Words, folded, that say by SMS that what was asked for is complete."""
ASKED_BEFORE = timedelta(days=15)
"""How long before a day its results may be said to be complete."""


def complete(s: Context, button: ResultsComplete | NothingDone) -> Turn:
    """A unit says of a campaign or a deadline that its results are complete, or that there are none."""
    verb = "enough" if isinstance(button, ResultsComplete) else "none"
    return s.decided(settle(s, button.unit, button.season, verb))


def settle(s: Acting, unit: str, season: str, verb: str) -> Decision:
    if not s.may("file", unit):
        return Decision(s.texts("error.not_yours"), made=False)
    said = s.texts(f"reminded.{verb}", unit=s.unit_name(unit), label=campaign_list.label(s, season))
    return Decision(said, (Settle(unit, season, verb, s.member.id),))


def nothing_today(s: Context, button: NothingToday) -> Turn:
    if not s.may("file", button.unit):
        return s.turn(Reply(s.texts("error.not_yours")))
    return s.turn(Reply(s.texts("reminded.today", unit=s.unit_name(button.unit))))


def again(s: Context, button: RemindMeAgain) -> Turn:
    """The member hears of it again when the campaign begins."""
    t = s.texts
    if not s.may("file", button.unit):
        return s.turn(Reply(t("error.not_yours")))
    season = season_named(s, button.season)
    if season is None or not re.fullmatch(r"\d{4}", button.day) or season.run.start <= s.today:
        return s.turn(Reply(t("stale.gone")))
    on = season.run.start
    effect = RemindAgain(s.member.id, button.season, button.unit, on)
    return s.turn(Reply(t("reminded.again", day=_dm(on))), effect)


def numbered(s: Context, text: str) -> Turn | None:
    """A number where the last numbered lines were those of a reminder."""
    words = text.strip()
    if s.state.draft or not (words.isdecimal() and len(words) < 3):
        return None
    found = s.messages.last_reminder(s.member.id, s.today)
    if found is None or (s.state.options and s.messages.heard_since(s.member.id, found[1])):
        return None
    choices, number = found[0].choices, int(words)
    return Turn(s.state, then=choices[number - 1].value) if 1 <= number <= len(choices) else None


def by_words(s: Context, text: str) -> Turn | None:
    """DU (by SMS 1, after a reminder): the results or the deadline that the member's units were last asked for are
    complete."""
    one = s.traits.plain and text.strip() == "1" and not s.state.options
    if s.state.draft or not (one or fold(text).strip(" .!") in DONE):
        return None
    if one and s.messages.last_reminder(s.member.id, s.today) is None:
        return None
    settled = s.schedule.settled()
    asked = [(day, name, unit) for day, name, unit in _asked(s) if (unit, name) not in settled]
    if not asked and one:
        return None
    if not asked:
        return s.turn(Reply(s.texts("reminded.nothing")))
    _, name, unit = min(asked)
    return s.decided(settle(s, unit, name, "enough"))


def _asked(s: Context) -> list[tuple[date, str, str]]:
    """What may be said to be complete today: its day, its name and the unit."""
    found = []
    for unit in s.own_units():
        for season in seasons(s):
            asked = is_for(s.programme, season.campaign, unit, s.today)
            if asked and season.run.start <= s.today <= season.results and season.results - ASKED_BEFORE <= s.today:
                found.append((season.results, season.name, unit))
        for deadline in s.programme.agenda.deadlines:
            others = deadline.unit_kinds and s.programme.units[unit].kind not in deadline.unit_kinds
            if others or deadline.joined:
                continue
            period = f"{s.today:%Y-%m}" if deadline.day is None else str(s.today.year)
            following = date(s.today.year + s.today.month // 12, s.today.month % 12 + 1, 1)
            due = following - timedelta(days=1) if deadline.day is None else date(s.today.year, *deadline.day)
            if due - ASKED_BEFORE <= s.today <= due:
                found.append((due, f"{deadline.name}.{period}", unit))
    return found


def materials(s: Context, button: Materials) -> Turn:
    t, season = s.texts, season_named(s, button.season)
    if season is None:
        return s.turn(Reply(t("stale.gone")))
    words, edition = s.programme.agenda.wording(season.campaign.name), season.edition
    english = t.language == "en"
    theme = edition.en or edition.vi if english else edition.vi
    where = edition.materials_en or edition.materials_vi if english else edition.materials_vi
    lines = [
        s.label(season.campaign),
        t("remind.theme", theme=theme) if theme else "",
        where or t("reminded.no_material"),
        words.note_en or words.note_vi if english else words.note_vi,
        s.numbers(),
    ]
    return s.turn(Reply("\n".join(filter(None, lines))))


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"


ROUTE = Route(
    "answers to reminders",
    buttons={
        ResultsComplete: complete,
        NothingDone: complete,
        NothingToday: nothing_today,
        RemindMeAgain: again,
        Materials: materials,
    },
    numbers=(by_words, numbered),
    phrases=(by_words,),
)
