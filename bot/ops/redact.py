"""No secret in any log: tokens, telephone numbers and the words of faults are taken out of every record, whoever
wrote it."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable

TOKEN = re.compile(r"\b(?:bot)?\d{5,20}(?::|%3A)[A-Za-z0-9_-]{16,}", re.IGNORECASE)
"""Bot tokens of Telegram and Zalo look alike: a number, a colon, a secret."""

NUMBER = re.compile(r"(?<![\w:])(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)|\+\d{9,14}\b")
"""Telephone numbers as people in Vietnam write them, and any in international form."""

GONE = "<secret>"
UNNAMED = "<number>"


def bare(fault: BaseException) -> str:
    """Where something broke and by what type of fault, without the fault's own words: they may quote a message."""
    lines = []
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        frames = traceback.extract_tb(fault.__traceback__)
        lines += [f"{type(fault).__name__}:", *(f"  {f.filename}:{f.lineno} in {f.name}" for f in frames)]
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return "\n".join(lines)


class Redact(logging.Filter):
    """Put on handlers. Takes out what looks like a token, and the `secrets` (6 characters or more) known by value."""

    def __init__(self, secrets: Iterable[str] = ()):
        super().__init__()
        self._secrets = sorted({s for s in secrets if len(s) >= 6}, key=len, reverse=True)

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, GONE)
        return NUMBER.sub(UNNAMED, TOKEN.sub(GONE, text))

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = self.clean(record.getMessage()), ()
        except Exception:  # a call whose arguments don't fit: the handler tells of it
            return True
        if record.exc_info and record.exc_info[1] and not record.exc_text:
            record.exc_text = bare(record.exc_info[1])
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


def redact_logs(secrets: Iterable[str] = ()) -> Redact:
    """Puts the filter on every handler of the root logger, through which all others write."""
    redact = Redact(secrets)
    for handler in logging.getLogger().handlers:
        handler.addFilter(redact)
    return redact
