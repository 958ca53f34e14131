"""What one message leads to: the front door of this room. Pure: Inbound and Context in, Turn out.

The order in which a message is understood: what is no plain message · words of danger · a pressed button · a code, for
who is no member · a command · the open question · the choices last offered · anything else gets help that fits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from handlers import flood, menu
from handlers.approvals import inbox, outlier
from handlers.campaigns import add_campaign, campaign_list, reminder_answers
from handlers.commands import COURTESIES, command
from handlers.context import Context, Reply, Turn
from handlers.figures import urgent_answer
from handlers.form_library import form_line, offered_forms
from handlers.one_line import edit_by_text, report_line
from handlers.people import borrowed_phone, invite_by_sms, join, unit_members
from handlers.privacy import consent, my_data
from handlers.reporting import conversation, files, photos, sent_reports
from handlers.reporting.draft_session import Case
from handlers.reporting.moves import back, skip
from handlers.settings import keypad_words
from handlers.understand.choices import Item, match
from handlers.understand.emergency import is_danger
from handlers.wording import sms_fit
from programme.domain.effects import FetchMedium, Reach
from programme.domain.messages import Choice, Inbound
from programme.language.vietnamese import fold, nfc

PHOTO_LIMIT = 10 * 1024 * 1024  # bytes
TYPED = ("text", "barcode", "time", "dateTime", "geopoint")
"""Types of questions where a number is an answer in itself, not that of a button to go back or on."""
KEPT_PHOTOS = 10  # photos kept for a report that is yet to be begun
MEND = re.compile(r"sua\s+([a-z0-9]{4,6})(?:\s+(\d{1,3}))?(?:\s+(.+))?")
SEEN = re.compile(r"(?:xem|huy)\s+([a-z0-9]{4,6})")


def answer(inbound: Inbound, s: Context) -> Turn:
    """The turn that `inbound` leads to, on one segment a reply where letters are few. Never raises for what a person
    can send."""
    turn = flood.calmed(inbound, s, _agreed(inbound, s))
    return sms_fit.short(s, turn) if s.traits.plain else turn


def _agreed(inbound: Inbound, s: Context) -> Turn:
    """Answered, once the member has agreed to the notice as it is now."""
    asked = s.member is not None and s.member.state == "active" and consent.due(s)
    if not asked or inbound.oddity in ("group", "blocked", "unblocked"):
        return _answer(inbound, s)
    text = nfc(inbound.text).strip()
    urgent = text and not inbound.choice and (is_danger(text) or borrowed_phone.is_borrowed(text))
    if urgent or consent.passes(s, inbound, command(text)[0]):
        return _answer(inbound, s)
    return consent.put(inbound, s, _answer)


def _answer(inbound: Inbound, s: Context) -> Turn:
    if inbound.oddity and not _recorded(inbound, s):
        return _odd(inbound, s)
    text = nfc(inbound.text).strip()
    if text and not inbound.choice and is_danger(text):
        return _open_still(s, s.texts("danger", numbers=s.numbers("\n")))
    if text and not inbound.choice and borrowed_phone.is_borrowed(text):
        return borrowed_phone.report(s, text)
    if s.member is None:
        return join.stranger(s, inbound)
    if s.member.state != "active":
        return _paused(inbound, s, text)
    if s.state.draft and not _current(s):
        return conversation.renewed(s)
    if inbound.media:
        return _media(inbound, s)
    if inbound.choice:
        return press(s, inbound.choice)
    if inbound.contact:
        return _open_still(s, s.texts("odd.contact"))
    if inbound.location:
        return _location(inbound, s)
    return _said(s, text) if text else _open_still(s, s.texts("odd.other"))


def _paused(inbound: Inbound, s: Context, text: str) -> Turn:
    """What is kept of them, and the way out, is open to a disabled member too."""
    if my_data.wants_out(text) and not inbound.choice:
        return my_data.leave(s)
    chosen = inbound.choice or (_offered(s, text) if text else "")
    if chosen.startswith("m:data") or (command(text)[0] == "data" and not inbound.choice):
        return my_data.asked(s, chosen.removeprefix("m:data").removeprefix(":"))
    back = join.back(s, text) if text and not inbound.choice else None
    return back or Turn(s.state, (Reply(s.texts("member.disabled")),))


def _recorded(inbound: Inbound, s: Context) -> bool:
    """A voice message or a film where the open question wants one."""
    asked = inbound.oddity in ("voice", "other") and inbound.media and s.member is not None and s.state.draft
    return bool(asked and _current(s) and files.fits(s, inbound.media[0]))


def _current(s: Context) -> bool:
    """Whether the draft's form is as it was when the draft was begun."""
    form = s.form(s.state.draft.form, s.state.draft.version)
    return form is not None and form.version == s.state.draft.version


