"""Each reader sees what is theirs, wherever figures are shown: a marked small count is looked for at every door."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from openpyxl import load_workbook

from bot.commands.export import own
from bot.jobs.digest import write
from handlers.figures.figures_wanted import CUTS
from handlers.pipeline.routes import PRESSES
from programme.domain.buttons.figures import QuickFigures
from programme.domain.buttons.reporting import CopyReport, ShowReport
from programme.domain.model import Activity, Figure, Member, Post, Report
from programme.language.texts import load_texts
from reminders.digest_words import compose
from reports import table
from reports.readers import reader_of
from reports.shown_summary import shown_to
from reports.summary import summarise
from storage.database.session import open_store
from storage.queries import Queries
from storage.reports import reports as kept
from tests.support.contexts import context, quang_ninh

QN, VI = quang_ninh(), load_texts("vi")
NOW = datetime(2026, 7, 6, 3, tzinfo=UTC)
TEAM, WARD, OTHER, TOWN = "hl.ha-tu", "x2025-6652", "hl.cao-xanh", "qn"
MARK = 3
MARKED = re.compile(r"(?<![\d.,/<>:–-])3(?![\d.,/%:–-]) (?:lượt )?người")
READERS = {
    "member": (TEAM, "member"),
    "leader": (TEAM, "leader"),
    "ward": (WARD, "coordinator"),
    "province": (TOWN, "coordinator"),
    "admin": (TOWN, "admin"),
    "viewer": (TOWN, "viewer"),
    "ward viewer": (WARD, "viewer"),
}
OWN = ("member", "leader", "ward")
SENT = (
    ("A222", TEAM, "victim_support", date(2026, 6, 10), MARK),
    ("B333", OTHER, "victim_support", date(2026, 6, 11), 45),
    ("C444", TEAM, "victim_support", date(2026, 5, 10), 20),
)


@pytest.fixture
def store(sqlite_template, tmp_path):
    opened = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}")
    opened.transact(lambda conn: [kept.file(conn, sent(*row)) for row in SENT]).result()
    yield opened
    opened.close()


def sent(code, unit, kind, day, persons):
    done = Activity(kind, ("trafficking",), day, {"persons": Figure(persons)})
    return Report(code, "activity", "1", unit, f"of {unit}", f"of {unit}", "phone", f"{day:%Y-%m}", NOW, (done,))


def pressed(store, who, button):
    """What the chat says to a press."""
    unit, role = READERS[who]

    def answer(conn):
        s = context(role=role, unit=unit, now=NOW, queries=Queries(conn))
        return "\n".join(reply.text for reply in PRESSES[type(button)](s, button).replies)

    return store.read(answer)


def digest(store, who, period, tmp_path):
    """The text and every cell of the workbook."""
    unit, role = READERS[who]

    def read(conn):
        looks = reader_of(QN, Queries(conn).figures, unit, [Post(unit, role)], NOW.date())
        return looks, shown_to(looks, summarise(QN, Queries(conn), unit, period, NOW))

    looks, summary = store.read(read)
    png, xlsx = tmp_path / "d.png", tmp_path / "d.xlsx"
    written = write(store, QN, VI, summary, looks, png, xlsx, viewer=role == "viewer")
    assert not written.failed
    rows = [row for sheet in load_workbook(xlsx) for row in sheet.iter_rows(min_row=2, values_only=True)]
    return compose(QN, VI, summary, viewer=role == "viewer").text, rows, summary


@pytest.mark.parametrize("who", READERS)
def test_no_question_shows_another_units_few(store, who):
    units = ["", TEAM, *([WARD] if who not in ("member", "leader") else [])]
    periods = ("2026-06", "2026-Q2", "2026", "1/6-15/6", "10/6", "2026-W24")
    for view, period, unit in product(("", "then", *CUTS), periods, units):
        text = pressed(store, who, QuickFigures(period, unit, "", view))
        if who not in OWN and not (who in ("province", "admin") and unit == ""):
            assert not MARKED.search(text), text
        if view == "" and period == "2026-06":
            right = "<5" if who not in OWN and unit else f"{MARK} người" if who in OWN else ""
            assert right in text


@pytest.mark.parametrize("who", ["province", "admin"])
def test_a_province_reads_its_own_sum_and_no_part_of_it_alone(store, who):
    text = pressed(store, who, QuickFigures("2026-06", "", "", "unit"))
    assert "48 người" in text and "<5 người" in text and "45 người" not in text and ">43 người" in text
    quarter = pressed(store, who, QuickFigures("2026-Q2", TEAM))
    month = pressed(store, who, QuickFigures("2026-05", TEAM))
    assert ("23 người" in quarter) + ("20 người" in month) < 2  # or June would be what is left


@pytest.mark.parametrize("who", READERS)
def test_no_digest_and_no_workbook_shows_them(store, who, tmp_path):
    if who in ("member", "leader"):
        return  # a digest is an officer's
    text, rows, summary = digest(store, who, "2026-06", tmp_path)
    cells = [cell for row in rows for cell in row]
    if who in OWN:
        assert f"{MARK} người" in text and MARK in cells
        return
    assert not MARKED.search(text)
    victims = [row for row in rows if any("nạn nhân" in str(cell) for cell in row)]
    assert victims and not any(cell == MARK for row in victims for cell in row)
    assert "<5" in cells or who == "ward viewer"
    assert not any(isinstance(cell, str) and cell.startswith("=") for cell in cells)
    told = summary.to_json()["totals"]["victim_support.persons"]
    assert told == ({"value": 5, "bound": "max", "shown": "<5"} if who == "ward viewer" else {"value": 48})


@pytest.mark.parametrize(("reader", "right"), [(None, "<5"), (TOWN, "<5"), (WARD, "3"), (TEAM, "3")])
def test_a_file_says_less_than_five_to_others(store, reader, right, tmp_path):
    near, out = own(QN, reader), io.StringIO()
    reports = [sent(*row) for row in SENT]
    table.write_csv(reports, out, sensitive=QN.sensitive, near=near)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows[0]["persons"] == right
    table.write_xlsx(reports, tmp_path / "t.xlsx", sensitive=QN.sensitive, near=near)
    sheet = load_workbook(tmp_path / "t.xlsx").active
    column = [cell.value for cell in sheet[1]].index("persons") + 1
    cell = sheet.cell(2, column)
    assert str(cell.value) == right and (cell.data_type == "s") == (right == "<5")


@pytest.mark.parametrize("who", READERS)
def test_a_report_that_is_opened(store, who):
    for button in (ShowReport, CopyReport):
        text = pressed(store, who, button("A222"))
        if who in ("leader", "ward"):
            assert f"{MARK} người" in text
        elif who in ("province", "admin"):
            assert "<5 người" in text and not MARKED.search(text)
        else:
            assert not MARKED.search(text)


def test_whoever_sent_a_report_reads_what_they_wrote(store):
    def act(conn):
        s = context(role="coordinator", unit=TOWN, now=NOW, queries=Queries(conn))
        entered = Member("of hl.ha-tu", "Lan", (Post(TOWN, "coordinator"),), consent=QN.notice)
        return PRESSES[ShowReport](replace(s, member=entered), ShowReport("A222"))

    assert f"{MARK} người" in store.read(act).replies[0].text
