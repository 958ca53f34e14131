"""The pack quang-ninh: what it holds, and that its check finds what is wrong in a broken copy."""

import csv
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.domain.model import KINDS, ROLES, TOPICS
from programme.packs import pack
from programme.packs.pack import PACKS, PackFaults, check, load_programme

QUANG_NINH = PACKS / "quang-ninh"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def formless():
    """Leaves the form out: to compile it takes longer than all the rest."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(pack, "read_forms", lambda folder, faults: {})
        yield


@pytest.fixture(scope="module")
def quang_ninh(formless):
    return load_programme("quang-ninh")


@pytest.fixture
def copy(tmp_path, formless):
    """A copy to break."""
    shutil.copytree(QUANG_NINH, tmp_path / "broken")
    return tmp_path / "broken"


def of_kind(programme, kind, day):
    return [u for u in programme.units.on(day) if u.kind == kind]


# --- what it holds ---------------------------------------------------------------------------------------------------


def test_the_head(quang_ninh):
    assert (quang_ninh.name, quang_ninh.zone, quang_ninh.regime.name) == ("quang-ninh", "Asia/Ho_Chi_Minh", "calendar")
    team = quang_ninh.kind_of("hl.ha-tu")
    assert (team.cadence, team.due_days, team.reports) == ("monthly", 5, True)
    assert quang_ninh.regime.due("2026-06", team.due_days) == date(2026, 7, 5)
    assert quang_ninh.regime.due("2023", quang_ninh.unit_kinds["district"].due_days) < date(2023, 12, 10)
    assert {n.number for n in quang_ninh.help_numbers} == {"111", "113", "114", "115"}
    assert {c.name: (c.start, c.peak, c.end) for c in quang_ninh.campaigns} == {
        "drug-month": ((6, 1), (6, 26), (6, 30)),
        "trafficking-day": ((7, 30), (7, 30), (7, 30)),
        "hiv-month": ((11, 10), (12, 1), (12, 10)),
    }


def test_the_48_named_units_of_annex_2(quang_ninh):
    named = Counter(u.kind for u in quang_ninh.units.on(AFTER) if u.located and u.kind not in ("commune", "province"))
    assert {k: named[k] for k in ("team", "counselling_point", "club", "community_model")} == {
        "team": 25, "counselling_point": 6, "club": 9, "community_model": 8,
    }  # fmt: skip
    by_district = Counter(u.code.split(".")[0] for u in of_kind(quang_ninh, "team", AFTER) if u.located)
    assert by_district == {"hl": 6, "cp": 5, "ub": 3, "mc": 4, "qy": 2, "dt": 2, "vd": 1, "dh": 1, "hh": 1}


def test_what_has_no_ward_is_marked(quang_ninh):
    nowhere = Counter(u.kind for u in quang_ninh.units if not u.located)
    assert nowhere == {"team": 5, "trafficking_club": 5, "support_model": 5, "prevention_model": 1}
    for code in ("hl.doi-moi-1", "hl.mbn-1"):
        assert quang_ninh.units.parent(code, BEFORE) == "hl" and quang_ninh.units.parent(code, AFTER) == "qn"


def test_the_reorganisation_of_july_2025(quang_ninh):
    assert len(of_kind(quang_ninh, "district", BEFORE)) == 13 and not of_kind(quang_ninh, "district", AFTER)
    assert len(of_kind(quang_ninh, "commune", BEFORE)) == 171
    assert len(of_kind(quang_ninh, "commune", date(2024, 10, 31))) == 172
    new = of_kind(quang_ninh, "commune", AFTER)
    assert Counter(u.name.split()[0] for u in new) == {"Phường": 30, "Xã": 22, "Đặc": 2}
    assert all(quang_ninh.units.parent(u.code, AFTER) == "qn" for u in new)
    assert {c for u in of_kind(quang_ninh, "commune", BEFORE) for c in u.successors} == {u.code for u in new}


def test_every_old_ward_is_heard_and_becomes_what_exists(quang_ninh):
    for unit in of_kind(quang_ninh, "commune", date(2024, 10, 31)):
        heirs = quang_ninh.units.heirs(unit.code, AFTER)
        assert heirs and all(quang_ninh.units[c].kind == "commune" for c in heirs)
        found = {u.code for u, score in quang_ninh.units.find(unit.name, AFTER, {"commune"}) if score == 100}
        assert found >= set(heirs)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ka Long", ["Phường Móng Cái 2"]),
        ("phường Hạ Long", ["Phường Hạ Long"]),
        ("Trần Phú", ["Phường Móng Cái 1"]),
        ("Yết Kiêu", ["Phường Hồng Gai"]),
        ("Hà Khẩu", ["Phường Tuần Châu", "Phường Việt Hưng"]),
        ("thị trấn cái rồng", ["Đặc khu Vân Đồn"]),
        ("hai hoa", ["Phường Móng Cái 1", "Xã Hải Hòa", "Xã Hải Lạng"]),
    ],
)
def test_old_and_new_names_are_found_together(quang_ninh, text, names):
    assert sorted(u.name for u, _ in quang_ninh.units.find(text, AFTER, {"commune"})) == names


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("hl.ha-tu", {BEFORE: ("x2024-6664", "hl", "qn"), AFTER: ("x2025-6652", "qn")}),
        ("hl.ha-khau", {BEFORE: ("x2024-6655", "hl", "qn"), AFTER: ("x2025-6661", "qn")}),
        ("qy.lien-hoa", {BEFORE: ("x2024-7180", "qy", "qn"), AFTER: ("x2025-7180", "qn")}),
        ("mc.hai-hoa", {BEFORE: ("x2024-6742", "mc", "qn"), AFTER: ("x2025-6712", "qn")}),
        ("dh.dam-ha", {BEFORE: ("x2024-6895", "dh", "qn"), AFTER: ("x2025-6895", "qn")}),
        ("vd.cai-rong.clb", {BEFORE: ("x2024-6994", "vd", "qn"), AFTER: ("x2025-6994", "qn")}),
        ("qn.dich-vu-xh", {date(2025, 2, 28): ("qn.so-ldtbxh", "qn"), date(2025, 3, 1): ("qn",)}),
        *(
            (
                code,
                {
                    date(2024, 10, 31): ("x2024-6682", "hl", "qn"),
                    date(2024, 11, 1): ("x2024-6685", "hl", "qn"),
                    BEFORE: ("x2024-6685", "hl", "qn"),
                    AFTER: ("x2025-6685", "qn"),
                },
            )
            for code in ("hl.yet-kieu", "hl.yet-kieu.mh")
        ),
    ],
)
def test_who_was_above(quang_ninh, code, above):
    assert {day: quang_ninh.units.ancestors(code, day) for day in above} == above


@pytest.mark.parametrize(
    "day", [date(2016, 1, 1), date(2023, 1, 9), date(2024, 10, 31), BEFORE, AFTER, date(2050, 1, 1)]
)
def test_on_every_day_there_is_one_tree(quang_ninh, day):
    assert quang_ninh.units.roots(day) == ("qn",)
    assert set(quang_ninh.units.subtree("qn", day)) == {u.code for u in quang_ninh.units.on(day)}


def test_the_types_of_unit(quang_ninh):
    kinds = quang_ninh.unit_kinds
    assert {u.kind for u in quang_ninh.units} == set(kinds)
    assert kinds["team"].kinds == ("communication", "counselling", "rehab_mobilisation", "visual", "commitment")
    assert kinds["club"].kinds[0] == "club_meeting" and kinds["inspection"].kinds[0] == "inspection"
    for kind in kinds.values():
        assert sorted(kind.all_kinds) == sorted(KINDS) and kind.topic in ("", *TOPICS)
    assert kinds["commune"].reports and not kinds["province"].reports


def test_the_targets_of_annex_1(quang_ninh):
    values = {(t.unit, t.indicator): t.value for t in quang_ninh.targets}
    assert values["hl", "rehab"] == values["hl", "rehab_centre"] + values["hl", "rehab_home"] == 175
    assert values["mc", "rehab_home"] == 0 and ("qn.cai-nghien", "job_placement") not in values
    assert values["qn", "job_placement"] == 580 and values["qn", "vocational_training"] == 420
    assert len({t.unit for t in quang_ninh.targets}) == 15 and {t.period for t in quang_ninh.targets} == {"2023"}


def test_the_cast(quang_ninh):
    cast = quang_ninh.demo
    assert {p.role for m in cast.members for p in m.posts} == {*ROLES} - {"viewer"}
    assert all(m.id.startswith("demo-") and m.addresses[0][0] == "phone" for m in cast.members)
    assert any(len(m.posts) == 2 for m in cast.members)
    assert next(i for i in cast.invites if i.code == "HATU26").unit == "hl.ha-tu"


# --- what its documents leave open -----------------------------------------------------------------------------------


def test_the_warnings(formless):
    faults, warnings = check("quang-ninh")
    assert faults == []
    assert Counter(w.file for w in warnings) == {
        "targets.csv": 1, "declared.csv": 1, "units.csv": 16, "parents.csv": 3, "notes.csv": 7,
    }  # fmt: skip
    jobs, groups = (next(w for w in warnings if w.file == f) for f in ("targets.csv", "declared.csv"))
    assert "590" in jobs.reason and "580" in jobs.reason and jobs.row == 16
    assert "KH 02/KH-UBND 09/01/2023, Phụ biểu 01" in jobs.source
    assert "4 declared, 5" in groups.reason and groups.row == 5
    split = [w.reason for w in warnings if w.file == "parents.csv"]
    assert ["Hà Khẩu" in split[0], "Liên Hòa" in split[1], "Hà Khẩu" in split[2]] == [True, True, True]
    assert all(w.source and w.row for w in warnings)


def test_the_warnings_are_computed(copy):
    edit(copy / "targets.csv", "2023,qn,550,500,50,420,580", "2023,qn,551,500,50,420,590")
    edit(copy / "declared.csv", "II.2 II.3 II.4,4", "II.2 II.3 II.4,5")
    edit(copy / "parents.csv", "hl.ha-tu,x2025-6652", "hl.ha-tu,x2025-6658")
    _, warnings = check(copy)
    told = [w.reason for w in warnings if w.file in ("targets.csv", "declared.csv")]
    assert told == [
        "rehab: the 13 rows below qn make 550, but 551 is declared",
        "rehab: rehab_centre + rehab_home make 550, but 551 is declared",
    ]
    assert any("became Phường Hà Tu, but the parent is Phường Cao Xanh" in w.reason for w in warnings)


# --- what keeps a pack from being used -------------------------------------------------------------------------------


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line it is on."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


U, P, K = "units.csv", "parents.csv", "unit-kinds.csv"
TEAM = "hl.ha-tu,Đội CTXHTN Hà Tu,team,I.1,,,,"
TEAM_ = "hl.ha-tu,Đội CTXHTN Hà Tu,team,I.1,"
OLD, NEW = "hl.ha-tu,x2024-6664,,2025-06-30", "hl.ha-tu,x2025-6652,2025-07-01"
FIVE = "communication counselling rehab_mobilisation visual commitment"
LAST = "tip_handling plan,prostitution,monthly,5,yes"
BROKEN = [
    (U, TEAM, "HL Hà Tu,Đội CTXHTN Hà Tu,team,I.1,,,,", "code 'HL Hà Tu' is not small letters"),
    (U, TEAM, "hl.ha-tu,,team,I.1,,,,", "name is empty"),
    (U, TEAM, "hl.ha-tu,Đội CTXHTN Hà Tu,crew,I.1,,,,", "unknown kind 'crew'"),
    (U, TEAM, TEAM_ + "2025-02-30,,,", "valid_from '2025-02-30' is no date"),
    (U, TEAM, TEAM_ + "01/7/2025,,,", "valid_from '01/7/2025' is no date"),
    (U, TEAM, TEAM_ + "2025-01-02,2025-01-01,,", "valid_from 2025-01-02 is after valid_to"),
    (U, TEAM, TEAM_ + ",,hl.viet-hung,", "it has successors but no valid_to"),
    (U, TEAM, TEAM_ + ",2026-01-01,nowhere,", "unknown successor 'nowhere'"),
    (U, TEAM, TEAM_ + ",2026-01-01,hl.178,", "successor 'hl.178' does not exist on 2026-01-02"),
    (U, TEAM, "hl.ha-tu,Đội CTXHTN, Hà Tu,team,I.1,,,,", "11 cells where the header has 10"),
    (U, TEAM, 'hl.ha-tu,"Đội CTXHTN" Hà Tu,team,I.1,,,,', "the line is no CSV"),
    (U, "hl.viet-hung,Đội CTXHTN Việt Hưng", "hl.ha-tu,Đội CTXHTN Hà Tu", "duplicate code 'hl.ha-tu'"),
    (U, "x2025-6658,Phường Cao Xanh", "x2024-6658,Phường Cao Xanh mới", "code 'x2024-6658' is reused: row"),
    (U, "code,name,kind", "id,name,kind", "missing column 'code'"),
    (U, ",located,source", ",located,source,colour", "unknown column 'colour'"),
    (P, "hl.ha-tu,x2024-6664", "hl.nobody,x2024-6664", "unknown unit 'hl.nobody'"),
    (P, "hl.ha-tu,x2024-6664", "hl.ha-tu,x2024-9999", "unknown parent 'x2024-9999'"),
    (P, OLD, "hl.ha-tu,x2024-6664,,30.6.2025", "until '30.6.2025' is no date"),
    (P, OLD, "hl.ha-tu,x2024-6664,2025-07-01,2025-06-30", "since 2025-07-01 is after until"),
    (P, NEW, "hl.ha-tu,x2025-6652,2025-06-30", "does not exist on 2025-06-30"),
    (P, NEW, "hl.ha-tu,x2025-6652,2025-06-30", "'hl.ha-tu' has two parents on 2025-06-30"),
    (P, OLD, "hl.ha-tu,x2024-6664,,", "does not exist from 2025-07-01"),
    (P, "qn.178,qn,,", "qn.178,qn.178,,", "a cycle of parents: qn.178 in qn.178"),
    (P, "hl,qn,,", "hl,hl.178,,", "a cycle of parents: hl in hl.178 in hl"),
    (P, "x2025-6652,qn,,", "x2025-6652,qn,2020-01-01,2025-06-30", "'x2025-6652' does not exist on any of these days"),
    (P, "Chọn Phường Liên Hòa vì mang tên phường, xã cũ; văn bản không nêu. Điều phối viên sửa được dòng này.", "",
     "Xã Liên Hòa was split; say in the column note why x2025-7180"),
    (K, FIVE, "communication dancing visual commitment plan",
     "unknown kind of activity 'dancing'"),
    (K, FIVE, "communication", "kinds needs 5 different"),
    (K, "inspection,Đội", "club,Đội", "duplicate kind 'club'"),
    (K, LAST, "tip_handling plan,dance,monthly,5,yes", "topic 'dance' is not one of"),
    (K, LAST, "tip_handling plan,prostitution,daily,5,yes", "cadence 'daily'"),
    (K, LAST, "tip_handling plan,prostitution,monthly,,yes", "due_days is empty"),
    (K, LAST, "tip_handling plan,prostitution,monthly,five,yes", "no whole number"),
    (K, LAST, "tip_handling plan,prostitution,monthly,5,oui", "reports 'oui'"),
    ("programme.toml", "Asia/Ho_Chi_Minh", "Asia/Ha_Long", "zone 'Asia/Ha_Long' is unknown"),
    ("programme.toml", "Asia/Ho_Chi_Minh", "../etc", "zone '../etc' is unknown"),
    ("programme.toml", 'regime = "calendar"', 'regime = "lunar"', "regime 'lunar' is not one of"),
    ("programme.toml", 'zone = "Asia/Ho_Chi_Minh"', "zone = 7", "zone is missing or no text"),
    ("programme.toml", 'zone = "Asia/Ho_Chi_Minh"', "zone = = 7", "the line is no TOML"),
    ("programme.toml", "regime =", "regimes =", "unknown key 'regimes'"),
    ("campaigns.csv", "06-01,06-26", "06-01,26/6", "peak '26/6' is no month and day"),
    ("campaigns.csv", "06-01,06-26", "06-01,07-26", "the peak 07-26 is not between"),
    ("campaigns.csv", "hiv-month,", "drug-month,", "duplicate campaign 'drug-month'"),
    ("help.csv", "114,", "một,", "number 'một' is no telephone number"),
    ("targets.csv", "2023,hl,", "2023-13,hl,", "'2023-13' is no period"),
    ("targets.csv", "2023,hl,", "2023,hl2,", "unknown unit 'hl2'"),
    ("targets.csv", "2023,cp,", "2023,hl,", "hl has targets for 2023 already in row 2"),
    ("targets.csv", "2023,hl,175", "2023,hl,175.5", "rehab '175.5' is no whole number"),
    ("targets.csv", "rehab_home,", "rehab_house,", "missing column 'rehab_home'"),
    ("indicators.csv", "rehab_mobilisation.persons", "rehab.persons", "unknown figure 'rehab.persons'"),
    ("indicators.csv", "rehab_centre rehab_home", "rehab_centre rehab_x", "unknown indicator 'rehab_x' in sum_of"),
    ("declared.csv", ",I.2,", ",I.9,", "item 'I.9' is not in the column item"),
    ("declared.csv", ",I.2,5", ",I.2,năm", "value 'năm' is no whole number"),
    ("notes.csv", "F7,", ",", "name is empty"),
    ("demo.toml", 'id = "demo-ba"', 'id = "demo-lan"', "id 'demo-lan' is taken already"),
    ("demo.toml", 'code = "HATU26"', 'code = "ha tu"', "code 'ha tu' is not 4 to 12 capitals and digits"),
    ("demo.toml", 'code = "CUAONG26"', 'code = "HATU26"', "code 'HATU26' is taken already"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "reason"), BROKEN)
def test_a_fault_is_named_by_file_and_row(copy, file, old, new, reason):
    row = edit(copy / file, old, new)
    faults, _ = check(copy)
    assert [f for f in faults if f.file == file and f.row == row and reason in f.reason], list(map(str, faults))
    with pytest.raises(PackFaults, match=f"{file}:{row}: "):
        load_programme(copy)


def test_a_gap_without_a_parent_is_a_fault_of_the_unit(copy):
    edit(copy / P, OLD, "hl.ha-tu,x2024-6664,,2025-06-20")
    faults, _ = check(copy)
    assert [str(f) for f in faults] == ["units.csv:263: 'hl.ha-tu' has no parent from 2025-06-21 to 2025-06-30"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('unit = "qn", role = "coordinator"', 'unit = "qnn", role = "coordinator"', "unknown unit 'qnn'"),
        ('unit = "qn", role = "coordinator"', 'unit = "hl", role = "coordinator"', "unit 'hl' exists no more"),
        ('unit = "qn", role = "coordinator"', 'unit = "qn", role = "king"', "role 'king' is not one of"),
        ('phone = "thu"', "phone = 7", "phone is missing or of the wrong type"),
        ('phone = "thu"', 'phone = "lan"', "phone 'lan' is taken already"),
        ('name = "Thu (mẫu)"', 'nom = "Thu (mẫu)"', "unknown key 'nom'"),
    ],
)
def test_a_fault_of_the_cast_is_on_the_row_of_its_id(copy, old, new, reason):
    edit(copy / "demo.toml", old, new)
    at = edit(copy / "demo.toml", 'id = "demo-thu"', 'id = "demo-thu"')
    faults, _ = check(copy)
    assert ("demo.toml", at) in {(f.file, f.row) for f in faults} and any(reason in f.reason for f in faults)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("member = 3", 1),
        ("# people\n\n[[member]]\nname = 'x'", 3),
        ("[[invite]]\ncode = []\nunit = 3\nrole = {}\nuses = true", 1),
        ("[[member]]\nid = 'a'\nname = 'b'\nphone = 'c'\nposts = [{ unit = [], role = {} }]", 2),
        ("[[member]]\nid = 'a'\nname = 'b'\nphone = 'c'\nposts = [3]", 2),
        ("\n[members]", 2),
    ],
)
def test_a_cast_of_another_shape(copy, text, row):
    (copy / "demo.toml").write_text(text, "utf-8")
    faults, _ = check(copy)
    assert faults and {(f.file, f.row) for f in faults} == {("demo.toml", row)}


@given(st.sampled_from(sorted(p.name for p in QUANG_NINH.iterdir() if p.is_file())), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_into_a_file_is_told_and_not_raised(copy, file, data):
    text = (QUANG_NINH / file).read_text("utf-8")
    at = data.draw(st.integers(0, len(text)))
    slip = data.draw(st.text(max_size=8) | st.sampled_from(['"', ",", "\n", "\x00", "2025-01-01", "qn", "hl", "["]))
    (copy / file).write_text(text[:at] + slip + text[at + data.draw(st.integers(0, 8)) :], "utf-8")
    faults, _ = check(copy)
    assert {f.file for f in faults} <= {p.name for p in QUANG_NINH.iterdir()}
    (copy / file).write_text(text, "utf-8")


def test_the_columns_of_every_file_are_in_its_documentation():
    words = (PACKS.parents[1] / "docs" / "pack.md").read_text("utf-8")
    for path in QUANG_NINH.glob("*"):
        assert f"## {path.name}" in words or f" {path.name}" in words
        if path.suffix == ".csv" and path.name != "targets.csv":
            assert f"`{path.read_text('utf-8').splitlines()[0]}`" in words


def test_all_faults_are_told_at_once(copy):
    for file, old, new, _ in (BROKEN[2], BROKEN[17], BROKEN[-1]):
        edit(copy / file, old, new)
    with pytest.raises(PackFaults) as told:
        load_programme(copy)
    assert {f.file for f in told.value.faults} == {"units.csv", "parents.csv", "demo.toml"}


@pytest.mark.parametrize("file", ["units.csv", "parents.csv", "unit-kinds.csv", "programme.toml", "help.csv"])
def test_a_file_that_is_missing_empty_or_no_text(copy, file):
    for content in (None, b"", b"\xff\xfe\x00", b"\x00\n"):
        (copy / file).unlink(missing_ok=True)
        if content is not None:
            (copy / file).write_bytes(content)
        faults, _ = check(copy)
        assert any(f.file == file for f in faults), content


def test_a_pack_that_is_not_there():
    for name in ("nowhere", "", "/", "quang-ninh/forms"):
        with pytest.raises(PackFaults):
            load_programme(PACKS / name if name else "nowhere")


def test_a_file_with_a_byte_order_mark_and_windows_lines(copy):
    rows = (copy / U).read_text("utf-8").replace("\n", "\r\n")
    (copy / U).write_bytes(b"\xef\xbb\xbf" + rows.encode())
    assert check(copy)[0] == []


def test_a_row_after_a_cell_of_several_lines_keeps_its_number(copy):
    edit(copy / "notes.csv", '"""giai đoạn', '"""giai\nđoạn')
    row = edit(copy / "notes.csv", "F9,", ",")
    assert row == 6 and [f.row for f in check(copy)[0]] == [6]


def test_a_pack_may_word_texts_its_own_way_but_only_those_there_are(copy, monkeypatch):
    monkeypatch.setattr(pack, "load_texts", lambda language: {"menu.report": "…"})
    (copy / "texts.vi.toml").write_text('[menu]\nreport = "Báo"\n', "utf-8")
    assert load_programme(copy).texts["vi"] == {"menu.report": "Báo"}
    (copy / "texts.vi.toml").write_text('[menu]\nreport = 7\nrepport = "Báo"\n', "utf-8")
    assert [str(f) for f in check(copy)[0]] == [
        "texts.vi.toml:2: 'menu.report' is no text",
        "texts.vi.toml:3: unknown text 'menu.repport'",
    ]


def test_the_csv_files_hold_what_the_data_of_the_statistics_office_holds():
    with (QUANG_NINH / U).open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) == len(set(codes)) == 322
    assert sum(c.startswith("x2025-") for c in codes) == 54 and sum(c.startswith("x2024-") for c in codes) == 172
