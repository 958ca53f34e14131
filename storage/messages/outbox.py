"""What goes out: every message once, answers before digests before reminders, in order per address.

The rule of order, for rows of one address: one in flight holds back what is not more urgent; a due one goes before
what is less urgent or younger; one that has failed holds back the younger of its own priority while it is young itself
(fewer than PATIENCE attempts), then lets them pass. A row that is for later holds back nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from programme.domain.messages import ANSWER, CHANNELS, DIGEST, REMINDER, Attachment, Choice, Outbound
from storage.database.dialects import Pour, Upsert, insert_new
from storage.database.keyring import Keyring, keys_of
from storage.database.prepared import Prepared
from storage.database.sealing import SealFault
from storage.schema import tables as t
from storage.schema.columns import dump, storable

PATIENCE = 3
"""Attempts after which a failing message no longer holds back the younger ones."""


LAST = "bye:"
"""Begins the key of a last word to somebody who was erased: once it is sent, or can't be, nothing of it stays."""


HELD = "held:"
"""Before `via`: nobody sends it until it is let go."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to send now. `attempts` counts this one: 1 is the first."""

    id: int
    outbound: Outbound
    attempts: int


o = t.outbox.c
_waiting = literal_column("outbox.state='waiting'")  # word for word as in the indices, so that they are used
_blocked = exists().where(
    t.blocked.c.channel == bindparam("to"),
    t.blocked.c.address == bindparam("whom"),
    bindparam("urgency") > ANSWER,
)
_ANSWER = insert_new(t.outbox)
_QUEUE = Upsert(
    t.outbox,
    lambda insert: insert.values(
        state=case((_blocked, literal("dead")), else_=literal("waiting")),
        error=case((_blocked, literal("blocked")), else_=literal("")),
    ).on_conflict_do_nothing(index_elements=[o.key]),
)
PURPOSE = "fleeting"
_BLANK = {
    "text": case((o.fleeting, literal("")), else_=o.text),
    "choices": case((o.fleeting, literal([], o.choices.type)), else_=o.choices),
}
"""What stays of a message that is out of the way."""
_mine = t.outbox.alias("mine")
_REPLACE = Prepared(
    update(t.outbox)
    .where(_waiting, o.channel == bindparam("to"), o.address == bindparam("whom"), o.via == bindparam("by"))
    .where(o.prompt, o.owner.is_(None))
    .where(o.id < select(_mine.c.id).where(_mine.c.key == bindparam("newer")).scalar_subquery())
    .values(state="replaced", **_BLANK)
)


def queue(conn: Connection, rows: Iterable[Outbound], at: datetime, via: str = "") -> None:
    """Queue messages, each with its key: one whose key was queued before is left alone. A prompt replaces the older
    unsent prompts to its address. Only answers are queued to an address that blocked us. What is fleeting waits
    sealed."""
    keys = keys_of(conn)
    rows = [_sealed(keys, row) if row.fleeting else row for row in rows]
    if not rows:
        return
    for row in rows:
        if not row.key:
            raise ValueError("a message needs a key to be queued")
    for row in rows:
        if row.priority == ANSWER:
            _ANSWER(conn, _laid(row, at, via) | {"state": "waiting", "error": ""})
        else:
            _QUEUE(conn, _row(row, at, via))
    prompted = set()
    for row in rows:
        if row.prompt and (row.channel, row.address) not in prompted:  # the first of a turn replaces, not its own next
            prompted.add((row.channel, row.address))
            _REPLACE(conn, {"to": row.channel, "whom": row.address, "by": via, "newer": row.key})


_POUR = Pour(t.outbox, "key", "channel", "address", "text", "choices")


def _sealed(keys: Keyring, row: Outbound) -> Outbound:
    choices = tuple(Choice(each.value, keys.sealed(each.label, PURPOSE)) for each in row.choices)
    return replace(row, text=keys.sealed(row.text, PURPOSE), choices=choices)


class Letter(Protocol):
    """What is poured: no prompt, no files."""

    key: str
    channel: str
    address: str
    text: str
    choices: tuple[Choice, ...]
    priority: int
    not_before: datetime | None


