"""What members set for themselves: which channel is tried first, hours without messages, SMS with diacritics."""

from __future__ import annotations

from handlers.context import Context, Reply, Turn
from handlers.wording import sms_fit
from programme.domain.channel_order import ways
from programme.domain.effects import Prefer
from programme.domain.messages import Choice, traits_of
from programme.domain.sms import segments
from programme.language.vietnamese import nfc

QUIET = ((21 * 60, 7 * 60), (20 * 60, 6 * 60), (22 * 60, 8 * 60), (18 * 60, 8 * 60), (0, 0))
"""Hours without messages that nobody asked for, to choose from; the last is none."""


def settings(s: Context, rest: str = "") -> Turn:
    """How it is set, and what may be set otherwise; a channel pressed is tried first from now on."""
    t = s.texts
    order = list(dict.fromkeys(channel for channel, _ in ways(s.member)))
    effects = ()
    if rest in order:
        order = [rest, *(name for name in order if name != rest)]
        effects = (Prefer(s.member.id, channel=",".join(order)),)
    names = list(dict.fromkeys(t(f"channel.{name}") for name in order))
    choices = [Choice(f"m:settings:{name}", t("settings.first", channel=t(f"channel.{name}"))) for name in order[1:]]
    entries = ("link", "quiet", *_of_sms(s), "stop", "again", "language")
    choices += [Choice(f"m:{entry}", t(f"settings.{entry}")) for entry in entries]
    hours = _hours(s, s.people.quiet_hours(s.member.id) or QUIET[0])
    text = t("settings.head", ways=" → ".join(names), quiet=hours)
    return s.turn(Reply(text, tuple(choices), prompt=True), *effects)


def _of_sms(s: Context) -> tuple[str, ...]:
    """The entry that changes how SMS are spelt, for who gets any."""
    if not (s.traits.plain or any(traits_of(*where).plain for where in s.member.addresses)):
        return ()
    return ("plain",) if s.member.accents else ("accents",)


# --- hours without messages -------------------------------------------------------------------------------------------


def quiet(s: Context, rest: str = "") -> Turn:
    """When the member wants no message that nobody asked for."""
    t = s.texts
    if rest.isdecimal() and int(rest) < len(QUIET):
        hours = QUIET[int(rest)]
        return s.turn(Reply(t("quiet.set", hours=_hours(s, hours))), Prefer(s.member.id, quiet=hours))
    now = s.people.quiet_hours(s.member.id) or QUIET[0]
    choices = tuple(Choice(f"m:quiet:{n}", _hours(s, hours)) for n, hours in enumerate(QUIET))
    return s.turn(Reply(t("quiet.which", hours=_hours(s, now)), choices, prompt=True))


def _hours(s: Context, hours: tuple[int, int]) -> str:
    since, until = hours
    if since == until:
        return s.texts("quiet.none")
    return f"{since // 60:02}:{since % 60:02}–{until // 60:02}:{until % 60:02}"


# --- diacritics -------------------------------------------------------------------------------------------------------


def accents(s: Context, rest: str = "") -> Turn:
    """SMS with diacritics from now on, and what that costs: this very answer is the example."""
    said = s.texts("accents.with", count=9)
    told = s.texts("accents.with", count=segments(sms_fit.lines(said, nfc)))
    return s.turn(Reply(told), Prefer(s.member.id, accents=True))


def without(s: Context, rest: str = "") -> Turn:
    """SMS without diacritics, as at the beginning."""
    return s.turn(Reply(s.texts("accents.without")), Prefer(s.member.id, accents=False))
