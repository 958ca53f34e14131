from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.model import Parent, Unit
from programme.domain.org_units import UnitTree, own_name

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def ward(code, name, parent, until=BEFORE, *successors, aliases=()):
    return Unit(code, name, "commune", (Parent(parent),), None, until, successors, aliases)


def new(code, name):
    return Unit(code, name, "commune", (Parent("qn"),), AFTER)


TREE = UnitTree(
    [
        Unit("qn", "Tỉnh Quảng Ninh", "province"),
        Unit("hl", "Thành phố Hạ Long", "district", (Parent("qn"),), None, BEFORE),
        Unit("mc", "Thành phố Móng Cái", "district", (Parent("qn"),), None, BEFORE),
        Unit("vd", "Huyện Vân Đồn", "district", (Parent("qn"),), None, BEFORE),
        ward("x2024-6682", "Phường Yết Kiêu", "hl", date(2024, 10, 31), "x2024-6685"),
        ward("x2024-6685", "Phường Trần Hưng Đạo", "hl", BEFORE, "x2025-6685"),
        ward("x2024-6655", "Phường Hà Khẩu", "hl", BEFORE, "x2025-6661", "x2025-6706"),
        ward("x2024-6709", "Phường Ka Long", "mc", BEFORE, "x2025-6709"),
        ward("x2024-6742", "Phường Hải Hoà", "mc", BEFORE, "x2025-6712"),
        ward("x2024-7012", "Xã Hạ Long", "vd", BEFORE, "x2025-6994"),
        ward("x2024-6832", "Phường Phương Đông", "hl", BEFORE, "x2025-6661"),
        new("x2025-6685", "Phường Hồng Gai"),
        new("x2025-6661", "Phường Việt Hưng"),
        new("x2025-6706", "Phường Tuần Châu"),
        new("x2025-6709", "Phường Móng Cái 2"),
        new("x2025-6712", "Phường Móng Cái 1"),
        new("x2025-6688", "Phường Hạ Long"),
        new("x2025-6994", "Đặc khu Vân Đồn"),
        Unit(
            "hl.yet-kieu",
            "Đội CTXHTN Yết Kiêu",
            "team",
            (
                Parent("x2024-6682", None, date(2024, 10, 31)),
                Parent("x2024-6685", date(2024, 11, 1), BEFORE),
                Parent("x2025-6685", AFTER),
            ),
            aliases=("Đội Yết Kiêu", "Yết Kiêu"),
        ),
    ]
)


def test_get():
    assert TREE.get("hl").name == "Thành phố Hạ Long"
    assert TREE.get("nowhere") is None
    assert TREE.get("nowhere") is None and "nowhere" not in TREE and len(TREE) == 19
    with pytest.raises(KeyError):
        TREE["nowhere"]


@pytest.mark.parametrize(
    ("day", "above"),
    [
        (date(2024, 10, 31), ("x2024-6682", "hl", "qn")),
        (date(2024, 11, 1), ("x2024-6685", "hl", "qn")),
        (BEFORE, ("x2024-6685", "hl", "qn")),
        (AFTER, ("x2025-6685", "qn")),
    ],
)
def test_a_team_moves_with_its_ward(day, above):
    assert TREE.ancestors("hl.yet-kieu", day) == above
    assert TREE.parent("hl.yet-kieu", day) == above[0]
    for code in above:
        assert "hl.yet-kieu" in TREE.subtree(code, day)


def test_the_subtree_begins_with_itself_and_goes_down():
    assert TREE.subtree("hl", date(2024, 10, 1)) == (
        "hl", "x2024-6682", "hl.yet-kieu", "x2024-6685", "x2024-6655", "x2024-6832",
    )  # fmt: skip
    assert TREE.subtree("hl.yet-kieu", AFTER) == ("hl.yet-kieu",)
    assert TREE.subtree("nowhere", AFTER) == ()


def test_what_is_gone_has_no_parent_and_is_no_child():
    assert TREE.parent("hl", AFTER) is None
    assert "hl" not in TREE.children("qn", AFTER)
    assert TREE.children("qn", BEFORE) == ("hl", "mc", "vd")
    assert TREE.roots(AFTER) == ("qn",)


def test_on_a_day():
    assert "x2024-6682" not in {u.code for u in TREE.on(BEFORE)}
    assert {u.code for u in TREE.on(AFTER)} == {
        "qn", "x2025-6685", "x2025-6661", "x2025-6706", "x2025-6709", "x2025-6712", "x2025-6688", "x2025-6994",
        "hl.yet-kieu",
    }  # fmt: skip


