"""The limits, by a clock of the test's own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.pace import Pace


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 0.3)), max_size=120))
def test_never_more_than_thirty_in_a_second_nor_two_to_one_address(messages):
    pace, now, sent = Pace(30, 1), 0.0, []
    for address, later in messages:
        now += later
        while wait := pace.wait(str(address), now):
            now += wait
        pace.take(str(address), now)
        sent.append((now, address))
    for n, (at, address) in enumerate(sent):
        assert sum(at <= other < at + 0.999 for other, _ in sent[n:]) <= 30
        assert all(other >= at + 0.999 for other, whom in sent[n + 1 :] if whom == address)


def test_nobody_waits_without_need():
    pace = Pace(30, 1)
    for n in range(30):
        assert pace.wait(str(n), 5.0) == 0
        pace.take(str(n), 5.0)
    assert pace.wait("31", 5.0) == 1.0
    assert pace.wait("31", 6.0) == 0


def test_a_channel_slower_than_one_a_second():
    pace = Pace(0.5, 0.1)
    pace.take("a", 0.0)
    assert pace.wait("b", 0.0) == 2.0
    assert pace.wait("a", 3.0) == 7.0


def test_a_hold_is_for_the_address_and_two_are_for_all():
    pace = Pace()
    assert pace.hold("a", 0.0, 10) is False
    assert (pace.wait("a", 4.0), pace.wait("b", 4.0)) == (6.0, 0.0)
    assert pace.hold("a", 4.0, 2) is False
    assert pace.held("a", 4.0) == 6.0
    assert pace.hold("b", 4.0, 5) is True
    assert (pace.held("c", 5.0), pace.held("a", 5.0)) == (4.0, 5.0)
    assert pace.hold("d", 20.0, 5) is False
    assert pace.held("c", 20.0) == 0


def test_it_forgets_whom_it_need_not_remember():
    pace = Pace()
    for n in range(2000):
        pace.take(str(n), n * 1.0)
    assert len(pace._free) <= 121
