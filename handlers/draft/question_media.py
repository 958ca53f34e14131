"""Pictures, sounds and films of a question: sent where the channel shows them, else named in words."""

from __future__ import annotations

from collections.abc import Iterator
from mimetypes import guess_type

from programme.domain.messages import Attachment, Traits
from programme.language.texts import Texts
from programme.xlsform import Form, Instance

PAGE = 10  # choices whose pictures are sent at once
NAMED = 3  # files that are named in words


def shown(traits: Traits, form: Form, instance: Instance, ref: str) -> tuple[tuple[Attachment, ...], list[str]]:
    """What is sent of a question's label, and the names of what is not: the channel does not show it, or it was not
    given with the form."""
    return _parted(traits, form, ((name, "") for name in instance.media(ref).values()))


def shown_choices(
    traits: Traits, form: Form, instance: Instance, ref: str, page: int = 0
) -> tuple[tuple[Attachment, ...], list[str]]:
    """The same of the choices that are on a page, each under its label."""
    files = instance.choice_media(ref)
    items = instance.choices(ref) if files else []
    if len(items) > PAGE:
        items = items[page * PAGE : (page + 1) * PAGE]
    return _parted(traits, form, ((name, item.label) for item in items for name in files.get(item.name, ())))


def in_words(t: Texts, names: list[str]) -> list[str]:
    """A line that says what can't be seen here; none where there is nothing."""
    return [t("ask.not_shown", names=", ".join(dict.fromkeys(names[:NAMED])))] if names else []


def _parted(traits: Traits, form: Form, files: Iterator[tuple[str, str]]) -> tuple[tuple[Attachment, ...], list[str]]:
    sent, named = [], []
    for name, caption in files:
        mime = guess_type(name)[0] or "application/octet-stream"
        if name in form.media and (traits.pictures if mime in ("image/jpeg", "image/png") else traits.files):
            sent.append(Attachment(form.media[name], name, mime, caption))
        else:
            named.append(f"{caption}: {name}" if caption else name)
    return tuple(sent), named
