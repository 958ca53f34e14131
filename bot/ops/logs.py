"""What the process writes down of itself: lines for people, or JSON lines; never content, names, numbers or tokens."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.ops.redact import Redact, bare

FORMS = ("text", "json")
TALKATIVE = ("alembic", "httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "matplotlib", "PIL")
"""They tell of addresses and of updates: only their warnings are heard."""

log = logging.getLogger("bot")


class Lines(logging.Formatter):
    """A JSON object a line: `at`, `level`, `from`, `text`, and `trace` where something broke."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "text": record.getMessage()}
        trace = record.exc_text or (bare(record.exc_info[1]) if record.exc_info and record.exc_info[1] else "")
        if trace:
            line["trace"] = trace
        return json.dumps(line, ensure_ascii=False)


def set_up(form: str, secrets: Iterable[str]) -> None:
    """All logs of the process go to stderr, cleaned; what breaks is told by its type and place, not by its words."""
    handler = logging.StreamHandler()
    handler.addFilter(Redact(secrets))
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(Lines() if form == "json" else text)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, fault, trace: log.critical("ended by %s", kind.__name__, exc_info=fault)


def unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio would tell with the exception's own words."""
    fault = context.get("exception")
    said = str(context.get("message", "")).split("\n")[0] if fault is None else type(fault).__name__
    logging.getLogger("asyncio").error("in the background: %s", said, exc_info=fault)
