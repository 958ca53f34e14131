"""What is wrong with a form that somebody gave, in their own language: by sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from programme.language.texts import Texts
from programme.xlsform import Fault

SHOWN = 25  # faults in one message
REASONS = (
    ("missing_file", r"the file (?P<a>.+) is missing"),
    ("no_list", r"the choices sheet has no list '(?P<a>.+)'"),
    ("circle", r"it depends on itself(?:: (?P<a>.+))?"),
    ("nowhere", r"nothing in the form is at (?P<a>.+)"),
    ("pattern", r"not a regular expression: (?P<a>.+)"),
    ("function", r".*(?:unknown|no) function:? '?(?P<a>[\w:-]+)'?.*"),
    ("cant_draw", r"(?P<a>.+): a chat can't draw or sign"),
    ("cant_ask", r"(?P<a>.+?): (?:a |an |a map|use |background).*chat.*"),
    ("use_file", r"(?P<a>select_one_external): use select_one_from_file instead"),
    ("entities", r"entities can't be made in a chat"),
    ("too_big", r"the file (?:has|unpacks to) more than (?P<a>\d+) MB"),
    ("too_many", r"more than (?P<a>[\d,]+) rows.*"),
    ("unreadable", r"the file (?:can't be read|is no).*"),
    ("unknown_type", r".*Unknown question type '(?P<a>[^']+)'.*"),
    ("no_name", r".*(?:has no name|no 'name'|missing a name|Question or group with no name).*"),
    ("choice_twice", r".*Choice names must be unique.*"),
    ("choice_no_name", r".*Choices must have a name.*"),
    ("choice_spaces", r"Choice names with spaces .*See \[(?P<a>[^\]]+)\].*"),
    ("same_name", r".*(?:must be unique within|Repeat names must unique|must not be the same as the survey root).*"),
    ("name_letters", r".*Names must begin with a letter.*"),
    ("reserved", r".*The name '(?P<a>[^']+)' is reserved.*"),
    ("no_label", r"The survey element named '(?P<a>[^']+)' has no label or hint\."),
    ("no_such_name", r".*Could not find the name '(?P<a>[^']+)'.*"),
    ("reference", r".*Reference variables must start with.*"),
    ("not_closed", r".*Unmatched 'begin_.*"),
    ("not_opened", r".*Unmatched 'end_.*"),
    ("nothing", r"it asks nothing.*"),
    ("no_type", r"Question with no type.*"),
    ("no_calculation", r"Missing calculation.*"),
    ("expression", r"not a valid expression: (?P<a>.+)"),
    ("no_sheet", r"You must have a sheet named '(?P<a>[^']+)'.*"),
    ("no_header", r".*required column headers were not found: (?P<a>[^.]+)\..*"),
    ("two_headers", r".*names for the same column were found: (?P<a>[^.]+)\..*"),
    ("parameter", r".*the parameter '(?P<a>[^']+)' must.*"),
    ("file_kind", r"File name for '(?P<a>[^']+)' should end.*"),
    ("no_list_named", r"Arguments 'itemset' and 'list_name' must not both.*"),
    ("twice", r".*(?:more than one|duplicate).*'(?P<a>[^']+)'.*"),
    ("unchecked", r"checking it came to nothing.*"),
    ("taken", r"the form_id '(?P<a>.+)' is the programme's own"),
)
"""Reasons as programme/xlsform and pyxform write them, and the key of what is said instead."""


def faults_in_words(t: Texts, file: str, faults: Sequence[Fault]) -> str:
    """All of it in one message, the first faults at length."""
    lines = [t("form.faults", file=file, count=len(faults))]
    lines += [t("form.at", where=where(t, f), why=reason(t, f.reason)) for f in faults[:SHOWN]]
    if len(faults) > SHOWN:
        lines.append(t("form.more", count=len(faults) - SHOWN))
    return "\n".join(lines)[:4000]


def where(t: Texts, fault: Fault) -> str:
    parts = [t("form.sheet", name=fault.sheet)] if fault.sheet else []
    parts += [t("form.row", number=fault.row)] if fault.row else []
    parts += [t("form.column", name=fault.column)] if fault.column else []
    return ", ".join(parts) + (f" ({fault.name})" if fault.name else "") or fault.file


def reason(t: Texts, said: str) -> str:
    """Our words for a reason; one we have none for stays as it is, behind a sentence that says what to do."""
    for key, pattern in REASONS:
        if found := re.fullmatch(pattern, said, re.S):
            return t(f"fault.{key}", a=found.groupdict().get("a") or "")
    return t("fault.other", a=" ".join(said.split())[:300])
