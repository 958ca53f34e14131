"""What a month's SMS came to, for who looks after units: counted by unit, in money where the price is known."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import Route
from programme.language.vietnamese import fold, thousands
from programme.language.words import words_for

LISTED = 12
WORDS = words_for("people.sms_cost")


def named(s: Context, text: str) -> Turn | None:
    """The turn that the words lead to; None for other words, and for who looks after nothing."""
    return cost(s) if fold(text).strip(" .!") in WORDS and _overseen(s) else None


def cost(s: Context, rest: str = "") -> Turn:
    """This month's SMS of the units below, the dearest first, with those that have reached the ceiling."""
    t, units = s.texts, _overseen(s)
    if not units:
        return s.turn(Reply(t("error.not_yours")))
    uses = [use for use in s.messages.sms_uses(f"{s.today:%Y-%m}") if use.unit in units]
    uses.sort(key=lambda use: (-use.segments, use.unit))
    total = sum(use.segments for use in uses)
    head = t("sms_cost.head", month=f"{s.today.month}/{s.today.year}", count=thousands(total), money=_money(s, total))
    lines = [
        t("sms_cost.line", unit=s.unit_name(use.unit), count=thousands(use.segments), full=_full(s, use.segments))
        for use in uses[:LISTED]
    ]
    lines += [t("sms_cost.more", count=len(uses) - LISTED)] if len(uses) > LISTED else []
    ceiling = [t("sms_cost.ceiling", count=thousands(s.tariff[1]))] if s.tariff[1] else []
    return s.turn(Reply("\n".join([head, *lines, *ceiling])))


def _overseen(s: Context) -> set[str]:
    """The units that the member looks after, theirs and all below."""
    mine = [post.unit for post in s.posts if s.may("ask", post.unit)]
    return {code for unit in mine for code in (unit, *s.programme.units.subtree(unit, s.today))}


def _money(s: Context, count: int) -> str:
    return s.texts("sms_cost.money", sum=thousands(count * s.tariff[0])) if s.tariff[0] else ""


def _full(s: Context, count: int) -> str:
    return s.texts("sms_cost.full") if s.tariff[1] and count >= s.tariff[1] else ""


ROUTE = Route("what SMS cost", phrases=(named,))
