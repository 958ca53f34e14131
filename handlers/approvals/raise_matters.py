"""What a report that is filed or mended gives to decide: a figure far above all before, an event reported twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from handlers.context import Context
from handlers.draft import check_rules
from handlers.draft.session import DraftSession
from programme.domain.activities import figure_of
from programme.domain.approvals import ALIKE, UNUSUAL, Matter, likeness, matter_id, place_key, spot
from programme.domain.buttons.approvals import AnswerMatter
from programme.domain.effects.approvals import RaiseMatter
from programme.domain.effects.messages import Tell
from programme.domain.model import COUNTED, Report
from programme.xlsform import bare

RECENT = timedelta(days=62)  # older events are not looked through for their like: their figures have been passed on
DIFFER = "two events"
NEIGHBOURS = 60  # units of one commune; where there are more, they are an office's and not neighbours


def of_draft(session: DraftSession, report: Report) -> list[RaiseMatter | Tell]:
    """All of a report that a draft became."""
    said = session.draft.settled.get("same") == "no"
    return [*unusual(session, report), *alike(session.s, report, said)]


def unusual(session: DraftSession, report: Report) -> Iterator[RaiseMatter]:
    """Figures that were asked about, and confirmed."""
    for name, said in session.draft.settled.items():
        ref = name.removeprefix("unusual")
        named = figure_of(bare(ref)) if ref != name else None
        if not named or not session.still(ref) or session.instance.value(ref) != said:
            continue
        if (highest := check_rules.highest(session, ref)) is not None:
            about = ".".join(named)
            id = matter_id(UNUSUAL, report.code, about, said)
            place = (report.unit, report.unit)
            yield RaiseMatter(
                Matter(id, UNUSUAL, report.code, *place, session.s.now, about=about, old=str(highest), new=said)
            )


def alike(s: Context, report: Report, differ: bool = False) -> Iterator[RaiseMatter | Tell]:
    """The first report found that may tell of the same event as one of this report's; `differ`: its sender was asked
    and said that they are two."""
    if report.state not in COUNTED:
        return
    for act in report.activities:
        like = likeness(act)
        if like is None or act.day < s.today - RECENT:
            continue
        for found in s.approvals.alike(report.code, _neighbours(s, report.unit), act.day, like, spot(act)):
            mine, theirs = place_key(act.place), place_key(found.place)
            if found.unit == report.unit or not (mine and theirs) or mine == theirs:
                pair = sorted((report.code, found.report))
                place = above(s, report.unit, found.unit)
                id = matter_id(ALIKE, *pair)
                yield RaiseMatter(
                    Matter(
                        id,
                        ALIKE,
                        found.report,
                        found.unit,
                        place,
                        s.now,
                        report.member,
                        other=report.code,
                        why=DIFFER * differ,
                    )
                )
                yield from _told(s, report, found.report, id) if found.unit == report.unit else ()
                return


def _told(s: Context, report: Report, other: str, id: str) -> Iterator[Tell]:
    """A team's leader decides about two reports of the team, and has no list of what there is to decide."""
    for leader in s.people.members_of(report.unit):
        if leader.id != s.member.id and any(
            p.unit == report.unit and p.role == "leader" for p in leader.posts_on(s.today)
        ):
            t = s.speaks_to(leader)
            text = t("told.alike", one=other, two=report.code, unit=s.unit_name(report.unit))
            brief = t("told.alike_brief", one=other, two=report.code)
            yield Tell(
                leader.id, text, f"alike:{id}", (AnswerMatter(id, "show").labelled(t("told.see")),), s.by_day(), brief
            )


def _neighbours(s: Context, unit: str) -> tuple[str, ...]:
    """The units of the same commune, itself among them."""
    tree = s.programme.units
    top = unit if tree.children(unit, s.today) else tree.parent(unit, s.today) or unit
    units = tree.subtree(top, s.today)
    return units if len(units) <= NEIGHBOURS else (unit,)


def above(s: Context, one: str, two: str) -> str:
    """The lowest unit that holds both."""
    tree = s.programme.units
    chain = (two, *tree.above(two, s.today))
    return next((code for code in (one, *tree.above(one, s.today)) if code in chain), one)
