"""Choices where there are no buttons: numbered lines."""

from __future__ import annotations

from collections.abc import Sequence

from programme.domain.messages import Choice


def numbered(text: str, choices: Sequence[Choice]) -> str:
    """The text, then `1. label` a line: answered by the number."""
    lines = [f"{n}. {choice.label}" for n, choice in enumerate(choices, 1)]
    return "\n".join([text, *lines] if text else lines)
