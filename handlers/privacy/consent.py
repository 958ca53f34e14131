"""A notice that has changed since a member agreed is put to them at their next message. What they say meanwhile waits,
in order, and is answered after the yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from handlers.context import Context, Reply, Turn
from handlers.privacy import kept_words, my_data
from handlers.understand.choices import agreement, yes_no
from programme.domain.buttons.menu import AcceptNotice, DeclineNotice, EraseMe, LeaveProgramme, MyData
from programme.domain.effects.privacy import Agree
from programme.domain.messages import Inbound, Media
from programme.language.vietnamese import fold, nfc

MOST = 10
"""Messages that wait for the yes; older ones make room, and their sender is told to send them again."""
KEPT = ("text", "choice", "media", "location", "contact", "key", "oddity", "message", "album", "place", "written")
AGREEMENT = agreement()


def due(s: Context) -> bool:
    return s.member.consent != s.programme.notice


def put(inbound: Inbound, s: Context, answer: Callable[[Inbound, Context], Turn]) -> Turn:
    """The notice; after the yes what waited is answered, by `answer`, as if it came now."""
    waiting = bool(s.state.parked)
    said = _decision(s, inbound) if waiting else None
    if said is None:
        return _notice(_parked(s, inbound), waiting)
    if not said:
        t = s.texts
        choices = (AcceptNotice().labelled(t("enrol.yes")), LeaveProgramme().labelled(t("data.leave")))
        return s.turn(Reply(t("consent.refused"), choices, prompt=True))
    return _agreed(inbound, s, answer)


def _notice(s: Context, again: bool) -> Turn:
    t = s.texts
    choices = (AcceptNotice().labelled(t("enrol.yes")), DeclineNotice().labelled(t("enrol.no")))
    text = (
        t("consent.waiting")
        if again
        else t("consent.notice", issuer=s.programme.issuer, kept=t("consent.kept", issuer=s.programme.issuer))
    )
    return s.turn(Reply(text, choices, prompt=True))


def _agreed(inbound: Inbound, s: Context, answer: Callable[[Inbound, Context], Turn]) -> Turn:
    first, *_ = s.state.parked
    options = tuple((value, label) for value, label in first["options"])
    member = replace(s.member, consent=s.programme.notice, consented_at=s.now)
    state = s.state.but(parked=(), options=options)
    replies, effects = [Reply(s.texts("consent.thanks"))], [Agree(member.id, s.programme.notice)]
    for one in s.state.parked:
        turn = answer(_inbound(inbound, one), replace(s, member=member, state=state))
        state, replies, effects = turn.state, [*replies, *turn.replies], [*effects, *turn.effects]
    return Turn(state, tuple(replies), tuple(effects))


def _parked(s: Context, inbound: Inbound) -> Context:
    """What was said is kept until the yes, and with it what its numbers would have answered."""
    said = {name: value for name in KEPT if (value := getattr(inbound, name))}
    said["text"] = kept_words.remembered(s, inbound.text)
    said["media"] = [asdict(replace(medium, name=kept_words.file_name(medium.name))) for medium in inbound.media]
    if inbound.written:
        said["written"] = inbound.written.isoformat()
    said["options"] = [list(pair) for pair in (() if s.state.parked else s.state.options)]
    kept = (*s.state.parked, said)
    if len(kept) > MOST:
        kept = ({**kept[1], "options": kept[0]["options"]}, *kept[2:])
    return s.with_state(s.state.but(parked=kept))


def _inbound(now: Inbound, said: dict[str, Any]) -> Inbound:
    fields = {name: said[name] for name in KEPT if name in said}
    fields["media"] = tuple(Media(**medium) for medium in said.get("media", ()))
    if "location" in fields:
        fields["location"] = tuple(fields["location"])
    if "written" in fields:
        fields["written"] = datetime.fromisoformat(fields["written"])
    return Inbound(now.channel, now.address, fields.pop("key", now.key), now.at, **fields)


def _decision(s: Context, inbound: Inbound) -> bool | None:
    if inbound.choice:
        return {AcceptNotice.wire: True, DeclineNotice.wire: False}.get(inbound.choice)
    text = nfc(inbound.text).strip()
    return AGREEMENT.get(fold(text).strip(" .!"), yes_no(text) if text else None)


def passes(s: Context, inbound: Inbound, named: str) -> bool:
    """Whether this is said without having agreed: what is kept of oneself, and the way out."""
    text = nfc(inbound.text).strip()
    offered = s.state.options[0][0] if s.state.options else ""
    leaving = offered.startswith(EraseMe.wire) or (offered.startswith(MyData.wire) and text.isdigit())
    refused = (
        len(s.state.options) == 2 and s.state.options[1][0] == LeaveProgramme.wire and fold(text).strip(" .!") == "2"
    )
    own = named == "data" or my_data.wants_out(text) or refused
    return inbound.choice.startswith(MyData.wire) or (not inbound.choice and bool(text) and (own or leaving))
