"""Forms that a coordinator gave: sent as a document, offered in a menu, filled."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from handlers.context import Acting, Context, Decision, Reply, Turn
from handlers.draft import conversation
from handlers.pipeline.route import MenuEntry, Route
from handlers.privacy import kept_words
from handlers.reporting import begin_report
from handlers.understand.expected_answer import shortened
from programme.domain.buttons.reporting import FillForm, OfferedForms, StopOffering
from programme.domain.effects.messages import FetchMedium
from programme.domain.effects.reports import TakeForm, WithdrawForm
from programme.domain.messages import Inbound

KINDS = (".xlsx", ".xlsm", ".xls", ".md", ".csv")
LARGEST = 10_000_000  # bytes, as programme/xlsform reads


def form_sent(inbound: Inbound, s: Context) -> Turn | None:
    """A form's file from a coordinator: to be fetched, checked and offered to the unit that its caption names, else
    their own; from anybody else told so. None for what is no form."""
    medium, t = inbound.media[0], s.texts
    end = PurePath(medium.name).suffix.lower()
    if medium.kind != "document" or end not in KINDS:
        return None
    mine = coordinated(s)
    if not mine:
        return Turn(s.state, (Reply(t("form.not_yours")),))
    if medium.size and medium.size > LARGEST:
        return Turn(s.state, (Reply(t("form.big")),))
    unit = mine[0]
    if said := inbound.text.strip():
        below = {one.code for one in s.programme.units if s.may("forms", one.code)}
        found = [u.code for u, _ in s.programme.units.find(said, on=s.today) if u.code in below]
        if len(found) != 1:
            return Turn(s.state, (Reply(t("form.which_unit", got=shortened(said))),))
        unit = found[0]
    key = hashlib.sha256(f"{inbound.channel}:{inbound.key}".encode()).hexdigest()[:16]
    fetch = FetchMedium(f"form-{key}", inbound.channel, medium.ref, medium.mime or "application/octet-stream")
    effect = TakeForm(
        fetch, kept_words.file_name(PurePath(medium.name).name)[-120:], unit, s.member.id, s.texts.language
    )
    return Turn(s.state, (Reply(t("form.taken", unit=s.unit_name(unit))),), (effect,))


def coordinated(s: Context) -> list[str]:
    """The units that the member looks after."""
    return [p.unit for p in s.posts if p.role in ("coordinator", "admin")]


def offered(s: Context):
    """(unit, form) of every form that the member may fill, by title."""
    found = {}
    for unit in units(s):
        above = (unit, *s.programme.units.ancestors(unit, s.today))
        for form in s.forms.offered(above):
            found.setdefault(form.name, (unit, form))
    return sorted(found.values(), key=lambda pair: pair[1].title)


def units(s: Context) -> list[str]:
    """The units that the member is in, whether these owe reports or not; the one used last first."""
    codes = [p.unit for p in s.posts if p.role != "viewer" and p.unit in s.programme.units]
    return sorted(dict.fromkeys(codes), key=lambda code: code != s.state.unit)


def show_list(s: Context, button: OfferedForms) -> Turn:
    """The forms that are offered, a page at a time."""
    t, forms = s.texts, offered(s)
    if not forms:
        return s.turn(Reply(t("form.none")))
    page = int(button.page) if str(button.page).isdecimal() else 0
    pages = [forms[i : i + 10] for i in range(0, len(forms), 10)]
    choices = [FillForm(form.key).labelled(form.title) for _, form in pages[min(page, len(pages) - 1)]]
    if len(pages) > 1:
        choices.append(OfferedForms((page + 1) % len(pages)).labelled(t("word.more")))
    return s.turn(Reply(t("form.list"), tuple(choices), prompt=True))


def fill(s: Context, button: FillForm) -> Turn:
    """Begins a form, of several units for the one that was chosen."""
    t = s.texts
    key, unit = button.key, button.unit
    forms = [(u, form) for u, form in offered(s) if form.key == key]
    if not forms:
        return s.turn(Reply(t("stale.gone")))
    if s.state.draft:
        return begin_report.unfinished(s)
    form = forms[0][1]
    able = [u for u in units(s) if form.unit in (u, *s.programme.units.ancestors(u, s.today))]
    if not unit and len(able) > 1:
        choices = tuple(FillForm(key, u).labelled(s.unit_name(u)) for u in able)
        return s.turn(Reply(t("menu.which_unit"), choices, prompt=True))
    if unit and unit not in able:
        return s.turn(Reply(t("error.not_yours")))
    return conversation.begin(s, unit or able[0], form.name, form.title, version=form.version)


def withdraw(s: Acting, key: str, unit: str) -> Decision:
    """A coordinator takes a form back; what was begun may be ended."""
    if not s.may("forms", unit):
        return Decision(s.texts("error.not_yours"), made=False)
    return Decision(s.texts("form.withdrawn"), (WithdrawForm(key, unit, s.member.id),))


ROUTE = Route(
    "forms that coordinators add",
    buttons={
        OfferedForms: show_list,
        FillForm: fill,
        StopOffering: lambda s, button: s.decided(withdraw(s, button.key, button.unit)),
    },
    menu=(MenuEntry(OfferedForms, lambda s: s.texts("menu.forms"), lambda s: OfferedForms() if offered(s) else None),),
)
