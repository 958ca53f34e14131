"""Campaigns moved, reminders by hand and put off, urgent questions and their answers, calendars."""

from __future__ import annotations

from sqlalchemy import Connection

from programme.domain.effects.schedule import (
    AnswerUrgent,
    AskUrgently,
    MoveCampaign,
    Nudge,
    RemindAgain,
    Settle,
    Subscribe,
)
from storage.effects.entry import Entry, Row, Source
from storage.schedule import calendar_feeds, campaign_days, reminders, urgent_questions


def _campaign_moved(effect: MoveCampaign, source: Source, done: None) -> list[Row]:
    revision = f"{effect.campaign}.{effect.year}.{effect.revision}"
    return [Row(effect.member, "campaign", revision, effect.source)]


def _subscribe(conn: Connection, effect: Subscribe, source: Source) -> None:
    calendar_feeds.renew(conn, effect.member, effect.token and calendar_feeds.mark(effect.token), source.at)


def _subscribed(effect: Subscribe, source: Source, done: None) -> list[Row]:
    return [Row(effect.member, "calendar" if effect.token else "calendar revoked", effect.member)]


ENTRIES = (
    Entry(
        MoveCampaign,
        do=lambda conn, effect, source: campaign_days.move(conn, effect, source.at),
        audit=_campaign_moved,
    ),
    Entry(
        Settle,
        do=lambda conn, effect, source: reminders.settle(
            conn, effect.unit, effect.name, effect.answer, effect.member, source.at
        ),
        audit=lambda effect, source, done: [Row(effect.member, effect.answer, effect.name, effect.unit)],
    ),
    Entry(
        RemindAgain,
        do=lambda conn, effect, source: reminders.ask_again(
            conn, effect.member, effect.season, effect.unit, effect.day
        ),
        audit=lambda effect, source, done: [
            Row(effect.member, "remind again", effect.season, f"{effect.unit} {effect.day}")
        ],
    ),
    Entry(
        Nudge,
        do=lambda conn, effect, source: reminders.nudge(
            conn, effect.units, effect.day, effect.post, effect.by, source.at
        ),
        audit=lambda effect, source, units: [Row(effect.by, "nudge", unit) for unit in units],
    ),
    Entry(
        AskUrgently,
        do=lambda conn, effect, source: urgent_questions.put(conn, effect, source.at),
        audit=lambda effect, source, done: [Row(effect.member, "ask", effect.id, effect.post)],
    ),
    Entry(
        AnswerUrgent,
        do=lambda conn, effect, source: urgent_questions.answer(
            conn, effect.ask, effect.unit, effect.answer, effect.said, effect.member, source.at
        ),
        audit=lambda effect, source, done: [Row(effect.member, "answer", effect.ask, effect.unit)],
    ),
    Entry(
        Subscribe,
        do=_subscribe,
        audit=_subscribed,
    ),
)
