"""Reports filed, revised, withdrawn, merged and given back; forms on their way and withdrawn."""

from __future__ import annotations

from sqlalchemy import Connection

from programme.domain.approvals import AFTER_CLOSE
from programme.domain.effects.reports import (
    FileReport,
    MergeReport,
    ReviseReport,
    StandReport,
    TakeForm,
    WithdrawForm,
    WithdrawReport,
)
from storage.effects.entry import Entry, Row, Source
from storage.messages import media
from storage.reports import forms, matters, reports


def _revised(effect: ReviseReport, source: Source, done: None) -> list[Row]:
    """A reason that was given after the close is words: it stays with the matter."""
    why = AFTER_CLOSE if effect.why.startswith(AFTER_CLOSE) else effect.why
    return [Row(effect.by, "revise", effect.report.code, why)]


def _merge(conn: Connection, effect: MergeReport, source: Source) -> None:
    matters.moved(conn, effect.code, effect.into)
    reports.standing(conn, effect.code, "merged", effect.into)


def _take_form(conn: Connection, effect: TakeForm, source: Source) -> None:
    forms.asked(conn, effect, source.channel, source.address)
    media.wanted(conn, effect.medium, source.at)


ENTRIES = (
    Entry(
        FileReport,
        do=lambda conn, effect, source: reports.file(conn, effect.report),
        audit=lambda effect, source, done: [Row(effect.report.entered_by, "file", effect.report.code)],
    ),
    Entry(
        ReviseReport,
        do=lambda conn, effect, source: reports.revise(conn, effect.report, effect.by, effect.why, source.at),
        audit=_revised,
    ),
    Entry(
        WithdrawReport,
        do=lambda conn, effect, source: reports.withdraw(conn, effect.code),
        audit=lambda effect, source, done: [Row(effect.by, "withdraw", effect.code, effect.why)],
    ),
    Entry(
        MergeReport,
        do=_merge,
        audit=lambda effect, source, done: [Row(effect.by, "merge", effect.code, effect.into)],
    ),
    Entry(
        StandReport,
        do=lambda conn, effect, source: reports.standing(conn, effect.code, effect.state),
        audit=lambda effect, source, done: [Row(effect.by, effect.state, effect.code)],
    ),
    Entry(
        TakeForm,
        do=_take_form,
        audit=lambda effect, source, done: [Row(effect.by, "send form", effect.medium.name, effect.unit)],
    ),
    Entry(
        WithdrawForm,
        do=lambda conn, effect, source: forms.withdraw(conn, effect.key, effect.unit),
        audit=lambda effect, source, done: [Row(effect.by, "withdraw form", effect.key, effect.unit)],
    ),
)
