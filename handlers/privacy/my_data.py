"""“Dữ liệu của tôi”: what is kept of a member, their name mended, its use restricted, and the way out: consent
withdrawn, all that leads to them erased. Without consent there is no ground to keep a name, so the two are one step,
taken after one question."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import ClassVar

from handlers.context import Acting, Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.privacy import data_handling, own_copy
from handlers.state import Prompt, State, Takes
from handlers.understand.personal.personal import find_personal
from programme.domain.buttons.button import ButtonKinds
from programme.domain.buttons.menu import (
    ChangeMyName,
    CopyMyData,
    EraseMe,
    LeaveProgramme,
    LiftMyRestriction,
    MyData,
    OpenMenu,
    RestrictMe,
    RestrictMyData,
    WhoHandlesMyData,
)
from programme.domain.effects import Effect
from programme.domain.effects.messages import Tell
from programme.domain.effects.privacy import Erase, LiftRestriction, Rename, Restrict
from programme.domain.messages import NUMBERED
from programme.language.vietnamese import fold
from programme.language.words import words_for

LASTS = timedelta(minutes=15)
"""How long the last button works: one that is found again next year erases nobody."""
PHOTOS = "photos"
UNTIL = re.compile("[0-9a-f]{1,12}")
"""Until when such a button works, in seconds since 1970."""
LEAVING = words_for("people.leave")


def press(s: Context, payload: str) -> Turn:
    """What a member who is paused presses, by its payload: what is kept of them, and the way out."""
    button = _KINDS.read(payload) if payload else MyData()
    return _TAKEN[type(button)](s, button) if button else _shown(s, MyData())


def _shown(s: Context, button: MyData) -> Turn:
    t, member = s.texts, s.member
    quiet, stopped = s.people.reminder_wishes(member.id)
    agreed = _dmy(member.consented_at.astimezone(s.zone).date()) if member.consented_at else t("word.none")
    lines = t(
        "data.yours",
        name=member.name,
        posts="; ".join(f"{s.unit_name(p.unit)} ({t(f'role.{p.role}')})" for p in s.posts) or t("word.none"),
        ways=", ".join(dict.fromkeys(_way(s, *where) for where in member.addresses)),
        agreed=f"{agreed} ({member.consent})" if member.consent and not s.traits.plain else agreed,
        reports=s.reports.count_by(member.id),
        language=t("language.own"),
        stopped=t("data.stopped") if stopped else t("data.reminded"),
        quiet=t("data.quiet") if quiet and quiet[0] != quiet[1] else "",
        pin=t("data.pin") if s.people.pin_of(member.id) else "",
    )
    restricted = member.state == "restricted"
    first = LiftMyRestriction().labelled(t("data.lift")) if restricted else ChangeMyName().labelled(t("data.mend"))
    choices = [first, CopyMyData().labelled(t("data.copy")), WhoHandlesMyData().labelled(t("data.who"))]
    if not restricted:
        choices.append(RestrictMyData().labelled(t("data.restrict")))
    return s.turn(Reply(lines, (*choices, LeaveProgramme().labelled(t("data.leave"))), prompt=True))


def _way(s: Context, channel: str, address: str) -> str:
    name = s.texts(f"channel.{channel}")
    return f"{name} {address}" if channel in NUMBERED else name


# --- another name ---------------------------------------------------------------------------------------------------


class NewName(Prompt, frozen=True, tag="new_name"):
    """What a member is called from now on."""

    takes: ClassVar[Takes] = "a name"


def _which_name(s: Context, button: ChangeMyName) -> Turn:
    return s.ask(NewName(), Reply(s.texts("data.name"), (MyData().labelled(s.texts("word.back")),)))


def a_name(text: str) -> str:
    """A person's own name as it was typed, "" for what can't be one, or tells more of them."""
    name = " ".join(text.split())
    fits = 2 <= len(name) <= 60 and any(c.isalpha() for c in name) and sum(c.isdigit() for c in name) <= 2
    return name if fits and all(found.kind == "name" for found in find_personal(name)) else ""


def no_name(s: Context, text: str) -> str:
    """What is said where the words can't be a person's own name."""
    return s.texts("enrol.name_alone" if find_personal(text) else "enrol.name_again")


def renamed(s: Context, prompt: NewName, text: str) -> Turn:
    """The name as it was typed; what can't be one is asked for again."""
    if not (name := a_name(text)):
        back = (MyData().labelled(s.texts("word.back")),)
        return s.ask_again(prompt, Reply(no_name(s, text), back))
    return s.turn(Reply(s.texts("data.named", name=name)), Rename(s.member.id, name))


# --- used no more ---------------------------------------------------------------------------------------------------


def _restrict(s: Context, button: RestrictMyData) -> Turn:
    """What will happen, before it does."""
    t, days = s.texts, s.handling.keep.silent
    lines = [t("data.restrict_ask")]
    if days:
        lines.append(t("data.restrict_until", months=months(days)))
    if alone := left_alone(s):
        lines.append(t("data.alone", units=", ".join(s.unit_name(unit) for unit in alone)))
    choices = (RestrictMe().labelled(t("data.restrict_yes")), OpenMenu().labelled(t("data.restrict_no")))
    return s.turn(Reply("\n".join(lines), choices, prompt=True))


