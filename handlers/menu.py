"""Menus by role, and what their entries do outside a form: nil, figures, the silent, calendar, help, settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.approvals import inbox
from handlers.campaigns import add_campaign, calendar_feed, campaign_list
from handlers.campaigns.seasons import coming, days_words
from handlers.context import Context, Reply, Turn
from handlers.figures import quick_figures, silent_units, urgent_question
from handlers.form_library import offered_forms
from handlers.people import closed_units, successor_units, unit_members
from handlers.privacy import my_data
from handlers.reporting import conversation, sent_reports, submit
from handlers.reporting.nothing_to_report import nil
from handlers.reporting.submit import due_period
from handlers.settings import keypad_words
from handlers.wording.activity_words import period_name
from programme.domain.effects import Prefer
from programme.domain.messages import Choice
from programme.language.texts import LANGUAGES, load_texts
from programme.language.vietnamese import fold

MEMBER = ("report", "nil", "sent", "calendar", "help")
LEADER = (*MEMBER, "silent", "figures", "people")
COORDINATOR = ("silent", "figures", "waiting", "urgent", "behalf", "campaigns")
COORDINATOR += ("report", "nil", "sent", "calendar", "help", "people")
VIEWER = ("figures", "calendar", "help")
FOOT = ("settings", "data", "language")
QUIET = ("menu", "resume", "new", "discard", "forms", "fill", "ungive", "stop", "again", "link", "pin", "mistaken")
QUIET += ("addcampaign", "areas", "feed", "unfeed")
QUIET += ("nudge", "quiet", "bynumber", "accents", "plain", "instead", "officer")
"""Entries that stand in no list."""
MENUS = {"member": MEMBER, "leader": LEADER, "coordinator": COORDINATOR, "admin": COORDINATOR, "viewer": VIEWER}
RANK = ("viewer", "member", "leader", "coordinator", "admin")


def role(s: Context) -> str:
    """The highest role of the member's posts today."""
    return max((p.role for p in s.posts), key=RANK.index, default="member")


def show(s: Context, *said: str) -> Turn:
    """The menu, the draft that waits first."""
    t = s.texts
    has = {"report": s.own_units(gone=True), "nil": s.posted_units()}
    entries = [e for e in MENUS[role(s)] if has.get(e, True)]
    choices = [Choice(f"m:{e}{_about(s, e)}", _label(s, e)) for e in entries]
    if offered_forms.offered(s):
        after = next((n for n, c in enumerate(choices, 1) if c.value.startswith("m:report")), 0)
        choices.insert(after, Choice("m:forms", t("menu.forms")))
    if s.state.draft:
        choices.insert(0, Choice("m:resume", t("menu.resume")))
    choices += [Choice(f"m:{e}", t(f"menu.{e}")) for e in FOOT]
    units = ", ".join(s.unit_name(p.unit) for p in s.posts if p.unit in s.programme.units)
    head = t("menu.head", units=units or t("menu.no_unit"))
    return s.turn(Reply("\n".join([*said, head]), tuple(choices), prompt=True))


def _about(s: Context, entry: str) -> str:
    """What an entry's button says beside its name: a nil's unit and period, so that an old menu means what it said."""
    if entry == "nil" and len(codes := s.posted_units()) == 1:
        return f":{codes[0]}:{due_period(s, codes[0])}"
    return ""


def _label(s: Context, entry: str) -> str:
    t = s.texts
    if entry == "nil" and len(codes := s.posted_units()) == 1:
        return t("menu.nil_period", period=period_name(s, due_period(s, codes[0])))
    if entry == "people" and role(s) != "leader":
        return t("menu.units")
    if entry == "waiting":
        return t("menu.waiting", count=inbox.count(s))
    return t(f"menu.{entry}")


def act(s: Context, entry: str, rest: str = "") -> Turn:
    """A menu's entry, pressed or named."""
    doing = ACTS.get(entry)
    if doing is None:
        return show(s)
    unlisted = (entry == "waiting" and role(s) == "leader") or (entry == "figures" and s.posts)
    if entry not in (*MENUS[role(s)], *FOOT, *QUIET) and not unlisted:
        return s.turn(Reply(s.texts("error.not_yours")))
    if s.state.awaiting.startswith(("campaign", *unit_members.ASKS)):  # whoever does something else has let go of it
        s = s.with_state(s.state.but(awaiting=""))
    return doing(s, rest)


def _report(s: Context, rest: str) -> Turn:
    """A new report; an unfinished one is named first, several units are asked about."""
    t = s.texts
    if s.state.draft:
        choices = (
            Choice("m:resume", t("menu.resume")),
            Choice(f"m:discard:{s.state.draft.number:x}", t("menu.discard")),
        )
        return s.turn(Reply(t("menu.unfinished"), choices, prompt=True))
    codes = s.own_units(gone=True)
    if not codes:
        return s.turn(Reply(t("menu.no_unit")))
    if len(codes) == 1:
        return _begun(s, codes[0])
    over = [c for c in codes if closed_units.is_over(s, c)]
    names = {c: t("ended.label", unit=s.unit_name(c)) if c in over else s.unit_name(c) for c in codes}
    choices = tuple(Choice(f"m:new:{c}", names[c]) for c in codes)
    return s.turn(Reply(t("menu.which_unit"), choices, prompt=True))


