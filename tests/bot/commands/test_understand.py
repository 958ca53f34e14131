"""`baocao understand`: messages in, readings out, by a reader that knows one message."""

from __future__ import annotations

import argparse
import json
from datetime import date

import pytest

from bot.__main__ import NEEDS_NO_STORE
from bot.commands import understand
from bot.settings import load
from handlers.understand.reader.reading import Activity, Change, Reading, Span, Value
from programme.packs import pack
from programme.packs.pack import load_programme

TEXT = "hqua tt mt o cho 45 ng, sdt 0912345678"
ACTIVITY = Activity("communication", ("drug",), date(2026, 6, 15), place="cho", ward="x2025-6709",
                    figures={"participants": Value(45, "min")})  # fmt: skip
READING = Reading(
    "report",
    (ACTIVITY,),
    asks=("sessions",),
    refused=("0912345678",),
    spans=(Span(0, 4, "date"), Span(17, 19, "figure:participants"), Span(8, 10, "topic:drug")),
)


@pytest.fixture(autouse=True)
def formless(monkeypatch):
    monkeypatch.setattr(pack, "read_forms", lambda folder, faults: {})
    monkeypatch.delenv("BAOCAO_PROGRAMME", raising=False)


@pytest.fixture
def asked(monkeypatch):
    """What the reader was given."""
    given = []

    def read(text, unit, on, talk):
        given.append((text, unit, on, talk))
        if talk.last_report:
            return Reading("correction", change=(Change("participants", Value(54)),))
        return READING if text == TEXT else Reading("nil", period="2026-06")

    monkeypatch.setattr(understand, "reader_of", lambda programme: read)
    return given


@pytest.fixture
def baocao(asked, capsys):
    """Runs the command: (exit status, lines out, lines of stderr)."""
    parser = argparse.ArgumentParser(prog="baocao")
    understand.add(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(["understand", *words])
        args.settings = load()
        status = args.run(args)
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


def test_a_reading_as_json(baocao, asked):
    status, out, err = baocao("--unit", "hl.ha-tu", "--now", "2026-06-15T20:00Z", "--json", TEXT)
    assert (status, err) == (0, [])
    row = json.loads(out[0])
    assert list(row) == "intent activities asks period date date_to about topics by at change refused spans".split()
    assert list(row["activities"][0]) == "kind topics date date_to period place ward figures".split()
    assert row["activities"][0] | {"ward": ""} == {
        "kind": "communication",
        "topics": ["drug"],
        "date": "2026-06-15",
        "date_to": None,
        "period": None,
        "place": "cho",
        "ward": "",
        "figures": {"participants": {"value": 45, "bound": "min"}},
    }
    assert row["asks"] == ["sessions"] and row["refused"] == ["0912345678"] and row["change"] is None
    assert row["spans"][1] == {"text": "45", "start": 17, "end": 19, "what": "figure:participants"}
    assert asked[0][:3] == (TEXT, "hl.ha-tu", date(2026, 6, 16))  # the pack's zone is seven hours on


def test_a_ward_goes_by_its_name(baocao):
    row = json.loads(baocao("--json", TEXT)[1][0])
    assert row["activities"][0]["ward"] == load_programme("quang-ninh").units["x2025-6709"].name.removeprefix("Phường ")


def test_a_reading_in_words(baocao):
    status, out, err = baocao(TEXT)
    assert (status, err) == (0, [])
    assert out[0] == "Báo cáo hoạt động"
    assert out[1].startswith("1. truyền thông – ma túy – 15/6/2026 – cho, ")
    assert out[2:] == [
        "   trên 45 lượt người",
        "Cần hỏi lại: … buổi",
        "Không lưu: “0912345678”",
        "Trong câu:",
        "   hqua  ngày",
        "   mt    ma túy",
        "   45    … lượt người",
    ]
    assert baocao("--language", "en", "nothing")[1][0].startswith("Nothing was done: ")


def test_a_file_of_messages(baocao, asked, tmp_path):
    report = {"kind": "communication", "date": "2026-06-15", "figures": {"participants": {"value": 45, "bound": None}}}
    rows = [
        {"text": TEXT, "unit": "hl.ha-tu", "today": "2026-06-16", "context": None, "expected": {"intent": "report"}},
        {"text": "54 mới đúng", "today": "2026-06-17", "context": {"last_report": report}},
    ]
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    status, out, err = baocao("--file", str(file), "--unit", "hl.viet-hung", "--json")
    assert (status, err) == (0, [])
    assert [json.loads(line)["intent"] for line in out] == ["report", "correction"]
    assert json.loads(out[1])["change"] == {"figure": "participants", "value": 54, "bound": None}
    assert [given[1:3] for given in asked] == [
        ("hl.ha-tu", date(2026, 6, 16)), ("hl.viet-hung", date(2026, 6, 17))
    ]  # fmt: skip
    assert asked[1][3].last_report.figures == {"participants": Value(45)}


WRONG = [
    ([], "TEXT"),
    ([TEXT, "--file", "x.jsonl"], "TEXT"),
    ([TEXT, "--unit", "nowhere"], "baocao units"),
    ([TEXT, "--now", "soon"], "2026-06-15T19:30"),
    (["--file", "nowhere.jsonl"], "nowhere.jsonl"),
]


@pytest.mark.parametrize(("words", "says"), WRONG, ids=str)
def test_wrong_input_is_a_line(baocao, words, says):
    status, out, err = baocao(*words)
    assert (status, out, len(err)) == (2, [], 1) and says in err[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("no", "line 2: no JSON object"),
        ('{"unit": "hl.ha-tu"}', "line 2: `text`"),
        ('{"text": "a", "today": "15/6"}', "line 2: `today`"),
        ('{"text": "a", "unit": "nowhere"}', "line 2: nowhere"),
        ('{"text": "a", "context": 3}', "line 2: `context`"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_read(baocao, asked, tmp_path, line, says):
    file = tmp_path / "messages.jsonl"
    file.write_text(f'{{"text": "a"}}\n{line}\n', "utf-8")
    status, out, err = baocao("--file", str(file))
    assert (status, out, asked) == (2, [], []) and says in err[0]


def test_it_needs_no_store():
    assert "understand" in NEEDS_NO_STORE
