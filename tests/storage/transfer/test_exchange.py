"""Export and import: the way out and back changes nothing; what is wrong is named, and then nothing is taken."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import delete

from programme.domain.model import Activity, Figure, Revision
from reports import table
from storage.reports import reports
from storage.schema import tables
from storage.transfer import exchange
from storage.transfer.exchange import BadLines, Counts
from tests.support import sample_reports as some
from tests.support.sample_reports import NOW, UNITS, report, session

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PAST = {
    "form": "sheet",
    "version": "1",
    "unit": "hl.ha-tu",
    "member": "",
    "entered_by": "m1",
    "channel": "import",
    "period": "2023-06",
    "filed_at": "2023-06-30T17:00:00",
    "activities": [
        {
            "kind": "communication",
            "topics": ["drug"],
            "date": "2023-06-26",
            "figures": {"sessions": {"value": 1}, "participants": {"value": 900, "bound": "min"}},
        }
    ],
}


def lines(conn, *which) -> list[str]:
    return [exchange.line(exchange.from_json(data)) for data in exchange.export(conn, *which)]


def clear(conn):
    for each in tables.metadata.tables.values():
        conn.execute(delete(each))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(some.reports, max_size=4, unique_by=lambda r: r.code))
def test_export_import_export_is_the_identity_byte_for_byte(store, them):
    def round_trip(conn):
        clear(conn)
        for each in them:
            reports.file(conn, each)
        first = [exchange.dump(data) for data in exchange.export(conn)]
        clear(conn)
        assert exchange.import_(conn, first, NOW) == Counts(new=len(them))
        second = [exchange.dump(data) for data in exchange.export(conn)]
        assert exchange.import_(conn, second, NOW) == Counts(unchanged=len(them))
        return first, second, [exchange.dump(data) for data in exchange.export(conn)]

    first, second, third = store.transact(round_trip).result(30)
    assert len(first) == len(them)
    assert first == second == third


@given(some.reports)
def test_a_report_and_its_json_mean_the_same(one):
    assert exchange.from_json(json.loads(exchange.line(one))) == replace(
        one,
        filed_at=one.filed_at.astimezone(UTC),
    )


def test_the_fields_stand_as_the_contract_writes_them():
    one = report(
        "K7P2",
        Activity(
            "communication", ("drug",), date(2026, 6, 15), {"participants": Figure(900, "min"), "sessions": Figure(1)}
        ),
        filed_at=datetime(2026, 6, 15, 15, tzinfo=timezone(timedelta(hours=7))),
    )
    assert exchange.line(one) == (
        '{"code":"K7P2","form":"activity","version":"1","unit":"hl.ha-tu","joint_units":[],"member":"m1",'
        '"entered_by":"m1","channel":"telegram","state":"filed","merged_into":null,"period":"2026-06",'
        '"filed_at":"2026-06-15T08:00:00+00:00","activities":[{"kind":"communication","scope":"event",'
        '"topics":["drug"],"date":"2026-06-15","date_to":null,"place":"","figures":{"sessions":{"value":1},'
        '"participants":{"value":900,"bound":"min"}},"note":""}],"answers":{"kind":"communication"},"revision":1,'
        '"revisions":[],"media":[]}'
    )


def test_the_ward_of_a_place_stands_beside_it_and_in_revisions(write, read):
    done = Activity("counselling", ("drug",), date(2026, 6, 15), {"persons": Figure(3)}, place="khu 4", ward=UNITS[0])
    one = replace(report("K7P2", done), revision=2, revisions=(Revision(1, NOW, "m1", "", {}, (done,)),))
    line = exchange.line(one)
    assert line.count(f'"place":"khu 4","ward":"{UNITS[0]}","figures"') == 2
    assert write(exchange.import_, [line], NOW, units=UNITS) == Counts(new=1)
    assert [exchange.line(each) for each in read(lambda conn: list(reports.between(conn, None)))] == [line]
    assert exchange.from_json(json.loads(line)) == one


def test_a_line_without_a_code_comes_in_once(write, read):
    past = [json.dumps(PAST)]
    assert write(exchange.import_, past, NOW, VIETNAM) == Counts(new=1)
    assert write(exchange.import_, past * 2, NOW, VIETNAM) == Counts(unchanged=2)
    (kept,) = read(lambda conn: list(reports.between(conn, None)))
    assert len(kept.code) == 4 and kept.state == "filed"
    assert kept.filed_at == datetime(2023, 6, 30, 10, tzinfo=UTC)  # what has no offset is in the pack's zone


def test_a_newer_revision_comes_in_and_an_older_changes_nothing(write, read):
    old = report("K7P2", session(100))
    new = replace(old, activities=(session(120),), revision=2)
    assert write(exchange.import_, [exchange.line(old)], NOW) == Counts(new=1)
    assert write(exchange.import_, [exchange.line(new)], NOW) == Counts(updated=1)
    assert write(exchange.import_, [exchange.line(old)], NOW) == Counts(unchanged=1)
    assert read(reports.get, "K7P2") == new


def test_another_report_of_the_same_code_is_refused(write, read):
    write(exchange.import_, [exchange.line(report("K7P2", session(1)))], NOW)
    other = report("K7P2", session(2), member="m9")
    with pytest.raises(BadLines, match="line 1: code: K7P2 is another report here"):
        write(exchange.import_, [exchange.line(other)], NOW)
    assert [str(f) for f in read(exchange.check, [exchange.line(other)])] == [
        "line 1: code: K7P2 is another report here"
    ]


def test_an_export_holds_one_unit_and_some_days(write, read):
    them = [
        report("A222", session(1, date(2026, 6, 1)), joint_units=("x",)),
        report("B222", session(1, date(2026, 6, 30)), unit="x"),
        report("C222", session(1, date(2026, 7, 1)), unit="x"),
        report("D222", session(1, date(2026, 6, 15)), unit="y"),
    ]
    write(exchange.import_, map(exchange.line, them), NOW)
    found = read(lambda conn: list(exchange.export(conn, ["x"], date(2026, 6, 1), date(2026, 6, 30))))
    assert [data["code"] for data in found] == ["A222", "B222"]


def test_many_reports_are_read_page_by_page_in_order(write, read):
    them = [report(f"A{n}", session(n), filed_at=NOW + timedelta(minutes=n // 3)) for n in range(1200)]
    write(exchange.import_, map(exchange.line, them), NOW)
    found = read(lambda conn: [data["code"] for data in exchange.export(conn)])
    assert sorted(found) == sorted(one.code for one in them)
    assert [int(code[1:]) // 3 for code in found] == sorted(int(code[1:]) // 3 for code in found)


def broken(**changes) -> dict:
    return {k: v for k, v in (PAST | changes).items() if v is not ...}


def activity(**changes) -> dict:
    return broken(activities=[{k: v for k, v in (PAST["activities"][0] | changes).items() if v is not ...}])


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ("{", "line"),
        ("[]", "line"),
        ("null", "line"),
        ('{"filed_at": NaN}', "line"),
        ("[" * 100_000, "line"),
        (b"\xff\xfe", "line"),
        (broken(unit=...), "unit"),
        (activity(ward="nowhere"), "activities[1].ward"),
        (broken(unit=" "), "unit"),
        (broken(unit="nowhere"), "unit"),
        (broken(unit=5), "unit"),
        (broken(joint_units=["hl.ha-tu", "nowhere"]), "joint_units"),
        (broken(period="2023-13"), "period"),
        (broken(filed_at="yesterday"), "filed_at"),
        (broken(filed_at="0001-01-01T00:00:00+14:00"), "filed_at"),
        (broken(state="lost"), "state"),
        (broken(revision=0), "revision"),
        (broken(revision=True), "revision"),
        (broken(code=""), "code"),
        (broken(code="x" * 201), "code"),
        (broken(answers=[]), "answers"),
        (broken(colour="red"), "colour"),
        (broken(activities={}), "activities"),
        (broken(activities=["x"]), "activities[1]"),
        (activity(kind="dancing"), "activities[1].kind"),
        (activity(kind=...), "activities[1].kind"),
        (activity(topics=["alcohol"]), "activities[1].topics"),
        (activity(date="26/6/2023"), "activities[1].date"),
        (activity(date="2023-02-30"), "activities[1].date"),
        (activity(date_to="2023-06-25"), "activities[1].date_to"),
        (activity(figures={"banners": {"value": 1}}), "activities[1].figures.banners"),
        (activity(figures={"sessions": 1}), "activities[1].figures.sessions"),
        (activity(figures={"sessions": {"value": -1}}), "activities[1].figures.sessions.value"),
        (activity(figures={"sessions": {"value": 1.5}}), "activities[1].figures.sessions.value"),
        (activity(figures={"sessions": {"value": 10**16}}), "activities[1].figures.sessions.value"),
        (activity(figures={"sessions": {"value": 1, "bound": "least"}}), "activities[1].figures.sessions.bound"),
        (activity(figures={"sessions": {}}), "activities[1].figures.sessions.value"),
        (activity(scope="month"), "activities[1].scope"),
        (broken(media=[{"name": "x"}]), "media[1].sha256"),
        (broken(revisions=[{}]), "revisions[1].number"),
    ],
)
def test_a_bad_line_is_named_by_number_and_field(bad, field):
    bad = bad if isinstance(bad, (str, bytes)) else json.dumps(bad)
    faults = exchange.check(None, ["", bad, json.dumps(broken(period="never"))], units=UNITS)
    assert (2, field) in [(fault.line, fault.field) for fault in faults]
    assert [fault.field for fault in faults if fault.line == 3] == ["period"]
    assert {fault.line for fault in faults} == {2, 3}


def test_nothing_is_taken_of_lines_of_which_one_is_bad(write, read):
    whole = [json.dumps(PAST), exchange.line(report("K7P2", session(1))), "{", json.dumps(broken(unit="nowhere"))]
    with pytest.raises(BadLines, match="line 3: line: is no JSON\nline 4: unit: 'nowhere' is no unit here"):
        write(exchange.import_, whole, NOW, units=UNITS)
    assert read(lambda conn: list(exchange.export(conn))) == []


@settings(max_examples=200)
@given(
    st.recursive(
        some.leaves,
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from([*PAST, "figures", "value", "media"]), x),
        max_leaves=20,
    )
)
def test_no_json_whatever_raises_anything_but_its_faults(data):
    for each in (data, PAST | (data if isinstance(data, dict) else {}), PAST | {"activities": [data]}):
        try:
            exchange.from_json(each)
        except BadLines as wrong:
            assert wrong.faults


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_has_a_row_for_each_activity_and_an_empty_cell_for_a_missing_figure():
    several = Activity(
        "visual", ("hiv", "drug"), date(2026, 6, 1), {"banners": Figure(0), "posters": Figure(9, "min")}, note="a,b\nc"
    )
    out = io.StringIO()
    table.write_csv([report("K7P2", session(120), several), report("M3N4", joint_units=("x", "y"))], out)
    first, second, nil = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert (first["participants"], first["banners"]) == ("120", "")
    assert (second["banners"], second["approximate"], second["topics"]) == ("0", "posters:min", "hiv drug")
    assert second["note"] == "a,b\nc"
    assert (nil["code"], nil["kind"], nil["joint_units"], nil["sessions"]) == ("M3N4", "nil", "x y", "")


@pytest.mark.parametrize("evil", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "a\0b\ud800"])
def test_no_cell_is_a_formula(evil, tmp_path):
    out = io.StringIO()
    table.write_csv([report("K7P2", session(1, place=evil))], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert row["place"][0] in "'a"
    table.write_xlsx([report("K7P2", session(1, place=evil))], tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    cell = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "place")
    assert cell.data_type == "s"


def test_a_workbook_without_reports_has_its_header(tmp_path):
    table.write_xlsx([], tmp_path / "out.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "out.xlsx").active[1]] == list(table.HEADER)
