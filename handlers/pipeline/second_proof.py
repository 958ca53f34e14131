"""What an SMS alone may not do waits for the code that is sent back to its number. Whoever forged the number does not
get it; its holder sends it in one SMS, and what they wrote is done as it would have been done at once.

Nothing of a turn that waits is done. Any other message drops it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import assurance
from handlers.context import Context, Reply, Turn
from handlers.state import AwaitsProof
from programme.domain.messages import Inbound

Message = Callable[[Inbound, Context], Turn]
LASTS = timedelta(minutes=15)
TRIES = 3
DIGITS = 6
CODE = re.compile(rf"(?:m[aã]\s*)?(\d{{{DIGITS}}})[\s.!]*", re.I)


def proved(inbound: Inbound, s: Context, message: Message) -> Turn:
    """The turn of `message`; where that needs a second proof, the code instead; where the message is that code, the
    turn of what waited."""
    if not s.traits.forgeable:
        return message(inbound, s)
    waits, s = _waiting(s), s.with_state(s.state.but(proof=None))
    if waits.code and (found := CODE.fullmatch(inbound.text.strip())):
        return _tried(inbound, s, waits, found[1], message)
    turn = message(inbound, s)
    what = assurance.wants_proof(s, s.traits, turn.effects)
    if not what:
        return replace(turn, state=turn.state.but(proof=_counted(waits)))
    if waits.tries >= TRIES:
        return _kept(s, waits, "proof.paused")
    code = f"{int(s.fresh[:12], 16) % 10**DIGITS:0{DIGITS}}"
    waits = AwaitsProof(inbound.text, inbound.choice, code, s.now.isoformat(), waits.tries)
    minutes = LASTS.seconds // 60
    return _kept(s, waits, "proof.send", what=s.texts(f"proof.of.{what}"), code=code, minutes=minutes)


def _waiting(s: Context) -> AwaitsProof:
    waits = s.state.proof
    return waits if waits is not None and s.now - datetime.fromisoformat(waits.at) < LASTS else AwaitsProof()


def _tried(inbound: Inbound, s: Context, waits: AwaitsProof, code: str, message: Message) -> Turn:
    if code == waits.code:
        return message(replace(inbound, text=waits.words, choice=waits.choice), s)
    waits = waits.but(tries=waits.tries + 1)
    if waits.tries < TRIES:
        return _kept(s, waits, "proof.wrong", left=TRIES - waits.tries)
    return _kept(s, _counted(waits), "proof.paused")


def _counted(waits: AwaitsProof) -> AwaitsProof | None:
    """Nothing waits any more; wrong codes stay counted."""
    return waits.but(words="", choice="", code="") if waits.tries else None


def _kept(s: Context, waits: AwaitsProof | None, text: str, **values: object) -> Turn:
    return Turn(s.state.but(proof=waits), (Reply(s.texts(text, **values), fleeting=True),))
