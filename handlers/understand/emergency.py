"""Words of danger: a cry for help, a victim, a tip, a life at risk. The answer to them is a number to call, so they are
looked for before all else; the ordinary words of a report about such things are not danger."""

from __future__ import annotations

import re

from handlers.understand.signs import tells
from programme.language.vietnamese import fold, nfc
from programme.language.words import compiled, pattern

_LIKENESS = {"bận": "ban ron", "cờ": "la co", "từ": "ke tu"}
"""Words whose marks say that they are not what they look like without them: bán (sold), cổ (neck), tử (death)."""
_ALIKE = re.compile(rf"\b(?:{'|'.join(_LIKENESS)})\b", re.IGNORECASE)
_LONGEST = 10_000

_CRY = compiled("pattern.danger.cries")
"""Said by the one in danger or beside them: danger whatever else is said."""
_EVENT = compiled("pattern.danger.events")
"""Told of others: danger, unless in the words of work done or planned."""
_WORK = re.compile(rf"\b(?:{pattern('pattern.danger.work')})\b|^(?:{pattern('pattern.danger.work_begins')}) ")
_COUNTED, _CALL = compiled("pattern.danger.counted"), compiled("pattern.danger.call")


def is_danger(text: str) -> bool:
    """Whether `text` tells of someone in danger, of a victim, or of a crime, rather than reporting work about them."""
    for sentence in re.split(r"[.!?;\n]+(?!\d)", text[:_LONGEST]):
        meant = _ALIKE.sub(lambda found: _LIKENESS[found[0].lower()], nfc(sentence))
        said = " ".join(re.sub(r"[^\w\s,:]|_", " ", fold(meant)).split())
        if _CRY.search(said):
            return True
        if (_EVENT.search(said) or tells(sentence)) and (
            _CALL.search(said) or not (_WORK.search(said) or _COUNTED.search(said))
        ):
            return True
    return False
