"""What is answered to a line that was not filed: what is wrong or lacking, and the line to send back.

The line to send back says only what was said; what is not known is a `?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from handlers.context import Context
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words
from handlers.one_line.count import Count
from handlers.one_line.line import Line
from handlers.one_line.line_to_form import Filled
from handlers.one_line.line_words import DATE, KIND, TOPICS, Words
from programme.language.texts import Texts
from programme.language.vietnamese import plain
from programme.language.words import words_for
from reports.sums_in_words import capital

BOUND_WORDS = {bound: words_for(f"bound.before.{bound}")[0].upper() for bound in ("min", "max", "about")}
OPEN = {name: f"?{words_for(f'line.open.{name}')[0].upper()}" for name in ("kind", "topics", "day")}
"""What stands in a line to send back for what is still to be said."""
UNIT_WORD = words_for("report.unit")[0].upper()


def faults(s: Context, filled: Filled, line: Line) -> list[str]:
    """Everything that is wrong with a line, one sentence each."""
    t, found = s.texts, []
    for fault in filled.troubles:
        got, values = fault.typed, {"got": fault.typed}
        if fault.kind.startswith("personal_"):
            found.append(t(f"error.{fault.kind}", **values))
        elif fault.kind.startswith("number_"):
            found.append(t("line.number", got=got))
        elif fault.kind == "date_lunar" and fault.days:
            found.append(t("line.wrong.date_lunar_or", got=got, days=or_days(t, fault.days)))
        else:
            found.append(t(f"line.wrong.{fault.kind}", got=got))
    found += [f"{typed}: {message}" for typed, message in filled.refused]
    found += [t("line.mended_o", typed=typed, read=read) for typed, read in line.mended]
    return list(dict.fromkeys(found))


def or_days(t: Texts, days: Iterable[date]) -> str:
    """`21/5 hay 5/6`."""
    return t("list.or").join(f"{day.day}/{day.month}" for day in days)


def guessed(session: DraftSession, filled: Filled) -> str:
    """`chủ đề, ngày rằm tháng 7 (27/8)`: what was guessed, and from what."""
    names = [session.short(ref).lower() for ref in filled.guesses]
    if DATE in filled.guesses and filled.day_said:
        day = draft_in_words.answer_in_words(session, DATE)
        names[filled.guesses.index(DATE)] += f" {session.s.texts('line.day_from', said=filled.day_said, day=day)}"
    return ", ".join(names)


def missing(session: DraftSession, filled: Filled) -> str:
    """`lượt người dự, số buổi`: what is still to be said."""
    t = session.s.texts
    names = [t("line.kind") if ref == KIND else session.short(ref) for ref in filled.missing]
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def again(line: Line, words: Words, filled: Filled, head: str = "") -> str:
    """The line to send back. What was not said is `?` where it is needed."""
    refused = {typed for typed, _ in filled.refused}
    wrong = {f.typed for f in filled.troubles} | refused
    broken = {f.kind.split("_")[0] for f in filled.troubles}
    parts = [head, words.keyword.upper()]
    if line.nil:
        return " ".join(filter(None, (*parts, "0", plain(_day(line, filled)).upper())))
    parts.append(words.code(words.kinds, line.kind) if line.kind else OPEN["kind"])
    if line.topics:
        parts.append(",".join(words.code(words.topics, name) for name in line.topics))
    elif TOPICS in (*filled.missing, *filled.guesses):
        parts.append(OPEN["topics"])
    parts.append(_day(line, filled))
    if line.pair:
        parts.append("?/?" if line.pair.typed in wrong else f"{line.pair.n}/{line.pair.m}")
    elsewhere = {f.typed for f in filled.troubles if f.kind == "not_here"}
    parts += [_count(count, wrong, refused) for count in line.counts if count.typed not in elsewhere]
    parts += ["?" for f in filled.troubles if f.kind.startswith("number_")]
    for ref in filled.missing:
        if ref not in (KIND, TOPICS, DATE) and not _asked_already(ref, line, words, filled):
            parts.append("?" if ref == words.mains.get(line.kind) else f"? {words.word(ref)}".strip())
    if line.place and "personal" not in broken:
        parts.append(line.place)
    if line.unit:
        parts.append(f"{UNIT_WORD} {line.unit_typed or '?'}")
    return " ".join(plain(part).upper() if part is not head else part for part in parts if part)


def _asked_already(ref: str, line: Line, words: Words, filled: Filled) -> bool:
    if line.pair and ref in (words.mains.get(line.kind), words.seconds.get(line.kind)):
        return True
    return any(f.kind.startswith(("number_", "which", "twice", "not_here")) for f in filled.troubles)


def _day(line: Line, filled: Filled) -> str:
    """The day as it was typed, `?/6` where the month of a wrong one is known."""
    bad = [f.typed for f in filled.troubles if f.kind.startswith("date")]
    refused = [typed for typed, _ in filled.refused if typed and typed == line.day_typed]
    for typed in (*bad, *refused):
        month = re.fullmatch(r"\d{1,2}([/.-])0?(\d{1,2})", typed)
        return f"?/{month[2]}" if month and 1 <= int(month[2]) <= 12 else OPEN["day"]
    if line.day_typed:
        return line.day_typed
    return OPEN["day"] if DATE in (*filled.missing, *filled.guesses) else ""


def _count(count: Count, wrong: set[str], refused: set[str]) -> str:
    word = " ".join(count.field)
    if count.typed in refused or (count.field and count.typed in wrong):
        return f"? {word}".strip()
    if any(count.typed in w.split(", ") for w in wrong):
        return f"{count.value} ?"
    return " ".join(filter(None, (BOUND_WORDS.get(count.bound or ""), str(count.value), word)))


def sentence(parts: Iterable[str]) -> str:
    return " ".join(capital(p) if p.endswith((".", "!", "?")) else f"{capital(p)}." for p in parts)
