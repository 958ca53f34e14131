"""No count of few persons can be told from what is shown beside it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.small_counts import FEW, Hidden, Sum, hidden_cells

MOST = 40


def shown(values, sums, secret=None, unseen=()):
    """What a reader is told of each cell: its number, or how it is hidden."""
    hidden = hidden_cells(values, sums, values if secret is None else secret, unseen)
    return {cell: hidden.get(cell, n) for cell, n in values.items() if cell not in unseen}


@pytest.mark.parametrize(
    ("parts", "right"),
    [
        ({"a": 0, "b": 12}, {"a": 0, "b": 12, "all": 12}),  # a 0 is a 0
        ({"a": 3}, {"a": Hidden(True), "all": Hidden(True)}),  # the sum of one is that one
        ({"a": 3, "b": 0}, {"a": Hidden(True), "b": 0, "all": Hidden(True)}),
        ({"a": 3, "b": 45}, {"a": Hidden(True), "b": Hidden(False, 43), "all": 48}),
        ({"a": 3, "b": 45, "c": 8}, {"a": Hidden(True), "b": 45, "c": Hidden(False, 6), "all": 56}),
        ({"a": 3, "b": 2, "c": 8}, {"a": Hidden(True), "b": Hidden(True), "c": 8, "all": 13}),
        ({"a": 4, "b": 4}, {"a": Hidden(True), "b": Hidden(True), "all": Hidden(False, 1)}),  # 8 would be 4 and 4
        ({"a": 1, "b": 1, "c": 1}, {"a": Hidden(True), "b": Hidden(True), "c": Hidden(True), "all": Hidden(True)}),
    ],
)
def test_one_sum(parts, right):
    whole = sum(parts.values())
    assert shown({**parts, "all": whole}, [Sum("all", tuple(parts))], parts) == right


def test_a_month_in_a_quarter_is_not_what_is_left():
    values = {"4": 12, "5": 3, "6": 20, "q": 35}
    told = shown(values, [Sum("q", ("4", "5", "6"))])
    assert told == {"4": Hidden(False, 10), "5": Hidden(True), "6": 20, "q": 35}


def test_a_share_does_not_tell_how_many_are_left():
    told = shown({"of": 50, "n": 47, "rest": 3}, [Sum("of", ("n", "rest"))], ("of", "n"), ("rest",))
    assert told == {"of": 50, "n": Hidden(False, 0)}


def test_sums_of_sums_are_thought_of():
    """Two months hide in one sum; the year less that sum would give the third."""
    values = {"1": 2, "2": 9, "3": 4, "first": 11, "year": 15}
    sums = [Sum("first", ("1", "2")), Sum("year", ("first", "3"))]
    assert not told_apart(values, sums, values)


# --- whatever the table -----------------------------------------------------------------------------------------------


@st.composite
def tables(draw):
    """Units in two levels below one, over two months and what they make together; all sums are in the table."""
    counts = st.one_of(st.integers(0, 6), st.sampled_from([8, 9, 15, MOST]))
    units = {f"{a}{b}": draw(st.tuples(counts, counts)) for a in "abc"[: draw(st.integers(1, 3))] for b in "12"}
    values, sums = {}, []
    for month in (0, 1, "both"):

        def of(unit, month=month):
            return sum(units[unit]) if month == "both" else units[unit][month]

        above = sorted({unit[0] for unit in units})
        for area in above:
            mine = [unit for unit in units if unit[0] == area]
            values |= {(unit, month): of(unit) for unit in mine} | {(area, month): sum(map(of, mine))}
            sums.append(Sum((area, month), tuple((unit, month) for unit in mine)))
        values["all", month] = sum(values[area, month] for area in above)
        sums.append(Sum(("all", month), tuple((area, month) for area in above)))
    sums += [Sum((unit, "both"), ((unit, 0), (unit, 1))) for unit in {unit for unit, _ in values}]
    near = draw(st.booleans())
    return values, sums, [cell for cell in values if not (near and cell[0] == "all")]


def told_apart(values, sums, secret):
    """The cells of few persons that a reader can tell, by bounds that are narrowed until nothing changes, and by sums
    that are put into each other. Written apart from what is tested."""
    told = shown(values, sums, secret)
    bounds = {}
    for cell, what in told.items():
        if isinstance(what, Hidden):
            bounds[cell] = [1, 4] if what.few else [what.over, 10**6]
        else:
            bounds[cell] = [what, what]
    every = [*sums]
    for one, two in product(sums, sums):  # a sum in the place of a part of another
        if one is not two and two.whole in one.parts:
            every.append(Sum(one.whole, tuple(p for p in one.parts if p != two.whole) + two.parts))
    changed = True
    while changed:
        changed = False
        for each in every:
            low = sum(bounds[p][0] for p in each.parts)
            high = sum(bounds[p][1] for p in each.parts)
            limits = [(each.whole, low, high)]
            for part in each.parts:
                a, b = bounds[part]
                limits.append((part, bounds[each.whole][0] - (high - b), bounds[each.whole][1] - (low - a)))
            for cell, least, most in limits:
                new = [max(bounds[cell][0], least), min(bounds[cell][1], most)]
                if new != bounds[cell]:
                    bounds[cell], changed = new, True
    hidden = [cell for cell, what in told.items() if isinstance(what, Hidden) and values[cell] in FEW]
    for cell in hidden:
        assert bounds[cell][0] <= values[cell] <= bounds[cell][1]  # nothing untrue is shown
    return [cell for cell in hidden if bounds[cell][0] == bounds[cell][1]]


@given(tables())
@settings(max_examples=300, deadline=None)
def test_no_few_can_be_told(table):
    values, sums, secret = table
    assert told_apart(values, sums, secret) == []


@given(tables())
@settings(max_examples=100, deadline=None)
def test_few_are_never_shown_and_zeros_always(table):
    values, sums, secret = table
    told = shown(values, sums, secret)
    for cell, n in values.items():
        assert not (cell in secret and n in FEW) or isinstance(told[cell], Hidden)
        assert n or told[cell] == 0
        assert not isinstance(told[cell], Hidden) or told[cell].few == (n in FEW) or n in FEW
        if isinstance(told[cell], Hidden) and not told[cell].few:
            assert told[cell].over < n


def test_a_table_without_few_is_shown_whole():
    values = {"a": 5, "b": 0, "all": 5}
    assert hidden_cells(values, [Sum("all", ("a", "b"))], values) == {}


def test_the_measure_can_fail(monkeypatch):
    """Where only the few are hidden and nothing beside them, they can be told."""
    monkeypatch.setattr("reports.small_counts.ROUNDS", 0)
    values = {"a": 3, "b": 45, "all": 48}
    assert told_apart(values, [Sum("all", ("a", "b"))], ["a", "b"]) == ["a"]
