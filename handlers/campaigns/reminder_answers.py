"""Answers to reminders: complete, none today, remind me again, where are the materials."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.campaigns import add_campaign, campaign_list
from handlers.campaigns.seasons import season_named, seasons
from handlers.context import Context, Reply, Turn
from programme.domain.effects import RemindAgain, Settle
from programme.domain.seasons import is_for
from programme.language.vietnamese import fold

DONE = ("du", "du roi", "da lam", "da du", "complete")
"""Words, folded, that say by SMS that what was asked for is complete."""
ASKED_BEFORE = timedelta(days=15)
"""How long before a day its results may be said to be complete."""


def press(s: Context, rest: str) -> Turn:
    """`enough:drug-month.2027:hl.ha-tu`: a button under a reminder."""
    t = s.texts
    verb, _, about = rest.partition(":")
    name, _, tail = about.partition(":")
    unit, _, day = tail.partition(":")
    if verb == "material":
        return _material(s, name)
    if verb in ("add", "move"):
        return (add_campaign.press if verb == "add" else campaign_list.moved)(s, about)
    if not s.may("file", unit):
        return s.turn(Reply(t("error.not_yours")))
    if verb in ("enough", "none"):
        answer = Reply(t(f"reminded.{verb}", unit=s.unit_name(unit), label=campaign_list.label(s, name)))
        return s.turn(answer, Settle(unit, name, verb, s.member.id))
    if verb == "today":
        return s.turn(Reply(t("reminded.today", unit=s.unit_name(unit))))
    season = season_named(s, name)
    if verb == "again" and season is not None and re.fullmatch(r"\d{4}", day):
        on = season.run.start
        if on <= s.today:
            return s.turn(Reply(t("stale.gone")))
        effect = RemindAgain(s.member.id, name, unit, on)
        return s.turn(Reply(t("reminded.again", day=_dm(on))), effect)
    return s.turn(Reply(t("stale.gone")))


def numbered(s: Context, text: str) -> str:
    """The payload that a number means where the last numbered lines were those of a reminder; "" for none."""
    words = text.strip()
    if s.state.draft or not (words.isdecimal() and len(words) < 3):
        return ""
    found = s.messages.last_reminder(s.member.id, s.today)
    if found is None or (s.state.asked and s.messages.heard_since(s.member.id, found[1])):
        return ""
    choices, number = found[0].choices, int(words)
    return choices[number - 1].value if 1 <= number <= len(choices) else ""


def said(s: Context, text: str) -> Turn | None:
    """DU (by SMS 1, after a reminder): the results or the deadline that the member's units were last asked for are
    complete."""
    one = s.traits.plain and text.strip() == "1" and not s.state.asked
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
    return press(s, f"enough:{name}:{unit}")


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


def _material(s: Context, name: str) -> Turn:
    t, season = s.texts, season_named(s, name)
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
