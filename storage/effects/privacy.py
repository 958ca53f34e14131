"""What members decide about what is kept of them, and what was seen of them."""

from __future__ import annotations

from programme.domain.effects.privacy import Agree, Erase, LiftRestriction, Noted, Rename, Restrict
from storage.effects.entry import Entry, Row
from storage.people import accounts, post_changes
from storage.privacy import erasure


def _officer(effect: Erase) -> str:
    """Who did it, where it was not the member."""
    return "" if effect.by == effect.member else effect.by


ENTRIES = (
    Entry(
        Agree,
        do=lambda conn, effect, source: accounts.agree(conn, effect.member, effect.notice, source.at),
        audit=lambda effect, source, done: [Row(effect.member, "agree", effect.member, effect.notice)],
    ),
    Entry(
        Rename,
        do=lambda conn, effect, source: accounts.rename(conn, effect.member, effect.name),
        audit=lambda effect, source, done: [Row(effect.member, "rename", effect.member)],  # that it was done, no name
    ),
    Entry(
        Erase,
        do=lambda conn, effect, source: erasure.erase(conn, effect.member, source.at, effect.photos),
        audit=lambda effect, source, done: [Row(_officer(effect), "erase", "", effect.why)] if done else [],  # not who
    ),
    Entry(
        Restrict,
        do=lambda conn, effect, source: post_changes.restrict(conn, effect.member),
        audit=lambda effect, source, done: [Row(effect.member, "restrict", effect.member)],
    ),
    Entry(
        LiftRestriction,
        do=lambda conn, effect, source: post_changes.lift_restriction(conn, effect.member),
        audit=lambda effect, source, done: [Row(effect.member, "lift restriction", effect.member)],
    ),
    Entry(
        Noted,
        do=lambda conn, effect, source: None,
        audit=lambda effect, source, done: [Row(effect.by, effect.what, effect.subject, effect.why)],
    ),
)
