"""What the five founding documents say, out of reports filed as they would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.domain.model import Activity, Figure, Report
from programme.domain.programme import Indicator, Target
from programme.domain.query_rows import FigureGroup
from programme.language.texts import load_texts
from programme.packs.pack import check, load_programme
from reminders.digest_sms import compose_sms
from reminders.digest_words import compose
from reports.indicators import percent, reached
from reports.summary import summarise
from storage.database.session import open_store
from storage.queries import Queries
from storage.reports import reports as kept

VI = load_texts("vi")
FILED = datetime(2023, 12, 8, 3, tzinfo=UTC)


@pytest.fixture
def filed(sqlite_template, tmp_path):
    """filed(programme, unit, period, *reports) files them and gives the summary."""
    import shutil

    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")

    def file(programme, unit, period, *reports, as_of=datetime(2024, 1, 5, tzinfo=UTC)):
        store.transact(lambda conn: [kept.file(conn, report) for report in reports]).result()
        return store.read(lambda conn: summarise(programme, Queries(conn), unit, period, as_of))

    yield file
    store.close()


def report(code, unit, *done, period="2023"):
    return Report(code, "activity", "1", unit, "m", "m", "phone", period, FILED, done)


def done(kind, topic="prostitution", day=date(2023, 12, 1), to=None, **figures):
    scope = "period" if to else "event"
    counted = {name: each if isinstance(each, Figure) else Figure(each) for name, each in figures.items()}
    return Activity(kind, (topic,), day, counted, scope=scope, date_to=to)


def test_van_ban_2023(filed):
    """S3: over 12 sessions, over 900 participants, 24 visual items, 44/44 commitments, 22/22 communes, no violation."""
    pack = load_programme("van-ban-2023")
    year = {"day": date(2023, 1, 1), "to": date(2023, 12, 31)}
    reports = [
        report(
            "R1",
            "vb",
            done("communication", sessions=Figure(12, "min"), participants=Figure(900, "min"), **year),
            done("visual", visual_mixed=24, **year),
            done("clean_unit", clean=22, total=22, **year),
        ),
        report("R2", "vb.khanh-yen", done("commitment", signed=24, total=24)),
        report("R3", "vb.vo-lao", done("commitment", signed=20, total=20)),
        report("R4", "vb.178", done("inspection", violations=0, **year)),
    ]
    summary = filed(pack, "vb", "2023", *reports)
    totals = {name: (t.value, t.bound) for name, t in summary.totals.items()}
    assert totals == {
        "communication.sessions": (12, "min"),
        "communication.participants": (900, "min"),
        "visual.visual_mixed": (24, None),
        "commitment.signed": (44, None),
        "commitment.total": (44, None),
        "inspection.violations": (0, None),
        "clean_unit.clean": (22, None),
        "clean_unit.total": (22, None),
    }
    text = compose(pack, VI, summary).text
    for words in (
        "trên 12 buổi",
        "trên 900 lượt người",
        "24 băng rôn, khẩu hiệu, pa-nô, áp phích (gộp)",
        "đã ký 44/44 cơ sở",
        "22/22 xã, phường",
        "0 cơ sở vi phạm",
        "44/44 (100,0%)",
    ):
        assert words in text, text
    values = {r.indicator: (r.value, r.denominator, r.percent, r.met) for r in summary.targets}
    assert values["commitments"] == (44, 44, 100.0, True) and values["clean_communes"] == (22, 22, 100.0, True)
    assert values["violations"] == (0, None, None, True)
    assert len(summary.completeness.expected) == 24 and len(summary.completeness.on_time) == 4


def test_what_nobody_counted_is_not_zero(filed):
    """Without an inspection the violations are unknown: no line says 0 of them."""
    pack = load_programme("van-ban-2023")
    summary = filed(pack, "vb", "2023", report("R1", "vb", done("communication", sessions=1)))
    assert "inspection.violations" not in summary.totals
    assert "vi phạm" not in compose(pack, VI, summary).text.split("CHỈ TIÊU")[0]


def test_seven_of_thirteen_districts_print_as_the_document_does():
    """S0: 53,8% of the districts (7/13) have harm reduction."""
    pack = load_programme("quang-ninh")
    day = date(2023, 12, 31)
    districts = [u.code for u in pack.units.on(day) if u.kind == "district"]
    assert len(districts) == 13 and percent(7, 13) == 53.8
    harm = Indicator(
        "harm", "Can thiệp giảm hại", "Harm reduction", "units", ("harm_reduction.persons",), ("district",)
    )
    pack = replace(pack, indicators={"harm": harm})
    sums = [FigureGroup(0, code, "harm_reduction", "persons", ("hiv",), None, 5, 1) for code in districts[:7]]
    found = reached(pack, Target("2023", "qn", "harm", 50), sums, pack.units.subtree("qn", day), day, 12)
    assert (found.value, found.denominator, found.percent, found.met) == (7, 13, 53.8, True)
    from reports.targets_in_words import reached_words

    assert reached_words(VI, found) == "7/13 (53,8%)"


def test_annex_1_of_quang_ninh(filed):
    """S1, Phụ biểu 01: the totals as declared, the jobs 590 against 580, Hạ Long 175 = 160 + 15."""
    pack = load_programme("quang-ninh")
    values = {(t.unit, t.indicator): t.value for t in pack.targets if t.period == "2023"}
    columns = ("rehab", "rehab_centre", "rehab_home", "vocational_training", "job_placement")
    assert [values["qn", c] for c in columns] == [550, 500, 50, 420, 580]
    districts = [u.code for u in pack.units.on(date(2023, 6, 1)) if u.kind == "district"]
    below = [sum(values.get((code, c), 0) for code in (*districts, "qn.cai-nghien")) for c in columns]
    assert below == [550, 500, 50, 420, 590]
    assert (values["hl", "rehab"], values["hl", "rehab_centre"], values["hl", "rehab_home"]) == (175, 160, 15)
    assert [w for w in check("quang-ninh")[1] if "590" in w.reason and "580" in w.reason]
    summary = filed(
        pack,
        "hl",
        "2023",
        report("R1", "hl", done("rehab_mobilisation", "drug", persons=12), done("job_placement", "drug", persons=50)),
    )
    found = {r.indicator: r for r in summary.targets}
    assert (found["rehab_home"].value, found["rehab_home"].target, found["rehab_home"].percent) == (12, 15, 80.0)
    assert found["job_placement"].percent == 50.0 and found["job_placement"].met is False
    assert found["rehab_centre"].value is None  # the centre is the province's: no report of Hạ Long can tell
    text = compose(pack, VI, summary).text
    assert "Báo cáo không đo được: Cai nghiện tập trung" in text and "12 (đạt 80,0%); chỉ tiêu ≥ 15" in text


def test_the_measurable_targets_of_the_2023_plan(filed):
    pack = load_programme("quang-ninh")
    day = date(2023, 3, 1)
    ward = next(u.code for u in pack.units.on(day) if u.kind == "commune")
    summary = filed(
        pack,
        "qn",
        "2023",
        report("R1", "hl", done("plan", day=day, issued=1)),
        report("R2", "hl.ha-tu", done("communication", "drug", day=day, sessions=2)),
        report("R3", ward, done("media_item", "drug", day=day, items=2), done("media_item", "drug", items=1)),
        report("R4", "qn.178", done("inspection", establishments=7, total=30)),
        report("R5", "hl.ha-tu", done("victim_support", "trafficking", persons=2, persons_identified=2)),
    )
    found = {r.indicator: (r.value, r.denominator, r.percent) for r in summary.targets}
    communes = len([u for u in pack.units.on(date(2023, 12, 31)) if u.kind == "commune"])
    assert found["plans"] == (1, 13, 7.7)
    assert found["communes_informed"] == (1, communes, percent(1, communes))
    assert found["press_months"] == (2, 12, 16.7)
    assert found["establishments_inspected"] == (7, 30, 23.3)
    assert found["victims_supported"] == (2, 2, 100.0)
    assert found["tips_handled"] == (0, 0, None)
    none = {name for name, (value, _, _) in found.items() if value is None}
    assert none == {
        "zones_informed",
        "schools_informed",
        "officials_aware",
        "adults_aware",
        "staff_trained",
        "trafficking_informed",
        "residents_trained",
    }


@pytest.mark.parametrize(
    ("name", "period", "count"),
    [("ninh-thuan-2020", "2020", 8), ("van-ban-2023", "2023", 3), ("ma-tuy-2019", "2019", 11)],
)
def test_the_other_packs_load_with_the_shared_form_and_their_targets(filed, name, period, count):
    pack = load_programme(name)
    assert check(name)[0] == [] and list(pack.forms) == ["activity"]
    root = pack.targets[0].unit
    summary = filed(pack, root, period, as_of=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(summary.targets) == count
    assert compose(pack, VI, summary).text and len(compose_sms(pack, VI, summary)) <= 160


def test_a_share_is_judged_by_its_numbers_and_not_by_its_rounding():
    """64.96 % prints as 65,0% and is not over 65 %."""
    pack = load_programme("quang-ninh")
    ratio = Indicator("r", "x", "x", "ratio", ("commitment.signed",), ("commitment.total",))
    pack = replace(pack, indicators={"r": ratio})
    sums = [
        FigureGroup(0, "hl", "commitment", "signed", ("drug",), None, 6496, 1),
        FigureGroup(0, "hl", "commitment", "total", ("drug",), None, 10000, 1),
    ]
    found = reached(pack, Target("2023", "qn", "r", 65), sums, ["hl"], date(2023, 1, 1), 1)
    assert (found.percent, found.met) == (65.0, False)
