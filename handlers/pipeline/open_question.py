"""The question that waits, whichever it is: a prompt, or the stop of the draft."""

from __future__ import annotations

import re

from handlers.context import Context, Reply, Turn
from handlers.draft import conversation, question, review
from handlers.draft.moves import back, skip
from handlers.draft.session import DraftSession
from handlers.free_words import answer_with_more, second_report
from handlers.one_line import report_line
from handlers.pipeline.commands import COURTESIES
from handlers.understand.choices import yes_no
from programme.domain.buttons.draft_actions import Back, Keep, Skip
from programme.domain.buttons.reporting import DraftButton
from programme.language.vietnamese import fold


def waits(s: Context) -> bool:
    return s.state.prompt is not None or s.state.draft is not None


def is_current(s: Context) -> bool:
    """Whether the draft's form is as it was when the draft was begun."""
    form = s.form(s.state.draft.form, s.state.draft.version)
    return form is not None and form.version == s.state.draft.version


def again(s: Context, said: str) -> Turn:
    """Says something that leaves the open question as it was; a draft's stop is shown once more."""
    if s.state.draft and s.member and s.state.prompt is None:
        return conversation.resume(s, said)
    return Turn(s.state, (Reply(said),))


def takes_any_words(s: Context) -> bool:
    """Whether whatever is said would be taken as the answer, or refused: at a prompt, and a question for a text."""
    return s.state.prompt is not None or question.kind(s) == "text"


def named(s: Context) -> str:
    """Which question still waits, in a line."""
    t, draft = s.texts, s.state.draft
    if s.state.prompt is not None:
        tag = type(s.state.prompt).__struct_config__.tag
        return t("prompt.still", question=t(f"prompt.waits.{tag}"))
    if draft is None or not draft.at or draft.at.endswith("]"):
        return t("line.draft_waits")
    session = DraftSession(s, draft)
    label = session.short(draft.at) if s.traits.plain else session.instance.label(draft.at)
    return t("prompt.still", question=label.partition("\n")[0] or session.short(draft.at))


def is_choice(s: Context, text: str) -> bool:
    """Whether a word that is a command elsewhere (B, L, HUY) is one of the answers that the open question offers."""
    if s.state.prompt is not None:
        return any(fold(label) == fold(text) for _, label in s.state.options)
    return bool(s.state.draft) and conversation.is_choice(s, text)


def escape(s: Context, named: str) -> Turn | None:
    """Back, skip, cancel and later, at whatever waits; None where nothing does, or it knows no such way."""
    if s.state.prompt is not None:
        state = s.state.but(prompt=None, options=(), more=())
        said = s.texts("prompt.dropped")
        return conversation.resume(s.with_state(state), said) if state.draft else Turn(state, (Reply(said),))
    if s.state.draft is None:
        return None
    session = DraftSession(s, s.state.draft)
    if named == "back":
        return conversation.turn_of(back(session))
    if named == "skip":
        return conversation.turn_of(skip(session))
    if named == "later":
        return review.leave(s)
    return review.give_up(s)


def offers_answers(s: Context) -> bool:
    """Whether the last message's options are answers of the draft's question, which reads them itself."""
    draft, options = s.state.draft, s.state.options
    return bool(draft and draft.at and options and options[0][0].startswith(f"{DraftButton.wire}:"))


def draft_answer(s: Context, text: str) -> Turn:
    """The words as the answer to the draft's stop."""
    if s.state.doubtful and yes_no(text) is not None and (turn := second_report.again(s)):
        return turn
    if s.state.draft.line and (turn := report_line.more(s, text)):
        return turn
    if offers_answers(s) and (chosen := _offered(s, text)):
        return Turn(s.state, then=chosen)
    if _is_out_of_sight(s, text) or _is_courtesy_among_choices(s, text):
        return conversation.resume(s, s.texts("error.not_of_list"))
    return answer_with_more.taken(s, text) or conversation.say(s, text)


def _is_out_of_sight(s: Context, text: str) -> bool:
    """Whether a number comes after a list that was shown below the draft's question: it is not the draft's answer."""
    options = s.state.options
    return text.isdecimal() and bool(options) and not options[0][0].startswith(f"{DraftButton.wire}:")


def _is_courtesy_among_choices(s: Context, text: str) -> bool:
    """Whether a greeting would be read as a part of an answer's name: "hi" is not HIV."""
    courtesy = fold(text).strip(" .!") in COURTESIES and yes_no(text) is None
    return courtesy and question.kind(s).startswith(("select", "rank")) and not conversation.is_choice(s, text)


def report_instead(s: Context, text: str) -> Turn | None:
    """A whole report in a line while something waits: a line of the draft's own goes on with it, another one is asked
    about. None for all other words."""
    draft = s.state.draft
    if draft and draft.line and s.state.prompt is None:
        return report_line.by_keyword(s, text)
    insists = s.state.prompt.insists if s.state.prompt is not None else bool(draft)
    return second_report.ask(s, text) if insists else None


def _offered(s: Context, text: str) -> str:
    """The payload that `text` names among the answers shown under the draft's question, by its words or its number. A
    number is a number where the question wants one."""
    options, plain = s.state.options, fold(text)
    for value, label in options:
        if fold(label) == plain:
            return value
    kind = question.kind(s)
    if re.fullmatch(r"[0-9]{1,4}", text) and kind not in NUMBERS and 1 <= int(text) <= len(options):
        value = options[int(text) - 1][0]
        button = DraftButton.of(value)
        if kind not in TYPED or not (button and isinstance(button.action, Back | Skip | Keep)):
            return value
    return ""


NUMBERS = ("integer", "decimal", "range")
TYPED = ("text", "barcode", "time", "dateTime", "geopoint")
"""Types of questions where a number is an answer in itself, not that of a button to go back or on."""
