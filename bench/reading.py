"""How long a message in free words is read, in milliseconds of the processor. As a program it prints a JSON object."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

from measure import HERE, PROJECT, Bench, at_most, told

USUAL, LONGEST = 300, 10_000
"""Letters of a long message, and of the longest that is read."""
MESSAGES = PROJECT / "tests" / "understanding" / "hands" / "a.jsonl"
TODAY = date(2026, 11, 30)


def run(folder: Path) -> dict[str, float]:
    return told(HERE / "reading.py")


def measured() -> dict[str, float]:
    sys.path.insert(0, str(PROJECT))
    from bot.commands.understand import reader_of
    from handlers.understand.reader.reading import Talk
    from programme.packs.pack import load_programme

    read, talk = reader_of(load_programme("quang-ninh")), Talk()

    def milliseconds(texts: list[str]) -> float:
        began = time.process_time()
        for text in texts:
            read(text, "", TODAY, talk)
        return (time.process_time() - began) * 1000 / len(texts)

    said = ". ".join(json.loads(line)["text"] for line in MESSAGES.read_text("utf-8").splitlines())
    parts = [said[start : start + USUAL] for start in range(0, LONGEST, USUAL)]
    first = milliseconds(parts[:1])
    milliseconds(parts)
    usual, longest = milliseconds(parts), milliseconds([said[:LONGEST]])
    return {
        "10,000 letters of as many in messages of 300": longest / (usual * LONGEST / USUAL),
        "300 letters, ms": usual,
        "10,000 letters, ms": longest,
        "the first message after a start, ms": first,
    }


GOALS = {
    "10,000 letters of as many in messages of 300": at_most(1.3),
    "300 letters, ms": at_most(5),
    "10,000 letters, ms": at_most(150),
}
BENCH = Bench("reading", "messages in free words, of the processor's time", run, GOALS)


if __name__ == "__main__":
    print(json.dumps(measured()))
