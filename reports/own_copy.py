"""A copy of what is kept of a person, to read and for machines: every row of theirs, with what it is kept for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from programme.domain.query_rows import Held
from programme.language.texts import Texts

STYLE = """
body{font:16px/1.45 sans-serif;margin:1.2em auto;max-width:60em;padding:0 1em;color:#111}
h1{font-size:1.4em}h2{font-size:1.1em;margin:1.6em 0 .2em;border-top:1px solid #bbb;padding-top:.6em}
p{margin:.3em 0}table{border-collapse:collapse;width:100%;margin:.5em 0}
th,td{border:1px solid #999;padding:.25em .45em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:13em;font-weight:600;background:#f3f3f3}
@media print{body{font-size:11pt;margin:0}h2,tr{break-inside:avoid}}
"""
FORMAT = 1


def as_json(held: Iterable[Held], at: datetime) -> bytes:
    """`{"format", "made_at", "tables": {name: [rows]}, "named_elsewhere": {name: count}}`."""
    held = list(held)
    said = {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "tables": {one.table: list(one.rows) for one in held if one.rows},
        "named_elsewhere": {one.table: one.other for one in held if one.other},
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_html(t: Texts, held: Iterable[Held], about: Iterable[str], days: Mapping[str, int], at: datetime) -> bytes:
    """A page that needs nothing else: what `about` says first, then each table with its words of explanation. `days`
    says for how long, by rule of retention."""
    held = list(held)
    parts = [f"<h1>{escape(t('page.head'))}</h1>", _lines([t("page.made", day=f"{at:%d/%m/%Y %H:%M}")])]
    parts += [_lines(about), _lines([t("page.how")])]
    for one in held:
        parts.append(_section(t, one, days))
    page = "\n".join(parts)
    title = escape(t("page.head"))
    return (
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>\n'
        f"<body>\n{page}\n</body></html>\n"
    ).encode()


def _section(t: Texts, one: Held, days: Mapping[str, int]) -> str:
    title, _, why = t(f"page.table.{one.table}").partition(": ")
    said = [f"<h2>{escape(title)}</h2>", _lines([why])]
    if limits := [days[rule] for rule in one.forgotten if days.get(rule)]:
        said.append(_lines([t("page.days", count=max(limits))]))
    if one.other:
        said.append(_lines([t("page.other", count=one.other)]))
    said += [_row(t, row) for row in one.rows]
    return "\n".join(said)


def _row(t: Texts, row: Mapping[str, Any]) -> str:
    cells = "".join(
        f"<tr><th>{escape(t.get(f'page.field.{name}', name))}</th><td>{escape(_value(t, value))}</td></tr>"
        for name, value in row.items()
    )
    return f"<table>{cells}</table>"


def _value(t: Texts, value: Any) -> str:
    if isinstance(value, bool):
        return t("word.yes") if value else t("word.no")
    if isinstance(value, str | int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for said in lines for line in said.splitlines() if line.strip())
