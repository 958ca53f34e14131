"""What one message leads to: Inbound and Context in, Turn out. Pure.

A message passes these stages in order, and the first that answers it has the last word:

1. gates (handlers/pipeline/gates.py); what an SMS alone may not do waits (handlers/pipeline/second_proof.py)
2. button
3. words that act in every state; slash commands; the few words that leave the open question
4. a number, or the very words, of a choice of the last message
5. the open question
6. commands and phrases, for words that no open question takes
7. free words, and help

Which words and buttons lead where is the table in handlers/pipeline/routes.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import menu
from handlers.attachments import photo_ledger
from handlers.context import Context, Reply, Turn
from handlers.free_words import (
    answer_with_more,
    asked_between,
    change_in_words,
    lines_together,
    meant,
    messages_together,
    second_report,
    several_reports,
    told_for_unit,
)
from handlers.free_words.not_understood import not_understood, understood
from handlers.one_line import report_line
from handlers.pipeline import flood, gates, open_question, second_proof
from handlers.pipeline.commands import COURTESIES, ESCAPES, GREETINGS, command
from handlers.pipeline.route import first_of
from handlers.pipeline.routes import BUTTONS, COMMANDS, MENU, PRESSES, PROMPTS, ROUTES
from handlers.privacy import kept_words
from handlers.understand.choices import Item, match, yes_no
from handlers.wording import sms_fit
from programme.domain.buttons.button import Button
from programme.domain.buttons.menu import OpenMenu
from programme.domain.messages import Inbound
from programme.language.vietnamese import fold, nfc

MOST_STEPS = 3
"""How often a turn may go on to another button's; more is a ring."""
NUMBER = re.compile("[1-9][0-9]{0,2}")
"""The number of a choice; 02 is an hour, or a day."""
COUNT = re.compile(r" \([0-9.]+\)$")
"""How many there are of it, at the end of an option's label."""
SHORTEST = 3
"""Letters of a word that may stand for a part of an option's label."""


def answer(inbound: Inbound, s: Context) -> Turn:
    """The turn that `inbound` leads to, on one segment a reply where letters are few. Never raises for what a person
    can send."""
    turn = flood.calmed(inbound, s, second_proof.proved(inbound, s, _consented))
    turn = sms_fit.short(s, turn) if s.traits.plain else turn
    return kept_words.fleeting(nfc(inbound.text), turn)


def _consented(inbound: Inbound, s: Context) -> Turn:
    return gates.agreed(inbound, s, _gated)


def _gated(inbound: Inbound, s: Context) -> Turn:
    turn = several_reports.next_draft(s, _gone_on(s, gates.passed(inbound, s, _message)))
    turn = photo_ledger.settled(inbound, s, understood(s, turn))
    return lines_together.settled(inbound, s, messages_together.settled(inbound, s, turn))


def _message(inbound: Inbound, s: Context) -> Turn:
    """A message of an active member that is no file and no sign of danger."""
    if inbound.choice:
        return press(s, inbound.choice)
    return words(s, nfc(inbound.text).strip())


def _gone_on(s: Context, turn: Turn) -> Turn:
    """The turn with those of the buttons, or the words, that it goes on to."""
    for _ in range(MOST_STEPS):
        here = replace(s, state=turn.state, member=turn.member or s.member)
        if turn.answered:
            after = _taken(here, turn.answered) or _free(here, turn.answered)
        elif turn.then is not None:
            button = BUTTONS.read(turn.then) if isinstance(turn.then, str) else turn.then
            after = _pressed(here, button) if button else here.turn(Reply(s.texts("stale.gone")))
        else:
            break
        replies = after.replies
        if turn.lead and replies:
            replies = (replace(replies[0], text=f"{turn.lead}\n{replies[0].text}"), *replies[1:])
        turn = replace(after, replies=(*turn.replies, *replies), effects=(*turn.effects, *after.effects))
    return turn


# --- buttons ----------------------------------------------------------------------------------------------------------


def press(s: Context, payload: str) -> Turn:
    """A pressed button, by its payload; one that nobody made, or that is over, changes nothing and says so."""
    button = BUTTONS.read(nfc(payload))
    if button is None:
        return Turn(s.state, (Reply(s.texts("stale.gone")),))
    return _beside(s, _pressed(s, button))


def _pressed(s: Context, button: Button) -> Turn:
    if not menu.may_press(s, MENU, button):
        return s.turn(Reply(s.texts("error.not_yours")))
    return PRESSES[type(button)](s, button)


def _beside(s: Context, turn: Turn) -> Turn:
    """A turn that asks nothing leaves the question that waits as it was, with its options."""
    if turn.answered or turn.then is not None:
        return turn
    before, after = s.state, turn.state
    waits = before.prompt is not None or (before.draft is not None and after.draft == before.draft)
    if not waits or after.options or after.prompt is not before.prompt:
        return turn
    return replace(turn, state=after.but(options=before.options, more=before.more))


# --- words ------------------------------------------------------------------------------------------------------------


