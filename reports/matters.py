"""What waits for a decision in a line each, the same in the menu's list and in every digest; and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from programme.domain.approvals import ALIKE, CORRECTION, UNUSUAL, Matter
from programme.domain.model import KINDS
from programme.domain.programme import Programme
from programme.language.texts import Texts
from reports.scope import as_now, whole
from reports.sums_in_words import figure_words
from reports.totals import Total

ALONE = re.compile(r"(?<![\d.,/])[1-4](?![\d.,/])")
"""A number of few, and no part of another or of a day."""


def scope(programme: Programme, units: Iterable[str], day: date) -> Collection[str] | None:
    """The places of which these units' coordinators decide: those below them, with what became part of them (None:
    all)."""
    below = [as_now(programme.units, unit, day) for unit in units if unit in programme.units]
    return whole(programme, frozenset().union(*below))


def across(programme: Programme, matter: Matter) -> bool:
    """Whether it is about units of several communes: then it lies with an office above them, that reports nothing."""
    return matter.place not in programme.units or not programme.kind_of(matter.place).reports


def line(programme: Programme, t: Texts, matter: Matter, name: Callable[[str], str] | None = None) -> str:
    """`Số lạ: Đội CTXHTN Cửa Ông, 900 lượt người/1 buổi (K7R4)`; `name` says a unit's name, where not in full."""
    if matter.kind == ALIKE:
        key = "matter.alike_across" if across(programme, matter) else "matter.alike"
        return t(key, one=matter.report, two=matter.other)
    if matter.kind == CORRECTION:
        return t("matter.correction", code=matter.report, old=matter.old, new=matter.new)
    known = matter.unit in programme.units
    unit = (name(matter.unit) if name else programme.units[matter.unit].name) if known else matter.unit
    if matter.kind == UNUSUAL:
        return t("matter.unusual", unit=unit, figure=unusual_words(t, matter), code=matter.report)
    return t("matter.late", unit=unit, code=matter.report)


def without_few(programme: Programme, matter: Matter) -> Matter:
    """The matter where it is about persons who are helped, with "<5" for 1 to 4 of them."""
    about = [matter.about, *(".".join(ref.split("/")[-2:]) for ref in matter.changes)]
    if not programme.sensitive.intersection(about):
        return matter
    return replace(matter, old=ALONE.sub("<5", matter.old), new=ALONE.sub("<5", matter.new))


def unusual_words(t: Texts, matter: Matter) -> str:
    """`900 lượt người/1 buổi`."""
    said = figure_words(t, matter.about, Total(int(matter.new)))
    return t("matter.a_session", figure=said) if "sessions" in KINDS[matter.about.partition(".")[0]] else said
