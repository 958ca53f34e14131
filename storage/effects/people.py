"""Members who come in, what they prefer, their posts and invites, and what is proposed about them and their units."""

from __future__ import annotations

from sqlalchemy import Connection

from programme.domain.effects.people import (
    Decide,
    Enrol,
    MakeInvite,
    Prefer,
    Propose,
    RevokeInvite,
    SetPosts,
    SetStanding,
)
from programme.domain.model import Post
from storage.effects.entry import Entry, Row, Source
from storage.people import accounts, post_changes
from storage.schedule import reminders

_WISHES = ("language", "channel", "stopped", "quiet", "accents")


def _enrol(conn: Connection, effect: Enrol, source: Source) -> None:
    accounts.enrol(conn, effect, source.channel, source.address, source.at)
    accounts.open_address(conn, source.channel, source.address)


def _prefer(conn: Connection, effect: Prefer, source: Source) -> None:
    accounts.prefer(conn, effect)
    if effect.stopped is not None:
        reminders.wish(conn, effect.member, None, effect.stopped, source.at)
    if effect.quiet is not None:
        reminders.wish(conn, effect.member, effect.quiet, None, source.at)


def _preferred(effect: Prefer, source: Source, done: None) -> list[Row]:
    named = [name for name in _WISHES if getattr(effect, name) is not None]
    return [Row(effect.member, "prefer", effect.member, " ".join(named))]


def _posts_set(effect: SetPosts, source: Source, done: None) -> list[Row]:
    """`-leader hl.ha-tu, +leader hl.ha-tu ..2026-06-30; asked`."""
    gone = [f"-{_said(post)}" for post in effect.before if post not in effect.after]
    new = [f"+{_said(post)}" for post in effect.after if post not in effect.before]
    why = "; ".join(filter(None, (", ".join(gone + new), effect.why)))
    return [Row(effect.by, effect.what, effect.member, why)]


def _said(post: Post) -> str:
    days = f"{post.since or ''}..{post.until or ''}" if post.since or post.until else ""
    return " ".join(filter(None, (post.role, post.unit, days)))


def _standing_set(effect: SetStanding, source: Source, done: None) -> list[Row]:
    return [Row(effect.by, "enable" if effect.state == "active" else "disable", effect.member, effect.why)]


def _invited(effect: MakeInvite, source: Source, done: None) -> list[Row]:
    new = effect.invite
    until = f" until {new.expires}" if new.expires else ""
    return [Row(effect.by, "invite", new.code, f"{new.role} {new.unit} x{new.uses}{until}")]


def _proposed(effect: Propose, source: Source, done: None) -> list[Row]:
    new = effect.proposal
    what = f"propose {new.kind}" if new.state == "open" else new.kind
    return [Row(new.by, what, new.unit, " ".join(filter(None, (new.id, new.to, new.decision))))]


ENTRIES = (
    Entry(
        Enrol,
        do=_enrol,
        audit=lambda effect, source, done: [Row(effect.member.id, "enrol", effect.member.id, effect.invite)],
    ),
    Entry(
        Prefer,
        do=_prefer,
        audit=_preferred,
    ),
    Entry(
        SetPosts,
        do=lambda conn, effect, source: post_changes.set_posts(conn, effect),
        audit=_posts_set,
    ),
    Entry(
        SetStanding,
        do=lambda conn, effect, source: post_changes.set_standing(conn, effect),
        audit=_standing_set,
    ),
    Entry(
        MakeInvite,
        do=lambda conn, effect, source: post_changes.make_invite(conn, effect, source.at),
        audit=_invited,
    ),
    Entry(
        RevokeInvite,
        do=lambda conn, effect, source: post_changes.revoke_invite(conn, effect.code),
        audit=lambda effect, source, done: [Row(effect.by, "revoke invite", effect.code, effect.why)] if done else [],
    ),
    Entry(
        Propose,
        do=lambda conn, effect, source: post_changes.propose(conn, effect, source.at),
        audit=_proposed,
    ),
    Entry(
        Decide,
        do=lambda conn, effect, source: post_changes.decide(conn, effect, source.at),
        audit=lambda effect, source, done: [Row(effect.by, effect.state, effect.proposal, effect.why)],
    ),
)
