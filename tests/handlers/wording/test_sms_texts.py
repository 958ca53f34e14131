"""Every text that may go out by SMS is one segment. What may is read off the code, not listed: a text that a handler
names is looked at here from its first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.context import Context
from handlers.people import invite_by_sms
from handlers.state import State
from programme.domain.messages import CHANNELS
from programme.domain.model import Invite, Member, Post
from programme.domain.sms_segments import segments
from programme.language.texts import LANGUAGES, load_texts
from programme.language.vietnamese import plain
from programme.packs.pack import load_programme
from tests.programme.language.test_texts import USES
from tests.support.contexts import NOW, NothingStored
from tests.support.text_uses import BUILT, placeholders

PROGRAMME = load_programme("quang-ninh")
LONGEST = max(PROGRAMME.units, key=lambda unit: len(unit.name))
TAIL = " Gui 0203 3 825 555"
ROOM = 160 - len(TAIL)
WIDEST = {
    "unit": "U" * 28, "units": "U" * 28, "name": "N" * 30, "who": "N" * 24, "numbers": "113, 115, 111, 114",
    "issuer": PROGRAMME.issuer, "period": "tháng 12 (1–31/12)", "code": "K7P2AB", "pin": "4831", "got": "G" * 20,
    "ways": "Telegram → Zalo → SMS", "number": "0912000551", "role": "đội trưởng", "what": "W" * 40,
}  # fmt: skip
"""The longest that may stand in a text; units as `Context.unit_name` shortens them."""
ASIDE = {
    "unit.short": "a table of short words",
    "consent.kept": "a part of a chat's notice; by SMS the notice has its own words",
    "calendar.given": "a link, which no SMS carries",
    "request.brief": "fitted where it is said, longer answers give way to their numbers",
    "told.ended_heir": "told to another: cut to one SMS where it is queued",
    "told.merged": "told to another: by SMS in its brief words",
}
"""Texts that are longer, and why no SMS is."""


def named_by(room: str) -> set[str]:
    """The keys of all texts that the code of a room names."""
    found: set[str] = set()
    for use in (use for use in USES if use.where.startswith(f"{room}/")):
        found |= {use.prefix + name for name in BUILT.get(use.prefix, ())} if "*" in use.pattern else {use.pattern}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_a_handler_says_fits_one_sms(language):
    texts = load_texts(language, PROGRAMME.texts.get(language), plain=True)
    long = {}
    for key in named_by("handlers") & texts.messages.keys():
        values = {name: WIDEST.get(name, "9.999") for name in placeholders(texts.messages[key])}
        if (size := len(plain(texts(key, **values)))) > ROOM:
            long[key] = size
    assert not long.keys() - ASIDE.keys(), long


def test_what_is_aside_is_named_still():
    assert ASIDE.keys() <= named_by("handlers") | {"unit.short"}
    assert len(named_by("handlers")) > 500, "the code is no longer read"


@pytest.mark.parametrize("reply_to", ["", "0203 3 825 555"])
@pytest.mark.parametrize("name", ["Lan", "Nguyễn Thị Hồng Minh Nguyệt Ánh Dương", "Ă" * 60])
def test_an_invitation_is_one_segment_and_says_all(name, reply_to):
    """To every unit there is: who invites, where to, the code, the way out, whom to answer; never a link."""
    member = Member("m1", name, (Post("qn", "coordinator"),))
    texts = load_texts("vi", PROGRAMME.texts.get("vi"))
    s = Context(
        programme=PROGRAMME,
        texts=texts,
        now=NOW,
        today=NOW.date(),
        member=member,
        state=State(),
        queries=NothingStored(),
        traits=CHANNELS["telegram"],
        fresh="f" * 32,
    )
    s = replace(s, sms="kannel", sms_reply_to=reply_to)
    for unit in PROGRAMME.units:
        said = invite_by_sms.words(s, Invite("K7P2AB", unit.code, "member", 1, date(2026, 6, 29) + timedelta(days=1)))
        assert segments(said) == 1 and said == plain(said), (len(said), said)
        assert said.startswith("UBND tinh Quang Ninh: ") and "http" not in said
        assert "nhan DK K7P2AB HO TEN" in said and "nhan NHAM" in said and said.endswith(reply_to)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_price_of_diacritics_is_that_of_the_answer_itself(language):
    texts = load_texts(language, PROGRAMME.texts.get(language), plain=True)
    counts = {segments(texts("accents.with", count=n)) for n in range(1, 7)}
    assert len(counts) == 1 and counts <= {1, 2, 3}
