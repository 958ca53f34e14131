"""Whatever a digest or a reminder has to say, by SMS it is one segment of GSM-7 with the number to answer to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.domain.model import KINDS, Unit
from programme.domain.org_units import UnitTree
from programme.domain.sms_segments import alphabet, segments
from programme.language.texts import TAIL, Texts, load_texts
from programme.language.vietnamese import plain
from programme.packs.pack import load_programme
from reminders.digest_sms import compose_sms
from reminders.facts import Facts, Progress
from reminders.items import Item
from reminders.roster import Roster
from reminders.wording import Words
from reports.completeness import Completeness
from reports.summary import Summary
from reports.totals import Total
from tests.support.reminder_world import falling

QN = load_programme("quang-ninh")
ZONE_DAY = date(2027, 6, 20)
TEXTS = [load_texts(language) for language in ("vi", "en")]
ANSWERED = [Texts(t.language, t.messages | {TAIL: " Tra loi so 0912 345 678."}) for t in TEXTS]
LONGEST = sorted(QN.units, key=lambda unit: -len(unit.name))[:30]

names = st.sampled_from([u.name for u in LONGEST]) | st.text("aăâđêôơưÁỘ€[]~{}漢🙂 -()", min_size=1, max_size=300)
numbers = st.sampled_from([0, 1, 7, 999_999_999, 10**12]) | st.integers(0, 10**9)
totals = st.builds(Total, numbers, st.sampled_from([None, "min", "max", "about"]), st.integers(0, 99))
figures = st.sampled_from([f"{kind}.{name}" for kind in KINDS for name in KINDS[kind]])


@st.composite
def summaries(draw):
    """A programme with one unit of that name over others, and a summary of its period."""
    name, period = draw(names), draw(st.sampled_from(["2027-06", "2027-W52", "2027-Q4", "2027-H2", "2027"]))
    missing = draw(st.integers(0, 40) | st.just(300))
    below = [Unit(f"u{n}", draw(names) if n < 15 else f"Phường {n}", "team") for n in range(missing)]
    reported = draw(st.integers(0, 3) | st.just(9999))
    sent = tuple(f"r{n}" for n in range(reported))
    aliases = tuple(draw(st.lists(names, max_size=2)))
    pack = replace(QN, units=UnitTree([Unit("top", name, "province", aliases=aliases), *below]))
    lacking = tuple(unit.code for unit in below)
    summary = Summary(
        "top", period, *pack.regime.span(period), datetime(2027, 7, 1, tzinfo=UTC),
        Completeness(expected=(*sent, *lacking), on_time=sent, missing=lacking),
        totals=draw(st.dictionaries(figures, totals, max_size=8)), by_topic={}, before={}, year_to_date={},
        same_period_last_year={}, to_decide=draw(st.sampled_from([0, 1, 12345])),
    )  # fmt: skip
    return pack, summary


@pytest.mark.parametrize("t", [*TEXTS, *ANSWERED], ids=["vi", "en", "vi, answered", "en, answered"])
@given(drawn=summaries())
@settings(max_examples=40)
def test_a_digest_is_one_segment_and_says_how_many(t, drawn):
    pack, summary = drawn
    text = compose_sms(pack, t, summary)
    assert alphabet(text) == "gsm7" and segments(text) == 1 and text.endswith(plain(t.tail))
    c = summary.completeness
    if c.expected:
        assert re.search(rf"(?<!\d){len(c.reported)}/{len(c.expected)}(?!\d)", text), text


OCCASIONS = falling(date(2027, 1, 1), date(2027, 12, 31))


@st.composite
def told(draw):
    unit = Unit("u", draw(names), "team", aliases=tuple(draw(st.lists(names, max_size=2))))
    others = [Unit(f"o{n}", draw(names), "team") for n in range(draw(st.integers(0, 5)))]
    pack = replace(QN, units=UnitTree([unit, *others]))
    chosen = draw(st.lists(st.sampled_from(OCCASIONS), min_size=1, max_size=6))
    silent = tuple(other.code for other in others)
    items = [Item(o, "u", silent if o.step in ("coordinator", "province") else ()) for o in chosen]
    done = Progress(draw(numbers), {"participants": draw(totals)})
    progress = {o.season.name: {"u": done} for o in chosen if o.season}
    return pack, items, progress


@pytest.mark.parametrize("t", [*TEXTS, *ANSWERED], ids=["vi", "en", "vi, answered", "en, answered"])
@given(drawn=told())
@settings(max_examples=40)
def test_a_reminder_of_however_many_things_is_one_segment(t, drawn):
    pack, items, progress = drawn
    words = Words(Roster(pack, Facts(progress=progress), ZONE_DAY), t)
    text = words.sms(items)
    assert alphabet(text) == "gsm7" and segments(text) == 1 and text.endswith(plain(t.tail)), text
