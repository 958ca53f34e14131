"""One way to a context without a store: a member of the pack's demo area, a clock, and queries that find nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from handlers.context import Context
from handlers.state import State
from programme.domain.messages import CHANNELS
from programme.domain.model import Member, Post
from programme.domain.programme import Programme
from programme.language.texts import load_texts
from programme.packs.pack import load_programme

NOW = datetime(2026, 6, 15, 3, tzinfo=UTC)
"""Monday, ten in the morning of the pack's zone."""
SUBJECTS = ("people", "reports", "figures", "approvals", "schedule", "forms", "messages")


class NothingStored:
    """The queries of every subject over a store with nothing in it; `found` says what a query answers instead."""

    def __init__(self, **found):
        self.found = found

    def __getattr__(self, name):
        if name in SUBJECTS:
            return self
        none = ("get", "highest", "nil_report", "invite", "link", "pin", "pin_of", "last_reminder", "quiet_hours")
        none += ("proposal", "urgent_question", "sms_invitation", "with_number")
        empty = {
            "fresh_code": "K7P2",
            "reminder_wishes": (None, False),
            "count_by": 0,
            "count_photos": 0,
            "count": 0,
            "number_state": "",
        }
        empty |= {"count_photos": 0}
        empty |= {"heard_since": False, "count_invitations": 0, "count_urgent_questions": 0, "nudged": {}}
        answer = self.found[name] if name in self.found else None if name in none else empty.get(name, ())
        return answer if callable(answer) else lambda *args, **more: answer


@cache
def quang_ninh() -> Programme:
    return load_programme("quang-ninh")


def context(
    state: State | None = None,
    role: str = "member",
    unit: str = "hl.ha-tu",
    channel: str = "telegram",
    now: datetime = NOW,
    language: str = "vi",
    queries: object = None,
    posts: tuple[Post, ...] = (),
    **more,
) -> Context:
    """A message of Lan, who holds that role in that unit."""
    programme = quang_ninh()
    traits = CHANNELS[channel]
    member = Member("m1", "Lan", posts or (Post(unit, role),), language=language, consent=programme.notice)
    return Context(
        programme=programme,
        texts=load_texts(language, programme.texts.get(language), traits.plain),
        now=now,
        today=now.date(),
        member=member,
        state=state or State(),
        queries=queries or NothingStored(),
        traits=traits,
        fresh=UUID(int=7**40).hex,
        **more,
    )
