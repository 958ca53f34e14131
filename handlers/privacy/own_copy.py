"""A copy of all that is kept of a member: as files where the channel or a link carries them, else on paper from the
officer, who is asked for it and may make it for whoever asked."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Context, Reply, Turn
from handlers.people.account_state import known
from handlers.pipeline.route import Route
from handlers.privacy.data_handling import whom
from programme.domain.buttons.menu import CopyMyData, MyData
from programme.domain.buttons.people import PrintCopy
from programme.domain.effects.messages import Tell
from programme.domain.effects.privacy import Noted
from programme.domain.messages import Attachment

OWN = "own:"
"""Begins what stands for such a file until it is sent: `own:<member>:<language>:<html or json>`."""
ASKED = timedelta(days=30)
"""How long an officer may make the copy that somebody asked for."""
TYPES = {"html": "text/html", "json": "application/json"}


def files(member: str, language: str) -> tuple[Attachment, ...]:
    """One to read and one for machines; made when they are sent, kept nowhere."""
    return tuple(
        Attachment(f"{OWN}{member}:{language}:{end}", f"du-lieu-cua-toi.{end}", mime) for end, mime in TYPES.items()
    )


def asked(s: Context, button: CopyMyData) -> Turn:
    t, me = s.texts, s.member.id
    back = (MyData().labelled(t("word.back")),)
    if s.traits.files or (s.handling.links and not s.traits.plain):
        said = t("copy.sent" if s.traits.files else "copy.linked")
        return s.turn(Reply(said, back, files(me, t.language), prompt=True), Noted(me, "copy data", me))
    officers = {one.id: one for post in s.posts if post.unit in s.programme.units for one in s.coordinators(post.unit)}
    units = ", ".join(s.unit_name(post.unit) for post in s.posts if post.unit in s.programme.units)
    told = [
        Tell(
            one.id,
            s.speaks_to(one)("copy.wanted", name=s.member.name, units=units),
            f"copy:{me}:{s.today}",
            (PrintCopy(me).labelled(s.speaks_to(one)("copy.make")),),
            not_before=s.by_day(),
        )
        for one in officers.values()
        if one.id != me and s.member.state == "active"
    ]
    said = t("copy.asked" if told else "copy.nobody", whom=whom(s) or t("word.none"))
    summary = t("copy.brief", reports=s.reports.count_by(me), posts=units or t("word.none"))
    return s.turn(Reply(f"{said}\n{summary}", back, prompt=True), *told, Noted(me, "ask for a copy", me))


def printed(s: Context, button: PrintCopy) -> Turn:
    """The copy of somebody of the officer's units, who asked for it of late."""
    t, one = s.texts, known(s, button.member)
    held = [p.unit for p in one.posts_on(s.today) if p.unit in s.programme.units] if one else []
    if one is None or one.state == "restricted" or not any(s.may("phones", unit) for unit in held):
        return s.turn(Reply(t("error.not_yours")))
    when = s.people.asked_for_copy(one.id)
    if when is None or s.now - when > ASKED:
        return s.turn(Reply(t("copy.not_asked", name=one.name, days=ASKED.days)))
    if not s.traits.files:
        return s.turn(Reply(t("copy.elsewhere")))
    said = t("copy.for_them", name=one.name)
    return s.turn(Reply(said, attachments=files(one.id, one.language)), Noted(s.member.id, "copy data", one.id))


ROUTE = Route("a copy of my data", buttons={CopyMyData: asked, PrintCopy: printed})
