"""What is forgotten when its time is over, in small batches: old rows are found by reading, then dropped some hundred
at a time, so that answers go on meanwhile. docs/decisions says why nothing counts twice for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, tuple_, update

from programme.domain.retention import Keep
from storage.schema import tables as t
from storage.schema.columns import dump

BATCH = 500
FOUND = 50_000
"""Keys that are read at once."""


ROUNDED = (
    *("draft", "waiting", "photos", "albums", "options", "more", "prompt", "doubtful"),
    *("unread", "unread_forwards", "parked"),
)
"""What of a member's state is forgotten; their counters stay, so that an old button never fits a new draft."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`old` is what is over, given a time; `values` what is set instead of deleting, from the row's JSON `state`;
    `most` the days that no setting makes more of."""

    name: str
    keep: str
    table: Table
    old: Callable[[datetime], ColumnElement[bool]]
    values: dict[str, Any] | None = None
    most: int = 0


_o, _c, _x = t.outbox.c, t.conversations.c, t.media.c
_BROUGHT = ("fetched", "dead")
_done = _o.state != "waiting"
BLANK = {"text": "", "address": "", "choices": [], "attachments": [], "edits": "", "ref": ""}
RULES = (
    Rule("aside", "aside", t.aside, lambda at: t.aside.c.at < at, most=7),
    Rule("strangers", "aside", t.conversations, lambda at: and_(_c.owner.like("a:%"), _c.at < at)),
    Rule("links", "aside", t.links, lambda at: t.links.c.until < at),
    Rule("invitations", "aside", t.invitations, lambda at: t.invitations.c.at < at),
    Rule("drafts", "drafts", t.conversations, lambda at: and_(_c.owner.like("m:%"), _c.at < at, _begun())),
    Rule("sent", "sent", t.outbox, lambda at: and_(_done, _o.created_at < at, _o.address != ""), BLANK),
    Rule("outbox", "keys", t.outbox, lambda at: and_(_done, _o.created_at < at)),
    Rule("inbox", "keys", t.inbox, lambda at: t.inbox.c.at < at),
    Rule("deliveries", "keys", t.deliveries, lambda at: t.deliveries.c.at < at),
    Rule("nudges", "keys", t.nudges, lambda at: t.nudges.c.at < at),
    Rule("media", "media", t.media, lambda at: and_(_x.state.in_(_BROUGHT), _x.at < at), {"state": "gone", "ref": ""}),
    Rule("trail", "trail", t.trail, lambda at: t.trail.c.at < at),
)


def _begun() -> ColumnElement[bool]:
    return or_(*(_c.state.contains(f'"{name}":', autoescape=True) for name in ROUNDED))


def before(rule: Rule, keep: Keep, now: datetime) -> datetime | None:
    """What is older than this is over; None where it is kept for ever."""
    days = getattr(keep, rule.keep)
    days = min(days or rule.most, rule.most) if rule.most else days
    return now - timedelta(days=days) if days else None


def old(conn: Connection, rule: Rule, at: datetime) -> list[Any]:
    """Keys of up to FOUND rows that are over."""
    return [tuple(row) for row in conn.execute(select(*rule.table.primary_key).where(rule.old(at)).limit(FOUND))]


def drop(conn: Connection, rule: Rule, keys: Sequence[Any], at: datetime) -> int:
    """Drop, or blank, those of these rows that are over still; how many."""
    if not keys:
        return 0
    mine = and_(tuple_(*rule.table.primary_key).in_(keys), rule.old(at))
    if rule.name == "drafts":
        return _rounded(conn, mine)
    change = delete(rule.table) if rule.values is None else update(rule.table).values(rule.values)
    return conn.execute(change.where(mine)).rowcount


def _rounded(conn: Connection, mine: ColumnElement[bool]) -> int:
    rows = conn.execute(select(_c.owner, _c.state).where(mine)).all()
    for owner, state in rows:
        kept = {name: value for name, value in json.loads(state).items() if name not in ROUNDED}
        which = _c.owner == owner
        conn.execute(
            update(t.conversations).where(which).values(state=dump(kept))
            if kept
            else delete(t.conversations).where(which)
        )
    return len(rows)


def overdue(conn: Connection, keep: Keep, now: datetime) -> dict[str, int]:
    """How many rows of each rule are over, those with none left out."""
    found = {}
    for rule in RULES:
        if (at := before(rule, keep, now)) is not None:
            found[rule.name] = conn.scalar(select(func.count()).select_from(rule.table).where(rule.old(at))) or 0
    return {name: count for name, count in found.items() if count}


def unused(conn: Connection) -> set[str]:
    """The sha256 of photos that were forgotten and that nothing else shows."""
    gone = set(conn.scalars(select(_x.sha256).where(_x.state == "gone", _x.sha256 != "")))
    shown = set(conn.scalars(select(_x.sha256).where(_x.state == "fetched", _x.sha256.in_(gone)))) if gone else set()
    in_forms = {sha for media in conn.scalars(select(t.form_files.c.media)) for sha in (media or {}).values()}
    return gone - shown - in_forms
