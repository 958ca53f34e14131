"""The tables of forms that coordinators gave, with the lists that belong to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from storage.schema.declared import COMPACT, Kept, as_json, instant, key, words


class FormFileRow(Kept, table=True):
    """A version of a form, kept for ever: drafts and reports name it. `media` maps the names of the files in its labels
    to the sha256 of stored media."""

    __tablename__ = "form_files"
    __table_args__ = (Index("ix_form_files_form", "form", "version", unique=True),)
    sha256: str = key()
    form: str = words()
    version: str = words()
    title: str = words()
    file: str = words()
    at: datetime = instant()
    media: Any = as_json()
    content: bytes = Field(sa_type=LargeBinary)


class FormListRow(Kept, table=True):
    """A file that a form's choices come from."""

    __tablename__ = "form_lists"
    form: str = key()
    name: str = key()
    content: bytes = Field(sa_type=LargeBinary)


class FormOfferRow(Kept, table=True):
    """Which version of a form a unit and those below it are offered."""

    __tablename__ = "form_offers"
    __table_args__ = (COMPACT,)
    unit: str = key()
    form: str = key()
    sha256: str = words()
    by: str = words()
    at: datetime = instant()


class FormAskRow(Kept, table=True):
    """A form's file on its way: the medium of that name, and who is told what came of it."""

    __tablename__ = "form_asks"
    __table_args__ = (COMPACT,)
    name: str = key()
    file: str = words()
    unit: str = words()
    by: str = words()
    language: str = words()
    channel: str = words()
    address: str = words()


form_files = FormFileRow.__table__
form_lists = FormListRow.__table__
form_offers = FormOfferRow.__table__
form_asks = FormAskRow.__table__
