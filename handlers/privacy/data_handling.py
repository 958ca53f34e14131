"""Who handles what is kept of members, for how long, and whom to ask: from the settings of where the bot runs."""

from __future__ import annotations

from handlers.context import Acting, Context, Reply, Turn
from handlers.pipeline.route import Route
from programme.domain.buttons.menu import MyData, WhoHandlesMyData
from programme.domain.retention import NOTICE

YEAR = 365


def shown(s: Context, button: WhoHandlesMyData) -> Turn:
    t, keep = s.texts, s.handling.keep
    carriers = [t(f"handling.carrier.{carrier}") for carrier in s.handling.carriers]
    lines = [t("handling.head", issuer=s.programme.issuer), *carriers]
    lines.append(t("handling.abroad" if s.handling.abroad else "handling.home"))
    days = {name: _days(s, getattr(keep, name)) for name in ("sent", "drafts", "media", "trail")}
    lines.append(t("handling.kept", **days))
    if keep.silent:
        lines.append(t("handling.silent", months=round(keep.silent / 30.4), notice=NOTICE))
    lines.append(t("handling.ask", whom=whom(s) or t("word.none")))
    back = (MyData().labelled(t("word.back")),)
    return s.turn(Reply("\n".join(line for line in lines if line), back, prompt=True, whole=s.traits.plain))


def _days(s: Acting, days: int) -> str:
    if days and days % YEAR == 0:
        return s.texts("handling.years", count=days // YEAR)
    return s.texts("handling.days", count=days) if days else s.texts("handling.ever")


def whom(s: Acting) -> str:
    """The officers of the member's units by name, and whom the operator named; "" for nobody."""
    officers = [one for post in s.posts if post.unit in s.programme.units for one in s.coordinators(post.unit)]
    names = dict.fromkeys(one.name for one in officers if one.id != s.member.id)
    return "; ".join([*list(names)[:2], *filter(None, [s.handling.contact])])


ROUTE = Route("who handles my data", buttons={WhoHandlesMyData: shown})