def words(s: Context, text: str) -> Turn:
    """What typed words lead to."""
    if turn := _every(s, text, "always"):
        return _beside(s, turn)
    if turn := _escape(s, text):
        return turn
    if turn := _slash(s, text) or _option(s, text):
        return _beside(s, turn)
    if turn := first_of(s, text, messages_together.right_behind, lines_together.by_keyword, told_for_unit.joined):
        return turn
    if open_question.takes_any_words(s) and (turn := _between(s, asked_between.answered(s, text))):
        return turn
    prompt = s.state.prompt
    waits = _open_question(s, text)
    if waits and (not waits.refused or (prompt is not None and prompt.insists)):
        return waits
    if turn := _elsewhere(s, text):
        return _beside(s, turn)
    if waits and prompt is None:
        turn = first_of(s, text, answer_with_more.of_question, change_in_words.at_stop, second_report.of_its_own)
        return _beside(s, turn) if turn else _between(s, meant.at_draft(s, text)) or _beside(s, waits)
    return _beside(s, _free(s, text))


def _between(s: Context, turn: Turn | None) -> Turn | None:
    """What is answered while a question waits, which is named below it."""
    return asked_between.still_waiting(s, _gone_on(s, turn), open_question.named(s)) if turn else None


def _every(s: Context, text: str, column: str) -> Turn | None:
    """The first turn that a phrase of that column of the table gives."""
    return first_of(s, text, *(phrase for route in ROUTES for phrase in getattr(route, column)))


def _slash(s: Context, text: str) -> Turn | None:
    """A command as apps offer it, `/solieu`; one that there is none of is said to be unknown."""
    if not text.startswith("/"):
        return None
    named, rest = command(text)
    if named in COMMANDS:
        return _pressed(s, COMMANDS[named](rest))
    return _every(s, text, "phrases") or open_question.again(s, s.texts("help.unknown_command"))


def _escape(s: Context, text: str) -> Turn | None:
    """The few words that leave the open question, if they are not one of its answers."""
    (named, rest), slash = command(text), text.startswith("/")
    if named not in ESCAPES or (not slash and open_question.is_choice(s, text)):
        return None
    if named in ("menu", "help"):
        return _pressed(s, COMMANDS[named](rest)) if open_question.waits(s) else None
    if turn := open_question.escape(s, named):
        return turn
    return _menu(s, s.texts("menu.nothing_open")) if slash or named in ("cancel", "later") else None


def _option(s: Context, text: str) -> Turn | None:
    """A number, or the very words, of a choice of the last message. A draft's question reads its own answers."""
    if s.state.prompt is None:
        if turn := _every(s, text, "numbers"):
            return turn
        if open_question.offers_answers(s):
            return None
    options, plain = s.state.options, fold(text).strip(" .!")
    if NUMBER.fullmatch(plain) and int(plain) <= len(options):
        return press(s, options[int(plain) - 1][0])
    names = ((value, fold(label)) for value, label in options)
    named = (value for value, name in names if plain in (name.strip(" .!"), COUNT.sub("", name)))
    payload = ("" if plain in COURTESIES else next(named, "")) or _yes(s, text)
    return press(s, payload) if payload else None


def _yes(s: Context, text: str) -> str:
    """The first choice of the last message, where that is its yes and the words say so in some way."""
    first = BUTTONS.read(s.state.options[0][0]) if s.state.options else None
    return s.state.options[0][0] if first is not None and first.yes and yes_no(text) else ""


def _likely(s: Context, text: str) -> Turn | None:
    """The one choice of the last message that a part of its words, or a slip in them, can only mean. An open question
    has read its own."""
    if s.state.prompt is not None and s.state.prompt.insists:
        return None
    if len(text) < SHORTEST or fold(text).strip(" .!") in COURTESIES:
        return None
    found = match(text, [Item(value, label) for value, label in s.state.options])
    return press(s, found.names[0]) if found.certain and len(found.names) == 1 else None


def _open_question(s: Context, text: str) -> Turn | None:
    """The open question's answer; None where nothing waits. A whole report of its own is asked about first."""
    return open_question.report_instead(s, text) or _taken(s, text)


def _taken(s: Context, text: str) -> Turn | None:
    prompt = s.state.prompt
    if prompt is not None:
        if turn := kept_words.refused(s, prompt, text):
            return turn
        return PROMPTS[type(prompt)](s.with_state(s.state.but(prompt=None)), prompt, text)
    return open_question.draft_answer(s, text) if s.state.draft else None


def _elsewhere(s: Context, text: str) -> Turn | None:
    """Commands, phrases, and a choice named by a part of its words: for what no open question takes."""
    if turn := told_for_unit.by_keyword(s, text) or report_line.by_keyword(s, text):
        return turn
    named, rest = command(text)
    if named in COMMANDS and not (s.state.draft and text.isdigit()):
        return _pressed(s, COMMANDS[named](rest))
    return _every(s, text, "phrases") or _likely(s, text)


def _free(s: Context, text: str) -> Turn:
    courtesy = fold(text).strip(" .!")
    if courtesy in COURTESIES:
        return _menu(s) if courtesy in GREETINGS else meant.courtesy(s)
    turn = _every(s, text, "free")
    # It may have been a cry that no rule knows: whom to call is said too.
    return turn or not_understood(s, text, _menu(s, s.texts("help.not_understood", numbers=s.numbers())))


def _menu(s: Context, *said: str) -> Turn:
    return menu.show(s, MENU, OpenMenu(), *said)
