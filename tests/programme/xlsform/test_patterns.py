"""Patterns that somebody else wrote say what Python's own engine says, and say it soon."""

import re
import signal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.xlsform.patterns import States, nested, parser, pattern

SLOW = ["(a+)+b", "(a|aa)+$", "([a-z]+ ?)+!", "(x*)*y", r"^(\w+\s?)*$", ".*.*.*.*=", "((a{1,70}){1,70}){1,2}c"]


@pytest.mark.parametrize("source", SLOW)
def test_no_pattern_takes_for_ever(source):
    """Python's own engine would take years; the alarm ends the run if ours does."""
    signal.alarm(30)
    try:
        assert pattern(source).search("a" * 4000) == source.endswith("$")
    except re.error as fault:
        assert "repeats too much" in str(fault) and source == SLOW[-1]
    finally:
        signal.alarm(0)


PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\s", "1", " "])
SOURCES = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(lambda t: f"({t[0]}){t[1]}"),
        inner.map(lambda one: f"^{one}"),
        inner.map(lambda one: f"{one}$"),
        inner.map(lambda one: rf"\b{one}"),
    ),
    max_leaves=5,
)


@settings(max_examples=300)
@given(SOURCES, st.text("ab1 \n", max_size=7))
def test_states_find_what_python_finds(source, text):
    assert States(parser.parse(source, re.ASCII)).search(text) == (re.search(source, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("source", "risky"),
    [(r"^\d{4}-\d\d$", False), ("[a-z]+@[a-z]+", True), ("(a+)+", True), ("(ab)*", False), ("(a*b)*", True)],
)
def test_only_risky_ones_are_run_as_states(source, risky):
    assert nested(parser.parse(source, re.ASCII), 0) is risky


def test_what_states_cannot_do_is_refused():
    with pytest.raises(re.error):
        pattern(r"((a+)\2)+b")
    with pytest.raises(re.error):
        pattern("a" * 2000)
