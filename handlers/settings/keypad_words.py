"""Words that people with a keypad send instead of pressing: NGUNG, MO, PIN, LIEN KET, NHAM, and DUNG and KHONG, which
mean too much to be taken at once."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Reply, Turn
from handlers.figures import sms_cost
from handlers.people import borrowed_phone, invite_by_sms, link_address
from handlers.reporting import conversation
from handlers.reporting.submit import due_period
from handlers.settings import preferences
from handlers.wording.activity_words import period_name
from programme.domain.effects import Prefer
from programme.domain.messages import Choice
from programme.language.vietnamese import fold, nfc

WORDS = {
    "ngung": "stop",
    "tc": "stop",
    "ngung nhan tin": "stop",
    "mo": "again",
    "nham": "mistaken",
    "nham roi": "mistaken",
    "pin": "pin",
    "lien ket": "link",
    "lienket": "link",
    "cai dat": "settings",
    "caidat": "settings",
    "settings": "settings",
    "link": "link",
    "stop": "stop",
    "unmute": "again",
    "gio yen lang": "quiet",
    "co dau": "accents",
    "tin co dau": "accents",
    "sms co dau": "accents",
    "accents": "accents",
    "khong dau": "plain",
    "tin khong dau": "plain",
    "sms khong dau": "plain",
    "no accents": "plain",
}
"""What the whole message says, folded → the entry of the menu that it stands for."""
OTHERWISE = {"co dau": ("co dau", "có dấu"), "khong dau": ("khong dau", "không dấu")}
"""Words that may mean something else ("có đâu", "không đâu"): how they are spelt where they mean what is set here, and
only where no report waits for an answer."""


def named(s: Context, text: str) -> Turn | None:
    """The turn that a keyword leads to; None where the text is none, or may answer the question that waits."""
    slash, plain = text.startswith("/"), fold(text).strip(" .!").removeprefix("/")
    if s.state.draft and not slash and conversation.question_type(s) in ("text", "barcode"):
        return None
    if code := link_address.named(text):
        turn = link_address.offer(s, code)
    elif found := borrowed_phone.OWN.fullmatch(plain):
        turn = borrowed_phone.give(s, found[1])
    elif found := invite_by_sms.named(s, text) or sms_cost.named(s, plain):
        turn = found
    elif plain in WORDS and not (plain in OTHERWISE and (s.state.draft or nfc(text).lower() not in OTHERWISE[plain])):
        turn = ACTS[WORDS[plain]](s, "")
    else:
        return None
    if s.state.draft and not turn.state.asked:  # the question that waits can still be answered by number
        return replace(turn, state=turn.state.but(asked=s.state.asked, more=s.state.more))
    return turn


def doubtful(s: Context, text: str) -> Turn | None:
    """DUNG and KHONG where nothing was asked."""
    t, plain = s.texts, fold(text).strip(" .!")
    if plain == "dung":
        choices = (
            Choice("m:resume" if s.state.draft else "m:report", t("doubt.go_on")),
            Choice("m:stop", t("doubt.stop")),
        )
        return s.turn(Reply(t("doubt.dung"), choices, prompt=True))
    units = s.own_units()
    if plain in ("khong", "ko") and units:
        period = due_period(s, units[0])
        choices = (Choice(f"m:nil:{units[0]}:{period}", t("doubt.nil")), Choice("m:report", t("doubt.report")))
        text = t("doubt.khong", period=period_name(s, period), unit=s.unit_name(units[0]))
        return s.turn(Reply(text, choices, prompt=True))
    return None


def stop(s: Context, rest: str) -> Turn:
    return s.turn(Reply(s.texts("mute.stopped")), Prefer(s.member.id, stopped=True))


def again(s: Context, rest: str) -> Turn:
    return s.turn(Reply(s.texts("mute.again")), Prefer(s.member.id, stopped=False))


ACTS = {
    "stop": stop,
    "again": again,
    "mistaken": link_address.mistaken,
    "pin": lambda s, rest: borrowed_phone.give(s),
    "link": lambda s, rest: link_address.fresh(s),
    "settings": preferences.settings,
    "quiet": preferences.quiet,
    "accents": preferences.accents,
    "plain": preferences.without,
    "bynumber": invite_by_sms.press,
}
"""Entries that the menu takes too, where they are pressed."""
