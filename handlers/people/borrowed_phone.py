"""Reporting from a borrowed phone: `MUON BA27 4831 BC TT MT 15/6 45 KHU 4`, by a name code and a PIN.

Whoever holds the phone sees no totals, and nothing of the member's draft; a wrong PIN is counted.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import timedelta

from handlers.context import Context, Reply, Turn
from handlers.draft import check_rules, conversation
from handlers.draft.session import DraftSession
from handlers.one_line import draft_in_words, line_reply, report_line
from handlers.one_line.line import heads
from handlers.one_line.line_to_form import Filled, fill
from handlers.one_line.line_words import Words
from handlers.pipeline.route import Route
from handlers.state import State
from handlers.wording import sms_fit
from programme.domain.buttons.people import NewPin
from programme.domain.effects.addresses import KeepPin
from programme.domain.model import Pin
from programme.language.vietnamese import fold
from programme.language.words import alternatives, words_for

TRIES = 5
PAUSE = timedelta(hours=1)
ROUNDS = 20_000  # of PBKDF2: four digits are guarded by the limit on tries, the hash only hides them from a reader
BORROW = words_for("report.borrow")
HEAD = re.compile(rf"{alternatives('report.borrow')}\s+([a-z]{{1,8}}\d{{2,4}})\s+(\d{{4}}|\S+)\s+(\S.*)", re.S)
OWN = re.compile(rf"{alternatives('keypad.pin')}\s+(\d{{4}})")


def is_borrowed(text: str) -> bool:
    return fold(text).startswith(BORROW) and HEAD.fullmatch(fold(text)) is not None


def report(s: Context, text: str) -> Turn:
    """A line from a borrowed phone. The state is that of the phone's owner and stays."""
    t, found = s.texts, HEAD.fullmatch(fold(text))
    pin = s.people.pin(found[1].upper())
    if pin and pin.until and pin.until > s.now:
        return Turn(s.state, (Reply(t("borrowed.paused")),))
    tries = tuple(at for at in s.state.tries if at > (s.now - PAUSE).isoformat())
    if len(tries) >= TRIES:
        return Turn(s.state.but(tries=tries), (Reply(t("borrowed.paused")),))
    lender = s.people.get(pin.member) if pin else None
    if pin is None or lender is None or lender.state != "active" or not matches(pin, found[2]):
        state = s.state.but(tries=(*tries, s.now.isoformat()))
        return Turn(state, (Reply(t("borrowed.wrong")),), (KeepPin(_failed(s, pin)),) if pin else ())
    right = (KeepPin(replace(pin, wrong=0, until=None)),) if pin.wrong else ()
    turn = _line(replace(s, member=lender, state=State()), text.split(None, 3)[3], found[1].upper())
    return Turn(s.state, turn.replies, (*right, *turn.effects))


def _failed(s: Context, pin: Pin) -> Pin:
    wrong = pin.wrong + 1
    return replace(pin, wrong=0 if wrong >= TRIES else wrong, until=s.now + PAUSE if wrong >= TRIES else None)


def _line(s: Context, text: str, code: str) -> Turn:
    """Only what is complete is taken: a question could be answered by another than who sent the line."""
    t, words = s.texts, report_line.vocabulary(s)
    if words is None or not heads(text, words):
        return Turn(s.state, (Reply(t("borrowed.line", code=code)),))
    line = report_line.read(s, text, words)
    units = s.own_units()
    unit = line.unit or (units[0] if len(units) == 1 else "")
    head = f"{BORROW[0].upper()} {code} ????"
    if line.nil or not unit or unit == "?" or not s.may("file", unit):
        return _nil(s, text, words) if line.nil else Turn(s.state, (Reply(t("borrowed.unit")),))
    session = DraftSession(s, report_line.blank(s, unit, text))
    filled = fill(session, line, words)
    if filled.wrong:
        return report_line.refused(s, line, words, filled, head)
    lacking = [*filled.missing, *(ref for ref in filled.guesses if not words.place or ref != words.place.path)]
    if lacking:
        what = line_reply.missing(session, Filled(missing=lacking))
        return _lacking(s, line_reply.again(line, words, filled, head), what)
    if check_rules.doubts(session):
        return Turn(s.state, (Reply(t("borrowed.doubt")),))
    turn = conversation.send(session)
    filed = turn.effects[0].report
    main = words.mains.get(line.kind, "")
    shown = [
        draft_in_words.answer_in_words(session, ref)
        for ref in (main, "/data/date")
        if ref and session.instance.value(ref)
    ]
    reply = Reply(t("borrowed.filed", code=filed.code, what=", ".join(shown)))
    return Turn(s.state, (reply,), turn.effects)


def _nil(s: Context, text: str, words: Words) -> Turn:
    """No activity; why not is not told, for that would be the unit's totals."""
    turn = report_line.take(s, text, words)
    return turn if turn.effects else Turn(s.state, (Reply(s.texts("borrowed.doubt")),))


def _lacking(s: Context, back: str, what: str) -> Turn:
    t = s.texts
    parts = ((t("line.missing", what=what), 0), (t("line.fill_in", line=back), 0))
    return Turn(s.state, (Reply(sms_fit.joined(s, *parts)),))


# --- the PIN itself -------------------------------------------------------------------------------------------------


def own_pin(s: Context, text: str) -> Turn | None:
    """`PIN 4831` or `PIN`, from the member's own phone."""
    plain = fold(text).strip(" .!").removeprefix("/")
    found = OWN.fullmatch(plain)
    return give(s, found[1]) if found else None


def give(s: Context, wanted: str = "") -> Turn:
    """A new PIN from the member's own phone, with the name code that goes with it."""
    old = s.people.pin_of(s.member.id)
    digits = wanted or f"{int(s.fresh[12:20], 16) % 10_000:04}"
    code = old.code if old else name_code(s)
    pin = Pin(s.member.id, code, hashed(digits, s.fresh))
    return s.turn(Reply(s.texts("borrowed.pin", code=code, pin=digits), fleeting=True), KeepPin(pin, new=True))


def name_code(s: Context) -> str:
    """`BA27`: the given name and two digits, the first that nobody has."""
    words = [w for w in re.findall(r"[a-z]+", fold(s.member.name.split("(")[0])) if w]
    name = (words[-1] if words else "tnv")[:7].upper()
    start = int(hashlib.sha256(s.member.id.encode()).hexdigest()[:8], 16)
    for size in (100, 10_000):
        for step in range(20):
            code = f"{name}{(start + 37 * step) % size:0{len(str(size)) - 1}}"
            if s.people.pin(code) is None:
                return code
    return f"{name[:4]}{start % 10_000:04}"


def hashed(pin: str, salt: str) -> str:
    made = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), ROUNDS).hex()
    return f"{salt}${made}"


def matches(pin: Pin, said: str) -> bool:
    salt, _, _ = pin.hash.partition("$")
    return hmac.compare_digest(hashed(said, salt), pin.hash)


ROUTE = Route("PINs", buttons={NewPin: lambda s, button: give(s)}, phrases=(own_pin,))
