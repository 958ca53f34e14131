"""Two robots stop; a person, who says other things or takes their time, does not notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.inbound.bot_loops import MANY, PAUSE, SAME, Robots

NOW = datetime(2026, 6, 27, 7, tzinfo=UTC)
HELP = ("Chua hieu.",)


def talk(robots, texts, seconds, channel="kannel"):
    """Answers one message unless it is to stay silent; whether it was answered."""
    at = NOW + timedelta(seconds=seconds)
    silent = robots.silent(channel, "+84901234567", texts, at)
    robots.note(channel, "+84901234567", texts, at)
    return not silent


def test_the_same_answer_in_a_row_is_given_so_often():
    robots = Robots()
    assert [talk(robots, HELP, 3 * n) for n in range(9)] == [True] * SAME + [False] * (9 - SAME)
    assert talk(robots, ("Menu",), 30)  # anything else is answered at once
    assert talk(robots, HELP, 31)


def test_the_pause_ends():
    robots = Robots()
    for n in range(SAME):
        assert talk(robots, HELP, n)
    assert not talk(robots, HELP, SAME)
    assert talk(robots, HELP, SAME + PAUSE.total_seconds())


def test_a_slow_person_is_always_answered():
    robots = Robots()
    assert all(talk(robots, HELP, 61 * n) for n in range(30))


def test_answers_that_differ_are_a_conversation():
    robots = Robots()
    assert all(talk(robots, (f"Cau {n}",), n) for n in range(40))


def test_a_flood_of_different_things_stops_too():
    robots = Robots()
    answered = [talk(robots, (f"Cau {n}",), n) for n in range(MANY + 40)]
    assert answered.index(False) == MANY
    assert talk(robots, ("Cau",), MANY + 40 + 700)


def test_one_address_does_not_silence_another():
    robots = Robots()
    for n in range(9):
        talk(robots, HELP, n)
    assert not robots.silent("kannel", "+84909999999", HELP, NOW)


@pytest.mark.parametrize("channel", ["telegram", "phone"])
def test_where_no_machine_answers_nobody_is_silenced(channel):
    robots = Robots()
    assert all(talk(robots, HELP, n, channel) for n in range(100))
