"""Members of whom nothing was heard for long: who they are, who of them was told so, and until when they may answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, literal, or_, select

from programme.domain.query_rows import SilentMember
from storage.database.dialects import insert_or_set
from storage.schema import tables as t

m, p, c, r, s = t.members.c, t.posts.c, t.conversations.c, t.reports.c, t.silences.c
_TELL = insert_or_set(t.silences, "told", "until")


def silent(conn: Connection, before: datetime, units: Collection[str] | None = None) -> list[SilentMember]:
    """Members (of these units, None: all) of whom nothing was heard since then, the longest silent first. Heard is who
    joined or agreed, whose conversation went on, and who sent or entered a report."""
    joined = func.coalesce(m.consented_at, m.at)
    heard = func.coalesce(c.at, joined)
    query = (
        select(m.id, m.name, m.state, joined.label("joined"), c.at.label("spoke"), s.told, s.until)
        .select_from(
            t.members.outerjoin(t.conversations, c.owner == literal("m:") + m.id).outerjoin(
                t.silences, s.member == m.id
            )
        )
        .where(m.state != "erased", m.at < before, joined < before, heard < before, ~_reported(before))
    )
    if units is not None:
        query = query.where(exists().where(p.member == m.id, p.unit.in_(units)))
    found = []
    for row in conn.execute(query):
        at = max(one for one in (row.joined, row.spoke, _last_report(conn, row.id)) if one)
        name = "" if row.state == "restricted" else row.name
        found.append(SilentMember(row.id, name, row.state, at, row.told, row.until))
    return sorted(found, key=lambda one: (one.heard, one.id))


def _reported(since: datetime) -> ColumnElement[bool]:
    return exists().where(or_(r.member == m.id, r.entered_by == m.id), r.filed_at >= since)


def _last_report(conn: Connection, member: str) -> datetime | None:
    return conn.scalar(select(func.max(r.filed_at)).where(or_(r.member == member, r.entered_by == member)))


def tell(conn: Connection, member: str, at: datetime, until: datetime) -> None:
    """The member had notice."""
    _TELL(conn, {"member": member, "told": at, "until": until})


def answered(conn: Connection, silent_ones: Collection[str]) -> int:
    """Forget the notices of those who were heard since: of all but these; how many."""
    return conn.execute(delete(t.silences).where(s.member.not_in(list(silent_ones)))).rowcount


def over(one: SilentMember, now: datetime, notice_before: datetime) -> bool:
    """Whether a silent member is to be forgotten now: they had notice, after the last that was heard of them, and its
    time is over. Who restricted the use of their data knew it from then on."""
    if one.state == "restricted":
        return True
    return bool(one.told and one.until and one.heard < one.told <= notice_before and one.until <= now)
