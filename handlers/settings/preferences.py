"""What members set for themselves: which channel is tried first, hours without messages, SMS with diacritics."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.pipeline.route import MenuEntry, Route
from handlers.wording import sms_fit
from programme.domain.buttons.button import Button
from programme.domain.buttons.menu import (
    Language,
    QuietHours,
    ResumeMessages,
    Settings,
    StopMessages,
    WithDiacritics,
    WithoutDiacritics,
)
from programme.domain.buttons.people import LinkAddress
from programme.domain.channel_order import ways
from programme.domain.effects.people import Prefer
from programme.domain.messages import traits_of
from programme.domain.sms_segments import segments
from programme.language.vietnamese import nfc

QUIET = ((21 * 60, 7 * 60), (20 * 60, 6 * 60), (22 * 60, 8 * 60), (18 * 60, 8 * 60), (0, 0))
"""Hours without messages that nobody asked for, to choose from; the last is none."""


def settings(s: Context, button: Settings) -> Turn:
    """How it is set, and what may be set otherwise; a channel pressed is tried first from now on."""
    t = s.texts
    order = list(dict.fromkeys(channel for channel, _ in ways(s.member)))
    effects = ()
    if button.channel in order:
        order = [button.channel, *(name for name in order if name != button.channel)]
        effects = (Prefer(s.member.id, channel=",".join(order)),)
    names = list(dict.fromkeys(t(f"channel.{name}") for name in order))
    choices = [Settings(name).labelled(t("settings.first", channel=t(f"channel.{name}"))) for name in order[1:]]
    entries = (LinkAddress(), QuietHours(), *_of_sms(s), StopMessages(), ResumeMessages(), Language())
    choices += [entry.labelled(t(f"settings.{entry.wire[2:]}")) for entry in entries]
    hours = _hours(s, s.people.quiet_hours(s.member.id) or QUIET[0])
    text = t("settings.head", ways=" → ".join(names), quiet=hours)
    return s.turn(Reply(text, tuple(choices), prompt=True), *effects)


def _of_sms(s: Context) -> tuple[Button, ...]:
    """The button that changes how SMS are spelt, for who gets any."""
    if not (s.traits.plain or any(traits_of(*where).plain for where in s.member.addresses)):
        return ()
    return (WithoutDiacritics(),) if s.member.accents else (WithDiacritics(),)


# --- hours without messages -------------------------------------------------------------------------------------------


def quiet(s: Context, button: QuietHours) -> Turn:
    """When the member wants no message that nobody asked for."""
    t = s.texts
    choice = str(button.choice)
    if choice.isdecimal() and int(choice) < len(QUIET):
        hours = QUIET[int(choice)]
        return s.turn(Reply(t("quiet.set", hours=_hours(s, hours))), Prefer(s.member.id, quiet=hours))
    now = s.people.quiet_hours(s.member.id) or QUIET[0]
    choices = tuple(QuietHours(n).labelled(_hours(s, hours)) for n, hours in enumerate(QUIET))
    return s.turn(Reply(t("quiet.which", hours=_hours(s, now)), choices, prompt=True))


def _hours(s: Context, hours: tuple[int, int]) -> str:
    since, until = hours
    if since == until:
        return s.texts("quiet.none")
    return f"{since // 60:02}:{since % 60:02}–{until // 60:02}:{until % 60:02}"


# --- diacritics -------------------------------------------------------------------------------------------------------


def accents(s: Context, button: WithDiacritics | None = None) -> Turn:
    """SMS with diacritics from now on, and what that costs: this very answer is the example."""
    said = s.texts("accents.with", count=9)
    told = s.texts("accents.with", count=segments(sms_fit.lines(said, nfc)))
    return s.turn(Reply(told), Prefer(s.member.id, accents=True))


def without(s: Context, button: WithoutDiacritics | None = None) -> Turn:
    """SMS without diacritics, as at the beginning."""
    return s.turn(Reply(s.texts("accents.without")), Prefer(s.member.id, accents=False))


ROUTE = Route(
    "settings",
    buttons={Settings: settings, QuietHours: quiet, WithDiacritics: accents, WithoutDiacritics: without},
    menu=(MenuEntry(Settings, lambda s: s.texts("menu.settings"), lambda s: Settings()),),
)