def press(s: Context, value: str) -> Turn:
    """A button's payload: `q:` a draft's question, `m:` a menu's entry, `r:` a stored report, `n:` a reminder's,
    `p:` about people and units, `u:` an urgent question's, `d:` something to decide."""
    if value == sms_fit.MORE:
        return sms_fit.next_page(s)
    value = nfc(value)
    kind, _, rest = value.partition(":")
    if kind == "q" and rest.count(":") >= 2:
        return conversation.press(s, *rest.split(":", 2))
    if kind == "m":
        entry, _, argument = rest.partition(":")
        return menu.act(s, entry, argument)
    if kind == "r":
        verb, _, code = rest.partition(":")
        return sent_reports.act(s, verb, code)
    if kind == "d":
        return inbox.press(s, rest)
    if kind == "p":
        return unit_members.press(s, rest)
    if kind in ("n", "u"):
        return _beside(s, (reminder_answers if kind == "n" else urgent_answer).press(s, rest))
    return Turn(s.state, (Reply(s.texts("stale.gone")),))


def _beside(s: Context, turn: Turn) -> Turn:
    """What was pressed under a reminder leaves the question that waits as it was, its numbers too."""
    if s.state.draft and turn.state.draft == s.state.draft and not turn.state.asked:
        return replace(turn, state=turn.state.but(asked=s.state.asked, more=s.state.more))
    return turn


def _said(s: Context, text: str) -> Turn:
    if told := report_line.told(s, text) or form_line.told(s, text):
        return told
    if my_data.wants_out(text):
        return my_data.leave(s)
    named, rest = command(text)
    draft = s.state.draft
    if draft and s.state.awaiting.startswith("ask:") and urgent_answer.PAIR.fullmatch(text):
        return urgent_answer.numbers(s, text)
    if named and draft and not text.startswith("/") and conversation.is_choice(s, text):
        return conversation.say(s, text)
    if named == "start":
        return join.by_code(s, rest.split()[0].upper()) if rest else menu.show(s)
    if named == "unknown" and (known := keypad_words.named(s, text)):
        return known
    if named == "unknown":
        return _open_still(s, s.texts("help.unknown_command"))
    if named in ("back", "skip", "cancel", "later"):
        if draft:
            return _steer(s, named)
        if text.startswith("/") or named in ("cancel", "later"):
            return menu.show(s, s.texts("menu.nothing_open"))
    elif named and not (draft and text.isdigit()):
        return menu.act(s, named, rest)
    plain = fold(text)
    if known := keypad_words.named(s, text) or edit_by_text.mend(s, text) or outlier.confirmed(s, text):
        return known
    if (found := SEEN.fullmatch(plain)) and any(c.isdigit() for c in found[1]):
        withdraw = "withdrawn" if s.traits.plain else "withdraw"  # who pays for each message is not asked again
        return sent_reports.act(s, withdraw if plain.startswith("huy") else "show", found[1].upper())
    if (found := join.CODE.fullmatch(text)) and not draft and s.people.invite(found[1].upper()):
        return join.by_code(s, found[1].upper())
    if not draft and not _offered(s, text) and (told := inbox.reasoned(s, text)):
        return told
    if told := urgent_answer.said(s, text) or reminder_answers.said(s, text):
        return told
    if chosen := reminder_answers.numbered(s, text):
        return press(s, chosen)
    if s.state.awaiting.startswith("ask:") and not draft:
        return urgent_answer.numbers(s, text)
    if s.state.awaiting.startswith(add_campaign.ADDING) and not draft:
        return press(s, chosen) if (chosen := _offered(s, text)) else add_campaign.told(s, text)
    if not draft and (told := campaign_list.told(s, text)):
        return told
    if my_data.waits_for_name(s) and not _offered(s, text):
        return my_data.renamed(s, text)
    if not draft and not (chosen := _offered(s, text)) and (told := unit_members.said(s, text)):
        return told
    if s.state.awaiting == "behalf" and not draft:
        return menu.behalf(s, text)
    if s.state.awaiting == "number" and not draft and (told := invite_by_sms.awaited(s, text)):
        return told
    if told := report_line.more(s, text):
        return told
    if chosen := _offered(s, text) or ("" if draft else menu.named(s, text)):
        return press(s, chosen)
    if draft:
        return conversation.say(s, text)
    if plain.strip(" .!") in COURTESIES:
        return menu.show(s)
    if told := keypad_words.doubtful(s, text) or report_line.free(s, text):
        return told
    # It may have been a cry that no rule knows: whom to call is said too.
    return menu.show(s, s.texts("help.not_understood", numbers=s.numbers()))


