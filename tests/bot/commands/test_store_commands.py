"""`baocao invite`, `members`, `export`, `import` and `outbox`, run as an operator runs them."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from programme.domain.effects.people import Enrol
from programme.domain.messages import Outbound
from programme.domain.model import Member, Post
from programme.packs.pack import load_programme
from storage import effects
from storage.database.session import open_store
from storage.messages import outbox
from storage.people import accounts
from tests.support.sample_reports import NOW

SHEET = {
    "form": "sheet",
    "version": "1",
    "member": "",
    "entered_by": "m1",
    "channel": "import",
    "period": "2023-06",
    "filed_at": "2023-06-30T17:00:00",
}


@pytest.fixture(scope="module")
def unit() -> str:
    """A unit of the default pack that exists today."""
    tree = load_programme("quang-ninh").units
    return tree.on(datetime.now(UTC).date())[-1].code


@pytest.fixture
def url(sqlite_template, tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "store.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/store.db")
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def run(url, capsys, monkeypatch):
    """run("invite", …) gives (exit status, what was printed, what was complained of)."""

    def run(*argv: str) -> tuple[int, str, str]:
        try:
            status = main(list(argv))
        except SystemExit as left:
            status = left.code
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def write(url, fn):
    store = open_store(url)
    try:
        return store.transact(fn).result(20)
    finally:
        store.close()


def line(unit: str, n: int = 1, **changes) -> str:
    activity = {
        "kind": "visual",
        "date": f"2023-06-{n:02}",
        "figures": {"banners": {"value": n}},
        "place": "Chợ Hạ Long",
    }
    return json.dumps(SHEET | {"unit": unit, "activities": [activity]} | changes, ensure_ascii=False)


def test_an_invite_is_printed_with_its_links_and_kept(run, url, unit):
    status, out, _ = run(
        "invite", "--unit", unit, "--role", "leader", "--uses", "3", "--expires", "2099-01-01", "--json"
    )
    assert status == 0
    shown = json.loads(out)
    assert list(shown) == ["code", "telegram", "zalo", "sms", "web"]
    assert len(shown["code"]) == 6 and not set(shown["code"]) & set("01OIL") and shown["sms"] == f"DK {shown['code']}"
    (kept,) = write(url, accounts.invites)
    assert (kept.code, kept.unit, kept.role, kept.uses) == (shown["code"], unit, "leader", 3)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--unit", "nowhere", "--role", "member"),
        ("--role", "member"),
        ("--unit", "UNIT", "--role", "king"),
        ("--unit", "UNIT", "--role", "member", "--uses", "0"),
        ("--unit", "UNIT", "--role", "member", "--uses", "-1"),
        ("--unit", "UNIT", "--role", "member", "--expires", "2020-01-01"),
        ("--unit", "UNIT", "--role", "member", "--expires", "1/2/2099"),
    ],
)
def test_a_wrong_invite_is_refused_and_not_made(wrong, run, url, unit):
    status, out, err = run("invite", *[unit if word == "UNIT" else word for word in wrong])
    assert (status, out) == (2, "") and err.strip()
    assert write(url, accounts.invites) == []


def test_members_are_listed_with_posts_and_addresses(run, url, unit):
    member = Member("m1", "Lan", (Post(unit, "member"),), consented_at=NOW, consent="v1")
    write(url, lambda conn: effects.apply(conn, [Enrol(member, "")], "telegram", "5", NOW))
    status, out, _ = run("members", "--json")
    assert status == 0 and json.loads(out)["addresses"] == [{"channel": "telegram", "address": "5"}]
    assert run("members", "--unit", "elsewhere", "--json")[1] == ""
    assert unit in run("members")[1]


def test_what_is_imported_is_exported_and_imported_again_without_a_change(run, unit, tmp_path):
    (tmp_path / "in.jsonl").write_text("\n".join(line(unit, n) for n in range(1, 29)) + "\n")
    assert run("import", "in.jsonl", "--json")[:2] == (0, '{"new": 28, "updated": 0, "unchanged": 0}\n')
    status, first, _ = run("export")
    assert status == 0 and len(first.splitlines()) == 28
    (tmp_path / "out.jsonl").write_text(first)
    assert run("import", "out.jsonl")[:2] == (0, "new 0, updated 0, unchanged 28\n")
    assert run("export", "--format", "jsonl", "--out", "again.jsonl")[0] == 0
    assert (tmp_path / "again.jsonl").read_text() == first
    assert len(run("export", "--from", "2023-06-02", "--to", "2023-06-03")[1].splitlines()) == 2
    assert len(run("export", "--unit", unit)[1].splitlines()) == 28


def test_reports_are_imported_from_stdin(run, unit, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line(unit).encode())))
    assert run("import", "-")[:2] == (0, "new 1, updated 0, unchanged 0\n")


def test_a_bad_line_far_down_keeps_all_lines_out(run, unit, tmp_path):
    lines = [line(unit, 1, period=str(1900 + n)) for n in range(190)] * 2 + [line("nowhere"), "{"]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    status, out, err = run("import", "in.jsonl")
    assert (status, out) == (2, "")
    assert err.splitlines() == ["line 381: unit: 'nowhere' is no unit here", "line 382: line: is no JSON"]
    assert run("export")[1] == ""


def test_lines_that_tell_of_one_person_are_named_and_none_is_taken(run, unit, tmp_path):
    """A count of persons passes, and what only looks like a name."""
    activity = json.loads(line(unit))["activities"][0]
    noted = [
        activity | {"note": note}
        for note in ("gọi 0912 345 678", "tư vấn 5 người nhiễm HIV", "gặp chị Lan", "Chíu Thị Mẩy tái nghiện")
    ]
    lines = [line(unit, activities=[each]) for each in noted] + [line(unit, answers={"note": "xe 14B1-234.56"})]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    status, out, err = run("import", "in.jsonl")
    assert (status, out) == (2, "")
    assert [row.split(": ")[:2] for row in err.splitlines()] == [
        ["line 1", "activities[0].note"],
        ["line 4", "activities[0].note"],
        ["line 5", "answers.note"],
    ]
    assert "0912" not in err and "Mẩy" not in err
    assert run("export")[1] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        ("import", "absent.jsonl"),
        ("import", "."),
        ("export", "--unit", "nowhere"),
        ("export", "--from", "June"),
        ("export", "--format", "xlsx"),
        ("export", "--format", "pdf"),
        ("export", "--out", "no/such/folder/out.jsonl"),
    ],
)
def test_wrong_input_is_answered_with_one_line_and_2(wrong, run):
    status, out, err = run(*wrong)
    assert (status, out) == (2, "") and len(err.strip().splitlines()[-1]) < 200 and "Traceback" not in err


def test_tables_are_written_for_spreadsheets(run, unit, tmp_path):
    (tmp_path / "in.jsonl").write_text(line(unit))
    run("import", "in.jsonl")
    assert run("export", "--format", "csv", "--out", "out.csv")[0] == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,unit,")
    assert "Chợ Hạ Long" in run("export", "--format", "csv")[1]
    assert run("export", "--format", "xlsx", "--out", "out.xlsx")[0] == 0
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
    assert {path.name for path in tmp_path.iterdir()} >= {"out.csv", "out.xlsx"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_outbox_is_listed_without_words(run, url):
    write(url, lambda conn: outbox.queue(conn, [Outbound("telegram", "5", "secret words", key="r:1")], NOW))
    status, out, _ = run("outbox", "--json")
    shown = json.loads(out)
    assert status == 0 and "secret" not in out
    assert list(shown) == [
        *("key", "channel", "address", "state", "not_before", "attempts", "error", "created_at", "sent_at"),
        "delivery",
    ]
    assert run("outbox", "--state", "sent")[:2] == (0, "")
    assert "secret" not in run("outbox")[1]


def test_a_store_that_cannot_be_opened_is_one_line(run, monkeypatch):
    monkeypatch.setenv("BAOCAO_DATABASE_URL", "mysql://u:hush@localhost/x")
    status, out, err = run("members")
    assert status in (1, 2) and out == "" and len(err.splitlines()) == 1 and "hush" not in err
