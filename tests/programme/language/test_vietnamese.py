"""Text is kept, matched and sent the same way however it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.language.vietnamese import GSM, fold, fold_places, nfc, percent, plain, thousands


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đội CTXHTN Hà Tu", "doi ctxhtn ha tu"),
        ("Hòa Bình", "hoa binh"),
        ("Hoà Bình", "hoa binh"),
        ("HOA  BINH ", "hoa binh"),
        ("Ðông Triều", "dong trieu"),  # the Icelandic eth that old keyboards give
        ("ưỡn ẹo", "uon eo"),
        ("４５", "45"),
        ("٤٥", "45"),
        ("4️⃣5️⃣", "45"),
        ("a\u200bb\x00c\u202ed", "abcd"),
        ("dòng 1\n\tdòng 2\u00a0", "dong 1 dong 2"),
        ("", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ho\u0300a", "Hòa"),
        ("a\x00b\x07c", "abc"),
        ("hai\r\ndòng\rba", "hai\ndòng\nba"),
        ("\u202eabc\u202c\u2066x\u2069", "abcx"),
        ("a\tb", "a b"),
        ("\ud800x", "x"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\ufeffBC", "BC"),
    ],
)
def test_nfc(typed, kept):
    assert nfc(typed) == kept


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Đội Hà Tu đã báo", "Doi Ha Tu da bao"),
        ("“Trên 900” – ước…", '"Tren 900" - uoc...'),
        ("✅ ĐÃ NHẬN — mã K7P2", "DA NHAN - ma K7P2"),
        ("✓ Ngày: 15/6\n\n✅ ĐÃ NHẬN", "Ngay: 15/6\n\nDA NHAN"),
        ("[Sửa] {tên}", "(Sua) (ten)"),
        ("25 → 26", "25 -> 26"),
        ("12−14", "12-14"),
        ("漢", "?"),
        ("dòng\ndòng", "dong\ndong"),
    ],
)
def test_plain(text, sent):
    assert plain(text) == sent
    assert plain(unicodedata.normalize("NFD", text)) == sent


@pytest.mark.parametrize(
    ("n", "shown"), [(0, "0"), (999, "999"), (1254, "1.254"), (31500000, "31.500.000"), (-1254, "-1.254")]
)
def test_thousands(n, shown):
    assert thousands(n) == shown


@pytest.mark.parametrize(
    ("n", "of", "shown"),
    [(7, 13, "53,8%"), (4, 5, "80,0%"), (47, 54, "87,0%"), (41, 48, "85,4%"), (0, 5, "0,0%"), (5, 0, "–"),
     (1, 2000, "0,1%"), (1, 2001, "0,0%"), (-1, 4, "-25,0%"), (25, 2, "1.250,0%")],
)  # fmt: skip
def test_percent(n, of, shown):
    assert percent(n, of) == shown


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert not any(unicodedata.combining(c) for c in fold(text))
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(st.characters()))
def test_what_is_kept_can_be_stored(text):
    kept = nfc(text)
    assert nfc(kept) == kept and "\x00" not in kept
    kept.encode()


@given(st.text())
def test_what_is_sent_is_gsm_and_says_the_same(text):
    sent = plain(text)
    assert set(sent) <= GSM
    assert plain(sent) == sent


@given(st.text("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệĐÀẢbcxyz 0129,."))
def test_a_vietnamese_text_keeps_its_length_and_its_case_when_sent(text):
    sent = plain(text)
    assert len(sent) == len(text)
    assert [c.isupper() for c in sent] == [c.isupper() for c in text]
    assert sent.lower() == plain(text.lower())


@given(st.text())
def test_places_point_back(text):
    folded, places = fold_places(text)
    assert len(folded) == len(places) and places == sorted(places)
    assert " ".join(folded.split()) == fold(text)
