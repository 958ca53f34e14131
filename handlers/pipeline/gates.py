"""What is looked at before a message reaches its route: groups, blocked bots, a notice that has changed, danger, who is
no member or is paused, a form that has changed, files, contacts and places on a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers.attachments import photo_arrival, sent_location
from handlers.context import Context, Reply, Turn
from handlers.draft import conversation, media_answers
from handlers.form_library import offered_forms
from handlers.free_words import messages_together
from handlers.people import borrowed_phone, join
from handlers.pipeline import open_question
from handlers.pipeline.commands import command
from handlers.privacy import consent, my_data
from handlers.understand.choices import Item, match
from handlers.understand.emergency import is_danger
from programme.domain.buttons.menu import MyData
from programme.domain.effects.addresses import Reach
from programme.domain.messages import Inbound
from programme.language.vietnamese import nfc

Message = Callable[[Inbound, Context], Turn]
NOT_SAID = ("group", "blocked", "unblocked", "edited")
"""Oddities that are not looked at further: nothing was said to the bot, or it was said before."""


def agreed(inbound: Inbound, s: Context, message: Message) -> Turn:
    """The turn of `message` once the member has agreed to the notice as it is now; until then what they say waits."""
    due = s.member is not None and s.member.state == "active" and consent.due(s)
    if not due or inbound.oddity in ("group", "blocked", "unblocked"):
        return message(inbound, s)
    text = nfc(inbound.text).strip()
    urgent = text and not inbound.choice and (in_danger(s, text) or borrowed_phone.is_borrowed(text))
    if urgent or consent.passes(s, inbound, command(text)[0]):
        return message(inbound, s)
    return consent.put(inbound, s, message)


def in_danger(s: Context, text: str) -> bool:
    """Whether the words tell of danger: the same rule as that of the reader, before all else."""
    return is_danger(text, s.programme.units, s.told)


def passed(inbound: Inbound, s: Context, message: Message) -> Turn:
    """The turn of the gate that the message stops at, else that of `message`."""
    if inbound.oddity in NOT_SAID:
        return _odd(inbound, s)
    text = "" if inbound.choice else nfc(inbound.text).strip()
    if turn := _urgent(s, text) or _of_no_active_member(inbound, s, text):
        return turn
    if s.state.draft and not open_question.is_current(s):
        return conversation.renewed(s)
    if inbound.oddity == "forwarded":
        message = _forwarded
    elif inbound.oddity and not _recorded(inbound, s):
        return _unread(inbound, s, text, message)
    return _attached(inbound, s, text, message) or message(inbound, s)


def _urgent(s: Context, text: str) -> Turn | None:
    """What anybody may send at any time: words of danger, and a report from a borrowed phone."""
    if text and in_danger(s, text):
        said = s.texts("danger", numbers=s.numbers("\n"))
        return Turn(s.state, (Reply(said),)) if s.traits.plain else open_question.again(s, said)  # all of it, uncut
    return borrowed_phone.report(s, text) if text and borrowed_phone.is_borrowed(text) else None


def _of_no_active_member(inbound: Inbound, s: Context, text: str) -> Turn | None:
    if s.member is None:
        return join.stranger(s, inbound)
    return _paused(inbound, s, text) if s.member.state != "active" else None


def _forwarded(inbound: Inbound, s: Context) -> Turn:
    return messages_together.forwarded(s, nfc(inbound.text).strip(), inbound.written)


def _unread(inbound: Inbound, s: Context, text: str, message: Message) -> Turn:
    """What can't be read (a sticker, a voice, a film) is said so; words that came with it are read all the same."""
    key = f"odd.{inbound.oddity}"
    said = s.texts(key if key in s.texts else "odd.other")
    if not text:
        return open_question.again(s, said)
    turn = message(replace(inbound, media=(), oddity=""), s)
    return replace(turn, replies=(Reply(said), *turn.replies))


def _attached(inbound: Inbound, s: Context, text: str, message: Message) -> Turn | None:
    """A file, a contact, a place on a map; None for words and presses."""
    if inbound.media:
        return _media(inbound, s, message)
    if inbound.choice:
        return None
    if inbound.contact:
        return open_question.again(s, s.texts("odd.contact"))
    if inbound.location:
        return sent_location.take(inbound, s)
    return None if text else open_question.again(s, s.texts(f"odd.{inbound.oddity or 'other'}"))


def _paused(inbound: Inbound, s: Context, text: str) -> Turn:
    """What is kept of them, and the way out, is open to a disabled member too."""
    if my_data.wants_out(text):
        return my_data.leave(s)
    found = match(text, [Item(value, label) for value, label in s.state.options]) if text else None
    chosen = inbound.choice or (found.names[0] if found and found.certain and len(found.names) == 1 else "")
    if chosen.startswith(MyData.wire) or command(text)[0] == "data":
        return my_data.press(s, chosen)
    if s.member.state == "restricted":
        return my_data.paused(s)
    back = join.back(s, text) if text else None
    return back or Turn(s.state, (Reply(s.texts("member.disabled")),))


def _recorded(inbound: Inbound, s: Context) -> bool:
    """A voice message or a film where the open question wants one."""
    wants = inbound.oddity in ("voice", "other") and inbound.media and s.member is not None and s.state.draft
    return bool(wants and open_question.is_current(s) and media_answers.fits(s, inbound.media[0]))


def _odd(inbound: Inbound, s: Context) -> Turn:
    """What says nothing to the bot."""
    t = s.texts
    if inbound.oddity in ("blocked", "unblocked"):
        return Turn(s.state, (), (Reach(inbound.channel, inbound.address, inbound.oddity == "unblocked"),))
    if inbound.oddity == "group":
        if s.state.grouped:
            return Turn(s.state)
        return Turn(s.state.but(grouped=True), (Reply(t("odd.group")),))
    return join.stranger(s, inbound) if s.member is None else open_question.again(s, t("odd.edited"))


def _media(inbound: Inbound, s: Context, message: Message) -> Turn:
    """A file goes to the question that wants one, a form's to who looks after forms; a photo where it belongs."""
    medium = inbound.media[0]
    if media_answers.fits(s, medium):
        if medium.size and medium.size > media_answers.LARGEST:
            return open_question.again(s, s.texts("error.file_big"))
        return conversation.turn_of(*media_answers.file(inbound, s, media_answers.name_of(inbound)))
    if (not s.state.draft or offered_forms.coordinated(s)) and (turn := offered_forms.form_sent(inbound, s)):
        return turn
    return photo_arrival.came(inbound, s, message)