def test_successors_and_heirs():
    assert TREE.successors("x2024-6682") == ("x2024-6685",)
    assert TREE.successors("nowhere") == TREE.successors("qn") == ()
    assert TREE.heirs("x2024-6682", AFTER) == ("x2025-6685",)
    assert TREE.heirs("x2024-6682", BEFORE) == ("x2024-6685",)
    assert TREE.heirs("x2024-6655", AFTER) == ("x2025-6661", "x2025-6706")
    assert TREE.heirs("hl", AFTER) == ()


@pytest.mark.parametrize(
    ("text", "on", "kinds", "codes"),
    [
        ("Ka Long", None, None, ["x2024-6709"]),
        ("ka long", AFTER, None, ["x2025-6709"]),
        ("P.Ka Long", AFTER, {"commune"}, ["x2025-6709"]),
        ("Ka Long", AFTER, {"team"}, []),
        ("Ka Lonh", AFTER, {"commune"}, ["x2025-6709"]),
        ("Hạ Long", AFTER, {"commune"}, ["x2025-6688", "x2025-6994"]),
        ("phuong ha long", AFTER, None, ["x2025-6688"]),
        ("TP Hạ Long", None, {"district"}, ["hl"]),
        ("Hải Hòa", None, None, ["x2024-6742"]),
        ("HẢI HOÀ", AFTER, None, ["x2025-6712"]),
        ("Mong Cai 2", AFTER, None, ["x2025-6709"]),
        ("Hà Khẩu", AFTER, None, ["x2025-6661", "x2025-6706"]),
        ("Yết Kiêu", AFTER, {"team"}, ["hl.yet-kieu"]),
        ("đội yết kiêu", AFTER, None, ["hl.yet-kieu"]),
        ("yet kiu", AFTER, {"commune"}, ["x2025-6685"]),
        ("Phương Đông", BEFORE, None, ["x2024-6832"]),
        ("Hà Nội", AFTER, None, []),
        ("", AFTER, None, []),
        ("  \x00 ", AFTER, None, []),
    ],
)
def test_find(text, on, kinds, codes):
    assert [unit.code for unit, _ in TREE.find(text, on, kinds)] == codes


def test_near_names_are_all_offered():
    found = TREE.find("Mong Cai 3", AFTER, {"commune"})
    assert {unit.code for unit, _ in found} == {"x2025-6709", "x2025-6712"}
    assert all(80 <= score < 100 for _, score in found)


@given(st.text(max_size=40))
def test_any_text_can_be_looked_for(text):
    scores = [score for _, score in TREE.find(text, AFTER)]
    assert scores == sorted(scores, reverse=True) and all(80 <= s <= 100 for s in scores)


@given(st.sampled_from([u.name for u in TREE]))
def test_every_name_finds_its_unit(name):
    assert name in {unit.name for unit, score in TREE.find(name) if score == 100}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Phường Hà Tu", "ha tu"), ("P.Hà Tu", "ha tu"), ("P. Hà Tu", "ha tu"), ("p hà tu", "ha tu"),
        ("Thị xã Quảng Yên", "quang yen"), ("TT. Cái Rồng", "cai rong"), ("Xã", "xa"), ("Xuân Sơn", "xuan son"),
        ("Thanh Sơn", "thanh son"), ("Hà An", "ha an"),
    ],
)  # fmt: skip
def test_own_names(text, own):
    assert own_name(text) == own


def test_a_very_deep_tree_and_a_cycle_end():
    deep = 50_000
    tree = UnitTree(Unit(f"u{i}", f"Unit {i}", "team", (Parent(f"u{i - 1}"),) if i else ()) for i in range(deep))
    assert len(tree.subtree("u0", AFTER)) == deep
    assert len(tree.ancestors(f"u{deep - 1}", AFTER)) == deep - 1
    ring = UnitTree(Unit(c, c, "team", (Parent(p),), None, BEFORE, (p,)) for c, p in ("ab", "bc", "ca"))
    assert ring.ancestors("a", BEFORE) == ("b", "c", "a")
    assert set(ring.subtree("a", BEFORE)) == {"a", "b", "c"}
    assert ring.heirs("a", AFTER) == ()


@given(st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=30), st.data())
def test_below_is_the_inverse_of_above(above, data):
    units = [Unit("u0", "u0", "team")]
    for i, p in enumerate(above, 1):
        units.append(replace(units[0], code=f"u{i}", parents=(Parent(f"u{p % i}"),)))
    tree = UnitTree(units)
    code = data.draw(st.sampled_from([u.code for u in units]))
    assert {u.code for u in units if code in tree.ancestors(u.code, AFTER)} == set(tree.subtree(code, AFTER)[1:])
