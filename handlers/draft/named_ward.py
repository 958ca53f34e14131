"""The ward that a place names, as it is on the day of the activity."""

from __future__ import annotations

from datetime import date

from handlers.draft.session import DraftSession
from handlers.understand.reader.lexicon import lexicon
from handlers.understand.reader.places.place_names import WARDS
from handlers.understand.reader.places.places import wards_named
from programme.domain.activities import DAY


def ward_of(session: DraftSession, place: str) -> str:
    """The code of the one ward that the words of a place name; a ward that has become one other is that. "" where they
    name none, or several."""
    units, today = session.s.programme.units, session.s.today
    named = [code for code in wards_named(place, lexicon(), units, today) if units[code].kind in WARDS]
    told = session.instance.value(DAY) if named and DAY in session.form.parts else ""
    day = date.fromisoformat(told) if told else today
    found = {heirs[0] if len(heirs := units.heirs(ward, day)) == 1 else ward for ward in named}
    return found.pop() if len(found) == 1 else ""
