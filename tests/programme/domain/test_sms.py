"""Segments of SMS against smsutil, which others wrote; numbers as addresses."""

from __future__ import annotations

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.messages import Choice
from programme.domain.phones import Phone, phone, sender
from programme.domain.sms_segments import EXTENSION, alphabet, fitted, parts, segments
from programme.language.vietnamese import GSM, plain

LETTERS = st.text(st.sampled_from(sorted(GSM) + sorted(EXTENSION - {"\f"})), max_size=500)
ANYTHING = st.text(st.sampled_from([*"aé€ đơưệ—“”", "👍", "\n"]), max_size=300)


@pytest.mark.parametrize(
    ("text", "which", "count"),
    [
        ("", "gsm7", 0),
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 3),  # the euro does not fit into the first part, nor what follows
        ("à è é ì ò ù", "gsm7", 1),
        ("ư" * 70, "ucs2", 1),
        ("ư" * 71, "ucs2", 2),
        ("ư" * 134, "ucs2", 2),
        ("ư" * 135, "ucs2", 3),
        ("👍" * 35, "ucs2", 1),
        ("👍" * 36, "ucs2", 2),
        ("Báo cáo Đội Hà Tu", "ucs2", 1),
        ("“ngoặc”", "ucs2", 1),
    ],
)
def test_segments(text, which, count):
    assert (alphabet(text), segments(text)) == (which, count)


@given(LETTERS | ANYTHING)
def test_segments_are_those_of_smsutil(text):
    told = smsutil.split(text)
    assert segments(text) == (len(told.parts) if text else 0)
    assert "".join(parts(text)) == text


CHOICES = (Choice("a", "Dung"), Choice("b", "Sai"))


@given(st.text(st.sampled_from([*"abc \n€", "ệ"]), max_size=900), st.booleans(), st.integers(1, 6))
def test_what_is_fitted_fits_and_keeps_its_choices(text, asked, most):
    shown = fitted(text, CHOICES if asked else (), most)
    assert segments(shown) <= most
    if asked:
        assert shown.endswith("1. Dung\n2. Sai")
    if not shown.removesuffix("\n1. Dung\n2. Sai").endswith("..."):
        assert shown.split() == " ".join([text, "1. Dung\n2. Sai" if asked else ""]).split()


def test_it_is_cut_between_words():
    shown = fitted("Doi Ha Tu " * 30, CHOICES, 1)
    assert shown.startswith("Doi Ha Tu Doi") and "...\n1. Dung\n2. Sai" in shown and len(shown) <= 160
    assert shown.split("...")[0].split()[-1] in ("Doi", "Ha", "Tu")


def test_choices_that_are_too_long_alone_are_cut_too():
    many = tuple(Choice(str(n), "phuong " * 5) for n in range(20))
    assert segments(fitted("Chon", many, 1)) == 1


@given(st.text(max_size=200))
def test_what_is_made_plain_is_gsm(text):
    assert alphabet(plain(text)) == "gsm7"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0901234567", Phone("+84901234567", "mobile")),
        ("090 123.45-67", Phone("+84901234567", "mobile")),
        ("+84 901234567", Phone("+84901234567", "mobile")),
        ("84901234567", Phone("+84901234567", "mobile")),
        ("0084901234567", Phone("+84901234567", "mobile")),
        ("02033825825", Phone("+842033825825", "landline")),
        ("+14155552671", Phone("+14155552671", "mobile")),
        ("8079", Phone("", "short")),
        ("113", Phone("", "short")),
        ("01669123456", Phone("", "wrong")),  # eleven digits ended in 2018
        ("VIETTEL", Phone("", "wrong")),
        ("", Phone("", "wrong")),
        ("09012345670", Phone("", "wrong")),
        ("1" * 5000, Phone("", "wrong")),
        ("+", Phone("", "wrong")),
    ],
)
def test_phone(typed, found):
    assert phone(typed) == found


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("+84901234567", "+84901234567"),
        ("84901234567", "+84901234567"),
        ("0901234567", "+84901234567"),
        ("8079", ""),
        ("VNPT", ""),
        ("Viettel 199", ""),
        ("+8079", ""),
        ("0601234567", "+84601234567"),  # no range of today's
        ("", ""),
    ],
)
def test_sender(named, address):
    assert sender(named) == address


@given(st.text(max_size=30))
def test_any_text_is_read(text):
    assert phone(text).kind in ("mobile", "landline", "short", "wrong")
    assert sender(text) == "" or sender(text).startswith("+")
