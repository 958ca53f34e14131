"""Patterns are tried only where a word stands that they can begin with; what they find is what the whole would."""

from __future__ import annotations

import re

import pytest

from handlers.understand.opening_words import NUMBER, Line, Openers, alternatives, openings
from handlers.understand.reader.lexicon import lexicon


@pytest.mark.parametrize(
    "pattern, words",
    [
        ("quên báo", {"quen"}),
        ("(còn )?(thiếu|sót) (mất )?#", {"con", "thieu", "sot"}),
        ("^(à |ui )*quên", {"a", "ui", "quen"}),
        (r"(?<!hai )(?<!\d )(?:tôi|\bem) bị", {"toi", "em"}),
        (r"\bbị (?!mua bán)(?:\w+ ){0,3}?đánh\b", {"bi"}),
        ("(?:tụ điểm){1,2} x", {"tu"}),
        ("phần trăm|%|# phần", {"phan", "%", NUMBER}),
        (r"\d+ (?:vụ|tin)", {NUMBER}),
        (r"\?", {"?"}),
        ("(có (không |chẳng )?)+(gì )?đâu", {"co"}),
    ],
)
def test_what_a_pattern_can_begin_with(pattern, words):
    assert openings(pattern) == words


@pytest.mark.parametrize("pattern", [r"\w+ bị", ".{0,60}nhà", "(à )?", "… rồi", "tố?giác", "[abc]x"])
def test_a_pattern_that_can_begin_with_anything_is_a_fault(pattern):
    with pytest.raises(ValueError, match="begin"):
        openings(pattern)


def test_alternatives_in_parentheses_and_classes_stay_together():
    assert list(alternatives(r"a (?:b|c)|[|d]e|f\|g")) == ["a (?:b|c)", "[|d]e", r"f\|g"]


@pytest.mark.parametrize("name", sorted(lexicon().patterns))
def test_every_turn_of_phrase_begins_with_something(name):
    assert list(lexicon().patterns[name].find(Line("", []))) == []


@pytest.mark.parametrize("text", ["a b c a b", "b a b a c", "c c", "", "a a b b"])
def test_what_is_found_is_what_one_pattern_of_all_finds(text):
    patterns = ["a b", "(?:a )?b c", "b", "a"]
    words = [(m[0], m.start()) for m in re.finditer(r"\w", text)]
    whole = re.compile("|".join(patterns))
    assert list(Openers(patterns, re.compile).find(Line(text, words))) == [m.span() for m in whole.finditer(text)]
