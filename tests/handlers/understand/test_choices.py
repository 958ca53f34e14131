"""Which offered answer is meant; where two are near it is asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.choices import Item, match, match_many, yes_no
from programme.language.vietnamese import fold

TOPICS = [
    Item("drug", "Ma túy", ("MT",)),
    Item("prostitution", "Mại dâm", ("MD",)),
    Item("trafficking", "Mua bán người", ("BN", "MBN", "buôn người")),
    Item("hiv", "HIV/AIDS", ("HIV", "AIDS")),
]
KINDS = [
    Item("communication", "Truyền thông", ("TT", "tuyên truyền", "mít tinh", "ngoại khóa")),
    Item("counselling", "Tư vấn", ("TV",)),
    Item("rehab", "Vận động cai nghiện", ("VD",)),
    Item("visual", "Băng rôn, pa-nô", ("TQ", "băng rôn", "pa nô", "khẩu hiệu")),
    Item("commitment", "Ký cam kết", ("CK",)),
]
PLACES = [
    Item("mc1", "Phường Móng Cái 1", ("Trần Phú", "Trà Cổ", "Hải Hòa")),
    Item("mc2", "Phường Móng Cái 2", ("Ka Long",)),
    Item("mc3", "Phường Móng Cái 3"),
    Item("hl", "Phường Hạ Long", ("Hồng Hà",)),
    Item("cp", "Phường Cẩm Phả", ("Cẩm Bình",)),
    Item("co", "Phường Cửa Ông", ("Cẩm Phú", "Cẩm Sơn")),
    Item("ht", "Phường Hà Tu"),
]
YEARS = [Item("5", "10"), Item("1", "20"), Item("2", "30")]


@pytest.mark.parametrize(
    ("items", "text", "name", "how"),
    [
        (TOPICS, "1", "drug", "number"), (TOPICS, "4.", "hiv", "number"), (TOPICS, "(2)", "prostitution", "number"),
        (TOPICS, "2)", "prostitution", "number"), (TOPICS, "số 3", "trafficking", "number"),
        (TOPICS, "1️⃣", "drug", "number"),
        (TOPICS, "１", "drug", "number"), (TOPICS, "01", "drug", "number"), (TOPICS, "Ma túy", "drug", "label"),
        (TOPICS, "ma tuy", "drug", "label"), (TOPICS, "MA TÚY ", "drug", "label"),
        (TOPICS, "ma túy ạ", "drug", "label"),
        (TOPICS, "dạ ma túy", "drug", "label"), (TOPICS, "mt", "drug", "alias"), (TOPICS, "AIDS", "hiv", "alias"),
        (TOPICS, "hiv aids", "hiv", "label"), (TOPICS, "drug", "drug", "name"),
        (TOPICS, "mua bán", "trafficking", "part"),
        (TOPICS, "dâm", "prostitution", "part"), (TOPICS, "mua bán ngườii", "trafficking", "typo"),
        (TOPICS, "mua ban nguoiu", "trafficking", "typo"), (KINDS, "truyen thog", "communication", "typo"),
        (KINDS, "tuyên truyền", "communication", "alias"), (KINDS, "van dong cai ngien", "rehab", "typo"),
        (KINDS, "bang ron", "visual", "alias"), (KINDS, "băng rôn pa nô", "visual", "label"),
        (KINDS, "cam kết", "commitment", "part"),
        (PLACES, "Móng Cái 1", "mc1", "part"), (PLACES, "phuong mong cai 3", "mc3", "label"),
        (PLACES, "Ka Long", "mc2", "alias"),
        (PLACES, "Hạ Long", "hl", "part"), (PLACES, "Trà Cổ", "mc1", "alias"), (PLACES, "tra co", "mc1", "alias"),
        (YEARS, "10", "5", "label"), (YEARS, "1", "5", "number"), (YEARS, "30", "2", "label"),
        (YEARS, "5", "5", "name"),
    ],
)  # fmt: skip
def test_one(items, text, name, how):
    for way in (text, unicodedata.normalize("NFD", text)):
        found = match(way, items)
        assert (found.names, found.how, found.certain) == ((name,), how, True)


@pytest.mark.parametrize(
    ("items", "text", "names", "how"),
    [
        (TOPICS, "ma", {"drug", "prostitution"}, "several"), (PLACES, "mong cai", {"mc1", "mc2", "mc3"}, "several"),
        (PLACES, "phường", {i.name for i in PLACES}, "several"), (TOPICS, "ma tyu", {"drug"}, "near"),
        (PLACES, "cam phu", {"co"}, "alias"), (PLACES, "cam pha", {"cp"}, "part"),
        (PLACES, "Kha Long", {"mc2"}, "near"),
    ],
)  # fmt: skip
def test_several_and_near_are_asked_about(items, text, names, how):
    found = match(text, items)
    assert set(found.names) == names and found.how == how
    assert found.certain == (how in ("alias", "part"))


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (TOPICS, t)
        for t in ("5", "0", "-1", "", " ", "xyz", "câu 1", "12", "1 2", "không phải", "\x00", "🙂", "a" * 10_000)
    ]
    + [(PLACES, "Móng Cái 9"), (PLACES, "Hà Nội"), (KINDS, "45"), ([], "1"), ([], "x")],
)
def test_none(items, text):
    assert match(text, items).names == ()
    assert not match(text, items).certain


def test_a_typed_number_is_never_taken_for_another_ward():
    assert match("Phường Móng Cái 4", PLACES).names == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,3", "drug trafficking"), ("1 3", "drug trafficking"), ("3,1", "drug trafficking"),
        ("1.3", "drug trafficking"),
        ("1, 3, 4.", "drug trafficking hiv"), ("1 và 2", "drug prostitution"), ("1+4", "drug hiv"), ("1;4", "drug hiv"),
        ("ma tuy va hiv", "drug hiv"), ("Ma túy, HIV", "drug hiv"), ("ma túy với mại dâm", "drug prostitution"),
        ("mt,hiv", "drug hiv"),
        ("MT HIV", "drug hiv"), ("ma tuy hiv", "drug hiv"), ("ma túy & hiv", "drug hiv"),
        ("Ma túy\nHIV/AIDS", "drug hiv"),
        ("1, hiv", "drug hiv"), ("2", "prostitution"), ("ma túy", "drug"), ("ma túy, ma túy", "drug"), ("1 1", "drug"),
        ("tat ca", "drug prostitution trafficking hiv"), ("Tất cả ạ", "drug prostitution trafficking hiv"),
        ("cả bốn", "drug prostitution trafficking hiv"), ("HIV/AIDS", "hiv"),
        ("buôn người và ma túy", "drug trafficking"),
    ],
)  # fmt: skip
def test_many(text, names):
    for way in (text, fold(text) if "\n" not in text else text, unicodedata.normalize("NFD", text)):
        found = match_many(way, TOPICS)
        assert found.names == tuple(names.split()) and found.certain, way


@pytest.mark.parametrize(
    ("text", "unknown", "names"),
    [
        ("ma túy, abc", ("abc",), ("drug",)), ("xyz", ("xyz",), ()), ("1,9", ("9",), ("drug",)), ("13", ("13",), ()),
        ("cả hai", ("cả hai",), ()), ("hiv, Đội 5, xyz", ("Đội 5", "xyz"), ("hiv",)),
    ],
)  # fmt: skip
def test_unknown_pieces_are_named(text, unknown, names):
    found = match_many(text, TOPICS)
    assert (found.unknown, found.names, found.certain) == (unknown, names, False)


def test_an_unsure_piece_is_asked_about():
    found = match_many("hiv, ma", TOPICS)
    assert (found.how, found.names) == ("several", ("drug", "prostitution"))
    assert match_many("cẩm, hà tu", PLACES).how == "several"


@pytest.mark.parametrize(
    ("text", "answer"),
    [(t, True) for t in ("có", "co", "Có ạ", "đúng", "dung", "DUNG", "Đúng rồi", "ok", "OK!", "ừ", "u", "dạ", "vâng",
    "vâng ạ", "1", "1.",
                         "đồng ý", "phải", "yes", "y", "👍", "chính xác", "dạ có", "dạ đúng rồi ạ", "được")]
    + [(t, False) for t in ("không", "khong", "ko", "k", "sai", "sai rồi", "2", "không ạ", "dạ không", "không phải",
    "không đúng", "no", "n",
                            "chưa", "không đồng ý", "👎", "nhầm rồi")]
    + [(t, None) for t in ("", "3", "12", "45", "dừng", "đừng", "dùng", "xin chào", "có lẽ", "có hoặc không", "\x00",
    "a" * 10_000, "🙂", "cô Lan")],
)  # fmt: skip
def test_yes_no(text, answer):
    assert yes_no(text) is answer
    assert yes_no(unicodedata.normalize("NFD", text)) is answer


@given(st.text(max_size=120))
def test_any_text_gets_an_answer(text):
    for items in (TOPICS, PLACES, [], YEARS):
        one, many = match(text, items), match_many(text, items)
        assert set(one.names) <= {i.name for i in items} >= set(many.names)
        assert one.certain == (len(one.names) == 1 and one.how != "near")
    assert yes_no(text) in (True, False, None)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.sampled_from([",", " ", ", ", " va ", " và ", ";", "+"]))
def test_numbers_in_any_order(numbers, between):
    found = match_many(between.join(map(str, numbers)), TOPICS)
    assert found.names == tuple(i.name for n, i in enumerate(TOPICS, 1) if n in numbers)


@given(st.sets(st.sampled_from(TOPICS), min_size=1), st.sampled_from([", ", " và ", " va ", "\n"]))
def test_labels_in_any_order(items, between):
    found = match_many(between.join(i.label for i in items), TOPICS)
    assert set(found.names) == {i.name for i in items} and found.certain


@given(st.sampled_from(TOPICS + KINDS))
def test_every_way_to_say_an_item_means_it(item):
    for items in (TOPICS, KINDS):
        if item in items:
            for way in (item.name, item.label, *item.aliases):
                assert match(way, items).names == match(fold(way), items).names == (item.name,)