def _new(s: Context, unit: str) -> Turn:
    """A report for a unit that was chosen: one's own, or one that a leader or coordinator may report for."""
    if not s.may("file", unit) or not s.programme.kind_of(unit).reports:
        return s.turn(Reply(s.texts("error.not_yours")))
    if s.state.draft:
        return _report(s, "")
    return _begun(s, unit)


def _begun(s: Context, unit: str) -> Turn:
    """Of a unit that has ended it is said first that only what was done before can be told."""
    return conversation.begin(s, unit, said=closed_units.words(s, unit) if closed_units.is_over(s, unit) else "")


def _resume(s: Context, rest: str) -> Turn:
    return conversation.resume(s) if s.state.draft else show(s, s.texts("menu.nothing_open"))


def _discard(s: Context, rest: str) -> Turn:
    if s.state.draft and f"{s.state.draft.number:x}" != rest:
        return s.turn(Reply(s.texts("stale.gone")))
    return _report(s.with_state(s.state.but(draft=None)), "")


def _behalf(s: Context, rest: str) -> Turn:
    return Turn(s.state.but(awaiting="behalf", asked=()), (Reply(s.texts("behalf.which"), prompt=True),))


def behalf(s: Context, text: str) -> Turn:
    """The unit that a coordinator enters a report for, by its name."""
    t, mine = s.texts, sent_reports.subtree(s)
    found = [
        u for u, _ in s.programme.units.find(text, on=s.today) if u.code in mine and quick_figures.reports(s, u.code)
    ]
    calm = s.state.but(awaiting="")
    if len(found) == 1:
        return _new(s.with_state(calm), found[0].code)
    if not found:
        return Turn(calm, (Reply(t("behalf.none")),))
    choices = tuple(Choice(f"m:new:{u.code}", u.name) for u in found[:8])
    return s.with_state(calm).turn(Reply(t("error.unit_several"), choices, prompt=True))


def _calendar(s: Context, rest: str) -> Turn:
    t, lines = s.texts, []
    for code in s.own_units():
        period = due_period(s, code)
        day = submit.window(s, code, period)
        name = s.unit_name(code)
        lines.append(t("calendar.due", unit=name, period=period_name(s, period), date=_dmy(day)))
    for run, label in sorted((season.run, s.label(season.campaign)) for season in coming(s)):
        key = "calendar.now" if run.start <= s.today else "calendar.campaign"
        lines.append(t(key, label=label, span=days_words(run.start, run.end), peak=_dm(run.peak)))
    choices = (Choice("m:feed", t("calendar.feed")),) if calendar_feed.offered(s) else ()
    return s.turn(Reply("\n".join([t("calendar.head"), *lines]), choices))


def _help(s: Context, rest: str) -> Turn:
    """Help that fits the moment: about the open question where there is one."""
    t = s.texts
    numbers = s.numbers()
    if s.state.draft:
        return conversation.resume(s, t("help.draft", numbers=numbers))
    key = "help.coordinator" if role(s) in ("coordinator", "admin") else "help.member"
    return s.turn(Reply(t(key, numbers=numbers)))


def _language(s: Context, rest: str) -> Turn:
    t = s.texts
    if rest in LANGUAGES:
        after = replace(s, texts=load_texts(rest, s.programme.texts.get(rest)))
        said, effect = after.texts("language.set"), Prefer(s.member.id, language=rest)
        if s.state.draft:
            return replace(conversation.resume(after, said), effects=(effect,))
        return s.turn(Reply(said), effect)
    choices = tuple(Choice(f"m:language:{code}", t(f"language.{code}")) for code in LANGUAGES)
    return s.turn(Reply(t("language.which"), choices, prompt=True))


def named(s: Context, text: str) -> str:
    """The payload of the menu's entry that the whole message names by its own words, "" for none."""
    plain = fold(text)
    if plain == fold(s.texts("menu.forms")) and offered_forms.offered(s):
        return "m:forms"
    entries = (*MENUS[role(s)], *FOOT)
    return next((f"m:{e}{_about(s, e)}" for e in entries if fold(_label(s, e)) == plain), "")


ACTS = {
    "urgent": urgent_question.begin,
    "campaigns": campaign_list.campaigns,
    "addcampaign": lambda s, rest: add_campaign.press(s, ""),
    "menu": lambda s, rest: show(s),
    "report": _report,
    "new": _new,
    "resume": _resume,
    "discard": _discard,
    "nil": nil,
    "sent": lambda s, rest: sent_reports.listed(s),
    "waiting": inbox.listed,
    "silent": silent_units.silent,
    "nudge": silent_units.nudge,
    "figures": quick_figures.figures,
    "areas": quick_figures.by_area,
    "behalf": _behalf,
    "calendar": _calendar,
    "feed": calendar_feed.give,
    "unfeed": calendar_feed.revoke,
    "help": _help,
    "data": my_data.asked,
    "language": _language,
    "forms": offered_forms.listed,
    "fill": offered_forms.fill,
    "ungive": offered_forms.withdraw,
    **keypad_words.ACTS,
    **unit_members.ACTS,
    **successor_units.ACTS,
}


def _dm(day: date) -> str:
    return f"{day.day}/{day.month}"


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
