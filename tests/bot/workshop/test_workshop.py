"""The workshop: what a job makes, what becomes of one that goes wrong, and when the process is there at all."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from bot.workshop import jobs
from bot.workshop.parent import HERE, Failed, Workshop
from programme.packs.pack import load_programme
from programme.xforms import kept_in
from programme.xlsform import FormFaults, load_form, loading
from reports.chart import Bars, Picture
from reports.workbook import COUNT, Sheet
from tests.support import workshop_jobs as odd

ROOT = Path(__file__).parents[3]
FORM = ROOT / "programme/packs/quang-ninh/forms/activity.md"
PICTURE = Picture("Hà Tu", "Tuần 27", [("Đúng hạn", 3)], [Bars("buổi", 6, 4, ("6", "4"))], ("Kỳ này", "Kỳ trước"))


@pytest.fixture(scope="module")
def shared():
    workshop = Workshop()
    yield workshop
    workshop.close()


@pytest.fixture
def workshop():
    workshop = Workshop()
    yield workshop
    workshop.close()


def until(holds, seconds=20.0) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(holds())


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- jobs -------------------------------------------------------------------------------------------------------------


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("where", ["workshop", "here"])
def test_each_job_makes_what_it_should(shared, tmp_path, where):
    bench = shared if where == "workshop" else HERE
    assert bench.do(jobs.develop_photo, jpeg()).startswith(b"\xff\xd8")
    assert bench.do(jobs.develop_photo, b"%PDF") == "not an image"
    assert bench.do(jobs.draw_chart, PICTURE, seconds=jobs.CHART).startswith(b"\x89PNG")
    rows, book = tmp_path / "rows", tmp_path / "book.xlsx"
    sheets = [Sheet(name, ["a", "b"], ([n, f"={n}"] for n in range(1201)), {0: COUNT}) for name in ("One", "Two")]
    with rows.open("wb") as target:
        jobs.put_down(sheets, target)
    assert bench.do(jobs.save_workbook, str(rows), str(book), seconds=jobs.WORKBOOK) is None
    from openpyxl import load_workbook

    found = load_workbook(book)
    assert found.sheetnames == ["One", "Two"]
    assert [[cell.value for cell in line] for line in found["Two"].iter_rows()] == [
        ["a", "b"], *([n, f"={n}"] for n in range(1201)),
    ]  # fmt: skip
    xform = jobs.xform_of(bench.do(jobs.compile_form, FORM.name, FORM.read_bytes(), None, {}, seconds=jobs.FORM))
    assert xform == loading.compile_here(FORM.name, FORM.read_bytes(), None, {})
    with pytest.raises(FormFaults, match="a line on a map"):
        bad = b"| survey | | | |\n| | type | name | label |\n| | geotrace | x | X? |\n"
        jobs.xform_of(bench.do(jobs.compile_form, "x.md", bad, None, {}))


def test_a_sheet_that_is_full_leaves_its_other_rows_and_the_next_begins(tmp_path, monkeypatch):
    from reports import workbook

    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    with (tmp_path / "rows").open("wb") as target:
        jobs.put_down([Sheet(name, ["a"], [[n] for n in range(1300)], {}) for name in ("One", "Two")], target)
    jobs.save_workbook(str(tmp_path / "rows"), str(tmp_path / "b.xlsx"))
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "b.xlsx")
    assert [[line[0].value for line in sheet.iter_rows()] for sheet in book] == [["a", 0, 1], ["a", 0, 1]]


def test_jobs_are_done_in_their_order(workshop, tmp_path):
    notes = tmp_path / "notes"
    waiting = [workshop.submit(odd.note, str(notes), word, wait) for word, wait in (("a", 0.5), ("b", 0.0), ("c", 0.0))]
    assert len({one.result() for one in waiting}) == 1  # one process did them all
    assert notes.read_text() == "abc"
    with ThreadPoolExecutor(4) as many:
        assert sorted(many.map(lambda n: workshop.do(odd.double, n), range(20))) == list(range(0, 40, 2))


# --- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "values", "why"),
    [
        (odd.fail, (), "ValueError"),
        (odd.die, (), "died"),
        (odd.hang, (), "overran"),
        (odd.eat, (600,), "memory"),
        (odd.grow, (), "memory"),
        (odd.smuggle, (), "died"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_job_that_goes_wrong_is_failed_and_stops_no_other(workshop, tmp_path, job, values, why, caplog):
    before = workshop.submit(odd.double, 1)
    wrong = workshop.submit(job, *values, seconds=1.0 if why == "overran" else 20.0)
    after = workshop.submit(odd.double, 2)
    assert (before.result(), wrong.result(), after.result()) == (2, Failed(why), 4)
    assert f"{job.__name__} made nothing: {why}" in caplog.text and "0912" not in caplog.text


def test_the_limit_leaves_room_for_the_work(workshop):
    assert workshop.do(odd.eat, 300) == 300 << 20


def test_a_process_killed_in_the_middle_of_a_job(workshop, tmp_path):
    started = tmp_path / "started"
    going = workshop.submit(odd.hang, str(started), seconds=60)
    assert until(started.exists)
    os.kill(workshop.pid, signal.SIGKILL)
    assert going.result(timeout=20) == Failed("died")
    assert workshop.do(odd.double, 3) == 6


def test_a_process_killed_between_two_jobs_costs_one_of_them_at_most(workshop):
    assert workshop.do(odd.double, 1) == 2
    os.kill(workshop.pid, signal.SIGKILL)
    assert workshop.do(odd.double, 2) in (4, Failed("died"))
    assert workshop.do(odd.double, 3) == 6


def test_signals_for_the_bot_leave_a_job_alone(workshop, tmp_path):
    notes = tmp_path / "notes"
    assert workshop.do(odd.double, 1) == 2
    going = workshop.submit(odd.note, str(notes), "a", 0.5)
    for sign in (signal.SIGTERM, signal.SIGINT):
        os.kill(workshop.pid, sign)
    assert isinstance(going.result(), int) and notes.read_text() == "a"


def test_what_a_library_prints_is_no_result_and_no_token_is_told(workshop, monkeypatch):
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:secret")
    assert workshop.do(odd.chatter) == "said"
    names = workshop.do(odd.told)
    assert "PATH" in names and not [name for name in names if "TOKEN" in name or name.startswith("BAOCAO")]


def test_a_process_that_can_not_be_started(workshop, monkeypatch):
    def refuse(*_args, **_more):
        raise BlockingIOError

    with monkeypatch.context() as full:
        full.setattr(subprocess, "Popen", refuse)
        assert workshop.do(odd.double, 1) == Failed("BlockingIOError")
    assert workshop.do(odd.double, 1) == 2


def test_a_job_that_overruns_ends_also_when_the_bot_is_gone(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-m", "bot.workshop.child", "512"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        child.stdin.write(pickle.dumps((odd.hang, (), 0.1)))
        child.stdin.close()
        assert child.wait(timeout=30) == -signal.SIGALRM


# --- when it is there -------------------------------------------------------------------------------------------------


def test_it_starts_with_the_first_job_and_ends_when_idle():
    workshop = Workshop(idle=0.3)
    try:
        assert workshop.pid is None
        first = workshop.do(os.getpid)
        assert first != os.getpid() and until(lambda: workshop.pid is None and not alive(first))
        assert workshop.do(os.getpid) not in (first, os.getpid())
    finally:
        workshop.close()


def test_it_is_not_idle_while_jobs_come():
    workshop = Workshop(idle=0.6)
    try:
        pids = set()
        for _ in range(6):
            pids.add(workshop.do(os.getpid))
            time.sleep(0.2)
        assert len(pids) == 1
    finally:
        workshop.close()


def test_closed_in_the_middle_of_a_job(tmp_path):
    workshop, started = Workshop(), tmp_path / "started"
    going, waiting = workshop.submit(odd.hang, str(started), seconds=60), workshop.submit(odd.double, 1)
    assert until(started.exists)
    pid = workshop.pid
    workshop.close()
    assert (going.result(), waiting.result(), workshop.do(odd.double, 1)) == (Failed("closed"),) * 3
    assert not alive(pid) and workshop.pid is None


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_bot(tmp_path, sign):
    """The demo makes it start by the form of its pack; whatever ends the bot ends it too."""
    environ = os.environ | {"BAOCAO_DEMO": "1", "BAOCAO_PORT": "0", "PYTHONPATH": str(ROOT)}
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=environ, stdout=subprocess.PIPE)
    try:
        while line := bot.stdout.readline():
            if b"Open" in line:
                break
        children = Path(f"/proc/{bot.pid}/task/{bot.pid}/children")
        tasks = [Path(f"/proc/{bot.pid}/task/{task}/children") for task in os.listdir(f"/proc/{bot.pid}/task")]
        pids = [int(pid) for task in {children, *tasks} for pid in task.read_text().split()]
        assert len(pids) == 1 and b"bot.workshop.child" in Path(f"/proc/{pids[0]}/cmdline").read_bytes()
        bot.send_signal(sign)
        assert bot.wait(timeout=30) == (0 if sign == signal.SIGTERM else -sign)
        assert until(lambda: not alive(pids[0]))
    finally:
        bot.kill()
        bot.wait()
        bot.stdout.close()


# --- what is loaded where ---------------------------------------------------------------------------------------------


def test_the_bot_loads_none_of_it_at_its_first_start_either(tmp_path):
    code = """
