"""Lines `BC …` that come together, in one message or in several within seconds: one receipt says all that was filed."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Turn, pairs
from handlers.free_words import several_reports
from handlers.free_words.messages_together import TOGETHER
from handlers.free_words.several_reports import SeveralReports
from handlers.free_words.told_drafts import Told, drafts_of
from handlers.one_line import report_line
from handlers.one_line.line import Line, heads
from handlers.one_line.line_words import Words
from handlers.reporting import receipts
from handlers.understand.personal.personal import find_personal
from programme.domain.effects.reports import FileReport
from programme.domain.messages import Inbound
from programme.domain.model import Report
from programme.language.vietnamese import nfc


def by_keyword(s: Context, text: str) -> Turn | None:
    """Several lines in one message: filed, where each would be filed by itself and nothing else is open; else one list
    that waits for a yes. None for all other words."""
    words = report_line.vocabulary(s) if "\n" in text else None
    parts = lines_of(text, words) if words else []
    if len(parts) < 2 or any(not found.suspected for found in find_personal(text)):
        return None
    lines = [report_line.read(s, part, words) for part in parts]
    if sum(bool(line.kind) for line in lines) < 2:
        return None
    unit = several_reports.unit_of(s) or lines[0].unit
    if not unit or any(line.unit == "?" for line in lines):
        return report_line.take_line(s, text, next((line for line in lines if line.unit == "?"), lines[0]), words)
    told = _told(s, unit, parts, lines, words)
    before = s.state.prompt
    open_ = before is not None or not report_line.free_for_a_line(s)
    if told.refused or any(told.notes) or open_:
        return several_reports.listed(told, before)
    return several_reports.send(told.s, SeveralReports(told.drafts, told.notes))


def lines_of(text: str, words: Words) -> list[str]:
    """The lines of reports in a message; what stands in a line of its own below one belongs to it."""
    parts: list[str] = []
    for row in filter(None, map(str.strip, nfc(text).splitlines())):
        if heads(row, words):
            parts.append(row)
        elif parts:
            parts[-1] = f"{parts[-1]} {row}"
        else:
            return []
    return parts


def _told(s: Context, unit: str, parts: list[str], lines: list[Line], words: Words) -> Told:
    told, refused = Told(s), ()
    for part, line in zip(parts, lines, strict=True):
        one = drafts_of(told.s, unit, part, [line], words)
        refused += one.refused
        told = one.behind(told)
    return replace(told, refused=refused)


def settled(inbound: Inbound, s: Context, turn: Turn) -> Turn:
    """The turn with the receipt of all that lines have filed within seconds, where a channel shows no more than that
    they came together; it takes the place of a receipt that has not gone out yet."""
    if not s.traits.unmarked or inbound.choice or not turn.replies or s.state.draft is not None:
        return turn
    filed = [effect.report for effect in turn.effects if isinstance(effect, FileReport)]
    words = report_line.vocabulary(s)
    if filed and words and heads(nfc(inbound.text).strip(), words):
        return _one_receipt(s, turn, [*_just_filed(s), *filed], filed)
    if any(reply.prompt for reply in turn.replies) and (before := _just_filed(s)):
        return turn.below(s.texts("several.just_filed", codes=", ".join(report.code for report in before)), "\n\n")
    return turn


def _one_receipt(s: Context, turn: Turn, reports: list[Report], fresh: list[Report]) -> Turn:
    first, *others = turn.replies
    if len(reports) > len(fresh):
        first = receipts.of_several(s, reports, fresh)
    state = turn.state if others else turn.state.but(options=pairs(first.choices))
    return replace(turn, state=state, replies=(replace(first, prompt=True), *others), settles=True)


def _just_filed(s: Context) -> list[Report]:
    """What the member has sent on this channel within the last seconds, the oldest first."""
    found: list[Report] = []
    for code in reversed(s.state.filed.values()):
        report = s.reports.get(code)
        if report is None or report.channel != s.traits.name or s.now - report.filed_at > TOGETHER:
            break
        if report.state in ("filed", "late"):
            found.insert(0, report)
    return found