def pour(conn: Connection, rows: Sequence[Letter], at: datetime, via: str = "") -> None:
    """Queue very many that nobody waits for; their addresses are known not to have blocked us."""
    alike: dict[tuple[int, datetime | None], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        words = row.key, row.channel, row.address, storable(row.text), _choices(row.choices)
        alike[row.priority, row.not_before].append(words)
    for (priority, not_before), some in alike.items():
        whole = _laid(Outbound("", "", "", priority=priority, not_before=not_before), at, via)
        same = {name: value for name, value in whole.items() if name not in _POUR.varying}
        _POUR(conn, some, same | {"state": "waiting", "error": ""})


@lru_cache(10_000)
def _choices(choices: tuple[Choice, ...]) -> str:
    return storable(dump([[c.value, c.label] for c in choices]))  # many rows have the same


def _row(row: Outbound, at: datetime, via: str) -> dict[str, Any]:
    return {"to": row.channel, "whom": row.address, "urgency": row.priority} | _laid(row, at, via)


def _laid(row: Outbound, at: datetime, via: str) -> dict[str, Any]:
    return {
        "key": row.key,
        "channel": row.channel,
        "address": row.address,
        "via": via,
        "priority": row.priority,
        "prompt": row.prompt,
        "due": row.not_before or at,
        "owner": None,
        "attempts": 0,
        "text": row.text,
        "choices": [[c.value, c.label] for c in row.choices],
        "attachments": [[f.ref, f.name, f.mime, *filter(None, (f.caption,))] for f in row.attachments],
        "edits": row.edits,
        "fleeting": row.fleeting,
        "not_before": row.not_before,
        "created_at": at,
        "sent_at": None,
        "ref": "",
    }


_other = t.outbox.alias("other")
_b = _other.c
_held = exists().where(
    literal_column("other.state='waiting'"),
    _b.channel == o.channel,
    _b.address == o.address,
    _b.via == o.via,
    _b.id != o.id,
    or_(
        and_(_b.owner.is_not(None), _b.due > bindparam("now"), _b.priority <= o.priority),
        and_(_b.due <= bindparam("now"), or_(_b.priority < o.priority, and_(_b.priority == o.priority, _b.id < o.id))),
        and_(_b.priority == o.priority, _b.id < o.id, _b.attempts > 0, _b.attempts < PATIENCE),
    ),
)
_NEXT = (
    select(o.id)
    .where(_waiting, o.channel == bindparam("channel"), o.via == bindparam("via"), o.priority == bindparam("priority"))
    .where(o.due <= bindparam("now"), ~_held)
    .order_by(o.due, o.id)
    .limit(bindparam("room"))
    .with_for_update(skip_locked=True)  # left out on SQLite, which has one writer
)
_TAKE = (
    update(t.outbox)
    .where(o.id.in_(bindparam("ids", expanding=True)))
    .values(owner=bindparam("by"), due=bindparam("until"), attempts=o.attempts + 1)
    .returning(
        *(o.id, o.channel, o.address, o.text, o.choices, o.attachments, o.key, o.not_before, o.priority),
        *(o.edits, o.prompt, o.attempts, o.fleeting),
    )
)


def claim(
    conn: Connection, channel: str, now: datetime, limit: int, lease_seconds: float, owner: str, via: str = ""
) -> list[Claimed]:
    """Take up to `limit` messages that may go now, most urgent first, at most one per address; they are `owner`'s
    until sent, put off, given up, or `lease_seconds` are over."""
    ids: list[int] = []
    for priority in (ANSWER, DIGEST, REMINDER):
        if len(ids) < limit:
            which = {"channel": channel, "via": via, "priority": priority, "now": now, "room": limit - len(ids)}
            ids += conn.scalars(_NEXT, which)
    if not ids:
        return []
    taken = conn.execute(_TAKE, {"ids": ids, "by": owner, "until": now + timedelta(seconds=lease_seconds)})
    claimed = {}
    for row in taken.all():
        try:
            claimed[row.id] = Claimed(row.id, _outbound(keys_of(conn), row), row.attempts)
        except SealFault as lost:
            dead(conn, row.id, str(lost))
    return [claimed[id] for id in ids if id in claimed]


FUTURE = timedelta(minutes=15)
"""Longer than any pause between two tries: what is to wait longer was put off by a clock that was ahead."""
_THAW = (
    update(t.outbox)
    .where(_waiting, o.channel == bindparam("of"), o.due > bindparam("never"))
    .where(or_(o.not_before.is_(None), o.not_before <= bindparam("now")))
    .values(due=bindparam("now"), owner=None)
)


def thaw(conn: Connection, channel: str, now: datetime) -> int:
    """Make due what was queued, claimed or put off by a clock that has been put back since; how many."""
    return conn.execute(_THAW, {"of": channel, "now": now, "never": now + FUTURE}).rowcount


def _outbound(keys: Keyring, row: Any) -> Outbound:
    """The message of a row. Raises SealFault for one that was sealed with a lost key."""
    open_ = partial(keys.opened, purpose=PURPOSE) if row.fleeting else str
    return Outbound(
        row.channel,
        row.address,
        open_(row.text),
        tuple(Choice(value, open_(label)) for value, label in row.choices),
        tuple(Attachment(*file) for file in row.attachments),
        row.key,
        row.not_before,
        row.priority,
        row.edits,
        row.prompt,
        fleeting=row.fleeting,
    )


def outbound(conn: Connection, key: str) -> Outbound | None:
    """The message that was queued under this key."""
    row = conn.execute(select(t.outbox).where(o.key == key)).first()
    return row and _outbound(keys_of(conn), row)


MEANWHILE = "~meanwhile"
"""Ends the key of the other last word: what is said where not everything is overwritten yet."""


def hold_last(
    conn: Connection, answer: str, rows: Sequence[Outbound], meanwhile: Outbound, at: datetime, via: str
) -> None:
    """Keep the last words until the files are done: `rows` for when all is overwritten, `meanwhile` for when it is not
    yet."""
    keys = [f"{LAST}{answer}#{place}" for place in range(len(rows))]
    last = [replace(row, key=key, edits="") for row, key in zip(rows, keys, strict=True)]
    queue(conn, [*last, replace(meanwhile, key=f"{LAST}{answer}{MEANWHILE}")], at, via=HELD + via)


def let_last_go(conn: Connection, answer: str, overwritten: bool) -> None:
    """The last words that fit go out, the others are gone."""
    held = and_(o.key.startswith(f"{LAST}{answer}"), o.via.startswith(HELD))
    other = o.key.endswith(MEANWHILE) if overwritten else ~o.key.endswith(MEANWHILE)
    conn.execute(delete(t.outbox).where(held, other))
    conn.execute(update(t.outbox).where(held).values(via=func.substr(o.via, len(HELD) + 1)))


def _unless_last(value: Any) -> Any:
    return case((o.key.startswith(LAST), literal("")), else_=value)


_FORGET = {"address": _unless_last(o.address), **_BLANK}


RECENT = 7  # days that a reminder's numbers are known


def reminder(conn: Connection, member: str, today: date) -> tuple[Outbound, datetime] | None:
    """The last reminder that was sent to the member in the last days, by the keys that such have, and when."""
    days = [today - timedelta(days=n) for n in range(RECENT)]
    keys = [f"r:{day}:{member}{way}" for day in days for way in ("", *(f"~{name}" for name in CHANNELS))]
    query = select(t.outbox).where(o.key.in_(keys), o.state == "sent").order_by(o.sent_at.desc(), o.id.desc()).limit(1)
    row = conn.execute(query).first()
    return (_outbound(keys_of(conn), row), row.sent_at) if row else None


def sent(conn: Connection, id: int, ref: str, at: datetime) -> None:
    """It went out; `ref` is the channel's id of it."""
    sent = {"state": "sent", "ref": _unless_last(ref), "sent_at": at, "owner": None, "error": ""}
    conn.execute(update(t.outbox).where(o.id == id).values(sent | _FORGET))


def later(conn: Connection, id: int, at: datetime, error: str, owner: str = "") -> None:
    """It failed and may go again at `at`. With `owner`, only if the claim is still theirs."""
    _settle(conn, id, owner, due=at, error=error, owner=None)


def dead(conn: Connection, id: int, error: str, owner: str = "") -> None:
    """It cannot be sent. With `owner`, only if the claim is still theirs."""
    _settle(conn, id, owner, state="dead", error=error, owner=None, **_FORGET)


def _settle(conn: Connection, id: int, owner_: str, **values: Any) -> None:
    mine = [o.owner == owner_] if owner_ else []
    conn.execute(update(t.outbox).where(o.id == id, _waiting, *mine).values(values))


@dataclass(frozen=True, slots=True)
class Line:
    """A row as `baocao outbox` shows it; `state` is waiting, sending, sent, dead or replaced. `delivery` is what the
    gateway told of it afterwards: sent, accepted, delivered, failed, "" where it tells nothing."""

    key: str
    channel: str
    address: str
    state: str
    not_before: datetime | None
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None
    delivery: str = ""

    def to_json(self) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(self).items()}


_told = (  # a message may have been taken twice: the last that was told counts
    select(t.deliveries.c.state)
    .where(t.deliveries.c.row == o.key)
    .order_by(t.deliveries.c.at.desc())
    .limit(1)
    .scalar_subquery()
)


def rows(conn: Connection, now: datetime, channel: str | None = None, state: str | None = None) -> Iterator[Line]:
    """The rows, oldest first; those in flight at `now` are "sending"."""
    shown = case((and_(_waiting, o.owner.is_not(None), o.due > now), literal("sending")), else_=o.state)
    query = select(
        *(o.key, o.channel, o.address, shown.label("state"), o.not_before),
        *(o.attempts, o.error, o.created_at, o.sent_at, func.coalesce(_told, "")),
    ).order_by(o.id)
    if channel is not None:
        query = query.where(o.channel == channel)
    if state is not None:
        query = query.where(shown == state)
    for row in conn.execution_options(yield_per=1000).execute(query):
        yield Line(*row)
