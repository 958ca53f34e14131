"""A form's file that somebody gave: checked, kept, offered; and what they are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from bot.workshop.forms import compile_at
from bot.workshop.parent import HERE, Bench
from handlers.form_library.form_faults import faults_in_words
from programme.domain.buttons.reporting import StopOffering
from programme.domain.messages import Choice, Outbound
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from programme.xlsform import Fault, Form, FormFaults, load_form_bytes
from storage.messages import outbox
from storage.privacy import audit
from storage.reports import forms
from storage.reports.forms import Asked

RESERVED = ("nil", "activity")


def checked(
    programme: Programme, file: str, content: bytes, beside: Mapping[str, bytes] | None = None, bench: Bench = HERE
) -> Form:
    """The form in the file. Raises FormFaults; of a form that is named as one of the programme's too."""
    form = load_form_bytes(file, content, beside or {}, partial(compile_at, bench))
    if form.id in programme.forms or form.id in RESERVED:
        raise FormFaults([Fault(file, "settings", 2, "form_id", "", f"the form_id '{form.id}' is the programme's own")])
    return form


def take(
    conn,
    programme: Programme,
    asked: Asked,
    made: Form | FormFaults | None,
    content: bytes,
    at: datetime,
    via: str = "",
) -> None:
    """Keeps a checked form that was sent in a chat and offers it, or says all that is wrong with it; None where the
    file could not be fetched."""
    t = load_texts(asked.language, programme.texts.get(asked.language))
    choices: tuple[Choice, ...] = ()
    if isinstance(made, Form):
        offer = forms.keep(conn, made, asked.file, content, {}, unit=asked.unit, by=asked.by, at=at)
        audit.note(conn, at, asked.by, "offer form", offer.name, f"{offer.version} {asked.unit}")
        count = sum(question.asked and question.type != "note" for question in made.questions)
        unit = programme.units[asked.unit].name
        text = t("form.offered", title=made.title, version=offer.version, count=count, unit=unit)
        choices = (StopOffering(offer.key, asked.unit).labelled(t("form.undo")),)
    else:
        text = faults_in_words(t, asked.file, made.faults) if made else t("form.failed")
    forms.answered(conn, asked.name)
    row = Outbound(asked.channel, asked.address, text, choices, key=f"form:{asked.name}")
    outbox.queue(conn, [row], at, via=via)


def made_of(programme: Programme, file: str, content: bytes, bench: Bench = HERE) -> Form | FormFaults:
    """The form, or all that is wrong with it."""
    try:
        return checked(programme, file, content, bench=bench)
    except FormFaults as wrong:
        return wrong