def _offered(s: Context, text: str) -> str:
    """The payload of the choice last offered that `text` names by number or by its own words.

    A number is a number where the open question wants one; and a question reads its own answers first."""
    asked = s.state.asked
    if not asked:
        return ""
    if s.state.draft and s.state.draft.at and asked[0][0].startswith("q:"):
        return _offered_at_question(s, text)
    found = match(text, [Item(value, label) for value, label in asked])
    return found.names[0] if found.certain and len(found.names) == 1 else ""


def _offered_at_question(s: Context, text: str) -> str:
    asked, plain = s.state.asked, fold(text)
    for value, label in asked:
        if fold(label) == plain:
            return value
    question = conversation.question_type(s)
    if (
        re.fullmatch(r"[0-9]{1,4}", text)
        and question not in ("integer", "decimal", "range")
        and 1 <= int(text) <= len(asked)
    ):
        value = asked[int(text) - 1][0]
        if question not in TYPED or value.rpartition(":")[2] not in ("back", "skip", "keep"):
            return value
    return ""


def _steer(s: Context, command: str) -> Turn:
    case = Case(s, s.state.draft)
    if command == "back":
        return back(case)
    if command == "skip":
        return skip(case)
    if command == "later":
        return Turn(s.state.but(asked=()), (Reply(s.texts("review.kept")),))
    key = "review.dropped" if s.state.draft.mends else "review.cancelled"
    return Turn(s.state.but(draft=None, asked=()), (Reply(s.texts(key, code=s.state.draft.mends)),))


def _open_still(s: Context, said: str) -> Turn:
    """Says something that leaves the open question, if there is one, as it was."""
    if s.state.draft and s.member:
        return conversation.resume(s, said)
    return Turn(s.state, (Reply(said),))


def _odd(inbound: Inbound, s: Context) -> Turn:
    t = s.texts
    if inbound.oddity in ("blocked", "unblocked"):
        return Turn(s.state, (), (Reach(inbound.channel, inbound.address, inbound.oddity == "unblocked"),))
    if inbound.oddity == "group":
        if s.state.grouped:
            return Turn(s.state)
        return Turn(s.state.but(grouped=True), (Reply(t("odd.group")),))
    if s.member is None:
        return join.stranger(s, inbound)
    return _open_still(s, t(f"odd.{inbound.oddity}" if f"odd.{inbound.oddity}" in t else "odd.other"))


def _media(inbound: Inbound, s: Context) -> Turn:
    """A photo goes to the question that wants one, or is kept with the report; other files are declined."""
    t, medium = s.texts, inbound.media[0]
    if files.fits(s, medium):
        if medium.size and medium.size > files.LARGEST:
            return _open_still(s, t("error.file_big"))
        return files.came(inbound, s, _name(inbound))
    if (not s.state.draft or offered_forms.coordinated(s)) and (told := offered_forms.came(inbound, s)):
        return told
    if medium.kind != "photo" and not medium.mime.startswith("image/"):
        return _open_still(s, t("odd.document"))
    if medium.size and medium.size > PHOTO_LIMIT:
        return _open_still(s, t("error.photo_big"))
    name = _name(inbound) + ".jpg"
    effect = FetchMedium(name, inbound.channel, medium.ref, medium.mime or "image/jpeg")
    if s.state.draft:
        turn, taken = photos.came(Case(s, s.state.draft), name)
        return Turn(turn.state, turn.replies, (*turn.effects, effect) if taken else turn.effects)
    if len(s.state.photos) >= KEPT_PHOTOS:
        return Turn(s.state, (Reply(t("photo.enough", count=KEPT_PHOTOS)),))
    kept = (*s.state.photos, name)
    choices = (Choice("m:report", t("menu.report")), Choice("m:sent", t("menu.sent")))
    state = s.state.but(photos=kept, asked=tuple((c.value, c.label) for c in choices))
    return Turn(state, (Reply(t("photo.before", count=len(kept)), choices),), (effect,))


def _name(inbound: Inbound) -> str:
    """What a file is called: nobody can guess it, and the message that came twice has it twice."""
    return hashlib.sha256(f"{inbound.channel}:{inbound.key}".encode()).hexdigest()[:16]


def _location(inbound: Inbound, s: Context) -> Turn:
    if s.state.draft and conversation.question_type(s) == "geopoint":
        return conversation.say(s, f"{inbound.location[0]:.7f} {inbound.location[1]:.7f}")
    return _open_still(s, s.texts("odd.location"))
