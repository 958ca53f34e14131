"""A place on a map in words, without where it is: coordinates may be somebody's home."""

from __future__ import annotations

from functools import cache

from handlers.context import Context
from programme.language.texts import LANGUAGES, load_texts


def sent_place(s: Context) -> str:
    """`vị trí gửi lúc 19:30 15/6`: that one was sent, and when."""
    at = s.now.astimezone(s.zone)
    return s.texts("place.sent", time=f"{at:%H:%M}", day=f"{at.day}/{at.month}")


def is_sent_place(place: str) -> bool:
    """Whether the words only say that one was sent: they name no place that could be used again."""
    return place.startswith(_heads())


@cache
def _heads() -> tuple[str, ...]:
    return tuple(load_texts(language)("place.sent", time="", day="").strip() for language in LANGUAGES)