def months(days: int) -> int:
    return round(days / 30.4)


def _restricted(s: Context, button: RestrictMe) -> Turn:
    if s.member.state == "restricted":
        return paused(s)
    choices = (LiftMyRestriction().labelled(s.texts("data.lift")),)
    reply = Reply(s.texts("data.restricted"), choices)
    return s.turn(reply, *_leaderless(s), Restrict(s.member.id))


def _lifted(s: Context, button: LiftMyRestriction) -> Turn:
    effects = (LiftRestriction(s.member.id),) if s.member.state == "restricted" else ()
    return s.turn(Reply(s.texts("data.lifted"), (OpenMenu().labelled(s.texts("command.menu")),)), *effects)


def paused(s: Context) -> Turn:
    """What a member hears whose data are used no more, whatever they send."""
    choices = (LiftMyRestriction().labelled(s.texts("data.lift")), MyData().labelled(s.texts("menu.data")))
    return s.turn(Reply(s.texts("data.restricted_now"), choices, prompt=True))


# --- the way out ----------------------------------------------------------------------------------------------------


def wants_out(text: str) -> bool:
    return fold(text).strip(" .!/") in LEAVING


def leave(s: Context, button: LeaveProgramme | None = None) -> Turn:
    """What will happen, before it does."""
    t = s.texts
    alone = [s.unit_name(unit) for unit in left_alone(s)]
    text = t("data.ask", reports=s.reports.count_by(s.member.id))
    if alone:
        text = f"{text}\n{t('data.alone', units=', '.join(alone))}"
    until, photos = f"{int((s.now + LASTS).timestamp()):x}", s.reports.count_photos(s.member.id)
    yes = (EraseMe(until).labelled(t("data.gone_yes")),)
    if photos:
        text = f"{text}\n{t('data.photos', photos=photos)}"
        yes = (
            EraseMe(until, PHOTOS).labelled(t("data.photos_too")),
            EraseMe(until).labelled(t("data.photos_stay")),
        )
    return s.turn(Reply(text, (*yes, OpenMenu().labelled(t("data.stay"))), prompt=True))


def _gone(s: Context, button: EraseMe) -> Turn:
    """The last word to them, if the button is fresh; one that is over asks again, one that nobody made does nothing."""
    if not UNTIL.fullmatch(button.until) or button.photos not in ("", PHOTOS):
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    now = int(s.now.timestamp())
    if not now <= int(button.until, 16) <= now + LASTS.total_seconds():
        return leave(s)
    effects = leaving(s, s.member.id, "consent withdrawn", photos=button.photos == PHOTOS)
    return Turn(State(), (Reply(s.texts("data.gone")),), effects)


def leaving(s: Acting, by: str, why: str, photos: bool = False) -> tuple[Effect, ...]:
    """The member of `s` is erased; who looks after a team that has no leader then hears of it, without a name."""
    return (*_leaderless(s), Erase(s.member.id, by, why, photos, s.texts("data.gone_meanwhile")))


def _leaderless(s: Acting) -> list[Effect]:
    return [
        Tell(
            one.id,
            s.speaks_to(one)("data.leader_left", unit=s.unit_name(unit)),
            f"left:{s.fresh}:{unit}",
            not_before=s.by_day(),
        )
        for unit in left_alone(s)
        for one in s.coordinators(unit)
        if one.id != s.member.id
    ]


def left_alone(s: Acting) -> list[str]:
    """The units that have no leader without this member."""
    return [
        post.unit
        for post in s.posts
        if post.role == "leader" and post.unit in s.programme.units and not _led(s, post.unit)
    ]


def _led(s: Acting, unit: str) -> bool:
    others = (m for m in s.people.members_of(unit) if m.id != s.member.id and m.state == "active")
    return any(p.unit == unit and p.role == "leader" for m in others for p in m.posts_on(s.today))


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def way_out(s: Context, text: str) -> Turn | None:
    return leave(s) if wants_out(text) else None


ROUTE = Route(
    "my data",
    buttons={
        MyData: _shown,
        ChangeMyName: _which_name,
        RestrictMyData: _restrict,
        RestrictMe: _restricted,
        LiftMyRestriction: _lifted,
        LeaveProgramme: leave,
        EraseMe: _gone,
    },
    prompts={NewName: renamed},
    commands={"data": lambda rest: MyData()},
    phrases=(way_out,),
    menu=(MenuEntry(MyData, lambda s: s.texts("menu.data"), lambda s: MyData()),),
)
_TAKEN = {**ROUTE.buttons, CopyMyData: own_copy.asked, WhoHandlesMyData: data_handling.shown}
"""Buttons that a member may press who is paused too."""
_KINDS = ButtonKinds(_TAKEN)
