# ruff: noqa: E501 – forms are tables
"""`baocao form check` and `baocao form run`: a form listed, refused, and filled in the terminal."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from bot.commands import form as command

VISIT = """
| survey | | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) | required | relevant | constraint | constraint_message::Tiếng Việt (vi) | default |
| | note | hello | Chào anh/chị | Hello | | | | | | |
| | date | day | Ngày nào? | Which day? | | yes | | | | |
| | integer | people | Bao nhiêu người? | How many people? | Kể cả trẻ em | yes | | . <= 500 | Nhiều nhất 500 người. | |
| | select_one yn | gifts | Có quà không? | Gifts? | | | | | | |
| | select_multiple t | topics | Chủ đề nào? | Which topics? | | yes | | | | |
| | begin_repeat | gift | Món quà | Gift | | | ${gifts} = 'yes' | | | |
| | text | what | Quà gì? | What? | | yes | | | | |
| | decimal | kilos | Mấy cân? | Kilos? | | | | | | |
| | end_repeat | | | | | | | | | |
| | acknowledge | sure | Đúng cả chưa? | Sure? | | | | | | |
| choices | | | | | | | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | aliases | | | | | |
| | yn | yes | Có | Yes | | | | | | |
| | yn | no | Không | No | | | | | | |
| | t | drug | Ma túy | Drugs | tệ nạn ma túy | | | | | |
| | t | hiv | HIV/AIDS | HIV/AIDS | sida | | | | | |
| | t | trafficking | Mua bán người | Trafficking | | | | | | |
| settings | | | | | | | | | | |
| | form_id | version | default_language | | | | | | | |
| | visit | 2 | Tiếng Việt (vi) | | | | | | | |
"""


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    path = tmp_path / "visit.md"
    path.write_text(VISIT)
    return path


@pytest.fixture
def baocao(capsys, monkeypatch):
    """Run `baocao form …` with lines of input: (exit status, lines of output, stderr)."""
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())

    def run(*words: object, said: str = "") -> tuple[int, list[str], str]:
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode("utf-8", "surrogateescape")), "utf-8")
        )
        args = parser.parse_args(["form", *map(str, words)])
        status = args.run(args)
        out = capsys.readouterr()
        return status, out.out.splitlines(), out.err

    return run


def test_a_whole_conversation(baocao, visit):
    said = [
        "15/6/2025",
        "sáu trăm",
        "600",
        "54",
        "1",
        "ma tuy, sida",
        "có",
        "Gạo",
        "2,5",
        "y",
        "",
        "Sách",
        "",
        "k",
        "ok",
    ]
    status, out, err = baocao("run", visit, "--json", said="\n".join(said) + "\n")
    events = [json.loads(line) for line in out]
    assert (status, err) == (0, "")
    assert events[0] == {"say": "Chào anh/chị"}
    assert [e["ask"] for e in events if "type" in e] == [
        "/data/day",
        *["/data/people"] * 3,
        "/data/gifts",
        "/data/topics",
        "/data/gift[1]",
        "/data/gift[1]/what",
        "/data/gift[1]/kilos",
        "/data/gift[2]",
        *["/data/gift[2]/what"] * 2,
        "/data/gift[2]/kilos",
        "/data/gift[3]",
        "/data/sure",
    ]
    errors = [(e["ask"], e["error"]) for e in events if "error" in e]
    assert errors[:2] == [("/data/people", "Nhiều nhất 500 người.")] * 2
    assert errors[2][0] == "/data/gift[2]/what" and len(errors) == 3
    question = next(e for e in events if e.get("ask") == "/data/gifts")
    assert question == {
        "ask": "/data/gifts",
        "type": "select_one",
        "label": "Có quà không?",
        "hint": "",
        "required": False,
        "choices": [{"name": "yes", "label": "Có"}, {"name": "no", "label": "Không"}],
    }
    assert {"ask": "/data/gift[2]", "type": "repeat", "label": "Món quà"} in events
    last = events[-1]
    assert last["submission"] == {
        "day": "2025-06-15",
        "people": 54,
        "gifts": "yes",
        "topics": ["drug", "hiv"],
        "gift": [{"what": "Gạo", "kilos": 2.5}, {"what": "Sách", "kilos": None}],
        "sure": "OK",
    }
    assert last["xml"].startswith("<data ") and 'id="visit" version="2"' in last["xml"]
    assert "<meta><instanceID>uuid:" in last["xml"]


def test_back_and_changing_ones_mind(baocao, visit):
    said = ["/back", "2025-06-15", "3", "yes", "/back", "no", "2", "/back", "1 3", ""]
    status, out, _ = baocao("run", visit, "--json", said="\n".join(said) + "\n")
    events = [json.loads(line) for line in out]
    assert status == 0
    assert "error" in events[2]  # there is nothing before the first
    assert [e["ask"] for e in events if "type" in e][-2:] == ["/data/topics", "/data/sure"]
    assert events[-1]["submission"]["topics"] == ["drug", "trafficking"]
    assert "gift" not in events[-1]["submission"]


def test_no_more_removes_what_was_begun(baocao, visit):
    said = ["2025-06-15", "3", "yes", "1", "y", "Gạo", "1", "y", "Sách", "2", *["/back"] * 6, "không", ""]
    status, out, _ = baocao("run", visit, "--json", said="\n".join(said) + "\n")
    assert status == 0
    assert "gift" not in json.loads(out[-1])["submission"]


@pytest.mark.parametrize("said", ["", "2025-06-15\n", "/back\n" * 3, "\n\n\n", "\x00\n\udcff\n" + "x" * 100_000 + "\n"])
def test_input_that_ends_early(baocao, visit, said):
    status, out, err = baocao("run", visit, "--json", said=said)
    assert (status, err) == (3, "")
    assert json.loads(out[-1])["ask"] in ("/data/day", "/data/people")


def test_in_another_language(baocao, visit):
    _, out, _ = baocao("run", visit, "--json", "--language", "en", said="nonsense\n")
    events = [json.loads(line) for line in out]
    assert (events[0]["say"], events[1]["label"]) == ("Hello", "Which day?")
    assert "Nhận được" not in events[2]["error"]


def test_for_a_person(baocao, visit):
    status, out, _ = baocao("run", visit, said="x\n2025-06-15\n7\n\n1\n\n")
    text = "\n".join(out)
    assert status == 0
    assert "Bao nhiêu người? *\n  Kể cả trẻ em\n>" in text
    assert "  1. Ma túy\n  2. HIV/AIDS" in text
    assert '"people": 7' in text


def test_check_lists_the_questions(baocao, visit):
    status, out, _ = baocao("check", visit)
    assert status == 0
    assert "/data/people  integer *  Bao nhiêu người?" in out
    status, out, _ = baocao("check", visit, "--json", "--language", "en")
    rows = [json.loads(line) for line in out]
    assert {"path": "/data/gift/what", "type": "text", "label": "What?", "required": True} in rows


def test_a_form_that_cannot_be_used(baocao, tmp_path, visit):
    broken = tmp_path / "broken.md"
    broken.write_text(VISIT.replace(". <= 500", "lunar(.)").replace("| acknowledge |", "| geotrace |"))
    for verb in ("run", "check"):
        status, out, err = baocao(verb, broken)
        assert (status, out) == (2, [])
        assert "broken.md, survey, row 4, constraint: people: unknown function 'lunar'" in err
        assert "row 11" in err
    status, out, err = baocao("check", broken, "--json")
    assert (status, err) == (2, "")
    assert json.loads(out[0])["row"] == 4
    status, _, err = baocao("run", tmp_path / "none.md")
    assert status == 2 and "none.md" in err
    assert baocao("check", tmp_path)[0] == 2