import asyncio, io, sys
from pathlib import Path
from bot.app import build
from bot.settings import load
from bot.workshop import jobs
from tests.support import workshop_jobs as odd
HEAVY = {"PIL", "matplotlib", "numpy", "openpyxl", "pyxform", "xlrd"}

async def main():
    app = build(load({"BAOCAO_DEMO": "1", "BAOCAO_PORT": "0"}))
    await app.start()
    made = await asyncio.to_thread(app.workshop.do, jobs.develop_photo, Path("x.jpg").read_bytes())
    there = await asyncio.to_thread(app.workshop.do, odd.heavy)
    await app.stop()
    print(sorted({name.split(".")[0] for name in sys.modules} & HEAVY), made[:2] == b"\\xff\\xd8", there)

asyncio.run(main())
"""
    (tmp_path / "x.jpg").write_bytes(jpeg())
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[] True ['PIL', 'openpyxl', 'pyxform']"


def test_a_pack_loads_also_where_the_workshop_fails(tmp_path, monkeypatch, caplog):
    from bot.workshop.forms import compiled_at

    class Broken:
        def do(self, job, *values, seconds=0.0):
            return Failed("died")

    with compiled_at(Broken()), kept_in(tmp_path):
        assert load_programme("quang-ninh").forms["activity"].id == load_form(FORM).id
    assert "own process" in caplog.text and len(list(tmp_path.iterdir())) == 1
    assert loading.compiler is loading.compile_here
