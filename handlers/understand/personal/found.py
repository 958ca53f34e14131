"""What is found in a text that may not be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["phone", "identity", "bank", "birth", "email", "link", "plate", "condition", "address", "name"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal at text[start:end]."""

    kind: Kind
    start: int
    end: int

    @property
    def suspected(self) -> bool:
        """Whether the person is asked first: a name may be a street's, a house an office's. All else is refused."""
        return self.kind in ("name", "address")
